"""How the stock stands: reorder point, failure rate, days without stock. Reads; books nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.services import rights
from engine.services.kernel import Kernel
from engine.values import Actor
from office import calendar, config, estimates
from office.config import Policies
from office.stock import ledger, reordering, rules, waits
from office.stock.ledger import Line
from office.stock.line import Place, PlaceState
from office.stock.reordering import Failures, Level
from office.stock.rules import Balance, Material, Movement
from office.timetable import ZONE

_PERCENT: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An office's stock at an instant. `point` None: how long a supply takes is not known.

    `demand`: cards a working day in the window, the oldest day first; `low`: materials at or below
    the point (T8); `failures`: of the same window.
    """

    balances: Mapping[Material, Balance]
    demand: tuple[int, ...]
    lead: int | None
    point: Decimal | None
    low: tuple[Material, ...]
    failures: Failures
    alarm: bool

    @property
    def suggested(self) -> int:
        """How many to ask for: up to the reorder point and the need of one delivery time more."""
        if self.point is None or self.lead is None or not self.demand:
            return 0
        need = self.point + Decimal(sum(self.demand)) / len(self.demand) * self.lead
        scarcest = min(balance.available for balance in self.balances.values())
        return max(int(need.to_integral_value()) - scarcest, 1)


def of_office(kernel: Kernel, actor: Actor, office: str) -> Status:
    """Give the stock of an office as it stands now.

    Raises:
        OfficeForbidden: the actor does not serve it.
    """
    rights.office_for(actor, office)
    with kernel.reads.begin() as session:
        return read(session, office, kernel.clock.now())


def read(session: Session, office: str, now: datetime) -> Status:
    """Give the stock of an office at an instant; within the caller's transaction."""
    policies = config.effective(session, office, now)
    lead = lead_time(policies)
    window = policies.number("blanko.jendela_hari")
    today = now.astimezone(ZONE).date()
    demand = _demand(session, office, today, window)
    factor = policies.number("blanko.faktor_layanan_persen") / _PERCENT
    point = reordering.reorder_point(demand, lead, factor)
    balances = ledger.balances(session, office)
    failures = failures_between(session, office, _window_start(session, office, today, window), now)
    return Status(
        balances=balances,
        demand=demand,
        lead=lead,
        point=point,
        low=tuple(m for m in Material if reordering.is_low(balances[m].available, point)),
        failures=failures,
        alarm=failures.exceed(policies.number("blanko.gagal_alarm_persen")),
    )


def lead_time(policies: Policies) -> int | None:
    """Give the working days a supply takes; None when the office has not said."""
    lead = policies.values["blanko.lama_kirim_hari"]
    return lead if isinstance(lead, int) else None


def failures_between(session: Session, office: str, since: datetime, until: datetime) -> Failures:
    """Count good and spoilt blanko of [since, until]."""
    wanted = (
        select(Line.jenis, func.sum(Line.jumlah))
        .where(
            Line.kantor == office,
            Line.bahan == Material.BLANKO.value,
            Line.jenis.in_(sorted(rules.CONSUMING)),
            Line.waktu >= since,
            Line.waktu <= until,
        )
        .group_by(Line.jenis)
    )
    counted = {kind: int(amount) for kind, amount in session.execute(wanted)}
    good = counted.pop(Movement.PAKAI.value, 0)
    return Failures(spoilt=sum(counted.values()), good=good)


def shortage_days(
    session: Session, office: str, first: date, last: date, now: datetime
) -> tuple[date, ...]:
    """Give the working days from `first` to `last` on which print-ready cases had nothing to get.

    By the ledger, the record of the line and the present calendar; a day that is not over counts
    up to `now`.
    """
    policies = config.effective(session, office, now)
    least = iso8601.parse_duration(policies.text("blanko.hari_kosong"))
    until = min(datetime.combine(last + timedelta(days=1), time(), ZONE), now)
    levels = _levels(session, office, until)
    hours = calendar.current(session, office)
    return reordering.shortage_days(hours, levels, first, last, least.time)


def _levels(session: Session, office: str, until: datetime) -> tuple[Level, ...]:
    """The steps of stock and line up to an instant, at which nobody waits any more."""
    steps: list[tuple[datetime, int, Material | None, int]] = [
        (row.waktu, row.key, Material(row.bahan), row.ubah_ada - row.ubah_direservasi)
        for row in ledger.all_lines(session, office, until)
    ]
    standing: dict[str, int] = {}
    for change in waits.changes(session, office, until):
        waiting = int(change.keadaan == PlaceState.MENUNGGU)
        delta = waiting - standing.get(change.no_register, 0)
        standing[change.no_register] = waiting
        steps.append((change.sejak, change.key, None, delta))
    ordered = sorted(steps, key=lambda step: step[:2])
    available = dict.fromkeys(Material, 0)
    queue = list(accumulate(delta if what is None else 0 for _, _, what, delta in ordered))
    found: list[Level] = []
    for (at, _, what, delta), waiting in zip(ordered, queue, strict=True):
        if what is not None:
            available[what] += delta
        found.append(Level(at=at, available=min(available.values()), waiting=waiting))
    return (*found, Level(at=until, available=0, waiting=0))


def _demand(session: Session, office: str, today: date, window: int) -> tuple[int, ...]:
    hours = calendar.current(session, office)
    since = _window_start(session, office, today, window + 1)
    wanted = select(Place.siap_cetak_pada).where(
        Place.kantor == office, Place.siap_cetak_pada >= since
    )
    ready = (at.astimezone(ZONE).date() for at in session.execute(wanted).scalars())
    return reordering.daily_demand(hours, ready, today, window)


def _window_start(session: Session, office: str, today: date, window: int) -> datetime:
    hours = calendar.current(session, office)
    first = estimates.working_days_before(hours, today, window)
    return datetime.combine(first, time(), ZONE)
