"""DMN decision tables and expressions on FEEL: reading and evaluating. Pure."""

from engine.dmn.evaluation import DecisionFailed, DecisionResult, Judged, evaluate
from engine.dmn.model import Decision, DecisionModel, HitPolicy
from engine.dmn.reading import read

__all__ = [
    "Decision",
    "DecisionFailed",
    "DecisionModel",
    "DecisionResult",
    "HitPolicy",
    "Judged",
    "evaluate",
    "read",
]
