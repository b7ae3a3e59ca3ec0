"""Records what waits for time or news: timers and subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store import subscriptions, timers
from engine.store.recording.entries import Entry, of, process
from engine.store.sealing import Sealer
from engine.values import Effect, SubscriptionClosed, SubscriptionOpened, TimerClosed, TimerSet


def write_timers(entry: Entry, effects: Sequence[Effect]) -> None:
    """Set timers and forget those that ended; one set and ended in the same step leaves no row."""
    waiting = {timer.timer: timer for timer in of(effects, TimerSet)}
    ended = {timer.timer for timer in of(effects, TimerClosed)}
    stored = sorted(entry.key_of(timer) for timer in ended - waiting.keys())
    if stored:
        timers.remove(entry.session, stored)
    rows = [_timer_row(entry, timer) for key, timer in waiting.items() if key not in ended]
    if rows:
        timers.replace(entry.session, rows)


def write_subscriptions(entry: Entry, effects: Sequence[Effect]) -> None:
    """Add opened subscriptions and forget closed ones."""
    waiting = {opened.subscription: opened for opened in of(effects, SubscriptionOpened)}
    ended = {closed.subscription for closed in of(effects, SubscriptionClosed)}
    stored = sorted(entry.key_of(number) for number in ended - waiting.keys())
    if stored:
        subscriptions.remove(entry.session, stored)
    rows = [_subscription_row(entry, new) for key, new in waiting.items() if key not in ended]
    if rows:
        subscriptions.add(entry.session, rows)


def correlation(sealer: Sealer, name: str, key: str) -> bytes:
    """What a message name and correlation key are matched by; empty for name alone."""
    return sealer.index(f"message:{name}", key) if key else b""


def _timer_row(entry: Entry, timer: TimerSet) -> dict[str, object]:
    return {
        "key": entry.key_of(timer.timer),
        "root_key": entry.case.key,
        "case_key": process(entry, timer.process).case_key,
        "element": timer.element,
        "due_at": timer.due_at,
        "calendar": timer.calendar,
        "expression": timer.expression,
        "since": timer.since,
    }


def _subscription_row(entry: Entry, new: SubscriptionOpened) -> dict[str, object]:
    owner = process(entry, new.process)
    return {
        "key": entry.key_of(new.subscription),
        "root_key": entry.case.key,
        "case_key": owner.case_key,
        "process_id": owner.process_id,
        "office": entry.case.office,
        "element": new.element,
        "kind": new.kind,
        "name": new.name,
        "correlation": correlation(entry.sealer, new.name, new.key),
    }
