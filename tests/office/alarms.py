"""An office with a Kasi and a camat, a procedure that is late, and a gateway that keeps letters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import TravellingClock
from engine.services import cases, deployments, timers
from engine.services import kernel as kernels
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import Actor
from office import assembly, founding, officers
from office.escalations import contacts, looking, sweeping
from office.escalations.contacts import NewContact
from office.escalations.looking import EscalationQuery, Shown
from office.founding import NewOffice
from office.notices.letters import Letter, Undeliverable
from office.officers import NewOfficer
from tests.bpmn.drawing import boundary, chain, draw, end, flow, start, timer, user
from tests.office.conftest import ADMIN, NOW, OFFICE, Desk

CHIEF = Actor(
    id="agus",
    groups=frozenset({"verifikator"}),
    offices=frozenset({OFFICE}),
    rights=frozenset({"work", "supervise"}),
)
STRANGER = Actor(id="asing", offices=frozenset({"999999"}), rights=frozenset({"supervise"}))
MINUTE = timedelta(minutes=1)
LATE = draw(
    *chain(start(), user("periksa", groups="loket"), end()),
    boundary("t", "periksa", timer("PT1H"), interrupting=False),
    user("kejar", groups="verifikator"),
    flow("t", "kejar"),
    end("e2"),
    flow("kejar", "e2"),
)


@dataclass
class Post:
    """A gateway: keeps what it got; what it answers next stands in `answers`."""

    letters: list[Letter] = field(default_factory=list)
    answers: list[str | OSError | Undeliverable] = field(default_factory=list)

    def __call__(self, letter: Letter) -> str:
        self.letters.append(letter)
        answer = self.answers.pop(0) if self.answers else ""
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass(frozen=True)
class Scene:
    """An office with a Kasi and a camat, and what they are sent."""

    desk: Desk
    post: Post

    @property
    def kernel(self) -> Kernel:
        return self.desk.kernel

    def wait(self, span: timedelta) -> None:
        """Time passes; then the clockwork makes one round."""
        self.desk.clock.advance(span)
        timers.run_due(self.kernel)
        sweeping.sweep(self.kernel, self.post)
        sweeping.sweep(self.kernel, self.post)

    def open_case(self, number: str = "KRC-2611-00042-9") -> int:
        what = Start(process_id="p", office=OFFICE, business_key=number)
        return cases.start(self.kernel, Request(actor=ADMIN), what).key

    def reach(self, login: str, way: str = "WHATSAPP_SMS") -> None:
        actor = Actor(id=login, offices=frozenset({OFFICE}))
        new = NewContact(way=way, number="0812 3456 7890")
        contacts.keep(self.kernel, Request(actor=actor), new)

    def shown(self, level: str = "") -> tuple[Shown, ...]:
        query = EscalationQuery(office=OFFICE, level=level)
        return looking.open_ones(self.kernel, CHIEF, query).items


def furnish(kernel: Kernel) -> None:
    """Open the office's officers' doors and deploy the procedure that is late."""
    for login, role in (("agus", "verifikator"), ("bupati", "camat"), ("sri", "loket")):
        new = NewOfficer(
            username=login,
            name=login.title(),
            office=OFFICE,
            roles=frozenset({role}),
            password="kuda-laut-biru",
        )
        officers.create(kernel, Request(actor=ADMIN), new)
    chief = Actor(id="x", offices=frozenset({"*"}), rights=frozenset({"deploy"}))
    deployments.deploy(kernel, Request(actor=chief), {"p.bpmn": LATE})


def open_alarmed(file: Path) -> Kernel:
    clock = TravellingClock(NOW)
    return assembly.equip(kernels.open_kernel(f"sqlite:///{file}", "07" * 32, clock=clock))


@pytest.fixture(scope="session")
def alarmed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office once, on SQLite, for every test to copy."""
    file = tmp_path_factory.mktemp("alarms") / "office.db"
    shutil.copy(sqlite_template, file)
    kernel = open_alarmed(file)
    founding.found(kernel, Request(actor=ADMIN), NewOffice())
    furnish(kernel)
    kernel.close()
    return file


@pytest.fixture
def scene(alarmed: Path, tmp_path: Path) -> Iterator[Scene]:
    file = tmp_path / "alur.db"
    shutil.copy(alarmed, file)
    kernel = open_alarmed(file)
    assert isinstance(kernel.clock, TravellingClock)
    yield Scene(Desk(kernel, kernel.clock), Post())
    kernel.close()
