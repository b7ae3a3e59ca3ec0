"""The built-in functions of FEEL (DMN 1.5 §10.3.4), a family a file; importing fills the table."""

from engine.feel.functions import (
    contexts,
    conversions,
    intervals,
    lists,
    matching,
    numbers,
    sorting,
    statistics,
    strings,
    temporals,
)
from engine.feel.functions.registry import REGISTRY, Builtin, call_builtin
from engine.feel.names import Names

#: the names of all built-in functions, for the parser
FUNCTION_NAMES = Names(REGISTRY)

__all__ = [
    "FUNCTION_NAMES",
    "REGISTRY",
    "Builtin",
    "call_builtin",
    "contexts",
    "conversions",
    "intervals",
    "lists",
    "matching",
    "numbers",
    "sorting",
    "statistics",
    "strings",
    "temporals",
]
