"""Opens an office: identity, first calendar, first policies and printers, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.errors import Conflict
from engine.services.kernel import Kernel, Request
from engine.values import JsonValue
from office import authority, calendar, config, timetable
from office.calendar import CalendarVersion
from office.offices import Office
from office.printers import Printer
from office.timetable import Timetable

#: years whose holidays the first calendar holds: some of the past for imported cases
_YEARS_BACK: Final = 2
_YEARS_AHEAD: Final = 2


class OfficeExists(Conflict):
    """The office is there already, or another uses its prefix."""

    code = "office-exists"
    message = "Office %(office)s exists already."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffice:
    """An office to open; the defaults are those of Kecamatan Kiaracondong (32.73.16).

    `policies`: items of `office.defaults` that differ from the start. `hours` None: the published
    counter hours of Kab. Bandung, to be confirmed. `years` None: two back to two ahead of now.
    """

    code: str = "327316"
    name: str = "Kiaracondong"
    city: str = "Kota Bandung"
    prefix: str = "KRC"
    policies: Mapping[str, JsonValue] = field(default_factory=dict)
    hours: timetable.Hours | None = None
    years: tuple[int, ...] | None = None
    printers: tuple[str, ...] = ("Printer 1",)


def found(kernel: Kernel, request: Request, new: NewOffice) -> None:
    """Open an office; needs the right "administer" there (or everywhere).

    Raises:
        RightMissing: the actor may not.
        OfficeExists: it is open already.
        SettingInvalid, CalendarInvalid: what was given has faults; nothing was written.
    """
    authority.require(request.actor, "administer", new.code)
    now, by = kernel.clock.now(), request.actor.id
    years = new.years or tuple(range(now.year - _YEARS_BACK, now.year + _YEARS_AHEAD + 1))
    hours = new.hours or timetable.COUNTER_HOURS
    content = Timetable(
        hours=hours, days=timetable.holidays_of(years), seasons=timetable.ramadan_of(years)
    )
    with kernel.sessions.begin() as session:
        if session.get(Office, new.code) is not None:
            raise OfficeExists(office=new.code)
        session.add(
            Office(
                kode=new.code,
                nama=new.name,
                kota=new.city,
                prefix=new.prefix,
                dibuat_pada=now,
                versi=1,
                diubah_oleh=by,
            )
        )
        session.add(
            CalendarVersion(
                kantor=new.code,
                versi=1,
                isi=calendar.checked(content),
                keterangan="Kalender awal",
                oleh=by,
                dicatat_pada=now,
            )
        )
        session.add_all(
            Printer(kantor=new.code, nama=name, siap=True, diubah_pada=now, oleh=by)
            for name in new.printers
        )
        opening = config.Entry(by=by, valid_from=now, now=now, reason="Kebijakan awal")
        config.write(session, new.code, new.policies, opening)
