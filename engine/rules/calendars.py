"""Counts working time by an office calendar. Knows no holidays by itself."""
