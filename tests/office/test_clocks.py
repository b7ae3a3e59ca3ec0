"""The standard clock and the citizen's clock, from marks alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from engine.rules import calendars
from office import clocks, timetable
from office.clocks import Cause, Clocks, Mark, Pause
from office.timetable import Day, DayKind, Timetable

#: Monday 23 November 2026, 08:00 in Jakarta
MONDAY: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
CALENDAR: Final = timetable.to_calendar(
    Timetable(days={date(2026, 11, 25): Day(kind=DayKind.LIBUR_LOKAL, name="Uji")}), 1
)


def state(value: str, hours: float) -> Mark:
    return Mark(name="keadaan", value=value, at=MONDAY + HOUR * hours)


def complete(hours: float) -> Mark:
    return Mark(name="hasil_berkas", value="LENGKAP", at=MONDAY + HOUR * hours)


def count(*marks: Mark, now: float) -> Clocks:
    return clocks.count(marks, CALENDAR, registered=MONDAY, now=MONDAY + HOUR * now)


def test_the_standard_clock_does_not_run_before_the_papers_are_complete() -> None:
    found = count(state("DIVERIFIKASI", 0), now=3)

    assert (found.started, found.own, found.citizen) == (None, timedelta(), 3 * HOUR)


def test_waiting_for_the_centre_stops_the_standard_clock_and_not_the_citizens() -> None:
    found = count(
        state("DIVERIFIKASI", 0),
        complete(1),
        state("MENUNGGU_PUSAT", 2),
        state("DICETAK", 3),
        now=4,
    )

    assert (found.own, found.citizen) == (2 * HOUR, 4 * HOUR)
    assert found.waited == {Cause.PUSAT: HOUR}


def test_a_pause_that_still_lasts_has_no_end_and_names_its_cause() -> None:
    found = count(complete(0), state("MENUNGGU_BLANKO", 1), now=3)

    assert found.pauses == (Pause(cause=Cause.BLANKO, since=MONDAY + HOUR, until=None),)
    assert found.paused_by is Cause.BLANKO


def test_a_dead_siak_pauses_with_its_own_cause() -> None:
    down = Mark(name="siak_tidak_tersedia", value=clocks.YES, at=MONDAY + HOUR)
    up = Mark(name="siak_tidak_tersedia", value="", at=MONDAY + 3 * HOUR)

    found = count(complete(0), down, up, now=4)

    assert (found.waited, found.own) == ({Cause.SIAK: 2 * HOUR}, 2 * HOUR)


def test_waiting_for_recording_pauses_only_after_a_missed_appointment() -> None:
    missed = Mark(name="terlewat_rekam", value=clocks.YES, at=MONDAY + 2 * HOUR)

    found = count(complete(0), state("MENUNGGU_REKAM", 0), missed, now=3)

    assert found.waited == {Cause.PEMOHON: HOUR}


def test_a_closed_day_counts_in_neither_clock() -> None:
    """Tuesday's service ends at 16:00; Wednesday is closed; Thursday opens at 08:00."""
    found = count(complete(24), now=73)

    assert found.own == 7 * HOUR + HOUR


def test_both_clocks_stand_when_the_case_has_ended() -> None:
    found = count(complete(0), state("SELESAI", 2), now=100)

    assert (found.own, found.citizen, found.ended) == (2 * HOUR, 2 * HOUR, MONDAY + 2 * HOUR)


_STATES: Final = st.sampled_from(
    ["DIVERIFIKASI", "MENUNGGU_REKAM", "MENUNGGU_PUSAT", "MENUNGGU_BLANKO", "DICETAK", "SELESAI"]
)
_MARKS: Final = st.lists(
    st.one_of(
        st.builds(state, _STATES, st.integers(0, 300)),
        st.builds(complete, st.integers(0, 300)),
    ),
    max_size=12,
)


@given(marks=_MARKS, now=st.integers(0, 400))
def test_own_time_and_waits_make_the_working_time_from_start_to_end(
    marks: list[Mark], now: int
) -> None:
    marks = [mark for mark in marks if mark.at <= MONDAY + HOUR * now]

    found = count(*marks, now=now)

    last = found.ended or MONDAY + HOUR * now
    whole = timedelta()
    if found.started is not None and found.started < last:
        whole = calendars.working_time_between(CALENDAR, found.started, last)
    assert found.own + sum(found.waited.values(), timedelta()) == whole
    assert found.own >= timedelta()
    assert all(pause.until is None or pause.since < pause.until for pause in found.pauses)
