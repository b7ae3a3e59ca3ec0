"""Every table of the office in the engine's metadata, for migrations and the tests of them."""

from __future__ import annotations

from engine.store.base import Base
from office import (
    absences,
    access_log,
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
    handovers,
    kiosks,
    meetings,
    officers,
    offices,
    paper_lists,
    personnel,
    pickup,
    print_requests,
    printers,
    progress,
    second_steps,
    sessions,
    suket,
    surveys,
    tickets,
    windows,
)
from office.backlog import ledger as backlog_rows
from office.escalations import contacts as officer_contacts
from office.escalations import presence
from office.escalations import rows as escalations
from office.notices import contacts, lists, receipts, replies, rows
from office.reports import snapshots
from office.stock import arrivals, countings, ledger, line, rankings, requests, waits

METADATA = Base.metadata
MODULES = (
    backlog_rows,
    absences,
    access_log,
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
    escalations,
    handovers,
    kiosks,
    ledger,
    line,
    lists,
    meetings,
    officers,
    officer_contacts,
    offices,
    paper_lists,
    personnel,
    pickup,
    presence,
    print_requests,
    printers,
    progress,
    rankings,
    receipts,
    replies,
    requests,
    rows,
    second_steps,
    sessions,
    snapshots,
    suket,
    surveys,
    tickets,
    waits,
    windows,
)
