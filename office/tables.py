"""Every table of the office in the engine's metadata, for migrations and the tests of them."""

from __future__ import annotations

from engine.store.base import Base
from office import (
    absences,
    applications,
    calendar,
    calling,
    cards,
    condemned,
    config,
    counters,
    destruction,
    officers,
    offices,
    pickup,
    print_requests,
    printers,
    progress,
    suket,
    tickets,
    windows,
)
from office.notices import contacts, lists, receipts, replies, rows
from office.stock import ledger, line

METADATA = Base.metadata
MODULES = (
    absences,
    applications,
    calendar,
    calling,
    cards,
    condemned,
    config,
    contacts,
    counters,
    destruction,
    ledger,
    line,
    lists,
    officers,
    offices,
    pickup,
    print_requests,
    printers,
    progress,
    receipts,
    replies,
    rows,
    suket,
    tickets,
    windows,
)
