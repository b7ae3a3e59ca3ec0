"""Job types `permohonan.impor` and `kartu.impor`: a case that began on paper goes on here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.services.observing import Change
from engine.services.workers import JobContext, Run
from engine.store.sealing import Sealer
from engine.values import Variables
from office import applications, cards, paper_cases, progress
from office.applications import Opening
from office.cards import Finished
from office.paper_cases import Stage
from office.workers.applications import open_or_refuse
from office.workers.given import Given, VariableWrong, instant


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; NIK are found by the sealer's keyed hash."""

    def import_(session: Session, job: JobContext) -> Variables:
        return import_application(session, job, sealer)

    return {"permohonan.impor": import_, "kartu.impor": shelve}


def import_application(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`permohonan.impor`: open a paper case at its stage, with its own dates."""
    given = Given(job)
    stage, kind = _stage(given), given.text("jenis_permohonan")
    status = paper_cases.status_of(stage, given.maybe_text("siak_status"), kind)
    received = given.maybe_instant("diterima_pada") or job.now
    opening = Opening(
        case=job.root_key,
        office=job.office,
        kind=kind,
        nik_index=applications.index_of(sealer, given.text("nik")),
        now=job.now,
        received=received,
    )
    row = open_or_refuse(session, opening)
    for change in _past(job, stage, given, received):
        progress.note(session, change)
    print_ready = given.maybe_instant("siap_cetak_pada")
    return {
        "no_register": row.no_register,
        "diterima_pada": instant(row.diterima_pada),
        "siak_status": status,
        "siak_status_pada": instant(print_ready) if print_ready else None,
        "hasil_berkas": None if stage is Stage.BERKAS_KURANG else "LENGKAP",
        "keadaan": stage.value,
        "estimasi_tgl": given.maybe_text("estimasi_awal_tgl"),
        "impor_pada": instant(job.now),
    }


def shelve(session: Session, job: JobContext) -> Variables:
    """`kartu.impor`: a card made before lies on its shelf; no blanko is counted for it."""
    given = Given(job)
    card = cards.shelve(
        session,
        Finished(
            office=job.office,
            no_register=given.text("no_register"),
            serial=given.maybe_text("blanko_id"),
            shelf=given.text("rak"),
            printed_by=None,
            checked_by=None,
            at=given.maybe_instant("siap_ambil_pada") or job.now,
        ),
    )
    return {"siap_ambil_pada": instant(card.siap_pada), "kartu_status": card.status}


def _stage(given: Given) -> Stage:
    stage = given.text("tahap")
    if stage not in set(Stage):
        raise VariableWrong(type=given.job.type, name="tahap", kind="one of the known stages")
    return Stage(stage)


def _past(job: JobContext, stage: Stage, given: Given, received: datetime) -> Iterator[Change]:
    """What the clocks would have seen, as far as the paper has dates."""
    complete = given.maybe_instant("lengkap_pada") or received
    ready = given.maybe_instant("siap_cetak_pada")
    shelved = given.maybe_instant("siap_ambil_pada")
    if stage is Stage.BERKAS_KURANG:
        yield _change(job, "keadaan", stage, received)
        return
    yield _change(job, "keadaan", "DIVERIFIKASI", received)
    yield _change(job, "hasil_berkas", "LENGKAP", complete)
    if ready is not None and stage in {Stage.MENUNGGU_BLANKO, Stage.SIAP_DIAMBIL}:
        yield _change(job, "keadaan", Stage.MENUNGGU_BLANKO, ready)
    elif stage is not Stage.SIAP_DIAMBIL:
        yield _change(job, "keadaan", stage, complete)
    if stage is Stage.SIAP_DIAMBIL:
        yield _change(job, "keadaan", stage, shelved or job.now)


def _change(job: JobContext, name: str, value: str, at: datetime) -> Change:
    return Change(office=job.office, case=job.root_key, name=name, value=str(value), at=at)
