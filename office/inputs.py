"""What the office lends to every step: its calendar, and `kantor` for the expressions.

The services record what a step read of it, so replay asks nobody.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services.kernel import OfficeInputs
from engine.values import Calendar, JsonValue
from office import calendar, config, offices, timetable
from office.workers.given import ZONE, instant


def provide(session: Session, office: str, now: datetime) -> OfficeInputs:
    """Give an office's inputs at an instant; an office that is not registered lends nothing.

    Besides the policies, `kantor` has `hari_ini` (local date), `hari_kerja` (is it a working day)
    and `tutup` (the instant service closes today, or on the next working day).
    """
    if session.get(offices.Office, office) is None:
        return OfficeInputs()
    hours = calendar.current(session, office)
    context = config.effective(session, office, now).context(offices.identity(session, office))
    return OfficeInputs(
        calendars={timetable.NAME: hours}, context={"kantor": {**context, **_day(hours, now)}}
    )


def _day(hours: Calendar, now: datetime) -> dict[str, JsonValue]:
    today = now.astimezone(ZONE).date()
    return {
        "hari_ini": today.isoformat(),
        "hari_kerja": calendars.is_working_day(hours, today),
        "tutup": instant(calendars.closing(hours, today)),
    }
