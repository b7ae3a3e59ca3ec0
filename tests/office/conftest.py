"""One opened office on a migrated database, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from engine.clock import TravellingClock
from engine.services import cases, deployments
from engine.services import kernel as kernels
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.workers import JobContext
from engine.store import keys
from engine.values import Actor, JsonValue, Variables
from office import assembly, founding
from office.founding import NewOffice
from office.stock import deliveries
from office.stock.deliveries import Delivery
from office.stock.rules import Material
from tests.bpmn.drawing import chain, draw, end, start, user

OFFICE = "327316"
#: Tuesday 24 November 2026, 09:00 in Jakarta: the reference date of domain.md section 5
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
ADMIN = Actor(id="admin", offices=frozenset({"*"}), rights=frozenset({"administer", "work"}))
KEEPER = Actor(id="tono", groups=frozenset({"gudang_blanko"}), offices=frozenset({OFFICE}))
CLERK = Actor(id="sri", groups=frozenset({"loket"}), offices=frozenset({OFFICE}))


@dataclass(frozen=True, slots=True)
class Desk:
    """An office to run job types at, each as the case's transaction would."""

    kernel: Kernel
    clock: TravellingClock

    def run(
        self,
        session: Session,
        type_: str,
        case: int,
        variables: Mapping[str, JsonValue] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Variables:
        """Run one job of a case within the caller's transaction."""
        job = JobContext(
            key=case + 1,
            type=type_,
            element="Task",
            case_key=case,
            root_key=case,
            process_id="uji",
            business_key="",
            office=OFFICE,
            variables=variables or {},
            headers=headers or {},
            retries=3,
            now=self.clock.now(),
            actor=CLERK,
        )
        return self.kernel.workers[type_].run(session, job) or {}

    def do(
        self,
        type_: str,
        case: int,
        variables: Mapping[str, JsonValue] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Variables:
        """Run one job in a transaction of its own."""
        with self.kernel.sessions.begin() as session, session.begin_nested():
            return self.run(session, type_, case, variables, headers)

    def new_case(self) -> int:
        with self.kernel.sessions.begin() as session:
            return keys.next_key(session)

    def open_case(self) -> int:
        """A case of its own, with keys, that waits."""
        content = draw(*chain(start(), user("tunggu", groups="loket"), end()))
        chief = Request(actor=replace(ADMIN, rights=ADMIN.rights | {"deploy"}))
        deployments.deploy(self.kernel, chief, {"tunggu.bpmn": content})
        return cases.start(self.kernel, chief, Start(process_id="p", office=OFFICE)).key

    def receive(self, document: str, blanko: int, ribbon: int = 500, film: int = 500) -> None:
        counted = {Material.BLANKO: blanko, Material.RIBBON: ribbon, Material.FILM: film}
        delivery = Delivery(office=OFFICE, document=document, counted=counted)
        deliveries.receive(self.kernel, Request(actor=KEEPER), delivery)


@pytest.fixture
def open_kernel(database_url: str) -> Iterator[Callable[[], Kernel]]:
    """Opens kernels on the test's database; all stand on one travelling clock."""
    opened: list[Kernel] = []
    clock = TravellingClock(NOW)

    def open_one() -> Kernel:
        opened.append(assembly.equip(kernels.open_kernel(database_url, "07" * 32, clock=clock)))
        return opened[-1]

    yield open_one
    for kernel in opened:
        kernel.close()


@pytest.fixture
def desk(open_kernel: Callable[[], Kernel]) -> Desk:
    kernel = open_kernel()
    founding.found(kernel, Request(actor=ADMIN), NewOffice())
    assert isinstance(kernel.clock, TravellingClock)
    return Desk(kernel, kernel.clock)
