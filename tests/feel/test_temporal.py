from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from engine import feel
from engine.values import JsonValue
from tests.feel.asking import NOW, ask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-11-24") + duration("P1D")', "2026-11-25"),
        ('@"2026-01-31" + @"P1M"', "2026-02-28"),
        ('@"2024-02-29" + @"P1Y"', "2025-02-28"),
        ('@"2026-03-31" - @"P1M"', "2026-02-28"),
        ('@"2026-11-24" - @"2026-11-01"', "P23D"),
        ('@"2026-11-24T10:00:00Z" - @"2026-11-24T10:00:00+07:00"', "PT7H"),
        ('@"23:30:00" + @"PT1H"', "00:30:00"),
        ('@"PT1H" * 2.5', "PT2H30M"),
        ('@"P1Y" / 5', "P2M"),
        ('@"P2D" / @"PT12H"', 4),
        ('-@"P1Y2M"', "-P1Y2M"),
        ('@"P1Y" + @"P2M"', "P1Y2M"),
        ('@"2026-11-24T08:00:00@Asia/Jakarta" = @"2026-11-24T01:00:00Z"', True),
        ('@"2026-11-24" < @"2026-11-25"', True),
        ('@"2026-11-24T00:00:00" < @"2026-11-24T00:00:00Z"', None),
        ('@"9999-12-31" + @"P1D"', None),
        ('duration("P1Y1D")', None),
        ('date("2026-02-30")', None),
        ('date("20261124")', None),
        ('@"2026-11-24" in [@"2026-11-01"..@"2026-11-30"]', True),
    ],
)
def test_temporal_arithmetic_and_order(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-24".year', 2026),
        ('@"2026-11-24".weekday', 2),
        ('@"2026-11-24T08:30:15.5+07:00".second', 15.5),
        ('@"2026-11-24T08:30:00+07:00".time offset', "PT7H"),
        ('@"08:30:00@Asia/Jakarta".timezone', "Asia/Jakarta"),
        ('@"P1Y3M".months', 3),
        ('@"-P1DT2H".hours', -2),
        ('@"P1DT2H3M4S".minutes', 3),
        ('date("2026-11-24").hour', None),
    ],
)
def test_components(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date(2026, 11, 24)", "2026-11-24"),
        ('date(date and time("2026-11-24T08:00:00"))', "2026-11-24"),
        ('date and time(@"2026-11-24", @"08:00:00")', "2026-11-24T08:00:00"),
        ('time(8, 30, 0, duration("PT7H"))', "08:30:00+07:00"),
        ('time("08:30:00Z")', "08:30:00Z"),
        ('years and months duration(@"2011-12-22", @"2013-08-24")', "P1Y8M"),
        ('day of year(@"2019-09-17")', 260),
        ('day of week(@"2019-09-17")', "Tuesday"),
        ('month of year(@"2019-09-17")', "September"),
        ('week of year(@"2003-12-29")', 1),
        ('last day of month(@"2024-02-01")', "2024-02-29"),
        ('string(@"2026-11-24T08:00:00@Asia/Jakarta")', "2026-11-24T08:00:00@Asia/Jakarta"),
        ('string(@"-P1DT0.5S")', "-P1DT0.5S"),
        ('abs(@"-P1D")', "P1D"),
    ],
)
def test_temporal_functions(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


def test_today_is_the_offices_day_and_now_the_given_instant() -> None:
    assert ask("today()") == "2026-11-25"
    assert ask("now()") == "2026-11-25T06:00:00+07:00"


def test_another_zone_can_be_given() -> None:
    expression = feel.compile_expression("today()")
    found = expression.evaluate({}, now=NOW, zone=ZoneInfo("America/New_York"))
    assert feel.to_json(found.value) == "2026-11-24"


def test_zoned_instants_move_along_the_time_line_over_a_change_of_the_clock() -> None:
    text = '@"2026-03-29T01:30:00@Europe/Berlin" + @"PT1H"'
    assert ask(text) == "2026-03-29T03:30:00+02:00"
