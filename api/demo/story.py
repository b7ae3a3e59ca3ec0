"""Plays weeks of an office on a travelling clock, by the same services that officers use.

Each case has a next moment at which somebody works on it; the earliest comes first, timers and
deliveries that fall due before it fire before it. The story ends at a given instant and leaves the
cases wherever they are.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from api.demo import answering, persons
from api.demo.answering import Asked
from api.demo.persons import Person
from api.demo.staff import STAFF
from engine.clock import TravellingClock
from engine.errors import Forbidden, TaskTaken
from engine.rules import calendars
from engine.rules.iso8601 import Duration
from engine.services import cases, messages, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.services.reading import TaskRow
from engine.values import SYSTEM_ACTOR, Actor, Calendar

OFFICE: Final = "327316"
PROCESS: Final = "ktp_utama"
#: how long people take before the next step of a case, in minutes of service time: from, to
_PACE: Final[Mapping[str, tuple[int, int]]] = {
    "U1_ambil_nomor": (1, 5),
    "U2_panggil": (5, 40),
    "U7_perekaman": (15, 120),
    "U8_catat_status": (300, 900),
    "U10_alokasi": (60, 400),
    "U11_mulai_cetak": (20, 200),
    "U11_hasil_cetak": (8, 30),
    "U12_uji_mutu": (10, 120),
    "U14_serahkan": (5, 20),
}
_USUAL: Final = (3, 25)
#: minutes before the end at which those come whom the calendar would put after it
_JUST_NOW: Final = (5, 120)
#: minutes until somebody looks again at a case that waits for the outside
_LOOK_AGAIN: Final = (200, 900)
#: the longer a case waits, the seldomer; up to this many times
_LONGEST_IDLE: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is played: cases, from when to when (aware UTC), and the seed of all chance.

    `crowding` above 1: more people come towards the end, so that every stage is peopled.
    `happenings`: what comes from outside, each at its instant, the earliest first.
    """

    cases: int
    start: datetime
    end: datetime
    seed: int = 1
    crowding: float = 2.4
    happenings: Sequence[tuple[datetime, Callable[[], object]]] = ()


class Story:
    """The state of the telling: who comes when, and which case belongs to whom."""

    def __init__(
        self,
        kernel: Kernel,
        clock: TravellingClock,
        calendar: Calendar,
        sweep: Callable[[], object],
    ) -> None:
        self._kernel = kernel
        self._clock = clock
        self._calendar = calendar
        self._sweep = sweep
        self._people: dict[int, Person] = {}
        self._idle: dict[int, int] = {}
        self._actors = {
            member.username: Actor(
                id=member.username,
                groups=member.roles,
                offices=frozenset({OFFICE}),
                rights=frozenset({"work"}),
            )
            for member in STAFF
        }

    def play(self, plan: Plan) -> Iterator[int]:
        """Play the plan; yields the number of cases begun, as it goes."""
        random = Random(plan.seed)  # noqa: S311 - chance for a story, not for keys
        moments: list[tuple[datetime, int, int]] = [
            (moment, index, 0) for index, moment in enumerate(self._arrivals(plan, random))
        ]
        heapq.heapify(moments)
        begun, happenings = 0, deque(plan.happenings)
        while moments and moments[0][0] <= plan.end:
            self._let_happen(happenings, moments[0][0])
            moment, index, case_key = heapq.heappop(moments)
            self._clock.move_to(max(moment, self._clock.now()))
            self._sweep()
            if case_key == 0:
                begun += 1
                case_key = self._begin(random, begun)
                yield begun
            pace = self._work_on(case_key, random)
            if pace is not None:
                again = self._later(random.randint(*pace))
                heapq.heappush(moments, (again, index, case_key))
        self._let_happen(happenings, plan.end)
        self._clock.move_to(plan.end)
        self._sweep()

    def _let_happen(
        self, happenings: deque[tuple[datetime, Callable[[], object]]], until: datetime
    ) -> None:
        """Let what comes from outside until an instant come, each at its own."""
        while happenings and happenings[0][0] <= until:
            moment, happen = happenings.popleft()
            self._clock.move_to(max(moment, self._clock.now()))
            self._sweep()
            happen()

    def _arrivals(self, plan: Plan, random: Random) -> list[datetime]:
        """When people come: in opening hours, more of them towards the end."""
        span = plan.end - plan.start
        found = []
        for index in range(plan.cases):
            share = (index + random.random()) / plan.cases
            wish = plan.start + span * (1 - (1 - share) ** plan.crowding)
            moment = calendars.due(self._calendar, wish, _minutes(random.randint(1, 30)))
            late = plan.end - timedelta(minutes=random.randint(*_JUST_NOW))
            found.append(moment if moment < plan.end else late)
        return sorted(found)

    def _later(self, minutes: int) -> datetime:
        return calendars.due(self._calendar, self._clock.now(), _minutes(minutes))

    def _begin(self, random: Random, number: int) -> int:
        today = self._clock.now().astimezone(UTC).date()
        receipt = cases.start(
            self._kernel,
            Request(actor=self._actors["siti"]),
            cases.Start(process_id=PROCESS, office=OFFICE),
        )
        self._people[receipt.key] = persons.invent(random, number, today)
        return receipt.key

    def _work_on(self, case_key: int, random: Random) -> tuple[int, int] | None:
        """Do one task of the case; the pace of what comes next, None when it has ended."""
        view = reading.case(self._kernel, SYSTEM_ACTOR, case_key)
        if view.row.state != "ACTIVE":
            return None
        for row in view.tasks:
            if self._do(row, case_key, random):
                self._idle.pop(case_key, None)
                return self._pace_of(case_key)
        self._nudge(view.row.business_key, random)
        idle = self._idle[case_key] = min(self._idle.get(case_key, 0) + 1, _LONGEST_IDLE)
        return _LOOK_AGAIN[0] * idle, _LOOK_AGAIN[1] * idle

    def _pace_of(self, case_key: int) -> tuple[int, int]:
        waiting = reading.case(self._kernel, SYSTEM_ACTOR, case_key).tasks
        return _PACE.get(waiting[0].element, _USUAL) if waiting else _LOOK_AGAIN

    def _do(self, row: TaskRow, case_key: int, random: Random) -> bool:
        """Have the first officer who may do a task do it; False when it stays on the desk."""
        for actor in self._actors.values():
            if not actor.groups & set(row.groups):
                continue
            view = reading.task(self._kernel, actor, row.key)
            if not view.may_complete:
                continue
            today = self._clock.now().astimezone(UTC).date()
            asked = Asked(self._people[case_key], today, view.variables, random)
            answers = answering.answer(row.element, asked)
            if answers is None:
                return False
            try:
                tasks.complete(self._kernel, Request(actor=actor), row.key, answers)
            except (Forbidden, TaskTaken):
                continue
            return True
        return False

    def _nudge(self, register: str, random: Random) -> None:
        """Let the outside come: missing papers are brought, a ready card is asked for."""
        for name in ("berkas_dilengkapi", "diambil"):
            if register and random.random() < 0.5:  # noqa: PLR2004 - a coin
                request = Request(actor=SYSTEM_ACTOR)
                messages.publish(
                    self._kernel, request, Message(name=name, key=register, office=OFFICE)
                )


def _minutes(number: int) -> Duration:
    return Duration(time=timedelta(minutes=number))
