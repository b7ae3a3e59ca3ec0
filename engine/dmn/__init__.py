"""DMN decision tables and expressions on FEEL: reading and evaluating. Pure."""

from engine.dmn.evaluation import (
    DecisionFailed,
    DecisionResult,
    DecisionUnknown,
    Judged,
    evaluate,
)
from engine.dmn.model import Decision, DecisionModel, HitPolicy
from engine.dmn.reading import read

__all__ = [
    "Decision",
    "DecisionFailed",
    "DecisionModel",
    "DecisionResult",
    "DecisionUnknown",
    "HitPolicy",
    "Judged",
    "evaluate",
    "read",
]
