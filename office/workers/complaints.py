"""Job types `pengaduan.*`: numbered, answered by somebody else, decided, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.store import cases
from engine.values import Variables
from office import complaints
from office.complaints import JudgedOwnCase, NewComplaint
from office.workers.given import Given, instant

_OWN: Final = "PENGADUAN_DIRI_SENDIRI"


def receive(session: Session, job: JobContext) -> Variables:
    """`pengaduan.catat`: a number to follow it by, and the dates by which it is answered."""
    given = Given(job)
    accused = given.maybe_text("petugas_diadukan") or ""
    new = NewComplaint(
        office=job.office,
        case=job.root_key,
        about=given.maybe_text("no_register") or "",
        officer=accused,
        at=job.now,
    )
    row = complaints.receive(session, new)
    case = session.get(cases.Case, job.root_key)
    if case is not None and case.business_key != row.nomor:
        cases.advance(session, case, {"business_key": row.nomor})
    return {
        "no_pengaduan": row.nomor,
        "batas_jawab": instant(row.batas_jawab),
        "batas_putus": instant(row.batas_putus),
        "penjawab": complaints.answering_lane(session, job.office, accused),
    }


def answer(session: Session, job: JobContext) -> Variables:
    """`pengaduan.jawab`: answered, never by the officer it is about."""
    try:
        row = complaints.answer(session, job.root_key, job.actor.id, job.now)
    except JudgedOwnCase as error:
        raise BpmnError(_OWN, str(error)) from error
    return {"dijawab_pada": instant(row.dijawab_pada or job.now)}


def appeal(session: Session, job: JobContext) -> Variables:
    """`pengaduan.banding`: the answer was not accepted."""
    complaints.appeal(session, job.root_key)
    return {}


def decide(session: Session, job: JobContext) -> Variables:
    """`pengaduan.putus`: the camat has decided, never about himself."""
    try:
        complaints.decide(session, job.root_key, job.actor.id, job.now)
    except JudgedOwnCase as error:
        raise BpmnError(_OWN, str(error)) from error
    return {"diputus_pada": instant(job.now)}


def close(session: Session, job: JobContext) -> Variables:
    """`pengaduan.tutup`: it is over; the number still answers."""
    complaints.close(session, job.root_key, job.now)
    return {}


RUNS: Final[Mapping[str, Run]] = {
    "pengaduan.catat": receive,
    "pengaduan.jawab": answer,
    "pengaduan.banding": appeal,
    "pengaduan.putus": decide,
    "pengaduan.tutup": close,
}
