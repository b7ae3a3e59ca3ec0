"""Making a decision: required decisions first, then the rules that match, then the hit policy.

Nothing here reads XML; the semantics are DMN 1.5 §8.2.10 and, where that is silent, Camunda 8's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from engine.dmn.errors import DecisionUnknown
from engine.dmn.hits import answer
from engine.dmn.model import Boxed, Decision, DecisionModel, Literal, Logic, Table
from engine.feel import OFFICE_ZONE, FeelValue, Reason, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One decision made. `matched`: numbers (from 1) of the rules that matched; `rules`: ids."""

    decision: str
    value: FeelValue
    matched: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """The answer. `value` is a FEEL value (`feel.to_json` makes a variable of it).

    One output column gives its bare value, several a context; COLLECT without aggregation, RULE
    ORDER and OUTPUT ORDER a list of them; no matching rule the default outputs, else null.
    `trail` holds every decision made, in the order made, the asked one last.
    """

    value: FeelValue
    matched: tuple[int, ...]
    rules: tuple[str, ...]
    trail: tuple[Judged, ...]
    reasons: tuple[Reason, ...]


def evaluate(
    model: DecisionModel,
    decision_id: str,
    context: Mapping[str, object],
    *,
    now: datetime,
    zone: tzinfo = OFFICE_ZONE,
) -> DecisionResult:
    """Make a decision over the variables (JSON or FEEL values) of `context`.

    Raises:
        DecisionUnknown: the model has no such decision.
        DecisionFailed: the rules that match contradict the hit policy.
        FeelLimit: the evaluation was stopped.
    """
    if decision_id not in model.decisions:
        raise DecisionUnknown(decision=decision_id, file=model.file)
    making = _Making(model, context, Run(now, zone))
    making.make(model.decisions[decision_id])
    last = making.trail[-1]
    return DecisionResult(
        value=last.value,
        matched=last.matched,
        rules=last.rules,
        trail=tuple(making.trail),
        reasons=tuple(making.run.reasons or ()),
    )


class _Making:
    """One evaluation: what has been decided so far. Reading made sure there are no cycles."""

    def __init__(self, model: DecisionModel, context: Mapping[str, object], run: Run) -> None:
        self.model = model
        self.context = context
        self.run = run
        self.trail: list[Judged] = []
        self.made: dict[str, FeelValue] = {}

    def make(self, decision: Decision) -> FeelValue:
        if decision.id in self.made:
            return self.made[decision.id]
        above: dict[str, object] = {}
        for required in decision.required:
            value = self.make(self.model.decisions[required])
            above |= dict.fromkeys(self.model.decisions[required].names, value)
        known = {**self.context, **above} if above else self.context
        judged = self._judge(decision, decision.logic, known)
        self.trail.append(judged)
        self.made[decision.id] = judged.value
        return judged.value

    def _judge(self, decision: Decision, logic: Logic, known: Mapping[str, object]) -> Judged:
        match logic:
            case Literal(expression=expression):
                return Judged(decision=decision.id, value=expression.compute(known, self.run))
            case Boxed():
                return Judged(decision=decision.id, value=self._boxed(decision, logic, known))
            case Table():
                return self._table(decision, logic, known)

    def _boxed(self, decision: Decision, logic: Boxed, known: Mapping[str, object]) -> FeelValue:
        entries: dict[str, FeelValue] = {}
        for name, inner in logic.entries:
            entries[name] = self._judge(decision, inner, {**known, **entries}).value
        if logic.result is None:
            return entries
        return self._judge(decision, logic.result, {**known, **entries}).value

    def _table(self, decision: Decision, table: Table, known: Mapping[str, object]) -> Judged:
        values = [column.expression.compute(known, self.run) for column in table.inputs]
        matched = [
            rule
            for rule in table.rules
            if all(
                test.judge(value, known, self.run) is True
                for test, value in zip(rule.tests, values, strict=True)
            )
        ]
        found = answer(decision.id, table, matched, known, self.run)
        return Judged(
            decision=decision.id,
            value=found.value,
            matched=tuple(rule.number for rule in found.rules),
            rules=tuple(rule.id for rule in found.rules),
        )
