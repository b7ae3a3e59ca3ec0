"""Brings durable messages and signals to cases, each in a transaction of its own.

A message row is committed before anybody is looked for, and a waiting case commits before kept
messages are looked for: whichever comes second finds the other. The sweep repeats both.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Final

from sqlalchemy.orm import Session

from engine.errors import AlurError
from engine.services import jobwork, mailing
from engine.services.kernel import Kernel, Request
from engine.services.turns import FollowUps, Turn, begin_turn, close_turn, open_turn
from engine.store import definitions, subscriptions
from engine.store.cases import Case
from engine.store.definitions import StartSubscription
from engine.store.subscriptions import Message, MessageDelivery, SignalDelivery
from engine.values import (
    SYSTEM_ACTOR,
    CaseState,
    DeliverMessage,
    DeliverSignal,
    JsonValue,
    StartCase,
)

#: Deliveries that one write drives by itself; a longer chain of messages goes on in the sweep.
MOST_FOLLOWING: Final = 100
_SYSTEM: Final = Request(actor=SYSTEM_ACTOR)
_log = logging.getLogger(__name__)


def drain(kernel: Kernel, follow_ups: FollowUps) -> tuple[int, ...]:
    """Do what a committed transaction left, and what that leaves; the root cases reached.

    A failure here never undoes what was committed: the rows stay for the sweep.
    """
    reached: list[int] = []
    waiting = deque([follow_ups])
    for _ in range(MOST_FOLLOWING):
        if not waiting:
            break
        messages, signals = _expand(kernel, waiting.popleft())
        for message in messages:
            waiting += _safely(kernel, message, reached, signal=False)
        for signal in signals:
            waiting += _safely(kernel, signal, reached, signal=True)
    return tuple(dict.fromkeys(reached))


def deliver_message(kernel: Kernel, message_key: int) -> list[tuple[int, FollowUps]]:
    """Bring one message to all it is for; for each root case reached, what that left to do."""
    made: list[tuple[int, FollowUps]] = []
    while (step := _deliver_next(kernel, message_key)) is not None:
        made.append(step)
    return made


def deliver_signal(kernel: Kernel, delivery_key: int) -> list[tuple[int, FollowUps]]:
    """Make one delivery of a broadcast; empty when it was made or its case has gone on."""
    with kernel.sessions.begin() as session:
        row = subscriptions.lock_signal(session, delivery_key)
        if row is None:
            return []
        session.delete(row)
        variables = mailing.unseal(kernel, "signal", row.key, row.payload)
        turn = _signalled(kernel, session, row, variables)
        if turn is None:
            return []
        close_turn(turn)
    return [(turn.case.key, turn.follow_ups)]


def _expand(kernel: Kernel, follow_ups: FollowUps) -> tuple[list[int], list[int]]:
    messages = list(follow_ups.messages)
    signals: list[int] = []
    if not follow_ups.waiting_names and not follow_ups.signals:
        return messages, signals
    with kernel.reads.begin() as session:
        if follow_ups.waiting_names:
            kept = subscriptions.kept_for(session, follow_ups.waiting_names)
            messages += [key for key in kept if key not in messages]
        for signal in follow_ups.signals:
            signals += subscriptions.signals_due(session, MOST_FOLLOWING, signal)
    return messages, signals


def _safely(kernel: Kernel, key: int, reached: list[int], *, signal: bool) -> list[FollowUps]:
    try:
        made = deliver_signal(kernel, key) if signal else deliver_message(kernel, key)
    except AlurError as error:
        _log.warning("delivery %s was refused: %s", key, error.code)
        _give_up(kernel, key, signal=signal)
        return []
    except Exception as error:  # noqa: BLE001  # what was committed stays; the others are due too
        _log.warning("delivery %s is left to the sweep: %s", key, type(error).__name__)
        return []
    reached += [root for root, _ in made]
    return [left for _, left in made]


def _give_up(kernel: Kernel, key: int, *, signal: bool) -> None:
    """A case that cannot take a signal is skipped; a message is kept for its time, not for ever."""
    with kernel.sessions.begin() as session:
        if signal:
            row = subscriptions.lock_signal(session, key)
            if row is not None:
                session.delete(row)
            return
        message = subscriptions.lock_message(session, key)
        if message is not None:
            _settle(kernel, message)


def _deliver_next(kernel: Kernel, message_key: int) -> tuple[int, FollowUps] | None:
    """One more delivery of a message, or its end; None when there is nothing more to do."""
    with kernel.sessions.begin() as session:
        message = subscriptions.lock_message(session, message_key)
        if message is None:
            return None
        turn = _to_waiting_case(kernel, session, message) or _to_start(kernel, session, message)
        if turn is None:
            _settle(kernel, message)
            return None
        close_turn(turn)
    return turn.case.key, turn.follow_ups


def _settle(kernel: Kernel, message: Message) -> None:
    """Nobody more waits for it now: keep it for its time, or drop its content."""
    message.fresh = False
    if message.expires_at <= kernel.clock.now():
        message.open = False
        message.payload = None


def _to_waiting_case(kernel: Kernel, session: Session, message: Message) -> Turn | None:
    reached = subscriptions.reached(session, message.key)
    found = subscriptions.waiting(session, message, reached)
    if found is None:
        return None
    root_key, subscription, process_id = found
    turn = open_turn(kernel, session, _SYSTEM, root_key)
    if not subscriptions.is_open(session, subscription) or turn.state is not CaseState.ACTIVE:
        return _to_waiting_case(kernel, session, message)  # it went on while we waited for the lock
    key, variables = _letter(kernel, message)
    command = DeliverMessage(
        subscription=subscription - root_key, message=message.name, key=key, variables=variables
    )
    jobwork.carry_out(turn, command)
    _note_delivery(session, message, turn, process_id, started=False)
    return turn


def _to_start(kernel: Kernel, session: Session, message: Message) -> Turn | None:
    reached = subscriptions.reached(session, message.key)
    for start in definitions.start_subscriptions(session, "message", message.name):
        if start.process_id in reached or _is_running(session, start, message):
            continue
        _, variables = _letter(kernel, message)
        turn = _start(kernel, session, start, variables, office=message.office)
        _note_delivery(session, message, turn, start.process_id, started=True)
        return turn
    return None


def _is_running(session: Session, start: StartSubscription, message: Message) -> bool:
    """Camunda 8: with a key, one case a key at a time; the next waits its turn in the buffer."""
    if not message.correlation:
        return False
    subscriptions.lock_start(session, start.process_id, message.correlation)
    return subscriptions.is_started_by(session, start.process_id, message.correlation)


def _signalled(
    kernel: Kernel, session: Session, row: SignalDelivery, variables: dict[str, JsonValue]
) -> Turn | None:
    if row.root_key is None:
        start = StartSubscription(definition_key=row.definition_key, element=row.element)
        return _start(kernel, session, start, variables, office=row.office)
    turn = open_turn(kernel, session, _SYSTEM, row.root_key)
    if turn.state is not CaseState.ACTIVE:
        return None
    jobwork.carry_out(turn, DeliverSignal(signal=row.name, variables=variables))
    return turn


def _start(
    kernel: Kernel,
    session: Session,
    start: StartSubscription,
    variables: dict[str, JsonValue],
    *,
    office: str,
) -> Turn:
    what = kernel.catalogue.process(session, start.definition_key)
    turn = begin_turn(kernel, session, _SYSTEM, what, case=Case(business_key="", office=office))
    command = StartCase(definition=what.key, variables=variables, start_element=start.element)
    jobwork.carry_out(turn, command)
    return turn


def _letter(kernel: Kernel, message: Message) -> tuple[str, dict[str, JsonValue]]:
    content = mailing.unseal(kernel, "message", message.key, message.payload or b"")
    variables = content["variables"]
    return str(content["key"]), variables if isinstance(variables, dict) else {}


def _note_delivery(
    session: Session, message: Message, turn: Turn, process_id: str, *, started: bool
) -> None:
    session.add(
        MessageDelivery(
            message_key=message.key,
            process_id=process_id,
            root_key=turn.case.key,
            correlation=message.correlation,
            started=started,
            at=turn.recorded_at,
        )
    )
    session.flush()  # "one case a process id" must show here, not at the commit
