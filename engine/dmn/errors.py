"""What can go wrong when a decision is made. What is wrong in a file is told by faults."""

from __future__ import annotations

from engine.errors import Failed, NotFound


class DecisionUnknown(NotFound):
    """The model has no decision of that id."""

    code = "decision-not-found"
    message = "There is no decision %(decision)s in %(file)s. Check the id."


class DecisionFailed(Failed):
    """The rules that match contradict the table's hit policy. Becomes an incident."""

    code = "decision-failed"
    message = "Decision %(decision)s has no answer. Mend its table."


class SeveralRulesMatch(DecisionFailed):
    """Hit policy UNIQUE, and more than one rule matches."""

    code = "decision-several-rules"
    message = (
        "Decision %(decision)s has no answer: rules %(rules)s match, but only one may (unique)."
        " Make the rules exclude each other, or choose another hit policy."
    )


class OutputsDiffer(DecisionFailed):
    """Hit policy ANY, and rules that match have different outputs."""

    code = "decision-outputs-differ"
    message = (
        "Decision %(decision)s has no answer: rules %(rules)s match with different outputs (any)."
        " Give them the same outputs, or choose another hit policy."
    )


class OutputsNotAggregable(DecisionFailed):
    """The outputs collected have no sum, minimum or maximum."""

    code = "decision-not-aggregable"
    message = (
        "Decision %(decision)s has no answer: the outputs of rules %(rules)s have no"
        " %(aggregation)s. Let all outputs be of one type."
    )
