"""The monthly coordination report, computed from the office's tables (domain.md 4.1).

The arithmetic is `office.reports.figures`; what keeps a month as it was said, `.snapshots`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.rules import calendars, iso8601
from engine.rules.iso8601 import Duration
from engine.values import Calendar, JsonValue
from office import calendar, clocks, config, meetings, progress
from office.applications import Application
from office.config import Policies
from office.meetings import Action, Outcome
from office.notices import texts
from office.notices.rows import Notice, NoticeState
from office.reports import figures, supply
from office.reports.figures import Facts, Period
from office.reports.supply import Stock
from office.timetable import ZONE

_DECEMBER: Final = 12
_MONTH: Final = 7  # letters of "2026-11"
_DUPLICATE: Final = "DUPLIKAT"
#: the standard of a state is the timer that escalates it (domain.md 2.5)
_TIMERS: Final[Mapping[str, str]] = {
    "DIVERIFIKASI": "T3b",
    "MENUNGGU_REKAM": "T5b",
    "MENUNGGU_PUSAT": "T6b",
    "DUPLIKAT": "T6d2",
    "MENUNGGU_BLANKO": "T7b",
    "DICETAK": "T9b",
    "SIAP_DIAMBIL": "T12d",
}
_REACHED: Final = frozenset({NoticeState.TERKIRIM, NoticeState.SAMPAI, NoticeState.DIBACA})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sources:
    """What the parts of one report are computed from."""

    session: Session
    office: str
    period: Period
    calendar: Calendar
    policies: Policies
    cases: tuple[Facts, ...]

    @property
    def stock(self) -> Stock:
        return Stock(
            session=self.session,
            office=self.office,
            period=self.period,
            calendar=self.calendar,
            policies=self.policies,
        )


def compute(session: Session, office: str, month: str, *, at: datetime) -> dict[str, JsonValue]:
    """Compute the nine parts of a month's report as they are at an instant.

    The same month computed again from the same rows is the same report. Shares and hours have two
    decimals; what cannot be known (nothing was printed, no delivery time was given) is null.

    Raises:
        ValueError: `month` is no month.
        NotFound: the office has no calendar.
    """
    period = month_of(month)
    sources = _Sources(
        session=session,
        office=office,
        period=period,
        calendar=calendar.current(session, office),
        policies=config.effective(session, office, at),
        cases=facts(session, office, period),
    )
    return {
        "bulan": month,
        "arus": _flow(sources),
        "lama": _delays(sources),
        "blanko": supply.materials(sources.stock),
        "tunggakan": _backlog(sources),
        "perkiraan": supply.outlook(sources.stock, sources.cases),
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
        start=datetime.combine(first, time(), ZONE), end=datetime.combine(after, time(), ZONE)
    )


def facts(session: Session, office: str, period: Period) -> tuple[Facts, ...]:
    """Give the applications that were open in a period, by register number."""
    wanted = select(Application).where(
        Application.kantor == office,
        Application.diterima_pada < period.end,
        (Application.ditutup_pada.is_(None)) | (Application.ditutup_pada >= period.start),
    )
    rows = session.execute(wanted.order_by(Application.no_register)).scalars().all()
    marks = progress.of_cases(session, [row.kasus for row in rows])
    return tuple(
        Facts(
            case=row.kasus,
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
        "keluar_jumlah": sum(found.closed.values()),
        "saldo_akhir": found.closing,
        "cocok": found.balances,
    }


def _delays(sources: _Sources) -> dict[str, JsonValue]:
    waits, own = _waits(sources)
    most = sources.policies.number("laporan.daftar_sebab")
    found = figures.delays(sources.cases, sources.period, sources.calendar, _standards(sources))
    return {
        "langkah": [
            {
                "keadaan": one.state,
                "n": one.count,
                "median_jam": one.median,
                "p90_jam": one.p90,
                "maks_jam": one.longest,
                "lewat_persen": one.late,
            }
            for one in found
        ],
        "waktu_sendiri_jam": figures.hours(own),
        "menunggu_jam": {cause: figures.hours(span) for cause, span in sorted(waits.items())},
        "sebab_terbanyak": list[JsonValue](figures.leading(waits, most)),
    }


def _waits(sources: _Sources) -> tuple[dict[str, timedelta], timedelta]:
    """What the cases that ended in the period waited for, by cause; and their own time."""
    waits: dict[str, timedelta] = {}
    own = timedelta()
    for case in sources.cases:
        if sources.period.holds(case.closed):
            counted = clocks.count(
                case.marks,
                sources.calendar,
                registered=case.received,
                now=case.closed or sources.period.end,
            )
            own += counted.own
            for cause, span in counted.waited.items():
                waits[cause.value] = waits.get(cause.value, timedelta()) + span
    return waits, own


def _standards(sources: _Sources) -> dict[str, Duration]:
    """How long a state may last: the timer that tells somebody when it lasts longer."""
    return {
        state: iso8601.parse_duration(sources.policies.text(f"batas.{timer}"))
        for state, timer in _TIMERS.items()
    }


def _backlog(sources: _Sources) -> dict[str, JsonValue]:
    at = sources.period.end
    limits = sources.policies.values["laporan.usia_tunggakan_hari"]
    bands = (
        [limit for limit in limits if isinstance(limit, int)] if isinstance(limits, list) else []
    )
    most = sources.policies.number("laporan.daftar_terlama")
    return {
        "umur": dict[str, JsonValue](figures.backlog(sources.cases, at, sources.calendar, bands)),
        "kelas_blanko": dict[str, JsonValue](supply.waiting_by_class(sources.stock)),
        "terlama": list(figures.oldest(sources.cases, at, most)),
    }


def _centre(sources: _Sources) -> dict[str, JsonValue]:
    end = sources.period.end
    since: dict[str, list[datetime]] = {}
    for case in sources.cases:
        told = [m for m in case.marks if m.name == progress.CENTRE and m.value and m.at < end]
        if told and case.is_open_at(end):
            since.setdefault(told[-1].value, []).append(told[-1].at)
    return {
        "status": {
            status: {"n": len(instants), "terlama_hari": _days(sources, min(instants))}
            for status, instants in sorted(since.items())
        },
        "ganda_terbuka": sum(case.state_at(end) == _DUPLICATE for case in sources.cases),
    }


def _days(sources: _Sources, since: datetime) -> int:
    """Working days from an instant to the end of the period."""
    first, last = since.astimezone(ZONE).date(), sources.period.end.date()
    return calendars.working_days_between(sources.calendar, first, last)


def _promises(sources: _Sources) -> dict[str, JsonValue]:
    kept, made = figures.promises(sources.cases, sources.period)
    return {"ditepati": kept, "dijanjikan": made, "persen": figures.share(kept, made)}


def _notices(sources: _Sources) -> dict[str, JsonValue]:
    wanted = select(Notice.saluran, Notice.keadaan).where(
        Notice.kantor == sources.office,
        Notice.dibuat_pada >= sources.period.start,
        Notice.dibuat_pada < sources.period.end,
    )
    reached, failed = Counter[str](), Counter[str]()
    for channel, state in sources.session.execute(wanted):
        if state == NoticeState.GAGAL:
            failed[channel] += 1
        elif state in _REACHED:
            reached[channel] += 1
    return {
        "sampai": dict(sorted(reached.items())),
        "gagal": dict(sorted(failed.items())),
        "tanpa_saluran_persen": figures.share(
            sum(reached[channel] for channel in texts.BY_HAND), sum(reached.values())
        ),
    }


def _actions(sources: _Sources, at: datetime) -> dict[str, JsonValue]:
    today = at.astimezone(ZONE).date()
    wanted = select(Action).where(Action.kantor == sources.office, Action.hasil.is_not(None))
    ended = Counter(
        one.hasil
        for one in sources.session.execute(wanted).scalars()
        if sources.period.holds(one.selesai_pada)
    )
    waiting = meetings.open_actions(sources.session, sources.office)
    return {
        "selesai": ended[Outcome.SELESAI],
        "dibawa": ended[Outcome.DIBAWA],
        "terbuka": len(waiting),
        "terlambat": sum(one.batas < today for one in waiting),
    }
