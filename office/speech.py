"""How dates are written for citizens, in Indonesian. The interface has its own catalogues."""

from __future__ import annotations

from datetime import date
from typing import Final

_MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def long_date(day: date) -> str:
    """Write `24 November 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
