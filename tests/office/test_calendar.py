"""The calendar as data: Ramadan, edits, who may make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.rules import calendars
from engine.services.kernel import Request
from engine.services.rights import ReasonMissing, RightMissing
from engine.values import OpenSpan
from office import calendar, timetable
from office.timetable import Edit, Hours, Season, Timetable
from tests.office.conftest import ADMIN, CLERK, OFFICE, Desk


def minutes(spans: tuple[OpenSpan, ...]) -> int:
    edges = [edge.hour * 60 + edge.minute for span in spans for edge in (span.end, span.start)]
    return sum(edges[::2]) - sum(edges[1::2])


@pytest.mark.parametrize(
    ("hours", "week"), [(timetable.OFFICE_HOURS, 37.5), (timetable.RAMADAN_HOURS, 32.5)]
)
def test_the_hours_of_perpres_21_2023_sum_to_its_week(hours: Hours, week: float) -> None:
    assert sum(map(minutes, hours)) == week * 60


def test_ramadan_ends_the_day_before_idul_fitri_and_is_an_estimate() -> None:
    (found,) = timetable.ramadan_of([2026])

    assert (found.start, found.end) == (date(2026, 2, 19), date(2026, 3, 20))
    assert (found.name, found.estimated) == ("Ramadan", True)


def test_a_year_with_two_ramadans_has_both() -> None:
    assert [found.end.year for found in timetable.ramadan_of([2033])] == [2033, 2033]


def test_a_new_office_has_the_ramadans_of_its_years(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)

    monday = calendars.hours(hours, date(2026, 2, 23))
    assert monday == timetable.RAMADAN_HOURS[0]
    assert calendars.hours(hours, date(2026, 3, 19)) == ()  # Nyepi, within it


def test_the_dates_of_ramadan_are_edited_as_a_new_version(desk: Desk) -> None:
    (estimated,) = timetable.ramadan_of([2027])
    seen = replace(estimated, start=estimated.start + timedelta(days=1), estimated=False)

    made = calendar.change(
        desk.kernel, Request(actor=ADMIN), OFFICE, Edit(seasons=(seen,)), "Sidang isbat"
    )

    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)
        _, before = calendar.read(session, OFFICE, 1)
    assert (made.version, hours.version, estimated in before.seasons) == (2, 2, True)
    assert calendars.hours(hours, estimated.start) == timetable.COUNTER_HOURS[0]
    assert calendars.hours(hours, seen.start) == timetable.RAMADAN_HOURS[1]


def test_an_edit_keeps_what_it_does_not_name() -> None:
    season = Season(start=date(2027, 1, 4), end=date(2027, 1, 8), hours=timetable.OFFICE_HOURS)
    old = Timetable(seasons=(season,))

    changed = timetable.edited(old, Edit(hours=timetable.OFFICE_HOURS))

    assert changed == replace(old, hours=timetable.OFFICE_HOURS)
    assert timetable.from_text(timetable.to_text(changed)) == changed


def test_an_edit_needs_right_and_reason(desk: Desk) -> None:
    with pytest.raises(RightMissing):
        calendar.change(desk.kernel, Request(actor=CLERK), OFFICE, Edit(), "Banjir")
    with pytest.raises(RightMissing):
        calendar.preview(desk.kernel, Request(actor=CLERK), OFFICE, Edit())
    with pytest.raises(RightMissing):
        calendar.finish(desk.kernel, Request(actor=CLERK), OFFICE)
    with pytest.raises(ReasonMissing):
        calendar.change(desk.kernel, Request(actor=ADMIN), OFFICE, Edit(), " ")
