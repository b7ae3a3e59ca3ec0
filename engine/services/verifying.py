"""Checks the hash chain of cases: gapless, unbroken, committed to its key. Runs nothing again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Failed, NotFound
from engine.services import turns
from engine.services.kernel import Kernel
from engine.store import cases, chain, coding, log, recording
from engine.store.cases import Case, CaseKey
from engine.store.log import CaseCommand
from engine.store.sealing import DataKey, Unsealable
from engine.values import JsonValue

_TEXTS: Final = {
    "gap": "Command %d is missing or stands out of order.",
    "previous": "Command %d does not follow the one before it.",
    "hash": "Command %d was changed.",
    "payload": "The content of command %d was changed or belongs to another case.",
    "input": "A calendar or configuration that command %d read was changed or is missing.",
    "key": "The case's key is not the one its log was begun with.",
    "head": "The case's row does not end where its log ends, at command %d.",
    "snapshot": "The case's snapshot is not the one of command %d.",
    "month": "Command %d lies in another month than its case.",
}


class MasterKeyWrong(Failed):
    """The master key is not the one that this database's records are sealed with."""

    code = "master-key-wrong"
    message = "ALUR_MASTER_KEY is not the key of this database. Set the key it was founded with."


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What broke where. `code` is stable: "gap", "previous", "hash", "payload", "input", "key",
    "head", "snapshot", "month".
    """

    case_key: int
    seq: int
    code: str
    text: str


def require_master_key(kernel: Kernel) -> None:
    """Refuse a master key that does not open the newest case; before the first any key will do.

    Raises:
        MasterKeyWrong: it is another installation's.
    """
    newest = select(CaseKey.root_key).where(CaseKey.wrapped.is_not(None))
    with kernel.reads.begin() as session:
        root = session.execute(newest.order_by(CaseKey.root_key.desc()).limit(1)).scalar()
        found = None if root is None else cases.find(session, root)
        if found is not None and found[1].wrapped is not None and _open_key(kernel, *found) is None:
            raise MasterKeyWrong


def verify(kernel: Kernel, case_key: int | None = None) -> tuple[Break, ...]:
    """Check one root case's chain, or every case's (None); an empty answer means whole.

    A case whose key was destroyed is checked as far as that goes: its contents are not opened.

    Raises:
        NotFound: no such root case.
    """
    with kernel.reads.begin() as session:
        keys = _all(session) if case_key is None else [case_key]
        return tuple(found for key in keys for found in _verify(kernel, session, key))


def _all(session: Session) -> list[int]:
    return list(session.execute(select(Case.key).where(Case.key == Case.root_key)).scalars())


def _verify(kernel: Kernel, session: Session, case_key: int) -> Iterator[Break]:
    found = cases.find(session, case_key)
    if found is None:
        raise NotFound(kind="case", key=str(case_key))
    case, row = found
    key = _open_key(kernel, case, row)
    if row.wrapped is not None and (key is None or key.commitment() != row.commitment):
        yield _break(case_key, 0, "key")
        key = None
    whole: set[str] = set()
    head, seq, digest = chain.genesis(case_key, row.commitment), 0, b""
    for command in log.all_commands(session, case_key):
        yield from _check(case, command, head=head, seq=seq)
        if key is not None:
            yield from _check_content(session, command, key, whole)
        head, seq, digest = command.hash, command.seq, command.snapshot_digest
    if (seq, head) != (case.seq, case.head):
        yield _break(case_key, seq, "head")
    if key is not None and not _holds(case, key, digest):
        yield _break(case_key, seq, "snapshot")


def _check(case: Case, command: CaseCommand, *, head: bytes, seq: int) -> Iterator[Break]:
    number = command.seq
    if number != seq + 1:
        yield _break(case.key, number, "gap")
    if command.created_month != case.created_month:
        yield _break(case.key, number, "month")
    if command.previous != head:
        yield _break(case.key, number, "previous")
    if chain.link_hash(command.previous, _link(command)) != command.hash:
        yield _break(case.key, number, "hash")


def _check_content(
    session: Session, command: CaseCommand, key: DataKey, whole: set[str]
) -> Iterator[Break]:
    """Open the payload, and hold the recorded inputs it names against their digests.

    `whole` are those seen to be right already.
    """
    place = recording.bound("command", command.root_key, command.seq)
    try:
        payload = coding.mapping(key.open(command.payload, place))
    except Unsealable:
        yield _break(command.root_key, command.seq, "payload")
        return
    unseen = set(_named(payload)) - whole
    found = log.inputs(session, map(bytes.fromhex, unseen)) if unseen else {}
    whole |= {digest.hex() for digest, text in found.items() if _is_digest(digest, text)}
    if not unseen <= whole:
        yield _break(command.root_key, command.seq, "input")


def _named(payload: Mapping[str, JsonValue]) -> Iterator[str]:
    read = payload["inputs"]
    assert isinstance(read, dict)
    for part in ("calendars", "context"):
        names = read.get(part, {})
        assert isinstance(names, dict)
        yield from map(str, names.values())


def _is_digest(digest: bytes, text: str) -> bool:
    return sha256(text.encode()).digest() == digest


def _link(command: CaseCommand) -> chain.Link:
    return chain.Link(**{name: getattr(command, name) for name in chain.Link.__dataclass_fields__})


def _holds(case: Case, key: DataKey, digest: bytes) -> bool:
    if case.snapshot is None:
        return not digest
    try:
        snapshot = key.open(case.snapshot, recording.bound("snapshot", case.key))
    except Unsealable:
        return False
    return key.digest(snapshot) == digest


def _open_key(kernel: Kernel, case: Case, row: CaseKey) -> DataKey | None:
    if row.wrapped is None:
        return None
    try:
        return turns.open_key(kernel, case, row)
    except Unsealable:
        return None


def _break(case_key: int, seq: int, code: str) -> Break:
    text = _TEXTS[code]
    return Break(case_key=case_key, seq=seq, code=code, text=text % seq if "%d" in text else text)
