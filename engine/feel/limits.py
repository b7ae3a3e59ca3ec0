"""The hard limits no expression escapes; all are counted, none is a matter of time."""

from __future__ import annotations

from typing import Final

#: Characters of one expression.
MAX_TEXT: Final = 32_768
#: Nesting of the syntax tree.
MAX_DEPTH: Final = 100
#: Nodes of the syntax tree.
MAX_NODES: Final = 10_000
#: Steps of one evaluation: a node inside a loop, an item of a list, 16 characters of a string.
MAX_STEPS: Final = 1_000_000
#: Characters of a string that an expression makes.
MAX_STRING: Final = 1_000_000
#: Items of a list that an expression makes.
MAX_LIST: Final = 100_000
#: Function values calling function values.
MAX_CALLS: Final = 64
#: Characters of a regular expression.
MAX_PATTERN: Final = 500
#: Instructions a regular expression may become.
MAX_PROGRAM: Final = 2_000
#: Reasons kept of one evaluation.
MAX_REASONS: Final = 20
