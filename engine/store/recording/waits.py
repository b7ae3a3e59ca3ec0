"""Records what waits for time or news: timers and subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store import subscriptions, timers
from engine.store.recording.entries import Entry, of, process
from engine.store.sealing import Sealer
from engine.values import Effect, SubscriptionClosed, SubscriptionOpened, TimerClosed, TimerSet


def write_timers(entry: Entry, effects: Sequence[Effect]) -> None:
    """Set timers and forget those that ended; the last word on an id counts (cycles go on)."""
    last: dict[int, TimerSet | TimerClosed] = {}
    for effect in effects:
        if isinstance(effect, TimerSet | TimerClosed):
            last[effect.timer] = effect
    ended = [entry.key_of(end.timer) for end in of(last.values(), TimerClosed)]
    rows = [_timer_row(entry, timer) for timer in of(last.values(), TimerSet)]
    if ended:
        timers.remove(entry.session, ended)
    if rows:
        timers.replace(entry.session, rows)


def write_subscriptions(entry: Entry, effects: Sequence[Effect]) -> None:
    """Add opened subscriptions and forget closed ones; the last word on an id counts."""
    last: dict[int, SubscriptionOpened | SubscriptionClosed] = {}
    for effect in effects:
        if isinstance(effect, SubscriptionOpened | SubscriptionClosed):
            last[effect.subscription] = effect
    ended = [entry.key_of(end.subscription) for end in of(last.values(), SubscriptionClosed)]
    rows = [_subscription_row(entry, new) for new in of(last.values(), SubscriptionOpened)]
    if ended:
        subscriptions.remove(entry.session, ended)
    if rows:
        subscriptions.replace(entry.session, rows)


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
