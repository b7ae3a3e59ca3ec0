"""Job type `laporan.bekukan`: last month's report is frozen and laid before the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import JsonValue, Variables
from office import meetings
from office.reports import monthly, snapshots, wording
from office.workers.given import Given, instant
from office.workers.meetings import shown_actions


def freeze(session: Session, job: JobContext) -> Variables:
    """`laporan.bekukan`: the nine parts of 4.1, the agenda and what earlier meetings left open."""
    given = Given(job)
    month = given.maybe_text("laporan_bulan") or before(given.today)
    content = monthly.compute(session, job.office, month, at=job.now)
    kept = snapshots.freeze(session, job.office, month, content, by=job.actor.id, at=job.now)
    agenda: list[JsonValue] = [
        {
            "pokok": item.pokok,
            "no_register": item.no_register,
            "diajukan_pada": instant(item.diajukan_pada),
        }
        for item in meetings.agenda(session, job.office)
    ]
    return {
        "laporan_bulan": month,
        "laporan_revisi": kept.revision,
        "laporan_sidik": kept.digest,
        "laporan": kept.content,
        "laporan_ringkas": "\n".join(wording.lines(kept.content)),
        "agenda": agenda,
        "tindak_lalu": shown_actions(meetings.open_actions(session, job.office), given.today),
    }


def before(day: date) -> str:
    """Name the month before a day's: "2026-10" on any day of November 2026."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


RUNS: Final[Mapping[str, Run]] = {"laporan.bekukan": freeze}
