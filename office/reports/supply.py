"""The report's parts about stock: blanko and materials, who waits by class, the forecast. Reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.rules import calendars, iso8601
from engine.store.timers import Timer
from engine.values import Calendar, JsonValue
from office import estimates
from office.config import Policies
from office.reports import forecast
from office.reports.figures import Facts, Period
from office.reports.forecast import Supply
from office.stock import ledger, rules, status, waits
from office.stock.line import Place, PlaceState
from office.stock.reordering import Failures
from office.stock.rules import Material, Movement

_YOUNG: Final = "MENUNGGU_USIA"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What these parts are computed from."""

    session: Session
    office: str
    period: Period
    calendar: Calendar
    policies: Policies


def materials(stock: Stock) -> dict[str, JsonValue]:
    """Part 3: every material's movements, the failures, the days on which there was nothing."""
    found: dict[str, JsonValue] = {
        material.value.lower(): _material(stock, material) for material in Material
    }
    first = stock.period.start.date()
    last = (stock.period.end - _DAY).date()
    days = status.shortage_days(stock.session, stock.office, first, last, stock.period.end)
    return {**found, "hari_kosong": [day.isoformat() for day in days]}


def waiting_by_class(stock: Stock) -> dict[str, int]:
    """Who waited for a blanko at the end of the period, by DMN-3's class."""
    numbers = _waiting(stock)
    wanted = select(Place.no_register, Place.kelas).where(Place.kantor == stock.office)
    rows = stock.session.execute(wanted)
    counted = Counter(str(row.kelas) for row in rows if row.no_register in numbers)
    return dict(sorted(counted.items()))


def outlook(stock: Stock, cases: Iterable[Facts]) -> dict[str, JsonValue]:
    """Part 5: demand, capacity, days to clear, cover, reorder point, and who turns 17 soon."""
    end = stock.period.end
    standing = status.read(stock.session, stock.office, end)
    printers = stock.policies.values["kantor.kapasitas_cetak_harian"]
    told = forecast.forecast(
        Supply(
            demand=standing.demand,
            received=_received(stock, len(standing.demand)),
            printers=printers if isinstance(printers, int) else None,
            on_hand=_balance(stock, Material.BLANKO, end),
            backlog=len(_waiting(stock)),
        )
    )
    return {
        "permintaan_per_hari": told.demand,
        "kemampuan_per_hari": told.capacity,
        "hari_sampai_habis": told.days,
        "cakupan_hari": told.cover,
        "titik_pesan": standing.point,
        "berusia_17": _turning_17(stock, cases),
    }


def _material(stock: Stock, material: Material) -> dict[str, JsonValue]:
    moved: Counter[str] = Counter()
    for line in ledger.lines(stock.session, stock.office, material):
        if stock.period.holds(line.waktu) and line.ubah_ada:
            moved[line.jenis] += line.ubah_ada
    failures = Failures(
        spoilt=-sum(moved[kind] for kind in rules.WRITE_OFFS), good=-moved[Movement.PAKAI]
    )
    opening = _balance(stock, material, stock.period.start)
    return {
        "saldo_awal": opening,
        "mutasi": {kind: amount for kind, amount in sorted(moved.items()) if amount},
        "saldo_akhir": opening + sum(moved.values()),
        "gagal_persen": failures.rate,
        "alarm": failures.exceed(stock.policies.number("blanko.gagal_alarm_persen")),
    }


def _balance(stock: Stock, material: Material, at: datetime) -> int:
    lines = ledger.all_lines(stock.session, stock.office, at)
    return sum(line.ubah_ada for line in lines if line.bahan == material)


def _received(stock: Stock, window: int) -> int:
    """The blanko that came in during the last `window` working days of the period."""
    hours, end = stock.calendar, stock.period.end
    first = estimates.working_days_before(hours, end.date(), window)
    since = calendars.opening(hours, first).replace(hour=0, minute=0)
    lines = ledger.all_lines(stock.session, stock.office, end)
    return sum(
        line.ubah_ada
        for line in lines
        if line.bahan == Material.BLANKO and line.jenis == Movement.TERIMA and line.waktu >= since
    )


def _waiting(stock: Stock) -> frozenset[str]:
    """The register numbers that waited for a blanko at the end of the period."""
    states = {
        change.no_register: change.keadaan
        for change in waits.changes(stock.session, stock.office, stock.period.end)
    }
    return frozenset(number for number, state in states.items() if state == PlaceState.MENUNGGU)


def _turning_17(stock: Stock, cases: Iterable[Facts]) -> int:
    """Cases that wait for a 17th birthday within the look-ahead.

    Such a case goes on by itself at the birthday, so its first timer is the birthday.
    """
    young = [case.case for case in cases if case.state_at(stock.period.end) == _YOUNG]
    wanted = select(func.min(Timer.due_at)).where(Timer.root_key.in_(young))
    birthdays = stock.session.execute(wanted.group_by(Timer.root_key)).scalars().all()
    start = stock.period.end
    ahead = iso8601.parse_duration(f"P{stock.policies.number('laporan.usia_17_bulan')}M")
    return forecast.within(birthdays, start, iso8601.add(start, ahead, zone=stock.calendar.zone))
