"""Job types `antrean.*`: the ticket of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import Variables
from office import calling, config, outlook, queue, tickets
from office.tickets import Drawing, Ticket
from office.workers.given import Given


def draw(session: Session, job: JobContext) -> Variables:
    """`antrean.nomor`: the next number of the class, for the next working day if today is full."""
    given = Given(job)
    priority = given.maybe_text("prioritas") or ""
    kind = queue.ticket_class(priority)
    expected = outlook.of_new_ticket(session, job.office, kind, job.now)
    drawing = Drawing(
        office=job.office,
        day=expected.day,
        service=given.text("jenis_layanan"),
        priority=priority,
        case=job.root_key,
        at=job.now,
    )
    ticket = tickets.take(session, drawing)
    return {
        "nomor_antrean": ticket.nomor,
        "kelas_antrean": ticket.kelas,
        "tanggal_antrean": ticket.tanggal.isoformat(),
        "panggilan_ke": 0,
        "hari_ini_cukup": expected.today_suffices,
        "perkiraan_dilayani": expected.day.isoformat(),
        "di_depan": expected.place - 1 if expected.today_suffices else None,
    }


def call(session: Session, job: JobContext) -> Variables:
    """`antrean.panggil`: a call was answered; it counts once, whoever made it."""
    policies = config.effective(session, job.office, job.now)
    times = calling.answer(session, _ticket(session, job), job.actor.id, job.now)
    return {
        "panggilan_ke": times,
        "panggilan_habis": times >= policies.number("antrean.panggilan_maks"),
    }


def pass_over(session: Session, job: JobContext) -> Variables:
    """`antrean.lewat`: nobody came; once a day the person may come back."""
    policies = config.effective(session, job.office, job.now)
    returns = tickets.pass_over(
        session,
        _ticket(session, job),
        Given(job).today,
        most_returns=policies.number("antrean.masuk_lagi_maks"),
    )
    return {"boleh_masuk_lagi": returns}


def return_to_line(session: Session, job: JobContext) -> Variables:
    """`antrean.kembali`: the person came back and stands behind the next of the own class."""
    policies = config.effective(session, job.office, job.now)
    behind = policies.number("antrean.masuk_lagi_mundur")
    tickets.return_to_line(session, _ticket(session, job), behind=behind)
    return {"panggilan_ke": 0}


def serve(session: Session, job: JobContext) -> None:
    """`antrean.layani`: the person stands at the counter."""
    tickets.serve(session, _ticket(session, job), job.now, Given(job).maybe_text("loket"))


def finish(session: Session, job: JobContext) -> None:
    """`antrean.selesai`: the counter is free."""
    tickets.finish(session, _ticket(session, job), job.now)


def _ticket(session: Session, job: JobContext) -> Ticket:
    given = Given(job)
    return tickets.find(
        session, job.office, given.day("tanggal_antrean"), given.text("nomor_antrean")
    )


RUNS: Final[Mapping[str, Run]] = {
    "antrean.nomor": draw,
    "antrean.panggil": call,
    "antrean.lewat": pass_over,
    "antrean.kembali": return_to_line,
    "antrean.layani": serve,
    "antrean.selesai": finish,
}
