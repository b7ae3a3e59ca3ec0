"""A DMN file as read: its decisions and their logic, every FEEL text compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from engine.feel import Expression, FeelValue, UnaryTests


class HitPolicy(StrEnum):
    """DMN 1.5 §8.2.10; the value is the one of the XML."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What COLLECT makes of the outputs instead of a list."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A column that is tested: the expression whose value the cells test."""

    id: str
    label: str
    expression: Expression
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A column that answers. `values`: its allowed values, the most important first."""

    id: str
    name: str
    label: str = ""
    type: str = ""
    values: tuple[FeelValue, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row. `number` counts from 1. `annotations` are for people."""

    id: str
    number: int
    tests: tuple[UnaryTests, ...]
    entries: tuple[Expression, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A boxed literal expression."""

    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxed:
    """A boxed context: later entries see earlier ones; `result` is its last cell, if any."""

    entries: tuple[tuple[str, Logic], ...]
    result: Logic | None = None


Logic: TypeAlias = "Table | Literal | Boxed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`required` are ids of decisions to be made before; `inputs` the names of input data read.

    The result is known to others by each of `names`: the variable's, the decision's own, its id.
    """

    id: str
    name: str
    names: tuple[str, ...]
    required: tuple[str, ...]
    inputs: tuple[str, ...]
    logic: Logic
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionModel:
    """One DMN file. `digest` is the SHA-256 (hex) of its bytes; `decisions` in document order."""

    file: str
    digest: str
    id: str
    name: str
    namespace: str
    decisions: Mapping[str, Decision]
