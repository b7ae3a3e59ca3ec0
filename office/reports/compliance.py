"""The service standard as it is published, and how far it is kept (domain.md 4.2).

Fourteen components (Permenpan RB 15/2014, UU 25/2009 art. 21); the texts are policies of the
office. Beside component 3 stands what was measured: from complete papers to the printed card, by
the clock, without the time in which the case waited for somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.values import Calendar
from office import calendar, clocks, config, standard_texts
from office.reports import figures, monthly
from office.reports.figures import Facts, Period

DELIVERY: Final = ("persyaratan", "prosedur", "waktu", "gratis", "produk", "pengaduan")
MANAGEMENT: Final = (
    "dasar_hukum",
    "sarana",
    "kompetensi",
    "pengawasan",
    "pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi",
)
#: all fourteen, in the order of the regulation
COMPONENTS: Final = (*DELIVERY, *MANAGEMENT)
_PRINTED: Final = "SIAP_DIAMBIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Cards made in a period, and how many within the standard; `share` None without any."""

    made: int
    within: int

    @property
    def share(self) -> Decimal | None:
        """Per cent within the standard, two decimals."""
        return figures.share(self.within, self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One service's published page: the text of every component, and what was measured."""

    service: str
    components: tuple[tuple[str, str], ...]
    measured: Measured


def standard(session: Session, office: str, service: str, month: str, now: datetime) -> Standard:
    """Give the page of one kind of application, measured over a month.

    The office's own texts of the service (policy `laporan.standar`) stand before the general ones.

    Raises:
        ValueError: `month` is no month.
        NotFound: the office has no calendar.
    """
    policies = config.effective(session, office, now)
    own = policies.values["laporan.standar"]
    special = own.get(service) if isinstance(own, dict) else None
    told = {**standard_texts.COMPONENTS, **(special if isinstance(special, dict) else {})}
    limit = iso8601.parse_duration(policies.text("batas.T9a")).delta
    period = monthly.month_of(month)
    cases = [case for case in monthly.facts(session, office, period) if case.kind == service]
    hours = calendar.current(session, office)
    return Standard(
        service=service,
        components=tuple((name, str(told.get(name, ""))) for name in COMPONENTS),
        measured=measure(cases, period, hours, limit),
    )


def measure(cases: Iterable[Facts], period: Period, hours: Calendar, limit: timedelta) -> Measured:
    """Count the cards that became ready in a period, and those within `limit` by the clock."""
    spans = [
        span
        for case in cases
        if period.holds(case.reached(_PRINTED)) and (span := _own_span(case, hours)) is not None
    ]
    return Measured(made=len(spans), within=sum(span <= limit for span in spans))


def _own_span(case: Facts, hours: Calendar) -> timedelta | None:
    """From complete papers to the card, the pauses left out; None when either is not told."""
    ready = case.reached(_PRINTED)
    if ready is None:
        return None
    marks = [mark for mark in case.marks if mark.at <= ready]
    counted = clocks.count(marks, hours, registered=case.received, now=ready)
    if counted.started is None:
        return None
    paused = sum(
        (min(pause.until or ready, ready) - pause.since for pause in counted.pauses), timedelta()
    )
    return max(ready - counted.started - paused, timedelta())
