"""Every outer surface: REST, pages, command line. Thin."""
