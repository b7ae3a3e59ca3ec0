"""Reads the calendar's forms: days, the week's hours, a season. What they mean is
`office.timetable`'s.

Hours are typed as "08.00-12.00, 13.00-16.00"; nothing means closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from flask import request

from api.pages import posting
from engine.errors import Fault, Invalid
from engine.values import OpenSpan
from office import timetable
from office.timetable import Day, DayKind, Edit, Hours, Season, Timetable

#: "an ordinary day": takes an exceptional one away
ORDINARY: Final = "BIASA"
WEEKDAYS: Final = tuple(f"jam-{at}" for at in range(7))
#: every field of every form of the calendar, to carry what was typed over the preview
FIELDS: Final = (
    *("apa", "dari", "sampai", "jenis", "nama", "sumber", "perkiraan", "jam"),
    *("nomor", "mulai", "selesai", "hapus", "alasan"),
    *WEEKDAYS,
)
_SPAN: Final = re.compile(r"(\d{1,2})[.:](\d\d)\s*[-–]\s*(\d{1,2})[.:](\d\d)", re.ASCII)
_MOST_DAYS: Final = 62
_LONGEST: Final = 200


class What(StrEnum):
    """What of the calendar a form is about."""

    DAYS = "hari"
    HOURS = "jam"
    SEASON = "musim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An edit as it was typed, with its reason."""

    what: What
    edit: Edit
    reason: str


def read(content: Timetable) -> Sent:
    """The edit that was sent for a calendar that says `content` now.

    Raises:
        Invalid: with every fault at once, each beside its field.
    """
    what = What(request.form.get("apa", ""))
    readers = {What.DAYS: _days, What.HOURS: _week, What.SEASON: _season}
    faults = list(posting.missing("alasan"))
    edit = readers[what](content, faults)
    if faults:
        raise Invalid(tuple(faults))
    return Sent(what=what, edit=edit, reason=posting.text("alasan"))


def hours_text(spans: tuple[OpenSpan, ...]) -> str:
    """Hours as they are typed: "08.00-12.00, 13.00-16.00"; "" for closed."""
    return ", ".join(f"{span.start:%H.%M}-{span.end:%H.%M}" for span in spans)


def day_values(day: date, content: Timetable) -> Mapping[str, object]:
    """The form of a day as it is now."""
    entry = content.days.get(day)
    if entry is None:
        return {**posting.shown("dari", day), "jenis": ORDINARY}
    return {
        **posting.shown("dari", day),
        "jenis": entry.kind.value,
        "nama": entry.name,
        "sumber": entry.source,
        "perkiraan": entry.estimated,
        "jam": hours_text(entry.hours),
    }


def week_values(hours: Hours) -> dict[str, str]:
    """The fields of a week's hours."""
    return {name: hours_text(spans) for name, spans in zip(WEEKDAYS, hours, strict=True)}


def season_values(number: str, content: Timetable) -> Mapping[str, object]:
    """The form of a season as it is now; of a new one for any number that is none."""
    season = _numbered(number, content)
    if season is None:
        return {"nomor": "", "nama": "Ramadan", **week_values(timetable.RAMADAN_HOURS)}
    return {
        "nomor": number,
        **posting.shown("mulai", season.start),
        **posting.shown("selesai", season.end),
        "nama": season.name,
        "sumber": season.source,
        "perkiraan": season.estimated,
        **week_values(season.hours),
    }


def _days(content: Timetable, faults: list[Fault]) -> Edit:
    del content
    first, last = _day("dari", faults), posting.day("sampai")
    if isinstance(last, Fault):
        faults.append(last)
    kind, hours = request.form.get("jenis", ""), _hours("jam", faults)
    entry = None if kind == ORDINARY else _entry(kind, hours, faults)
    if first is None or isinstance(last, Fault):
        return Edit()
    length = ((last or first) - first).days
    if not 0 <= length < _MOST_DAYS:
        faults.append(posting.fault("sampai", "The last day is the first or one of the 61 after."))
        return Edit()
    return Edit(days={first + timedelta(days=more): entry for more in range(length + 1)})


def _entry(kind: str, hours: tuple[OpenSpan, ...], faults: list[Fault]) -> Day | None:
    if kind not in set(DayKind):
        faults.append(posting.fault("jenis", "An answer is needed."))
        return None
    if kind == DayKind.KERJA and not hours:
        faults.append(posting.fault("jam", "A working day needs its hours."))
    return Day(
        kind=DayKind(kind),
        name=_text("nama", faults),
        source=_text("sumber", faults, is_needed=False),
        estimated=bool(request.form.get("perkiraan")),
        hours=hours,
    )


def _week(content: Timetable, faults: list[Fault]) -> Edit:
    del content
    return Edit(hours=_all_hours(faults))


def _season(content: Timetable, faults: list[Fault]) -> Edit:
    number = request.form.get("nomor", "")
    old = _numbered(number, content)
    others = tuple(season for season in content.seasons if season is not old)
    if old is not None and request.form.get("hapus"):
        return Edit(seasons=others)
    first, last = _day("mulai", faults), _day("selesai", faults)
    name, source = _text("nama", faults), _text("sumber", faults, is_needed=False)
    hours = _all_hours(faults)
    if first is None or last is None:
        return Edit()
    season = Season(
        start=first,
        end=last,
        hours=hours,
        name=name,
        source=source,
        estimated=bool(request.form.get("perkiraan")),
    )
    return Edit(seasons=tuple(sorted((*others, season), key=lambda one: one.start)))


def _numbered(number: str, content: Timetable) -> Season | None:
    known = {str(at): season for at, season in enumerate(content.seasons)}
    return known.get(number)


def _all_hours(faults: list[Fault]) -> Hours:
    hours = tuple(_hours(name, faults) for name in WEEKDAYS)
    if not faults and not any(hours):
        faults.append(posting.fault(WEEKDAYS[0], "At least one day of the week is open."))
    return hours


def _day(name: str, faults: list[Fault]) -> date | None:
    day = posting.day(name)
    if isinstance(day, date):
        return day
    faults.append(day or posting.fault(name, "An answer is needed."))
    return None


def _text(name: str, faults: list[Fault], *, is_needed: bool = True) -> str:
    text = posting.text(name)
    if is_needed:
        faults.extend(posting.missing(name))
    if len(text) > _LONGEST:
        faults.append(posting.fault(name, "At most 200 characters."))
    return text


def _hours(name: str, faults: list[Fault]) -> tuple[OpenSpan, ...]:
    text = posting.text(name)
    spans = tuple(_span(part.strip()) for part in text.split(",")) if text else ()
    read = tuple(span for span in spans if span is not None)
    if len(read) < len(spans) or not timetable.in_order(read):
        message = "Write hours such as 08.00-12.00, 13.00-16.00, one after the other."
        faults.append(posting.fault(name, message))
        return ()
    return read


def _span(text: str) -> OpenSpan | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    try:
        return OpenSpan(
            start=time(int(found[1]), int(found[2])), end=time(int(found[3]), int(found[4]))
        )
    except ValueError:
        return None
