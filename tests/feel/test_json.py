from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine import feel
from engine.values import JsonValue


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("3.00"), 3),
        (Decimal("-0"), 0),
        (Decimal("1.50"), Decimal("1.5")),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 1, tzinfo=UTC), "2026-11-24T01:00:00Z"),
        (timedelta(days=1, hours=2), "P1DT2H"),
        (feel.YearsMonths(14), "P1Y2M"),
        (feel.YearsMonths(0), "P0M"),
        ({"a": [Decimal(1), None]}, {"a": [1, None]}),
    ],
)
def test_values_become_json_without_floats(value: feel.FeelValue, expected: JsonValue) -> None:
    made = feel.to_json(value)
    assert made == expected
    assert type(made) is type(expected)


def test_whole_numbers_become_decimal_at_any_depth() -> None:
    made = feel.from_json({"a": [1, True]})
    assert isinstance(made, dict)
    assert [type(item) for item in made["a"] if made["a"]] == [Decimal, bool]  # type: ignore[union-attr] # just made a list


def test_huge_numbers_stay_decimal() -> None:
    assert type(feel.to_json(Decimal("1E+5000"))) is Decimal


def test_an_expression_is_marked_by_an_equals_sign() -> None:
    assert feel.is_expression(" = a")
    assert not feel.is_expression("a = b")
    stripped = feel.strip(" = a = b")  # noqa: B005 - our own, not that of strings
    assert stripped == "a = b"
