"""The monthly coordination report, computed from the office's tables (domain.md 4.1).

The arithmetic is `office.reports.figures`; what keeps a month as it was said, `.snapshots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.values import Calendar, JsonValue
from office import calendar, clocks, config, meetings, progress
from office.applications import Application
from office.clocks import Cause
from office.meetings import Action, Outcome
from office.notices.rows import Notice, NoticeState
from office.reports import figures
from office.reports.figures import Facts, Period
from office.stock import ledger, rules
from office.stock.line import Place, PlaceState
from office.stock.rules import Material, Movement

_ZONE: Final = ZoneInfo("Asia/Jakarta")
_DECEMBER: Final = 12
_MONTH: Final = 7  # letters of "2026-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What the parts of one report are computed from."""

    session: Session
    office: str
    period: Period
    calendar: Calendar
    cases: tuple[Facts, ...]


def compute(session: Session, office: str, month: str, *, at: datetime) -> dict[str, JsonValue]:
    """Compute the nine parts of a month's report as they are at an instant."""
    period = month_of(month)
    sources = _Sources(
        session=session,
        office=office,
        period=period,
        calendar=calendar.current(session, office),
        cases=_facts(session, office, period),
    )
    policies = config.effective(session, office, at)
    return {
        "bulan": month,
        "arus": _flow(sources),
        "lama": _delays(sources),
        "blanko": _stock(sources, policies.number("blanko.gagal_alarm_persen")),
        "tunggakan": _backlog(sources, policies.number("laporan.daftar_terlama")),
        "pusat": _centre(sources),
        "janji": _promises(sources),
        "pemberitahuan": _notices(sources),
        "tindak_lanjut": _actions(sources, at),
    }


def month_of(month: str) -> Period:
    """The local month "2026-11" as a period.

    Raises:
        ValueError: it is none.
    """
    first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007  # a month has no zone
    if len(month) != _MONTH:
        raise ValueError(month)
    after = (
        first.replace(year=first.year + 1, month=1)
        if first.month == _DECEMBER
        else first.replace(month=first.month + 1)
    )
    return Period(
        start=datetime.combine(first, time(), _ZONE), end=datetime.combine(after, time(), _ZONE)
    )


def _facts(session: Session, office: str, period: Period) -> tuple[Facts, ...]:
    wanted = select(Application).where(
        Application.kantor == office,
        Application.diterima_pada < period.end,
        (Application.ditutup_pada.is_(None)) | (Application.ditutup_pada >= period.start),
    )
    rows = session.execute(wanted.order_by(Application.no_register)).scalars().all()
    marks = progress.of_cases(session, [row.kasus for row in rows])
    return tuple(
        Facts(
            no_register=row.no_register,
            kind=row.jenis,
            received=row.diterima_pada,
            closed=row.ditutup_pada,
            outcome=row.hasil or "",
            first_promise=row.estimasi_awal_tgl,
            marks=marks.get(row.kasus, ()),
        )
        for row in rows
    )


def _flow(sources: _Sources) -> dict[str, JsonValue]:
    found = figures.flow(sources.cases, sources.period)
    return {
        "saldo_awal": found.opening,
        "masuk": found.received,
        "keluar": dict(found.closed),
        "saldo_akhir": found.closing,
        "cocok": found.balances,
    }


def _delays(sources: _Sources) -> dict[str, JsonValue]:
    waits: Counter[Cause] = Counter()
    own = 0
    for case in sources.cases:
        if sources.period.holds(case.closed):
            counted = clocks.count(
                case.marks,
                sources.calendar,
                registered=case.received,
                now=case.closed or sources.period.end,
            )
            own += int(counted.own.total_seconds())
            waits.update({c: int(s.total_seconds()) for c, s in counted.waited.items()})
    return {
        "langkah": [
            {
                "keadaan": one.state,
                "n": one.count,
                "median_jam": one.median,
                "p90_jam": one.p90,
                "maks_jam": one.longest,
            }
            for one in figures.delays(sources.cases, sources.period, sources.calendar)
        ],
        "waktu_sendiri_jam": _hours(own),
        "menunggu_jam": {cause.value: _hours(seconds) for cause, seconds in sorted(waits.items())},
    }


def _stock(sources: _Sources, alarm: int) -> dict[str, JsonValue]:
    return {material.value.lower(): _material(sources, material, alarm) for material in Material}


def _material(sources: _Sources, material: Material, alarm: int) -> dict[str, JsonValue]:
    opening = 0
    moved: Counter[str] = Counter()
    for line in ledger.lines(sources.session, sources.office, material):
        if line.waktu < sources.period.start:
            opening += line.ubah_ada
        elif sources.period.holds(line.waktu) and line.ubah_ada:
            moved[line.jenis] += line.ubah_ada
    failed = -sum(moved[kind] for kind in rules.WRITE_OFFS)
    spent = failed - moved[Movement.PAKAI]
    rate = figures.share(failed, spent)
    return {
        "saldo_awal": opening,
        "mutasi": dict(sorted(moved.items())),
        "saldo_akhir": opening + sum(moved.values()),
        "gagal_persen": rate,
        "alarm": rate is not None and rate > alarm,
    }


def _backlog(sources: _Sources, most: int) -> dict[str, JsonValue]:
    at = sources.period.end
    bands: Mapping[str, int] = figures.backlog(sources.cases, at, sources.calendar, (5, 22, 60))
    classes = Counter(
        sources.session.execute(
            select(Place.kelas).where(
                Place.kantor == sources.office, Place.keadaan == PlaceState.MENUNGGU
            )
        ).scalars()
    )
    return {
        "umur": dict(bands),
        "kelas_blanko": {str(kind): count for kind, count in sorted(classes.items())},
        "terlama": list(figures.oldest(sources.cases, at, most)),
    }


def _centre(sources: _Sources) -> dict[str, JsonValue]:
    states = Counter[str]()
    for case in sources.cases:
        told = [mark.value for mark in case.marks if mark.name == progress.CENTRE]
        if told and case.is_open_at(sources.period.end):
            states[told[-1]] += 1
    return dict(sorted(states.items()))


def _promises(sources: _Sources) -> dict[str, JsonValue]:
    kept, made = figures.promises(sources.cases, sources.period)
    return {"ditepati": kept, "dijanjikan": made, "persen": figures.share(kept, made)}


def _notices(sources: _Sources) -> dict[str, JsonValue]:
    wanted = select(Notice.saluran, Notice.keadaan).where(
        Notice.kantor == sources.office,
        Notice.dibuat_pada >= sources.period.start,
        Notice.dibuat_pada < sources.period.end,
    )
    found = Counter[str]()
    failed = Counter[str]()
    for channel, state in sources.session.execute(wanted):
        (failed if state == NoticeState.GAGAL else found)[channel] += 1
    told = sum(found.values())
    return {
        "sampai": dict(sorted(found.items())),
        "gagal": dict(sorted(failed.items())),
        "tanpa_saluran_persen": figures.share(found["SLIP"] + found["PAPAN"], told),
    }


def _actions(sources: _Sources, at: datetime) -> dict[str, JsonValue]:
    today = at.astimezone(_ZONE).date()
    wanted = select(Action).where(Action.kantor == sources.office, Action.hasil == Outcome.SELESAI)
    done = [
        one
        for one in sources.session.execute(wanted).scalars()
        if sources.period.holds(one.selesai_pada)
    ]
    waiting = meetings.open_actions(sources.session, sources.office)
    return {
        "selesai": len(done),
        "terbuka": len(waiting),
        "terlambat": sum(one.batas < today for one in waiting),
    }


def _hours(seconds: int) -> JsonValue:
    return figures.hours(timedelta(seconds=seconds))
