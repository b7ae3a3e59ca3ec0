"""Kecamatan Kiaracondong for scenario tests: the real diagrams, officers, stock and a clock to move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from engine.clock import TravellingClock
from engine.services import cases, deployments, messages, reading, signals, tasks, timers
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request, open_kernel
from engine.services.messages import Message
from engine.services.reading import CaseView, TaskRow, WorkListQuery
from engine.values import Actor, JsonValue, Variables
from office import assembly, config, founding
from office.founding import NewOffice
from office.notices import outbox
from office.notices.letters import Letter
from office.stock import deliveries, ledger
from office.stock.deliveries import Delivery
from office.stock.ledger import Line
from office.stock.rules import Material

CODE: Final = "327316"
MASTER_KEY: Final = "07" * 32
#: Tuesday 24 November 2026, 08:00 in Jakarta: the reference date of the scenarios
REFERENCE: Final = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ROOT: Final = Path(__file__).parents[2]
#: no quiet hours: what a scenario sends is there at once (test_notices has the quiet ones)
NEVER: Final[JsonValue] = ["00:00", "00:00"]
_LONGEST_STEP: Final = timedelta(hours=6)


def officer(name: str, *lanes: str, rights: tuple[str, ...] = ()) -> Actor:
    return Actor(
        id=name,
        groups=frozenset(lanes),
        offices=frozenset({CODE}),
        rights=frozenset({"work", *rights}),
    )


LOKET: Final = officer("rina", "loket")
LOKET_2: Final = officer("dewi", "loket")
REKAM: Final = officer("agus", "perekaman")
KASI: Final = officer("kasi", "verifikator", rights=("supervise",))
GUDANG: Final = officer("tono", "gudang_blanko")
CETAK: Final = officer("eko", "cetak")
CETAK_2: Final = officer("fitri", "cetak")
SERAH: Final = officer("wati", "penyerahan")
CAMAT: Final = officer("camat", "camat", rights=("supervise", "audit"))
ADMIN: Final = Actor(
    id="admin",
    offices=frozenset({CODE}),
    rights=frozenset({"deploy", "administer", "supervise", "audit", "work", "message"}),
)


def by(actor: Actor) -> Request:
    return Request(actor=actor)


def procedure() -> dict[str, bytes]:
    """The procedure as it is deployed: diagrams, tables and forms, unchanged."""
    files = [
        *(ROOT / "workflows/ektp").glob("*.bpmn"),
        *(ROOT / "workflows/ektp").glob("*.dmn"),
        *(ROOT / "forms/library/ektp").glob("*.form"),
    ]
    return {file.name: file.read_bytes() for file in sorted(files)}


@dataclass
class Kecamatan:
    """The office. `sent` holds every message that left it: channel, number and text."""

    kernel: Kernel
    clock: TravellingClock
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, process: str = "ktp_utama", variables: Variables | None = None) -> Perkara:
        start = Start(process_id=process, variables=variables or {}, office=CODE)
        return Perkara(self, cases.start(self.kernel, by(ADMIN), start).key)

    def rule(self, name: str, value: JsonValue) -> None:
        """Change a policy of the office from now on."""
        config.change(self.kernel, by(ADMIN), CODE, {name: value})

    def deliver(self, amount: int, note: str) -> None:
        """Receive so many cards' worth of blanko, ribbon and film, and tell the waiting cases."""
        counted = dict.fromkeys(Material, amount)
        deliveries.receive(
            self.kernel, by(GUDANG), Delivery(office=CODE, document=note, counted=counted)
        )
        signals.broadcast(self.kernel, by(ADMIN), "blanko_tiba", {}, office=CODE)

    def publish(self, name: str, key: str, variables: Variables | None = None) -> tuple[int, ...]:
        message = Message(name=name, key=key, variables=variables or {}, office=CODE)
        return messages.publish(self.kernel, by(ADMIN), message).cases

    def send(self) -> None:
        """Let the outbox send what is due."""

        def keep(letter: Letter) -> str:
            self.sent.append((letter.channel, letter.number, letter.text))
            return ""

        while outbox.deliver_due(self.kernel, keep):
            pass

    def move_to(self, instant: datetime) -> None:
        """Let time pass, firing timers as they fall due."""
        while self.clock.now() < instant:
            self.clock.move_to(min(instant, self.clock.now() + _LONGEST_STEP))
            self.settle()

    def pass_time(self, span: timedelta) -> None:
        self.move_to(self.clock.now() + span)

    def settle(self) -> None:
        while timers.run_due(self.kernel):
            pass

    def movements(self, number: str, material: Material = Material.BLANKO) -> list[str]:
        """The ledger's lines of a case, without its reservations."""
        with self.kernel.reads.begin() as session:
            found = ledger.lines(session, CODE, material)
            return [line.jenis for line in found if line.no_register == number and _counts(line)]


def _counts(line: Line) -> bool:
    return "RESERVASI" not in line.jenis


@dataclass(frozen=True)
class Perkara:
    """One case. Tasks are named by the element's id in the diagrams."""

    office: Kecamatan
    key: int

    @property
    def view(self) -> CaseView:
        return reading.case(self.office.kernel, ADMIN, self.key)

    def rows(self) -> Iterator[TaskRow]:
        page = reading.work_list(
            self.office.kernel, ADMIN, WorkListQuery(whose=reading.Whose.ALL, size=200)
        )
        return (row for row in page.items if row.root_key == self.key)

    def waiting(self) -> set[str]:
        """The user tasks that are open."""
        return {row.element for row in self.rows()}

    def task(self, element: str) -> TaskRow:
        found = {row.element: row for row in self.rows()}
        assert element in found, (element, sorted(found), self.incidents())
        return found[element]

    def see(self, element: str, actor: Actor = ADMIN) -> Variables:
        """What the page of a task shows."""
        return reading.task(self.office.kernel, actor, self.task(element).key).variables

    def do(self, element: str, actor: Actor, **answers: JsonValue) -> None:
        tasks.complete(self.office.kernel, by(actor), self.task(element).key, answers)

    def keadaan(self) -> JsonValue:
        """The state of the case, as the innermost process that runs has it."""
        view, found = self.view, self.view.variables.get("keadaan")
        while inner := [child for child in view.children if child.state == "ACTIVE"]:
            view = reading.case(self.office.kernel, ADMIN, inner[-1].key)
            found = view.variables.get("keadaan", found)
        return found

    def timers(self) -> dict[str, datetime]:
        """When each waiting timer falls due."""
        return {timer.element: timer.due_at for timer in self.view.timers}

    def incidents(self) -> list[str]:
        return [f"{one.element}: {one.code} {one.message}" for one in self.view.incidents]

    def passed(self) -> list[str]:
        """The elements completed so far, in order."""
        rows = reading.history(self.office.kernel, ADMIN, self.key, size=1000).items
        return [row.element for row in rows if row.happened == "completed"]

    def tell(self, message: str, **variables: JsonValue) -> None:
        self.office.publish(message, self.number, variables)

    @property
    def number(self) -> str:
        return self.view.row.business_key


def open_kecamatan(url: str) -> Kecamatan:
    """The office on a database, as the installation composes it."""
    clock = TravellingClock(REFERENCE)
    kernel = assembly.equip(open_kernel(url, MASTER_KEY, clock=clock))
    return Kecamatan(kernel, clock)


def found_kecamatan(url: str) -> None:
    """Open the office on a migrated database and deploy the procedure."""
    office = open_kecamatan(url)
    founding.found(office.kernel, by(ADMIN), NewOffice(policies={"pesan.jam_tenang": NEVER}))
    deployments.deploy(office.kernel, by(ADMIN), procedure())
    office.kernel.close()
