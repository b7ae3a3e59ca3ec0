"""The only things of Python that emitted code can name. How it names them is told beside."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from engine.feel import access, arithmetic, comparing, kinds, loading
from engine.feel.functions import call_builtin

HELPERS: Final[Mapping[str, object]] = {
    "__builtins__": {},
    "type": type,
    "Decimal": Decimal,
    "int": int,
    "str": str,
    "bool": bool,
    "make_range": loading.make_range,
    "make_function": loading.make_function,
    "load": loading.load,
    "dig": loading.dig,
    "calculate": arithmetic.calculate,
    "minus": arithmetic.minus,
    "compare": comparing.compare,
    "is_in": comparing.is_in,
    "passes": comparing.passes,
    "answers": comparing.answers,
    "negate": comparing.negate,
    "path": access.path,
    "index": access.index,
    "select": access.select,
    "entry": access.entry,
    "collect": access.collect,
    "quantify": access.quantify,
    "invoke": access.invoke,
    "invoke_named": access.invoke_named,
    "call_builtin": call_builtin,
    "instance_of": kinds.instance_of,
}
