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
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final

from api.demo import arrivals, persons
from api.demo.desks import Desks
from api.demo.persons import Person
from engine.clock import TravellingClock
from engine.services import cases, messages, reading
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.values import SYSTEM_ACTOR, Actor, Calendar

OFFICE: Final = "327316"
PROCESS: Final = "ktp_utama"
#: how long until the next step of a case, by the step just done, in minutes of service: from, to
_PACE: Final[Mapping[str, tuple[int, int]]] = {
    "U1_ambil_nomor": (5, 40),
    "U5_cek_siak": (15, 240),
    "U7_perekaman": (300, 900),
    "U8_catat_status": (300, 900),
    "U10_alokasi": (20, 200),
    "U11_mulai_cetak": (8, 30),
    "U11_hasil_cetak": (10, 120),
    "U12_uji_mutu": (200, 900),
}
_USUAL: Final = (3, 25)
#: minutes until somebody looks again at a case that waits for the outside
_LOOK_AGAIN: Final = (200, 900)
#: the longer a case waits, the seldomer; up to this many times
_LONGEST_IDLE: Final = 6
#: timers and notices are looked after this often; an officer's step sees to its own case's timers
_BETWEEN_SWEEPS: Final = timedelta(minutes=30)
#: after every office has closed, in UTC
_EVENING: Final = time(hour=11, tzinfo=UTC)
_COUNTER: Final = Actor(
    id="siti", groups=frozenset({"loket"}), offices=frozenset({OFFICE}), rights=frozenset({"work"})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is played: cases, from when to when (aware UTC), and the seed of all chance.

    `seasonal`: people come as the seasons of a year have it; else more of them towards the end.
    `happenings`: what comes from outside, each at its instant, the earliest first.
    """

    cases: int
    start: datetime
    end: datetime
    seed: int = 1
    seasonal: bool = False
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
        self._sweep_now = sweep
        self._swept = clock.now()
        self._people: dict[int, Person] = {}
        self._idle: dict[int, int] = {}
        self.desks = Desks(kernel, clock, OFFICE)

    def play(self, plan: Plan) -> Iterator[int]:
        """Play the plan; yields the number of cases begun, whenever somebody came."""
        random = Random(plan.seed)  # noqa: S311 - chance for a story, not for keys
        come = arrivals.seasonal if plan.seasonal else arrivals.crowding
        people = come(self._calendar, plan.start, plan.end, plan.cases, random)
        moments = [(moment, index, 0) for index, moment in enumerate(people)]
        heapq.heapify(moments)
        begun, happenings = 0, deque(plan.happenings)
        while moments and moments[0][0] <= plan.end:
            self._let_happen(happenings, moments[0][0], random)
            moment, index, case_key = heapq.heappop(moments)
            self._move_to(moment, random)
            if case_key == 0:
                begun += 1
                case_key = self._begin(random, begun)
                yield begun
            pace = self._work_on(case_key, random)
            if pace is not None:
                again = arrivals.later(self._calendar, self._clock.now(), random.randint(*pace))
                heapq.heappush(moments, (again, index, case_key))
        self._let_happen(happenings, plan.end, random)
        self._move_to(plan.end, random)
        self._sweep()

    def _let_happen(
        self,
        happenings: deque[tuple[datetime, Callable[[], object]]],
        until: datetime,
        random: Random,
    ) -> None:
        """Let what comes from outside until an instant come, each at its own."""
        while happenings and happenings[0][0] <= until:
            moment, happen = happenings.popleft()
            self._move_to(moment, random)
            self._sweep()
            happen()
            self._sweep()

    def _move_to(self, moment: datetime, random: Random) -> None:
        """Let time pass; on the way each day ends, and the next begins with what lies on desks."""
        now = self._clock.now()
        moment = max(moment, now)
        if moment.date() > now.date():
            self._clock.move_to(max(datetime.combine(now.date(), _EVENING), now))
            self._sweep()
            self._clock.move_to(moment)
            self._sweep()
            self.desks.clear(self._people.__contains__, random)
        self._clock.move_to(moment)
        if moment - self._swept >= _BETWEEN_SWEEPS:
            self._sweep()

    def _sweep(self) -> None:
        self._swept = self._clock.now()
        self._sweep_now()

    def _begin(self, random: Random, number: int) -> int:
        today = self._clock.now().astimezone(UTC).date()
        start = cases.Start(process_id=PROCESS, office=OFFICE)
        receipt = cases.start(self._kernel, Request(actor=_COUNTER), start)
        self._people[receipt.key] = persons.invent(random, number, today)
        return receipt.key

    def _work_on(self, case_key: int, random: Random) -> tuple[int, int] | None:
        """Do one task of the case; the pace of what comes next, None when it has ended."""
        for row in self.desks.open_tasks(case_key):
            if self.desks.do(row, random, self._people[case_key]):
                self._idle.pop(case_key, None)
                return _PACE.get(row.element, _USUAL)
        case = reading.case(self._kernel, SYSTEM_ACTOR, case_key).row
        if case.state != "ACTIVE":
            return None
        self._nudge(case.business_key, random)
        idle = self._idle[case_key] = min(self._idle.get(case_key, 0) + 1, _LONGEST_IDLE)
        return _LOOK_AGAIN[0] * idle, _LOOK_AGAIN[1] * idle

    def _nudge(self, register: str, random: Random) -> None:
        """Let the outside come: missing papers are brought, a ready card is asked for."""
        for name in ("berkas_dilengkapi", "diambil"):
            if register and random.random() < 0.5:  # noqa: PLR2004 - a coin
                request = Request(actor=SYSTEM_ACTOR)
                messages.publish(
                    self._kernel, request, Message(name=name, key=register, office=OFFICE)
                )
