"""When people come to the demo's office, and what its officers know to answer."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from api.demo import answering, arrivals, persons
from engine.rules import calendars
from engine.values import Calendar
from office import timetable
from office.timetable import Timetable

END: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
YEAR: Final = timedelta(weeks=52)
WORKFLOWS: Final = Path(__file__).parents[2] / "workflows/ektp"


def hours() -> Calendar:
    return timetable.to_calendar(Timetable(), 1)


def year(seed: int = 1) -> list[datetime]:
    return arrivals.seasonal(hours(), END - YEAR, END, 2000, Random(seed))


def test_a_years_people_come_while_the_office_is_open() -> None:
    early = END - timedelta(hours=3)  # who would come too late comes just before the end

    assert all(
        calendars.is_open(hours(), one - timedelta(minutes=1)) for one in year() if one < early
    )


def test_more_people_come_on_mondays_and_after_school_has_ended() -> None:
    days = Counter(moment.weekday() for moment in year())
    months = Counter(moment.month for moment in year())

    assert days[0] > 1.5 * days[4]
    assert months[7] > months[9]


def test_the_same_seed_gives_the_same_people() -> None:
    assert year(7) == year(7)
    assert year(7) != year(8)


def test_the_usual_demo_has_more_people_towards_its_end() -> None:
    start = END - timedelta(weeks=6)
    people = arrivals.crowding(hours(), start, END, 40, Random(1))
    later_half = [moment for moment in people if moment > start + timedelta(weeks=3)]

    assert (len(people), max(people) < END) == (40, True)
    assert len(later_half) > len(people) / 2


def test_after_school_more_come_for_their_first_card() -> None:
    chance = Random(1)
    summer, autumn = (
        sum(persons.invent(chance, 1, day).kind == "BARU_WNI" for _ in range(400))
        for day in (date(2026, 7, 1), date(2026, 10, 1))
    )

    assert summer > autumn


def test_every_task_the_demo_answers_is_in_a_diagram() -> None:
    drawn = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS.glob("*.bpmn"))
    tasks = set(re.findall(r'<bpmn:userTask id="(\w+)"', drawn))

    assert answering.ELEMENTS - tasks == set()
