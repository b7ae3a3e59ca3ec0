"""Makes messages and signals durable before anybody is reached. Delivers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.services.kernel import Kernel
from engine.services.turns import Turn
from engine.store import coding, definitions, recording, subscriptions
from engine.store.keys import next_key, next_keys
from engine.store.subscriptions import Message, SignalDelivery
from engine.values import SYSTEM_ACTOR, JsonValue, MessageThrown, SignalThrown, Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it is posted. `time_to_live` zero: whoever waits now, or nobody."""

    name: str
    key: str
    variables: Variables
    time_to_live: timedelta
    message_id: str
    office: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A signal as it is broadcast: `offices` are those whose cases it reaches, `but` leaves one
    out.
    """

    name: str
    variables: Variables
    offices: frozenset[str]
    office: str
    actor: str
    at: datetime
    but: int = 0


def post_message(kernel: Kernel, session: Session, letter: Letter) -> tuple[int, bool]:
    """Keep a message; (its key, whether it is new). A known message id keeps the first one."""
    hashed = recording.correlation(kernel.sealer, letter.name, letter.key)
    if letter.message_id:
        known = subscriptions.message_with_id(session, letter.name, hashed, letter.message_id)
        if known is not None:
            return known.key, False
    key = next_key(session)
    content: dict[str, JsonValue] = {"key": letter.key, "variables": dict(letter.variables)}
    session.add(
        Message(
            key=key,
            name=letter.name,
            correlation=hashed,
            message_id=letter.message_id or None,
            payload=seal(kernel, "message", key, content),
            office=letter.office,
            actor=letter.actor,
            published_at=letter.at,
            expires_at=letter.at + letter.time_to_live,
            open=True,
            fresh=True,
        )
    )
    session.flush()  # a repeated message id must show here, not at the commit
    return key, True


def post_signal(kernel: Kernel, session: Session, call: Call) -> int:
    """Keep one delivery for each case that waits and each start event; the broadcast's key."""
    roots = subscriptions.waiting_for_signal(session, call.name, call.offices)
    targets: list[tuple[int | None, int | None, str]] = [
        (root, None, "") for root in roots if root != call.but
    ]
    targets += [
        (None, start.definition_key, start.element)
        for start in definitions.start_subscriptions(session, "signal", call.name)
    ]
    signal_key, *keys = next_keys(session, 1 + len(targets))
    for key, (root, definition, element) in zip(keys, targets, strict=True):
        session.add(
            SignalDelivery(
                key=key,
                signal_key=signal_key,
                name=call.name,
                payload=seal(kernel, "signal", key, dict(call.variables)),
                actor=call.actor,
                office=call.office,
                root_key=root,
                definition_key=definition,
                element=element,
                created_at=call.at,
            )
        )
    session.flush()  # rows first, deliveries after the commit
    return signal_key


def post_thrown(turn: Turn, thrown: MessageThrown) -> list[int]:
    """Keep a message that a step threw; its key in a list, empty when its id was known."""
    letter = Letter(
        name=thrown.name,
        key=thrown.key,
        variables=thrown.variables,
        time_to_live=iso8601.parse_duration(thrown.time_to_live or "PT0S").delta,
        message_id=thrown.message_id,
        office=turn.case.office,
        actor=SYSTEM_ACTOR.id,
        at=turn.recorded_at,
    )
    key, new = post_message(turn.kernel, turn.session, letter)
    return [key] if new else []


def post_thrown_signal(turn: Turn, thrown: SignalThrown) -> int:
    """Keep the deliveries of a signal that a step threw to all other cases; the broadcast's key."""
    call = Call(
        name=thrown.name,
        variables=thrown.variables,
        offices=frozenset({"*"}),
        office=turn.case.office,
        actor=SYSTEM_ACTOR.id,
        at=turn.recorded_at,
        but=turn.case.key,
    )
    return post_signal(turn.kernel, turn.session, call)


def seal(kernel: Kernel, kind: str, key: int, content: Mapping[str, JsonValue]) -> bytes:
    """Seal what belongs to no case yet under the installation's key."""
    plain = coding.to_bytes(dict(content))
    return kernel.sealer.installation_key(kind).seal(plain, recording.bound(kind, key))


def unseal(kernel: Kernel, kind: str, key: int, sealed: bytes) -> dict[str, JsonValue]:
    """Open what `seal` sealed."""
    place = recording.bound(kind, key)
    return coding.mapping(kernel.sealer.installation_key(kind).open(sealed, place))
