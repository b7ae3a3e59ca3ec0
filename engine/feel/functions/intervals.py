"""Built-in functions on points and intervals, Allen's relations among them (DMN 1.5 §10.3.4.8).

A point is treated as the closed interval from itself to itself, so each relation is written once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.feel.comparing import order, same
from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue, Range

_NOWHERE = (0, 0)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two intervals that are being compared."""

    a: Range
    b: Range
    run: Run

    def less(self, left: FeelValue, right: FeelValue) -> bool:
        known = order("<", left, right, self.run, _NOWHERE)
        if known is None:
            raise Undefined("The ends of the intervals cannot be compared.")
        return known

    def same(self, left: FeelValue, right: FeelValue) -> bool:
        return not self.less(left, right) and not self.less(right, left)

    def turned(self) -> _Pair:
        return _Pair(self.b, self.a, self.run)

    # relations

    def before(self) -> bool:
        a, b = self.a, self.b
        touching = self.same(a.end, b.start) and not (a.end_included and b.start_included)
        return self.less(a.end, b.start) or touching

    def meets(self) -> bool:
        return self.a.end_included and self.b.start_included and self.same(self.a.end, self.b.start)

    def same_start(self) -> bool:
        return self.a.start_included == self.b.start_included and self.same(
            self.a.start, self.b.start
        )

    def same_end(self) -> bool:
        return self.a.end_included == self.b.end_included and self.same(self.a.end, self.b.end)

    def starts_inside(self) -> bool:
        """First begins no earlier than b."""
        a, b = self.a, self.b
        level = self.same(a.start, b.start) and (b.start_included or not a.start_included)
        return self.less(b.start, a.start) or level

    def ends_inside(self) -> bool:
        """First ends no later than b."""
        a, b = self.a, self.b
        level = self.same(a.end, b.end) and (b.end_included or not a.end_included)
        return self.less(a.end, b.end) or level

    def during(self) -> bool:
        return self.starts_inside() and self.ends_inside()

    def overlaps(self) -> bool:
        return not self.before() and not self.turned().before()

    def overlaps_before(self) -> bool:
        """First begins earlier and ends inside b."""
        earlier = not self.starts_inside()
        shorter = self.ends_inside() and not self.same_end()
        return self.overlaps() and earlier and (shorter or self.same_end())

    def finishes(self) -> bool:
        return self.same_end() and self.starts_inside()

    def starts(self) -> bool:
        return self.same_start() and self.ends_inside()

    def coincides(self) -> bool:
        return self.same_start() and self.same_end()


def _interval(value: FeelValue) -> Range:
    if isinstance(value, Range):
        if value.start is None or value.end is None:
            raise Undefined("The interval must have two ends.")
        return value
    if value is None:
        raise Undefined("A point or an interval is missing.")
    return Range(start=value, end=value, start_included=True, end_included=True)


def _relation(name: str, holds: Callable[[_Pair], bool], *, points: str = "both") -> None:
    """Declare a relation; `points` says on which sides a point may stand: both, a, b or none."""

    @builtin(name, "a: any, b: any")
    def call(run: Run, a: FeelValue, b: FeelValue) -> FeelValue:
        if (not isinstance(a, Range) and points not in ("both", "a")) or (
            not isinstance(b, Range) and points not in ("both", "b")
        ):
            raise Undefined("%(relation)s expects an interval.", relation=name)
        return holds(_Pair(_interval(a), _interval(b), run))


_relation("before", _Pair.before)
_relation("after", lambda pair: pair.turned().before())
_relation("meets", _Pair.meets, points="none")
_relation("met by", lambda pair: pair.turned().meets(), points="none")
_relation("overlaps", _Pair.overlaps, points="none")
_relation("overlaps before", _Pair.overlaps_before, points="none")
_relation("overlaps after", lambda pair: pair.turned().overlaps_before(), points="none")
_relation("finishes", _Pair.finishes, points="a")
_relation("finished by", lambda pair: pair.turned().finishes(), points="b")
_relation("includes", lambda pair: pair.turned().during(), points="b")
_relation("during", _Pair.during, points="a")
_relation("starts", _Pair.starts, points="a")
_relation("started by", lambda pair: pair.turned().starts(), points="b")
_relation("coincides", _Pair.coincides)


@builtin("is", "value1: any, value2: any")
def _is(run: Run, one: FeelValue, other: FeelValue) -> FeelValue:
    """The same type and value; unlike `=` never null (DMN 1.5 §10.3.4.15)."""
    return bool(same(one, other, run))
