"""Writes what a step made happen: effects to rows, one statement a table. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store.recording.desks import write_incidents, write_jobs, write_tasks
from engine.store.recording.entries import Called, Entry, Wording, bound
from engine.store.recording.histories import (
    search_hash,
    word_hashes,
    write_history,
    write_variables,
)
from engine.store.recording.scopes import write_scopes
from engine.store.recording.waits import correlation, write_subscriptions, write_timers
from engine.values import Effect

__all__ = [
    "Called",
    "Entry",
    "Wording",
    "apply",
    "bound",
    "correlation",
    "search_hash",
    "word_hashes",
]


def apply(entry: Entry, effects: Sequence[Effect]) -> None:
    """Write all effects of one step; scopes first, since the others belong to them."""
    write_scopes(entry, effects)
    write_variables(entry, effects)
    write_history(entry, effects)
    write_tasks(entry, effects)
    write_jobs(entry, effects)
    write_timers(entry, effects)
    write_subscriptions(entry, effects)
    write_incidents(entry, effects)
