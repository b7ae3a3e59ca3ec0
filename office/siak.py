"""Whether SIAK is down, as the counters found it. Alur is not connected to SIAK (domain.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from office import clocks
from office.applications import Application
from office.progress import Progress

_PARKED: Final = "siak_tidak_tersedia"


def down_since(session: Session, office: str) -> datetime | None:
    """Give the instant the first case now parked for SIAK was parked; None when none is.

    A case is parked from the counter's answer that SIAK cannot be opened until the signal
    `siak_pulih`, or until its end (scenario 35).
    """
    still_open = select(Application.kasus).where(
        Application.kantor == office, Application.ditutup_pada.is_(None)
    )
    marks = (
        select(Progress)
        .where(Progress.kantor == office, Progress.nama == _PARKED, Progress.kasus.in_(still_open))
        .order_by(Progress.key)
    )
    latest = {mark.kasus: mark for mark in session.execute(marks).scalars()}
    return min((mark.sejak for mark in latest.values() if mark.nilai == clocks.YES), default=None)
