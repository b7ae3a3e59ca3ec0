"""What a step runs on: compiled processes and decisions, shared by all cases, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.bpmn.model import Process

if TYPE_CHECKING:
    from engine.dmn.model import DecisionModel
    from engine.runtime.specs.scope import ScopeSpec


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompiledProcess:
    """A process as drawn, and the specification the library runs."""

    process: Process
    spec: ScopeSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """By definition key. A step reads those its snapshot and inputs name; more do no harm."""

    processes: Mapping[int, CompiledProcess]
    decisions: Mapping[int, DecisionModel] = field(default_factory=dict)
