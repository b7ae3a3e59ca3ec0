from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.rules.nearness import Nearness, nearness
from tests.rules.test_calendars import OFFICE, at

NOW = at(11, 24, 10)  # a Tuesday; service is 8 to 12 and 13 to 16


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (at(11, 24, 15), Nearness(past=False, time=timedelta(hours=4))),  # noon is not counted
        (at(11, 25, 9), Nearness(past=False, time=timedelta(hours=6))),
        (at(11, 25, 16), Nearness(past=False, days=1)),
        (at(11, 30, 16), Nearness(past=False, days=4)),  # over a weekend
        (at(11, 24, 9, 30), Nearness(past=True, time=timedelta(minutes=30))),
        (at(11, 23, 15), Nearness(past=True, time=timedelta(hours=3))),
        (at(11, 23, 9), Nearness(past=True, days=1)),
        (at(11, 20, 9), Nearness(past=True, days=2)),
        (at(11, 24, 10), Nearness(past=True)),
    ],
)
def test_nearness_counts_the_offices_time(instant: datetime, expected: Nearness) -> None:
    assert nearness(OFFICE, NOW, instant) == expected


def test_while_the_office_is_closed_no_time_passes() -> None:
    friday_evening, saturday, monday_early = at(11, 27, 16), at(11, 28, 11), at(11, 30, 7)

    assert nearness(OFFICE, saturday, friday_evening) == Nearness(past=True)
    assert nearness(OFFICE, saturday, monday_early) == Nearness(past=False)
