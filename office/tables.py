"""Every table of the office in the engine's metadata, for migrations and the tests of them."""

from __future__ import annotations

from engine.store.base import Base
from office import (
    applications,
    calendar,
    cards,
    condemned,
    config,
    counters,
    officers,
    offices,
    pickup,
    printers,
    progress,
    tickets,
)
from office.notices import rows
from office.stock import ledger, line

METADATA = Base.metadata
MODULES = (
    applications,
    calendar,
    cards,
    condemned,
    config,
    counters,
    ledger,
    line,
    officers,
    offices,
    pickup,
    printers,
    progress,
    rows,
    tickets,
)
