"""What the sub-commands of `alur` do. The grammar of the command line is `api.cli`."""
