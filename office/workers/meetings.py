"""Job types `rapat.*`: the agenda, the day of the meeting, its decisions and their fulfilment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services.workers import BpmnError, JobContext, Run
from engine.values import Calendar, JsonValue, Variables
from office import calendar, config, meetings
from office.meetings import (
    Action,
    AgendaItem,
    Decisions,
    MeetingIncomplete,
    Outcome,
    Verdict,
    Wanted,
)
from office.timetable import ZONE
from office.workers.given import Given, VariableWrong, instant


def put_on_agenda(session: Session, job: JobContext) -> Variables:
    """`rapat.agendakan`: once a case and subject until a meeting has talked about it."""
    given = Given(job)
    item = AgendaItem(
        kantor=job.office,
        pokok=given.header("pokok"),
        kasus=job.root_key,
        no_register=given.maybe_text("no_register") or "",
        diajukan_pada=job.now,
    )
    return {"diagendakan": meetings.put_on_agenda(session, item)}


def schedule(session: Session, job: JobContext) -> Variables:
    """`rapat.jadwal`: T17, the working day and hour of the report, and the day of the meeting."""
    policies = config.effective(session, job.office, job.now)
    hours = calendar.current(session, job.office)
    month = Given(job).today.replace(day=1)
    day = _working_day(hours, month, policies.number("laporan.hari_kerja_ke"))
    meeting = _working_day(hours, month, policies.number("laporan.rapat_hari_kerja_ke"))
    at = datetime.combine(day, time.fromisoformat(policies.text("laporan.jam")), ZONE)
    closing = calendars.closing(hours, max(day, meeting))
    return {"rapat_pada": instant(at), "rapat_batas": instant(closing)}


def _working_day(hours: Calendar, first: date, number: int) -> date:
    """The n-th working day from `first` on, from 1."""
    return calendars.add_working_days(hours, first - timedelta(days=1), max(number, 1))


def decide(session: Session, job: JobContext) -> Variables:
    """`rapat.putuskan`: what the meeting decided, or the error with every reason why not."""
    given = Given(job)
    before = meetings.open_actions(session, job.office)
    decisions = Decisions(
        office=job.office,
        month=given.text("laporan_bulan"),
        verdicts=dict(_verdicts(given)),
        wanted=[_wanted(given, row) for row in _rows(given, "tindak_lanjut")],
        by=given.by(),
        at=job.now,
        today=given.today,
    )
    try:
        actions = meetings.decide(session, decisions)
    except MeetingIncomplete as error:
        reasons = list[JsonValue](error.reasons)
        raise BpmnError("RAPAT_BELUM_LENGKAP", str(error), {"alasan_ditolak": reasons}) from error
    hours = calendar.current(session, job.office)
    return {
        "tindakan": [
            {**_shown(action), "batas_pada": instant(calendars.closing(hours, action.batas))}
            for action in actions
        ],
        "tindak_dibahas": [str(action.key) for action in before],
    }


def finish(session: Session, job: JobContext) -> Variables:
    """`rapat.selesai`: an action is done."""
    given = Given(job)
    action = given.entries("tindak") or {}
    return {"tindak_selesai": meetings.finish(session, _key(given, action, "tindak"), job.now)}


def shown_actions(actions: Iterable[Action], today: date) -> list[JsonValue]:
    """Give the open actions as U17's form lists them."""
    return [
        {**_shown(action), "lewat": action.batas < today, "keputusan": None, "batas_baru": None}
        for action in actions
    ]


def _shown(action: Action) -> dict[str, JsonValue]:
    return {
        "kunci": str(action.key),
        "apa": action.apa,
        "siapa": action.siapa,
        "batas": action.batas.isoformat(),
    }


def _verdicts(given: Given) -> Iterable[tuple[int, Verdict]]:
    for row in _rows(given, "tindak_lalu"):
        said = row.get("keputusan")
        if isinstance(said, str) and said in set(Outcome):
            due = _day(given, row.get("batas_baru"), "tindak_lalu")
            yield _key(given, row, "tindak_lalu"), Verdict(outcome=Outcome(said), due=due)


def _wanted(given: Given, row: Mapping[str, JsonValue]) -> Wanted:
    what, who = row.get("apa"), row.get("siapa")
    due = _day(given, row.get("batas"), "tindak_lanjut")
    if not isinstance(what, str) or not isinstance(who, str) or due is None:
        raise VariableWrong(type=given.job.type, name="tindak_lanjut", kind="apa, siapa, batas")
    return Wanted(what=what, who=who, due=due)


def _rows(given: Given, name: str) -> list[dict[str, JsonValue]]:
    value = given.job.variables.get(name) or []
    if not isinstance(value, list):
        raise VariableWrong(type=given.job.type, name=name, kind="a list")
    return [row for row in value if isinstance(row, dict)]


def _key(given: Given, row: Mapping[str, JsonValue], name: str) -> int:
    written = row.get("kunci")
    if isinstance(written, str) and written.isascii() and written.isdigit():
        return int(written)
    raise VariableWrong(type=given.job.type, name=name, kind="rows with kunci")


def _day(given: Given, value: JsonValue, name: str) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError as error:
        raise VariableWrong(type=given.job.type, name=name, kind="rows with dates") from error


RUNS: Final[Mapping[str, Run]] = {
    "rapat.agendakan": put_on_agenda,
    "rapat.jadwal": schedule,
    "rapat.putuskan": decide,
    "rapat.selesai": finish,
}
