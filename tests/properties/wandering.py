"""Wanders through the real procedure by the services that officers use.

Legal answers and odd ones, claims, notes, corrections, reopenings, suspensions, messages, signals,
failing workers, late entries, time that passes: what an office may see, drawn by a seed. A refusal
is part of the walk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from random import Random
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.demo import answering, persons
from api.demo.answering import Asked
from api.demo.persons import Person
from engine.errors import AlurError
from engine.services import cases, corrections, incidents, jobs, notes, reading, signals, tasks
from engine.services.kernel import Kernel, Request
from engine.services.reading import TaskRow, WorkListQuery
from engine.services.workers import BpmnError, JobContext, Worker
from engine.store.cases import Case
from engine.store.jobs import Incident
from engine.store.tasks import UserTask
from engine.values import Actor, JsonValue, Variables
from tests.properties import filling
from tests.scenarios import kecamatan
from tests.scenarios.kecamatan import ADMIN, CAMAT, CODE, KASI, Kecamatan, by

T = TypeVar("T")
STAFF = (
    kecamatan.LOKET,
    kecamatan.LOKET_2,
    kecamatan.REKAM,
    KASI,
    kecamatan.GUDANG,
    kecamatan.CETAK,
    kecamatan.CETAK_2,
    kecamatan.SERAH,
    CAMAT,
)
MESSAGES = (
    "batal",
    "berkas_dilengkapi",
    "diambil",
    "hapus_duplikat_selesai",
    "kartu_dari_disdukcapil",
    "kartu_ditarik",
    "konsolidasi_selesai",
    "masuk_lagi",
    "meninggal",
    "pindah_keluar",
    "status_pusat",
)
SIGNALS = ("blanko_tiba", "printer_pulih", "siak_pulih", "kantor_tutup")


class NothingLeft(Exception):
    """A move has nothing to work on."""


class Wanderer:
    """One office under a seed. `refused` counts refusals by their code."""

    def __init__(self, office: Kecamatan, seed: int, *, failing: float = 0.03) -> None:
        self.random = Random(seed)
        self.office = replace(office, kernel=_unsteady(office, self.random, failing))
        self.kernel = self.office.kernel
        self.people: dict[int, Person] = {}
        self.refused: Counter[str] = Counter()
        self._moves: dict[Callable[[], object], int] = {
            self.begin: 1,
            self.work: 40,
            self.desk: 4,
            self.note: 1,
            self.correct: 1,
            self.reopen: 1,
            self.suspend: 1,
            self.resume: 3,
            self.repair: 3,
            self.news: 5,
            self.wait: 4,
        }

    def walk(self, people: int, moves: int) -> None:
        for _ in range(people):
            self.begin()
        for _ in range(moves):
            move = self.random.choices(list(self._moves), list(self._moves.values()))[0]
            self.attempt(move)

    def attempt(self, move: Callable[[], object]) -> None:
        try:
            move()
        except AlurError as error:
            self.refused[error.code] += 1
        except NothingLeft:
            self.wait()

    # ---------------------------------------------------------------- moves

    def begin(self) -> None:
        key = self.office.start().key
        self.people[key] = persons.invent(self.random, len(self.people) + 1, self.today)

    def work(self) -> None:
        row = self.any_task()
        actor = self.somebody(row)
        answers = self.answers(row, actor)
        request = Request(actor=actor)
        if self.random.random() < 0.05:
            request = replace(request, occurred_at=self.office.clock.now() - timedelta(hours=1))
        tasks.complete(self.kernel, request, row.key, answers)

    def desk(self) -> None:
        row = self.any_task()
        actor, other = self.somebody(row), self.somebody(row)
        match self.random.randrange(4):
            case 0:
                tasks.claim(self.kernel, by(actor), row.key)
            case 1:
                tasks.unclaim(self.kernel, by(KASI), row.key)
            case 2:
                tasks.assign(self.kernel, by(KASI), row.key, other, reason="bergilir")
            case _:
                tasks.save_draft(self.kernel, by(actor), row.key, {"catatan": "belum"})

    def note(self) -> None:
        notes.add(self.kernel, by(KASI), self.any_case(), "Pemohon menelepon.")

    def correct(self) -> None:
        odd: tuple[Variables, ...] = (
            {"catatan_kasi": "diperbaiki"},
            {"siak_status": self.random.choice(["PROCESSING", "PRINT_READY_RECORD", None])},
            {"boleh_rekam": self.random.choice([True, False, None, "ya"])},
        )
        corrections.correct(
            self.kernel, by(KASI), self.any_case(), self.random.choice(odd), reason="salah ketik"
        )

    def reopen(self) -> None:
        done = self.rows(select(UserTask.key).where(UserTask.state == "COMPLETED"))
        corrections.reopen(self.kernel, by(KASI), self.choose(done), {}, reason="perlu diulang")

    def suspend(self) -> None:
        if self.random.random() < 0.1:
            cases.cancel(self.kernel, by(KASI), self.any_case(), "pemohon mundur")
        else:
            cases.suspend(self.kernel, by(ADMIN), self.any_case(), "diperiksa")

    def resume(self) -> None:
        for key in self.rows(select(Case.key).where(Case.state == "SUSPENDED")):
            cases.resume(self.kernel, by(ADMIN), key, "selesai diperiksa")

    def repair(self) -> None:
        found = self.rows(select(Incident.key).where(Incident.state == "ACTIVE"))
        incidents.retry_many(self.kernel, by(ADMIN), tuple(found))

    def news(self) -> None:
        if self.random.random() < 0.25:
            name = self.random.choice(SIGNALS)
            signals.broadcast(self.kernel, by(ADMIN), name, {}, office=CODE)
            return
        numbers = [text for text in self.rows(select(Case.business_key)) if text] or ["-"]
        self.office.publish(self.random.choice(MESSAGES), self.random.choice(sorted(numbers)))

    def wait(self) -> None:
        self.office.pass_time(timedelta(minutes=self.random.choice([5, 60, 600, 3000])))
        jobs.run_due(self.kernel)

    # ---------------------------------------------------------------- what there is

    @property
    def today(self) -> date:
        return self.office.clock.now().astimezone(UTC).date()

    def rows(self, wanted: Select[T]) -> list[T]:
        with self.kernel.reads.begin() as session:
            return list(session.execute(wanted).scalars())

    def any_case(self) -> int:
        return self.random.choice(sorted(self.people))

    def any_task(self) -> TaskRow:
        query = WorkListQuery(whose=reading.Whose.ALL, size=200)
        found = reading.work_list(self.kernel, ADMIN, query).items
        return self.choose(sorted(found, key=lambda row: row.key))

    def choose(self, things: Sequence[T]) -> T:
        if not things:
            raise NothingLeft
        return self.random.choice(things)

    def somebody(self, row: TaskRow) -> Actor:
        fitting = [one for one in STAFF if one.groups & set(row.groups)]
        return self.random.choice(fitting or list(STAFF))

    def answers(self, row: TaskRow, actor: Actor) -> dict[str, JsonValue]:
        view = reading.task(self.kernel, actor, row.key)
        person = self.people.get(row.root_key) or persons.invent(self.random, 99, self.today)
        asked = Asked(person, self.today, view.variables, self.random)
        known = answering.knows(row.element)
        usual = answering.answer(row.element, asked) if known else {}
        filled = filling.fill(view.form, self.random, self.today) if view.form else {}
        answers = usual if usual and self.random.random() < 0.85 else filled | usual
        return filling.spoil(answers, self.random) if self.random.random() < 0.08 else answers


def wander_in(url: str, seed: int) -> Wanderer:
    """Found the office on a migrated database, with stock for ten cards, and begin to wander."""
    kecamatan.found_kecamatan(url)
    office = kecamatan.open_kecamatan(url)
    office.deliver(10, "SJ-001")
    return Wanderer(office, seed)


def _unsteady(office: Kecamatan, random: Random, failing: float) -> Kernel:
    """The kernel with workers that fail now and then, or throw an error of the diagram."""
    workers = {name: _wrap(one, random, failing) for name, one in office.kernel.workers.items()}
    return replace(office.kernel, workers=workers)


def _wrap(worker: Worker, random: Random, failing: float) -> Worker:
    def run(session: Session, context: JobContext) -> Variables | None:
        chance = random.random()
        if chance < failing:
            raise ConnectionError("printer tidak menjawab")
        if chance < failing * 1.3:
            raise BpmnError(random.choice(["STOK_HABIS", "TAK_DIKENAL"]), "diacak")
        return worker.run(session, context)

    return replace(worker, run=run)
