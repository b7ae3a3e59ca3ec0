"""Every table of the office in the engine's metadata, for migrations and the tests of them."""

from __future__ import annotations

from engine.store.base import Base
from office import (
    absences,
    applications,
    calendar,
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
)
from office.notices import contacts, lists, receipts, replies, rows
from office.stock import arrivals, countings, ledger, line, rankings, requests, waits

METADATA = Base.metadata
MODULES = (
    absences,
    applications,
    arrivals,
    calendar,
    cards,
    condemned,
    config,
    contacts,
    countings,
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
    rankings,
    receipts,
    replies,
    requests,
    rows,
    suket,
    tickets,
    waits,
)
