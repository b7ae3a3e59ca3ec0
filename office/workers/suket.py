"""Job types `suket.*`: issued while there is no blanko, withdrawn at the handover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.values import JsonValue, Variables
from office import suket
from office.suket import Act, SuketForbidden
from office.workers.given import Given, instant


def issue(session: Session, job: JobContext) -> Variables:
    """`suket.terbit`: a numbered letter, or the error with every reason why not."""
    try:
        row = suket.issue(session, _act(job))
    except SuketForbidden as error:
        reasons = list[JsonValue](error.reasons)
        raise BpmnError("SUKET_DILARANG", str(error), {"alasan_ditolak": reasons}) from error
    return {
        "suket_nomor": row.nomor,
        "suket_terbit": row.terbit.isoformat(),
        "suket_berlaku_sampai": row.berlaku_sampai.isoformat(),
        "punya_suket": True,
    }


def withdraw(session: Session, job: JobContext) -> Variables:
    """`suket.tarik`: the letter is void; nothing when none is held."""
    row = suket.withdraw(session, _act(job))
    return {"suket_ditarik_pada": instant(job.now) if row is not None else None}


def _act(job: JobContext) -> Act:
    given = Given(job)
    return Act(office=job.office, no_register=given.text("no_register"), by=given.by(), at=job.now)


RUNS: Final[Mapping[str, Run]] = {"suket.terbit": issue, "suket.tarik": withdraw}
