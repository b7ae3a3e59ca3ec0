"""Job type `skm.catat`: a survey sheet is kept, without a word of whose it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import Variables
from office import surveys
from office.reports import satisfaction
from office.surveys import NewSheet
from office.workers.given import Given, VariableWrong


def note(session: Session, job: JobContext) -> Variables:
    """`skm.catat`: nine scores of 1 to 4, group data, a suggestion."""
    given = Given(job)
    sheet = NewSheet(
        office=job.office,
        day=given.today,
        scores=tuple(_score(given, name) for name in satisfaction.ELEMENTS),
        groups={name: given.maybe_text(name) or "" for name in surveys.GROUPS},
        suggestion=given.maybe_text("saran") or "",
    )
    surveys.add(session, sheet)
    return {"skm_dicatat": True}


def _score(given: Given, element: str) -> int:
    name = f"skm_{element}"
    score = int(given.text(name)) if (given.maybe_text(name) or "").isdigit() else 0
    if not satisfaction.LOWEST <= score <= satisfaction.HIGHEST:
        raise VariableWrong(type=given.job.type, name=name, kind="a score of 1 to 4")
    return score


RUNS: Final[Mapping[str, Run]] = {"skm.catat": note}
