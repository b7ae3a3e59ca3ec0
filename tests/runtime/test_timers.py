"""Timers: what may be written, and when it is due."""

from __future__ import annotations

from datetime import time

import pytest

from engine.values import Calendar, JsonValue, OpenSpan
from tests.runtime.diagrams import (
    boundary,
    catch,
    document,
    end,
    path,
    properties,
    simple,
    start,
    timer,
)
from tests.runtime.play import T0, Play

HOURS = (OpenSpan(start=time(8), end=time(12)),)
CALENDAR = Calendar(name="jam", version=1, hours=(HOURS,) * 5 + ((), ()))


GIVEN: dict[str, JsonValue] = {
    "lama": "PT2H",
    "saat": "2026-11-24T06:00:00Z",
    "hari": "2026-11-25",
    "setempat": "2026-11-24T08:30:00",
}


def waiting(text: str, kind: str = "timeDuration", ext: str = "") -> bytes:
    body = start() + path("s", "t", "e") + catch("t", timer(text, kind), ext) + end()
    return document(body)


@pytest.mark.parametrize(
    ("kind", "text", "hours"),
    [
        ("timeDuration", "PT1H", 1),
        ("timeDuration", "P1DT30M", 24.5),
        ("timeDuration", "P1M", 30 * 24),
        ("timeDuration", "=lama", 2),
        ("timeDuration", "=duration(lama) + duration(&quot;PT1H&quot;)", 3),
        ("timeDate", "2026-11-24T10:00:00+07:00", 2),
        ("timeDate", "=date and time(saat)", 5),
        ("timeDate", "=saat", 5),
        ("timeDate", "=hari", 16),  # the office's midnight
        ("timeDate", "=date(hari)", 16),
        ("timeDate", "=setempat", 0.5),
        ("timeDate", "=date and time(setempat)", 0.5),
        ("timeDate", "2020-01-01T00:00:00Z", -60457),
    ],
)
def test_a_timer_is_due_when_its_text_says(mode: str, kind: str, text: str, hours: float) -> None:
    play = Play(waiting(text, kind), mode=mode).start(None, **GIVEN)

    assert play.due == {"t": hours}
    assert play.wait(max(hours, 0)).done


@pytest.mark.parametrize("text", ["=lama", "=1", "=[1]", "=-duration(&quot;PT1H&quot;)"])
def test_a_text_that_is_no_duration_is_an_incident(mode: str, text: str) -> None:
    play = Play(waiting(text), mode=mode).start(lama="-PT1H")
    assert play.incidents == [("t", "timer-error")]
    assert "-PT1H" not in next(iter(play.books.incidents.values())).message

    play.do_correct(lama="PT1H")
    if text == "=lama":
        assert play.retry("timer-error").wait(1).done


def test_with_a_calendar_durations_are_working_time(mode: str) -> None:
    play = Play(waiting("PT6H", ext=properties(calendar="jam")), mode=mode)
    play.calendars["jam"] = CALENDAR
    play.start()

    effect = next(iter(play.books.timers.values()))
    assert play.due == {"t": 26}
    assert (effect.calendar, effect.expression, effect.since) == ("jam", "PT6H", T0)


def test_a_cycle_counts_each_round_in_working_time(mode: str) -> None:
    text = timer("R3/PT3H", "timeCycle")
    more = boundary("b", "u1", text, cancel=False, ext=properties(calendar="jam"))
    play = Play(document(simple("u1", more=more + path("b", "e2") + end("e2"))), mode=mode)
    play.calendars["jam"] = CALENDAR
    play.start()

    rounds = [play.due["b"]]
    for _ in range(2):
        play.wait(rounds[-1] - (play.now - T0).total_seconds() / 3600)
        rounds.append(play.due["b"])
    assert rounds == [3, 26, 49]  # 11:00; 10:00 the next day; 9:00 the day after
    effect = next(iter(play.books.timers.values()))
    assert (effect.expression, effect.since) != ("R3/PT3H", T0)


def test_a_cycle_keeps_its_beat_however_late_it_is_noticed(mode: str) -> None:
    more = boundary("b", "u1", timer("R/PT2H", "timeCycle"), cancel=False)
    play = Play(document(simple("u1", more=more + path("b", "e2") + end("e2"))), mode=mode).start()

    play.wait(7)
    assert play.due == {"b": 8}
