"""What the office lends to every step: its calendar, and `kantor` for the expressions.

The services record what a step read of it, so replay asks nobody.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services.kernel import OfficeInputs
from engine.values import Calendar, JsonValue
from office import calendar, config, duties, timetable
from office.calendar import CalendarVersion
from office.config import Policies
from office.offices import Identity, Office
from office.timetable import ZONE
from office.workers.given import instant

_WEEK: Final = 7
#: asked before every step, so built once: an office with its newest calendar
_OPENED: Final = (
    select(Office.nama, Office.kota, Office.prefix, CalendarVersion.versi, CalendarVersion.isi)
    .join(CalendarVersion, CalendarVersion.kantor == Office.kode)
    .where(Office.kode == bindparam("office"))
    .order_by(CalendarVersion.versi.desc())
    .limit(1)
)


def provide(session: Session, office: str, now: datetime) -> OfficeInputs:
    """Give an office's inputs at an instant; an office that was never opened lends nothing.

    Besides the policies, `kantor` has `hari_ini` (local date), `hari_kerja` (is it a working day),
    `tutup` (the instant service closes today, or on the next working day) and `bertugas` (how many
    officers are on duty by lane, see `office.duties.roster`); `jadwal.pemusnahan` is the instant
    the next weekly destruction begins (T16).
    """
    row = session.execute(_OPENED, {"office": office}).one_or_none()
    if row is None:
        return OfficeInputs()
    hours = calendar.version_of(row.isi, row.versi)
    identity = Identity(code=office, name=row.nama, city=row.kota, prefix=row.prefix)
    policies = config.effective(session, office, now)
    context = policies.context(identity)
    here: dict[str, JsonValue] = {**duties.roster(session, office, now)}
    due: dict[str, JsonValue] = {"pemusnahan": instant(_next_destruction(policies, now))}
    return OfficeInputs(
        calendars={timetable.NAME: hours},
        context={"kantor": {**context, **_day(hours, now), "bertugas": here, "jadwal": due}},
    )


def _day(hours: Calendar, now: datetime) -> dict[str, JsonValue]:
    today = now.astimezone(ZONE).date()
    return {
        "hari_ini": today.isoformat(),
        "hari_kerja": calendars.is_working_day(hours, today),
        "tutup": instant(calendars.closing(hours, today)),
    }


def _next_destruction(policies: Policies, now: datetime) -> datetime:
    """The first instant after now on the weekday (ISO, 1 is Monday) and hour of the policy."""
    local = now.astimezone(ZONE)
    hour = time.fromisoformat(policies.text("pemusnahan.jam"))
    ahead = (policies.number("pemusnahan.hari") - local.isoweekday()) % _WEEK
    at = datetime.combine(local.date() + timedelta(days=ahead), hour, ZONE)
    return at if at > now else at + timedelta(days=_WEEK)
