"""The procedure that is worked on while it is killed: a task, a job, a message, a timer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Worker
from engine.values import Variables
from tests.bpmn.drawing import (
    boundary,
    chain,
    draw,
    end,
    flow,
    receive,
    service,
    start,
    timer,
    user,
)

#: The task's id in every case: 1 is the case's scope, 2 the start event.
TASK = 3


def _count(session: Session, job: JobContext) -> Variables:
    del session
    return {"dihitung": str(job.case_key)}


WORKERS = (Worker(type="hitung", run=_count),)
DIAGRAM = draw(
    *chain(
        start(),
        user("u", groups="loket"),
        service("w", "hitung"),
        receive("m", "kabar", "nomor"),
        end(),
    ),
    boundary("t", "m", timer("PT0.05S"), interrupting=False),
    end("e2"),
    flow("t", "e2"),
)
