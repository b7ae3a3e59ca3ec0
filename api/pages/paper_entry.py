"""The late entry of a numbered paper list: a sheet's lines on one screen, by keyboard.

The instants are checked here as far as they can be read; what a case makes of them, and that no
number is entered twice, is `office.paper_lists`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from api import asking, auth, errors
from api.access import allow
from api.pages import posting, wishes
from api.pages.paper import blueprint, office_named
from engine.errors import Conflict, Fault
from office import config, paper_lists, timetable
from office.kiosks import Wish
from office.paper_lists import Line, Sheet, Written

__all__ = ["blueprint"]

_DAY: Final = "hari"
_COLUMNS: Final = ("jam", "layanan", "prioritas", "dilayani")
_TIME: Final = re.compile(r"(\d{1,2})[.: ]?(\d{2})", re.ASCII)
_LONGEST: Final = 20


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What the posted lines say: those that can be entered, and what is wrong with the others."""

    day: date | None
    written: list[Written] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@blueprint.get("/kertas/lembar/<key:sheet>")
@allow("work", "administer")
def sheet(sheet: int) -> ResponseReturnValue:
    office = office_named(request.args.get("kantor", ""))
    found, lines = paper_lists.sheet(asking.kernel(), auth.actor(), office, sheet)
    today = timetable.day_of(asking.kernel().clock.now())
    return _page(found, lines, posting.shown(_DAY, today))


@blueprint.post("/kertas/lembar/<key:sheet>")
@allow("work")
def enter(sheet: int) -> ResponseReturnValue:
    """Enter the lines that were filled in, in the order in which people came; all faults first."""
    office = office_named(posting.text("kantor"))
    found, lines = paper_lists.sheet(asking.kernel(), auth.actor(), office, sheet)
    read = _read(lines)
    if read.faults:
        return _page(found, lines, _typed(lines), tuple(read.faults)), 422
    refused, entered = _enter(office, [one for one in read.written if one not in _mine(lines)])
    if entered:
        text = ngettext("%(num)s line was entered.", "%(num)s lines were entered.", entered)
        flash(text, "success")
    if refused:
        _, lines = paper_lists.sheet(asking.kernel(), auth.actor(), office, sheet)
        return _page(found, lines, _typed(lines), refused), 409
    return redirect(url_for("paper.sheet", sheet=sheet, kantor=office), 303)


def _mine(lines: Sequence[Line]) -> list[Written]:
    """The posted lines that the same officer entered before, at the same time: a double click."""
    me, read = auth.actor().id, _read(lines)
    entered = {(line.number, line.came_at) for line in lines if line.by == me}
    return [one for one in read.written if (one.number, one.came_at) in entered]


def _enter(office: str, written: Sequence[Written]) -> tuple[tuple[Fault, ...], int]:
    """Enter what can be; a line that somebody else was quicker with stands in nobody's way."""
    refused: list[Fault] = []
    for one in sorted(written, key=lambda each: (each.came_at, each.number)):
        try:
            paper_lists.enter(asking.kernel(), asking.as_posted(), office, one)
        except Conflict as conflict:
            message = errors.describe(conflict)
            refused.append(Fault(rule=conflict.code, element=f"jam-{one.number}", message=message))
    return tuple(refused), len(written) - len(refused)


def _read(lines: Sequence[Line]) -> _Reading:
    day = posting.day(_DAY)
    read = _Reading(day=day if isinstance(day, date) else None)
    if isinstance(day, Fault):
        read.faults.append(day)
    elif day is None:
        read.faults.append(posting.fault(_DAY, "An answer is needed."))
    for line in lines:
        if any(_text(column, line.number) for column in ("jam", "layanan", "dilayani")):
            _read_line(read, line.number)
    if not read.written and not read.faults:
        message = "No line was filled in. Type when the person came, and the service."
        left = next((line.number for line in lines if line.case is None), 0)
        read.faults.append(posting.fault(f"jam-{left}" if left else _DAY, message))
    return read


def _read_line(read: _Reading, number: int) -> None:
    before = len(read.faults)
    came, served = _instant(read, "jam", number), _instant(read, "dilayani", number)
    service = _text("layanan", number)
    if not _text("jam", number):
        _note(read, "jam", number, "Line %(number)s: when did the person come?")
    if service not in _policies().words("antrean.jenis_layanan"):
        _note(read, "layanan", number, "Line %(number)s: which service?")
    if came and served and served < came:
        _note(read, "dilayani", number, "Line %(number)s: served before the person came.")
    if came and not served and paper_lists.needs_served(asking.kernel(), came):
        message = "Line %(number)s: when was the person served? The day is over."
        _note(read, "dilayani", number, message)
    if len(read.faults) == before and came is not None:
        wish = Wish(service=service, priority=_priority(number))
        read.written.append(Written(number=number, wish=wish, came_at=came, served_at=served))


def _instant(read: _Reading, column: str, number: int) -> datetime | None:
    """The instant typed into a line: 0915, 9.15 and 9:15 are the same."""
    text = _text(column, number)
    if not text or read.day is None:
        return None
    try:
        at = _local(read.day, text)
    except (ValueError, OverflowError):
        _note(read, column, number, "Line %(number)s: write the time as 0915 or 9.15.")
        return None
    if at > asking.kernel().clock.now():
        _note(read, column, number, "Line %(number)s: this time has not come yet.")
        return None
    return at


def _local(day: date, text: str) -> datetime:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    at = time(int(found[1]), int(found[2]), tzinfo=ZoneInfo(asking.kernel().zone))
    return datetime.combine(day, at).astimezone(UTC)


def _note(read: _Reading, column: str, number: int, message: str) -> None:
    read.faults.append(posting.fault(f"{column}-{number}", message, number=number))


def _priority(number: int) -> str:
    chosen = _text("prioritas", number)
    return chosen if chosen in _policies().words("antrean.prioritas") else "TIDAK"


def _text(column: str, number: int) -> str:
    return posting.text(f"{column}-{number}")[:_LONGEST]


def _typed(lines: Sequence[Line]) -> Mapping[str, str]:
    names = [f"{column}-{line.number}" for line in lines for column in _COLUMNS]
    return {**posting.typed(_DAY), **{name: request.form.get(name, "") for name in names}}


def _policies() -> config.Policies:
    return config.held(asking.kernel(), office_named(posting.text("kantor")))


def _page(
    found: Sheet,
    lines: Sequence[Line],
    values: Mapping[str, str],
    faults: tuple[Fault, ...] = (),
) -> str:
    held = config.held(asking.kernel(), found.kantor)
    entered = [line.number for line in lines if line.case is not None]
    return render_template(
        "pages/paper_sheet.html",
        sheet=found,
        lines=lines,
        skipped=[
            line.number
            for line in lines
            if line.case is None and line.number < max(entered, default=0)
        ],
        values=values,
        faults=faults,
        wrong={fault.element for fault in faults},
        services=wishes.services(held.words("antrean.jenis_layanan")),
        priorities=wishes.priorities(held.words("antrean.prioritas")),
        may_enter="loket" in auth.actor().groups,
        office=found.kantor,
    )
