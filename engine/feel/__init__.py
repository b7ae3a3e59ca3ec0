"""FEEL: grammar, values, evaluation. Pure: values in, values out; no clock but the instant given.

expression = feel.compile_expression("jumlah berkas > 3", frozenset({"jumlah berkas"}))
expression.evaluate({"jumlah berkas": 4}, now=instant).value  # True
"""

from engine.feel.compiling import (
    OFFICE_ZONE,
    Expression,
    Outcome,
    UnaryTests,
    compile_expression,
    compile_unary,
    constants,
)
from engine.feel.converting import from_json, is_expression, strip, to_json
from engine.feel.errors import FeelInvalid, FeelLimit
from engine.feel.running import Reason, Run
from engine.feel.values import FeelValue, Function, Range, YearsMonths

__all__ = [
    "OFFICE_ZONE",
    "Expression",
    "FeelInvalid",
    "FeelLimit",
    "FeelValue",
    "Function",
    "Outcome",
    "Range",
    "Reason",
    "Run",
    "UnaryTests",
    "YearsMonths",
    "compile_expression",
    "compile_unary",
    "constants",
    "from_json",
    "is_expression",
    "strip",
    "to_json",
]
