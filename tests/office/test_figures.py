"""The monthly report's arithmetic (domain.md 4.1), from facts alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from engine.rules import iso8601
from office import timetable
from office.clocks import Mark
from office.reports import figures
from office.reports.figures import Facts, Period
from office.timetable import Timetable

ZONE: Final = ZoneInfo("Asia/Jakarta")
NOVEMBER: Final = Period(
    start=datetime(2026, 11, 1, tzinfo=ZONE), end=datetime(2026, 12, 1, tzinfo=ZONE)
)
CALENDAR: Final = timetable.to_calendar(Timetable(), 1)


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def case(
    received: datetime,
    closed: datetime | None = None,
    *marks: Mark,
    promise: date | None = None,
    number: str = "KRC-2611-00001-1",
) -> Facts:
    return Facts(
        case=1,
        no_register=number,
        kind="BARU_WNI",
        received=received,
        closed=closed,
        outcome="SELESAI" if closed else "",
        first_promise=promise,
        marks=marks,
    )


def state(value: str, when: datetime) -> Mark:
    return Mark(name="keadaan", value=value, at=when)


def test_the_flow_counts_what_was_there_came_and_went() -> None:
    old, gone, new = case(at(2, month=10)), case(at(3, month=10), at(5)), case(at(10))
    later = case(at(2, month=12))

    found = figures.flow([old, gone, new, later], NOVEMBER)

    assert (found.opening, found.received, found.closed, found.closing) == (2, 1, {"SELESAI": 1}, 2)


_MINUTES: Final = st.integers(0, 150 * 24 * 60)


@given(st.lists(st.tuples(_MINUTES, st.none() | _MINUTES), max_size=30))
def test_the_flow_balances_whatever_came_and_went(cases: list[tuple[int, int | None]]) -> None:
    begin = at(1, month=9)
    facts = [
        case(
            begin + timedelta(minutes=came),
            None if stayed is None else begin + timedelta(minutes=came + stayed + 1),
        )
        for came, stayed in cases
    ]

    assert figures.flow(facts, NOVEMBER).balances


def test_a_stay_counts_in_the_month_in_which_it_ended() -> None:
    """Monday 2 November 09:00 to Tuesday 12:00: six hours and four, without the break."""
    waited = case(at(2), None, state("DIVERIFIKASI", at(2)), state("DICETAK", at(3, 12)))

    (found,) = figures.delays([waited], NOVEMBER, CALENDAR, {})

    assert (found.state, found.count, found.median) == ("DIVERIFIKASI", 1, Decimal("10.00"))


def test_the_ninetieth_percentile_is_the_nearest_rank() -> None:
    spans = [timedelta(hours=n) for n in range(1, 11)]

    assert figures.percentile(spans, 50) == timedelta(hours=5)
    assert figures.percentile(spans, 90) == timedelta(hours=9)
    assert figures.percentile(spans[:1], 90) == timedelta(hours=1)


def test_the_backlog_falls_into_its_bands_by_working_days() -> None:
    young, older, oldest = case(at(27)), case(at(20)), case(at(1, month=7))

    found = figures.backlog([young, older, oldest], NOVEMBER.end, CALENDAR, (5, 22, 60))

    assert found == {"0-5": 1, "6-22": 1, "23-60": 0, ">60": 1}


def test_the_oldest_are_named_first() -> None:
    cases = [case(at(day), number=f"KRC-{day}") for day in (9, 3, 5)]

    assert figures.oldest(cases, NOVEMBER.end, 2) == ("KRC-3", "KRC-5")


def test_a_promise_is_kept_when_the_card_is_ready_on_its_day() -> None:
    kept = case(at(2), None, state("SIAP_DIAMBIL", at(20)), promise=date(2026, 11, 20))
    late = case(at(2), None, state("SIAP_DIAMBIL", at(23)), promise=date(2026, 11, 20))
    waiting = case(at(2), promise=date(2026, 11, 20))
    not_yet = case(at(2), promise=date(2026, 12, 2))

    assert figures.promises([kept, late, waiting, not_yet], NOVEMBER) == (1, 3)


def test_a_share_of_nothing_is_no_share() -> None:
    assert figures.share(0, 0) is None
    assert figures.share(1, 3) == Decimal("33.33")
    assert figures.share(1, 800) == Decimal("0.13")


def test_a_stay_beyond_the_timer_of_its_state_is_late() -> None:
    standards = {"DIVERIFIKASI": iso8601.parse_duration("PT4H")}
    quick = case(at(2), None, state("DIVERIFIKASI", at(2)), state("DICETAK", at(2, 11)))
    slow = case(at(2), None, state("DIVERIFIKASI", at(2)), state("DICETAK", at(2, 15)))

    (found,) = figures.delays([quick, slow], NOVEMBER, CALENDAR, standards)

    assert (found.count, found.late) == (2, Decimal("50.00"))


def test_the_state_a_case_ended_in_is_no_stay() -> None:
    done = case(at(2), at(4), state("SIAP_DIAMBIL", at(3)), state("SELESAI", at(4)))

    assert [stay.state for stay in figures.stays(done)] == ["SIAP_DIAMBIL"]


def test_a_case_of_which_no_state_was_told_has_no_stay() -> None:
    assert list(figures.stays(case(at(2), at(4)))) == []


def test_the_causes_that_cost_most_are_named_first() -> None:
    waits = {"PUSAT": timedelta(hours=3), "BLANKO": timedelta(hours=9), "USIA": timedelta()}

    assert figures.leading(waits, 5) == ["BLANKO", "PUSAT"]
    assert figures.leading(waits, 1) == ["BLANKO"]


def test_the_state_at_an_instant_is_the_newest_told_before_it() -> None:
    waiting = case(at(2), at(20), state("MENUNGGU_USIA", at(3)), state("DICETAK", at(18)))

    assert waiting.state_at(at(10)) == "MENUNGGU_USIA"
    assert (waiting.state_at(at(2)), waiting.state_at(at(25))) == ("", "")
