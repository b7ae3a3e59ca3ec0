"""Job types `antrean.*`: the ticket of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import Variables
from office import config, tickets
from office.tickets import Drawing, Ticket
from office.workers.given import Given


def draw(session: Session, job: JobContext) -> Variables:
    """`antrean.nomor`: the next number of the day and class."""
    given = Given(job)
    ticket = tickets.take(
        session,
        Drawing(
            office=job.office,
            day=given.today,
            service=given.text("jenis_layanan"),
            priority=given.maybe_text("prioritas") or "",
            case=job.root_key,
            at=job.now,
        ),
    )
    return {
        "nomor_antrean": ticket.nomor,
        "kelas_antrean": ticket.kelas,
        "tanggal_antrean": ticket.tanggal.isoformat(),
        "panggilan_ke": 0,
    }


def call(session: Session, job: JobContext) -> Variables:
    """`antrean.panggil`: one more call."""
    policies = config.effective(session, job.office, job.now)
    times = tickets.call(session, _ticket(session, job), job.now)
    return {
        "panggilan_ke": times,
        "panggilan_habis": times >= policies.number("antrean.panggilan_maks"),
    }


def pass_over(session: Session, job: JobContext) -> Variables:
    """`antrean.lewat`: nobody came; once a day the ticket goes back into the line."""
    policies = config.effective(session, job.office, job.now)
    returns = tickets.pass_over(
        session,
        _ticket(session, job),
        most_returns=policies.number("antrean.masuk_lagi_maks"),
        behind=policies.number("antrean.masuk_lagi_mundur"),
    )
    return {"boleh_masuk_lagi": returns}


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
    "antrean.layani": serve,
    "antrean.selesai": finish,
}
