"""Every table of the engine in one metadata, for migrations and for tests that compare the two."""

from __future__ import annotations

from engine.store import (
    answers,
    cases,
    definitions,
    documents,
    filters,
    jobs,
    keys,
    log,
    subscriptions,
    tasks,
    timers,
    variables,
)
from engine.store.base import Base

METADATA = Base.metadata
MODULES = (
    answers,
    cases,
    definitions,
    documents,
    filters,
    jobs,
    keys,
    log,
    subscriptions,
    tasks,
    timers,
    variables,
)
