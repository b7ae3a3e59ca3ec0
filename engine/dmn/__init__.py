"""DMN decision tables and expressions on FEEL: reading and evaluating. Pure."""

from engine.dmn.errors import DecisionFailed, DecisionUnknown
from engine.dmn.evaluation import DecisionResult, Judged, evaluate
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
