"""Writes a case's log: the command, what it read, and the link to the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from engine.services.catalogue import Shelf
from engine.services.reads import Remembered
from engine.services.turns import Turn
from engine.store import chain, coding, log, recording
from engine.values import SEMANTICS, Actor, Inputs, LoggedCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What a step read: its inputs (remembering mappings) and the definitions."""

    inputs: Inputs
    shelf: Shelf


def append(
    turn: Turn,
    command: LoggedCommand,
    who: Actor,
    snapshot: bytes,
    *,
    reads: Reads | None = None,
) -> None:
    """Add the next row of the case's log and go on from its hash.

    Calendars and the office's context are kept once under their digest and named in the payload, so
    that running the log again needs neither office nor clock.
    """
    turn.seq += 1
    inputs, kept = ({}, {}) if reads is None else _inputs_read(reads.inputs)
    if kept:
        log.keep_inputs(turn.session, kept)
    payload = coding.to_bytes({"command": command, "inputs": inputs})
    link = chain.Link(
        root_key=turn.case.key,
        seq=turn.seq,
        recorded_at=turn.recorded_at,
        occurred_at=turn.now,
        late=turn.late,
        actor=who.id,
        kind=coding.kind_of(command),
        payload=turn.key.seal(payload, recording.bound("command", turn.case.key, turn.seq)),
        semantics=SEMANTICS,
        snapshot_digest=turn.key.digest(snapshot),
        definitions=coding.to_text({} if reads is None else reads.shelf.digests()),
    )
    previous, turn.head = turn.head, chain.link_hash(turn.head, link)
    log.append_command(turn.session, _row(turn, link, previous))


def _inputs_read(inputs: Inputs) -> tuple[dict[str, object], dict[bytes, str]]:
    """The payload's part on what was read, and the contents it names by digest."""
    contents: dict[bytes, str] = {}
    named = {
        "now": inputs.now,
        "businessKey": inputs.business_key,
        "latest": _read(inputs.latest),
        "calendars": _name(_read(inputs.calendars), contents),
        "context": _name(_read(inputs.context), contents),
    }
    return {key: value for key, value in named.items() if value}, contents


def _read(mapping: Mapping[str, object]) -> dict[str, object]:
    return dict(mapping.read if isinstance(mapping, Remembered) else mapping)


def _name(values: Mapping[str, object], contents: dict[bytes, str]) -> dict[str, object]:
    names: dict[str, object] = {}
    for name, value in values.items():
        text = coding.to_text(value)
        digest = sha256(text.encode()).digest()
        contents[digest] = text
        names[name] = digest.hex()
    return names


def _row(turn: Turn, link: chain.Link, previous: bytes) -> dict[str, object]:
    columns = {name: getattr(link, name) for name in chain.Link.__dataclass_fields__}
    return columns | {
        "created_month": turn.case.created_month,
        "previous": previous,
        "hash": turn.head,
    }
