"""Hit policies: from the rules that match to one answer (DMN 1.5 §8.2.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.dmn.errors import OutputsDiffer, OutputsNotAggregable, SeveralRulesMatch
from engine.dmn.model import Aggregation, HitPolicy, Output, Rule, Table
from engine.feel import FeelValue, Run
from engine.feel.comparing import same
from engine.feel.functions import REGISTRY, call_builtin

_NOWHERE: Final = (0, 0)
_AGGREGATES: Final = {Aggregation.SUM: "sum", Aggregation.MIN: "min", Aggregation.MAX: "max"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The value and the rules that gave it."""

    value: FeelValue = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hits:
    """The rules that match, in table order, with their outputs."""

    decision: str
    table: Table
    rules: Sequence[Rule]
    outputs: Sequence[Sequence[FeelValue]]
    run: Run

    def one(self, place: int) -> Answer:
        value = _shaped(self.table.outputs, self.outputs[place])
        return Answer(value=value, rules=(self.rules[place],))

    def all(self, places: Sequence[int]) -> Answer:
        return Answer(
            value=[_shaped(self.table.outputs, self.outputs[place]) for place in places],
            rules=tuple(self.rules[place] for place in places),
        )

    def by_priority(self) -> list[int]:
        """Places in order of the outputs' priority: earlier allowed values first."""
        return sorted(range(len(self.rules)), key=lambda place: self._rank(self.outputs[place]))

    def _rank(self, outputs: Sequence[FeelValue]) -> tuple[int, ...]:
        return tuple(
            next(
                (rank for rank, known in enumerate(column.values) if same(known, value, self.run)),
                len(column.values),
            )
            for column, value in zip(self.table.outputs, outputs, strict=True)
        )


def answer(
    decision: str, table: Table, matched: Sequence[Rule], known: Mapping[str, object], run: Run
) -> Answer:
    """The table's answer, given the rules that match in table order.

    Raises:
        DecisionFailed: one of its leaves, naming the decision and the rules.
    """
    if not matched:
        return Answer(value=_default(table, known, run))
    if table.hit_policy is HitPolicy.UNIQUE and len(matched) > 1:
        raise SeveralRulesMatch(decision=decision, rules=_numbers(matched))
    if table.hit_policy is HitPolicy.FIRST:
        matched = matched[:1]
    outputs = [[entry.compute(known, run) for entry in rule.entries] for rule in matched]
    return _POLICIES[table.hit_policy](
        _Hits(decision=decision, table=table, rules=matched, outputs=outputs, run=run)
    )


def _numbers(rules: Sequence[Rule]) -> str:
    return ", ".join(str(rule.number) for rule in rules)


def _first(hits: _Hits) -> Answer:
    return hits.one(0)


def _any(hits: _Hits) -> Answer:
    first = list(hits.outputs[0])
    for rule, outputs in zip(hits.rules, hits.outputs, strict=True):
        if same(first, list(outputs), hits.run) is not True:
            different = (hits.rules[0], rule)
            raise OutputsDiffer(decision=hits.decision, rules=_numbers(different))
    return Answer(value=hits.one(0).value, rules=tuple(hits.rules))


def _priority(hits: _Hits) -> Answer:
    return hits.one(hits.by_priority()[0])


def _rule_order(hits: _Hits) -> Answer:
    return hits.all(range(len(hits.rules)))


def _output_order(hits: _Hits) -> Answer:
    return hits.all(hits.by_priority())


def _collect(hits: _Hits) -> Answer:
    listed = _rule_order(hits)
    aggregation = hits.table.aggregation
    if aggregation is None:
        return listed
    if aggregation is Aggregation.COUNT:
        return Answer(value=Decimal(len(hits.rules)), rules=listed.rules)
    value = call_builtin(REGISTRY[_AGGREGATES[aggregation]], (listed.value,), hits.run, _NOWHERE)
    if value is None:
        raise OutputsNotAggregable(
            decision=hits.decision, rules=_numbers(hits.rules), aggregation=aggregation.value
        )
    return Answer(value=value, rules=listed.rules)


_POLICIES: Final[Mapping[HitPolicy, Callable[[_Hits], Answer]]] = {
    HitPolicy.UNIQUE: _first,
    HitPolicy.FIRST: _first,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.COLLECT: _collect,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
}


def _shaped(columns: Sequence[Output], outputs: Sequence[FeelValue]) -> FeelValue:
    if len(columns) == 1:
        return outputs[0]
    return {column.name: value for column, value in zip(columns, outputs, strict=True)}


def _default(table: Table, known: Mapping[str, object], run: Run) -> FeelValue:
    if all(column.default is None for column in table.outputs):
        return None
    outputs = [
        None if column.default is None else column.default.compute(known, run)
        for column in table.outputs
    ]
    return _shaped(table.outputs, outputs)
