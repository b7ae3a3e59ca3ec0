"""The stock ledger's laws, whoever books beside whom and wherever the machine stops."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from threading import Barrier
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.clock import TravellingClock
from engine.errors import NotFound
from engine.services.kernel import Kernel, Request, open_kernel
from engine.values import Actor
from office import assembly, founding
from office.founding import NewOffice
from office.stock import allocations, arrivals, countings, ledger, line
from office.stock.allocations import Occurrence
from office.stock.arrivals import Counted, NoteUsed, Receipt
from office.stock.countings import Count
from office.stock.ledger import StockRefused
from office.stock.line import Joining, Movements, Place, PlaceState, StockShort
from office.stock.priorities import Priorities
from office.stock.rules import Material, Movement

NOW: Final = datetime(2026, 11, 24, 2, tzinfo=UTC)
ADMIN: Final = Actor(id="admin", offices=frozenset({"*"}), rights=frozenset({"administer"}))
ACTIONS: Final = ("join", "allocate", "reserve", "release", "use", "spoil", "arrive", "count")
_CODES: Final = count(1000)


class Crash(Exception):
    """The machine stops before the commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an officer does to which case; `crash`: and the machine stops at the end of it."""

    name: str
    serial: int
    crash: bool


ACTS: Final = st.lists(
    st.builds(Act, name=st.sampled_from(ACTIONS), serial=st.integers(0, 3), crash=st.booleans()),
    max_size=12,
)


@pytest.fixture
def kernel(database_url: str) -> Iterator[Kernel]:
    opened = assembly.equip(open_kernel(database_url, "07" * 32, clock=TravellingClock(NOW)))
    yield opened
    opened.close()


def stop(session: Session) -> None:
    """Lose the connection with everything not committed."""
    session.connection().invalidate()
    raise Crash


@dataclass(frozen=True, slots=True)
class Officer:
    """One of two officers of an office of their own."""

    kernel: Kernel
    office: str
    name: str

    def act(self, act: Act) -> None:
        """One transaction; refused or stopped, it leaves nothing behind."""
        try:
            with self.kernel.sessions.begin() as session:
                self._do(session, act)
                if act.crash:
                    stop(session)
        except (Crash, StockShort, StockRefused, NoteUsed, NotFound):
            return

    def _do(self, session: Session, act: Act) -> None:
        number = f"{self.office}-{act.serial}"
        moved = Movements(office=self.office, no_register=number, by=self.name, at=NOW)
        match act.name:
            case "join":
                line.join(session, self._joining(number, act.serial))
            case "allocate":
                made = Occurrence(office=self.office, by=self.name, at=NOW)
                allocations.reserve_for_all(session, self._priorities(), made)
            case "reserve":
                allocations.reserve_one(session, self._priorities(), moved)
            case "arrive":
                arrivals.book(session, self._receipt(act.serial))
            case "count":
                countings.settle(session, self._count(session, act.serial), NOW)
            case "spoil":
                line.write_off(session, moved, Movement.GAGAL_ENCODE)
            case _:
                {"release": line.release, "use": line.use}[act.name](session, moved)

    def _priorities(self) -> Priorities:
        return Priorities(self.kernel.sealer, self.kernel.catalogue)

    def _joining(self, number: str, serial: int) -> Joining:
        return Joining(
            office=self.office,
            no_register=number,
            case=serial,
            priority_class=serial % 2,
            print_ready_at=NOW,
            at=NOW,
        )

    def _receipt(self, serial: int) -> Receipt:
        counted = {material: Counted(noted=serial + 1, found=serial + 1) for material in Material}
        return Receipt(
            office=self.office,
            document=f"SJ-{serial}",
            day=NOW.date(),
            counted=counted,
            by=self.name,
            at=NOW,
        )

    def _count(self, session: Session, found: int) -> Count:
        return Count(
            office=self.office,
            material=Material.BLANKO,
            booked=countings.on_hand(session, self.office, Material.BLANKO),
            found=found,
            counted_at=NOW,
            by=self.name,
            approved_by="kasi",
            why="",
            document="",
        )


def two_officers(kernel: Kernel) -> tuple[Officer, Officer]:
    """Of a new office with three cards and four cases that wait."""
    office = str(next(_CODES))
    founding.found(kernel, Request(actor=ADMIN), NewOffice(code=office, prefix=f"K{office}"))
    tono = Officer(kernel, office, "tono")
    for name, serial in (("arrive", 2), *(("join", serial) for serial in range(4))):
        tono.act(Act(name=name, serial=serial, crash=False))
    return tono, Officer(kernel, office, "yani")


def require_laws(kernel: Kernel, office: str) -> None:
    with kernel.reads.begin() as session:
        places = session.execute(select(Place).where(Place.kantor == office)).scalars()
        held = sum(place.keadaan == PlaceState.DIRESERVASI for place in places)
        for material, balance in ledger.balances(session, office).items():
            rows = ledger.lines(session, office, material)
            assert 0 <= balance.reserved <= balance.on_hand
            assert balance.on_hand == sum(row.ubah_ada for row in rows)
            assert balance.reserved == sum(row.ubah_direservasi for row in rows) == held
            used = [row.no_register for row in rows if row.jenis == "PAKAI"]
            assert len(used) == len(set(used))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 1), ACTS), max_size=4))
def test_law_no_interleaving_and_no_crash_breaks_the_ledger(
    kernel: Kernel, turns: list[tuple[int, list[Act]]]
) -> None:
    officers = two_officers(kernel)
    for who, acts in turns:
        for act in acts:
            officers[who].act(act)
            require_laws(kernel, officers[0].office)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS, ACTS)
def test_law_two_officers_at_the_same_moment_do_not_break_the_ledger(
    kernel: Kernel, mine: list[Act], yours: list[Act]
) -> None:
    officers, together = two_officers(kernel), Barrier(2)

    def work(officer: Officer, acts: list[Act]) -> None:
        together.wait(timeout=10)
        for act in acts:
            officer.act(act)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, officers, (mine, yours)))
    require_laws(kernel, officers[0].office)
