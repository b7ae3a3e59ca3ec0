"""Writes the messages that are due. Who is told of what `deciding` judges; `outbox` sends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.rules import calendars
from engine.services.catalogue import Catalogue
from engine.services.kernel import Kernel
from engine.store import coding, keys
from engine.store.cases import Case
from engine.store.tasks import UserTask
from engine.values import Calendar, CaseState, UserTaskState
from office import calendar, candidates, config, offices
from office.config import Policies
from office.escalations import contacts, deciding, presence, rows
from office.escalations.contacts import Reach
from office.escalations.deciding import Open, Terms
from office.escalations.rows import Escalation, OfficerNotice, Told
from office.notices import quiet, texts, wordings
from office.notices.rows import NoticeState
from office.notices.texts import Template
from office.timetable import ZONE

#: escalations that one message names; of the others it says how many there are
_NAMED: Final = 3
#: escalations looked at in one minute, those that came last first: a write lock is held meanwhile
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """An open escalation of a running case, with the case's register number; `holder` None: nobody
    has taken it.
    """

    row: Escalation
    no_register: str
    task: str
    holder: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What is read once to decide for an office."""

    session: Session
    office: str
    now: datetime
    policies: Policies
    hours: Calendar
    catalogue: Catalogue

    @property
    def terms(self) -> Terms:
        number = self.policies.number
        return Terms(
            away=timedelta(minutes=number("eskalasi.diam_menit")),
            apart=timedelta(minutes=number("eskalasi.jeda_menit")),
            climb=timedelta(minutes=number("eskalasi.naik_menit")),
            ladder=self.policies.words("eskalasi.jenjang"),
        )


def queue(kernel: Kernel, session: Session, office: str, now: datetime) -> int:
    """Let escalations go up that nobody looks at, then write the messages that are due; how many.

    One that somebody holds goes up no more; its holder is told where they are away and did not open
    it: it may have been handed to them. In the office's quiet hours nothing is written; it is due
    when they end.
    """
    waiting = _waiting(session, office)
    if not waiting:
        return 0
    scene = _Scene(
        session=session,
        office=office,
        now=now,
        policies=config.effective(session, office, now),
        hours=calendar.current(session, office),
        catalogue=kernel.catalogue,
    )
    tasks = [one.row.tugas for one in waiting]
    opened = rows.opened_by(session, tasks)
    _climb(scene, waiting, opened)
    if quiet.next_allowed(wordings.quiet_hours(scene.policies), scene.hours, now, ZONE) != now:
        return 0
    return _write_due(scene, waiting, opened)


def _climb(
    scene: _Scene, waiting: Iterable[_Waiting], opened: Mapping[int, Collection[str]]
) -> None:
    terms = scene.terms
    free = [one for one in waiting if one.holder is None]
    levels = _levels(scene, free)
    for one in free:
        row = one.row
        seen = levels[row.tugas].intersection(opened.get(row.tugas, ()))
        since = calendars.working_time_between(scene.hours, row.tingkat_sejak, scene.now)
        state = Open(task=row.tugas, since=row.tingkat_sejak, opened=seen)
        above = deciding.next_level(row.tingkat, coding.texts(row.kelompok), terms.ladder)
        if above is not None and deciding.climbs(state, since, terms):
            row.tingkat, row.tingkat_sejak = above, scene.now
    scene.session.flush()


def _write_due(
    scene: _Scene, waiting: Sequence[_Waiting], opened: Mapping[int, Collection[str]]
) -> int:
    session, terms = scene.session, scene.terms
    tasks = [one.row.tugas for one in waiting]
    told = rows.notices_of(session, tasks)
    states = [
        Open(
            task=one.row.tugas,
            since=scene.now if one.holder else one.row.tingkat_sejak,
            told=frozenset(notice.petugas for notice in told.get(one.row.tugas, ())),
            opened=frozenset(opened.get(one.row.tugas, ())),
        )
        for one in waiting
    ]
    of_officer = deciding.by_officer(_levels(scene, waiting))
    reach = contacts.reach(session, of_officer)
    seen, last = presence.last_seen(session, reach), _last_messages(session, reach)
    written = 0
    for login, how in sorted(reach.items()):
        officer = deciding.Officer(
            login=login, seen=seen.get(login), last=last.get(login), tasks=of_officer[login]
        )
        due = deciding.due(officer, states, terms, scene.now)
        if due and how.channels:
            named = [one for one in waiting if one.row.tugas in set(due)]
            _write(scene, login, how, named)
            written += 1
    return written


def _waiting(session: Session, office: str) -> list[_Waiting]:
    wanted = (
        select(Escalation, Case.business_key, UserTask.name, UserTask.assignee)
        .join(UserTask, UserTask.key == Escalation.tugas)
        .join(Case, Case.key == Escalation.kasus)
        .where(
            Escalation.kantor == office,
            Escalation.ditutup_pada.is_(None),
            UserTask.state == UserTaskState.CREATED.value,
            Case.state == CaseState.ACTIVE.value,
        )
        .order_by(Escalation.tingkat_sejak.desc(), Escalation.tugas)
        .limit(_MOST)
    )
    found = [
        _Waiting(row=row, no_register=number, task=name, holder=holder)
        for row, number, name, holder in session.execute(wanted)
    ]
    return sorted(found, key=lambda one: (one.row.dibuka_pada, one.row.tugas))


def _levels(scene: _Scene, waiting: Iterable[_Waiting]) -> dict[int, frozenset[str]]:
    """Whose each escalation is: its holder's, or the officers' of its level; asked once a level."""
    known: dict[tuple[str, str, str], frozenset[str]] = {}
    found = {}
    for one in waiting:
        if one.holder is not None:
            found[one.row.tugas] = frozenset({one.holder})
            continue
        level = (one.row.tingkat, one.row.kelompok, one.row.orang)
        if level not in known:
            known[level] = _officers(scene, one.row)
        found[one.row.tugas] = known[level]
    return found


def _officers(scene: _Scene, row: Escalation) -> frozenset[str]:
    groups = frozenset([row.tingkat] if row.tingkat else coding.texts(row.kelompok))
    people = frozenset() if row.tingkat else frozenset(coding.texts(row.orang))
    found = candidates.candidates(scene.session, scene.office, groups, people, scene.now)
    return frozenset(officer.nama_masuk for officer in found)


def _last_messages(session: Session, officers: Iterable[str]) -> dict[str, datetime]:
    latest = func.max(OfficerNotice.dibuat_pada)
    wanted = (
        select(OfficerNotice.petugas, latest)
        .where(OfficerNotice.petugas.in_(sorted(officers)))
        .group_by(OfficerNotice.petugas)
    )
    return dict(session.execute(wanted).all())


def _write(scene: _Scene, login: str, how: Reach, named: Sequence[_Waiting]) -> None:
    values = {
        "kantor": offices.identity(scene.session, scene.office).title,
        "jumlah": str(len(named)),
        "daftar": deciding.lines(_lines(scene, named[:_NAMED]), len(named[_NAMED:])),
    }
    wording = scene.policies.entries("pesan.templat").get(Template.ESKALASI)
    template = wording or texts.DEFAULTS[Template.ESKALASI]
    notice = OfficerNotice(
        key=keys.next_key(scene.session),
        kantor=scene.office,
        petugas=login,
        saluran=how.channels[0],
        lewat="[]",
        templat=Template.ESKALASI.value,
        isi=texts.compose(template, values, name=Template.ESKALASI, with_code=False),
        nilai=coding.to_text(values),
        tujuan_mask=how.masked,
        keadaan=NoticeState.DIANTRE.value,
        percobaan=0,
        alasan="",
        dibuat_pada=scene.now,
        berikut_pada=scene.now,
    )
    scene.session.add(notice)
    scene.session.add_all(Told(kabar=notice.key, tugas=one.row.tugas) for one in named)
    scene.session.flush()


def _lines(scene: _Scene, named: Sequence[_Waiting]) -> list[str]:
    since = _late_since(scene.session, [one.row for one in named])
    found = []
    for one in named:
        begun = since.get((one.row.kasus, one.row.langkah))
        days = 0 if begun is None else _working_days(scene, begun)
        found.append(deciding.line(one.no_register, _late_step(scene, one), days))
    return found


def _working_days(scene: _Scene, begun: datetime) -> int:
    first, today = begun.astimezone(ZONE).date(), scene.now.astimezone(ZONE).date()
    return calendars.working_days_between(scene.hours, first, today)


def _late_step(scene: _Scene, one: _Waiting) -> str:
    """What is late, by its name in the diagram; where the whole case is, what is to be done."""
    process = scene.catalogue.process(scene.session, one.row.definisi).process
    names = (node.name for _owner, _scope, node in process.walk() if node.id == one.row.langkah)
    name = " ".join(next(names, "").split())
    return f"{name} belum selesai" if name else one.task


def _late_since(session: Session, named: Sequence[Escalation]) -> dict[tuple[int, str], datetime]:
    """Since when the late steps stand open, of those that are user tasks; by case and element."""
    wanted = select(UserTask.root_key, UserTask.element, func.min(UserTask.created_at)).where(
        UserTask.root_key.in_({row.kasus for row in named}),
        UserTask.element.in_({row.langkah for row in named}),
        UserTask.state == UserTaskState.CREATED.value,
    )
    found = session.execute(wanted.group_by(UserTask.root_key, UserTask.element))
    return {(case, element): at for case, element, at in found}
