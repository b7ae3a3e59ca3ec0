"""Every table of the office in the engine's metadata, for migrations and the tests of them."""

from __future__ import annotations

from engine.store.base import Base
from office import (
    absences,
    applications,
    calendar,
    calling,
    cards,
    complaints,
    condemned,
    config,
    counters,
    destruction,
    disclosures,
    meetings,
    officers,
    offices,
    pickup,
    print_requests,
    printers,
    progress,
    suket,
    surveys,
    tickets,
    windows,
)
from office.backlog import ledger as backlog_rows
from office.notices import contacts, lists, receipts, replies, rows
from office.reports import snapshots
from office.stock import arrivals, countings, ledger, line, rankings, requests, waits

METADATA = Base.metadata
MODULES = (
    backlog_rows,
    absences,
    applications,
    arrivals,
    calendar,
    calling,
    cards,
    complaints,
    condemned,
    config,
    contacts,
    counters,
    countings,
    destruction,
    disclosures,
    ledger,
    line,
    lists,
    meetings,
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
    snapshots,
    suket,
    surveys,
    tickets,
    waits,
    windows,
)
