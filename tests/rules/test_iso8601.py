from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules import iso8601
from engine.rules.iso8601 import Cycle, Duration, TextInvalid

SINCE = datetime(2026, 1, 31, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P3D", Duration(days=3)),
        ("PT72H", Duration(time=timedelta(hours=72))),
        ("P1W", Duration(weeks=1)),
        ("P1Y2M", Duration(months=14)),
        (
            "P1Y2M3W4DT5H6M7.5S",
            Duration(months=14, weeks=3, days=4, time=timedelta(hours=5, minutes=6, seconds=7.5)),
        ),
        ("PT0,5H", Duration(time=timedelta(minutes=30))),
        ("PT0S", Duration()),
    ],
)
def test_parse_duration_keeps_every_unit_as_written(text: str, duration: Duration) -> None:
    assert iso8601.parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "3D", "P-3D", "-P3D", "p3d", "P3", "PT3D", "P3H", "P1.5D", "P1D ",
     "P1M1Y", "P3D\n", "P٣D", "P999999999Y", "PT999999999H", "P" + "1" * 5000 + "D"],
)  # fmt: skip
def test_parse_duration_refuses_everything_else(text: str) -> None:
    with pytest.raises(TextInvalid):
        iso8601.parse_duration(text)


@given(
    st.builds(
        Duration,
        months=st.integers(0, 500),
        weeks=st.integers(0, 50),
        days=st.integers(0, 1000),
        time=st.timedeltas(timedelta(0), timedelta(days=900)),
    )
)
def test_a_duration_written_and_read_again_is_itself(duration: Duration) -> None:
    assert iso8601.parse_duration(iso8601.format_duration(duration)) == duration


@given(st.text(alphabet="PRTYMWDHS0123456789./-:Z+[]", max_size=30))
def test_reading_any_text_raises_nothing_but_text_invalid(text: str) -> None:
    for read in (iso8601.parse_duration, iso8601.parse_cycle, iso8601.parse_instant):
        try:
            read(text)
        except TextInvalid:
            continue


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("R/PT1H", Cycle(duration=Duration(time=timedelta(hours=1)))),
        ("R3/P1D", Cycle(duration=Duration(days=1), repetitions=3)),
        (
            "R2/2026-01-01T00:00:00Z/P1M/2026-12-31T00:00:00Z",
            Cycle(
                duration=Duration(months=1),
                repetitions=2,
                start=datetime(2026, 1, 1, tzinfo=UTC),
                end=datetime(2026, 12, 31, tzinfo=UTC),
            ),
        ),
    ],
)
def test_parse_cycle_reads_what_format_cycle_writes(text: str, cycle: Cycle) -> None:
    assert iso8601.parse_cycle(text) == cycle
    assert iso8601.format_cycle(cycle) == text


@pytest.mark.parametrize(
    "text",
    ["R", "R/", "P1D", "R0/P1D", "R/PT0S", "R-1/P1D", "R/P1D/x", "R/a/b/P1D", "R/P1D/P1D/P1D"],
)
def test_parse_cycle_refuses_everything_else(text: str) -> None:
    with pytest.raises(TextInvalid):
        iso8601.parse_cycle(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T08:00:00+07:00",
        "2026-11-24T01:00Z",
        "2026-11-24T08:00+07",
        "2026-11-24T08:00:00[Asia/Jakarta]",
        "2026-11-24T08:00:00+07:00[Asia/Jakarta]",
    ],
)
def test_parse_instant_answers_in_utc(text: str) -> None:
    instant = iso8601.parse_instant(text)

    assert instant == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert instant.tzinfo is UTC


def test_parse_instant_takes_a_naive_time_in_the_zone_given() -> None:
    assert iso8601.parse_instant("2026-11-24T08:00", "Asia/Jakarta") == datetime(
        2026, 11, 24, 1, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    ["2026-11-24T08:00:00", "2026-11-24", "2026-02-29T00:00Z", "2026-11-24T25:00Z",
     "2026-W48-2T08:00Z", "2026-11-24T08:00[Mars/Base]", "0001-01-01T00:00+07:00",
     "2026-11-24T08:00[../../etc/passwd]"],
)  # fmt: skip
def test_parse_instant_refuses_everything_else(text: str) -> None:
    with pytest.raises(TextInvalid):
        iso8601.parse_instant(text)


def test_add_clamps_a_month_in_the_zone_of_the_office() -> None:
    # 31 January 18:00 UTC is 1 February in Jakarta.
    late = SINCE.replace(hour=18)

    assert iso8601.add(SINCE, Duration(months=1)) == datetime(2026, 2, 28, 1, tzinfo=UTC)
    assert iso8601.add(late, Duration(months=1), zone="Asia/Jakarta") == datetime(
        2026, 2, 28, 18, tzinfo=UTC
    )


def test_monthly_occurrences_do_not_drift_after_a_short_month() -> None:
    cycle = iso8601.parse_cycle("R/P1M")

    days = [due.day for number in (1, 2, 3) if (due := iso8601.occurrence(cycle, SINCE, number))]

    assert days == [28, 31, 30]


def test_a_cycle_ends_after_its_repetitions_and_at_its_end() -> None:
    twice = iso8601.parse_cycle("R2/P1D")
    until = iso8601.parse_cycle("R/P1D/2026-02-01T00:59:59Z")

    assert iso8601.occurrence(twice, SINCE, 2) == SINCE + timedelta(days=2)
    assert iso8601.occurrence(twice, SINCE, 3) is None
    assert iso8601.occurrence(until, SINCE, 1) is None


def test_a_cycle_with_a_start_fires_first_at_its_start() -> None:
    cycle = iso8601.parse_cycle("R/2026-11-27T14:00:00+07:00/P1W")

    assert iso8601.occurrence(cycle, SINCE, 2) == datetime(2026, 12, 4, 7, tzinfo=UTC)


def test_add_refuses_to_leave_the_calendar_of_the_language() -> None:
    with pytest.raises(TextInvalid):
        iso8601.add(datetime(9999, 12, 31, tzinfo=UTC), Duration(months=1))
