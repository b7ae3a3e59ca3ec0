"""Runs a case's log again and says whether the engine still gives the very same bytes.

Reads only, and of the case's rows only its log and its key: neither snapshots nor projections, nor
the office or the clock, since what the steps read was recorded with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.errors import NotFound, SnapshotUnreadable, StepRefused
from engine.runtime import stepping
from engine.services import turns
from engine.services.catalogue import Shelf
from engine.services.kernel import Kernel
from engine.store import cases, coding, log, recording
from engine.store.log import CaseCommand
from engine.store.sealing import DataKey
from engine.values import (
    SEMANTICS,
    AddNote,
    AssignUserTask,
    Calendar,
    ChangeUserTask,
    Inputs,
    JsonValue,
    LoggedCommand,
    StepResult,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One row of a log, opened: the command, who gave it, and what it read."""

    seq: int
    actor: str
    recorded_at: datetime
    occurred_at: datetime
    late: bool
    command: LoggedCommand
    inputs: Inputs
    digest: bytes
    #: the digests of the definitions it read, by key
    definitions: dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """`parted_at` is the first sequence number whose digest differs, None when all are equal.

    `steps` are the results of every command that was run, by sequence number; the snapshot is the
    last one, None when the log is empty.
    """

    case_key: int
    commands: int
    parted_at: int | None
    snapshot: bytes | None
    steps: tuple[tuple[int, StepResult], ...] = ()


def replay(kernel: Kernel, case_key: int) -> Replay:
    """Run the whole log of a root case from nothing, up to where it parts.

    Raises:
        NotFound: no such root case.
        KeyDestroyed: its data were erased.
        SnapshotUnreadable: the log was written by a release that this one cannot read.
    """
    steps: list[tuple[int, StepResult]] = []
    snapshot: bytes | None = None
    seq = 0
    with kernel.reads.begin() as session:
        key = _key(kernel, session, case_key)
        for recorded in _opened(session, case_key, key):
            seq = recorded.seq
            result = _step(kernel, session, snapshot, recorded)
            if result is not None:
                snapshot = result.snapshot
                steps.append((seq, result))
            if key.digest(snapshot or b"") != recorded.digest:
                return _report(case_key, seq, snapshot, steps, parted_at=seq)
    return _report(case_key, seq, snapshot, steps, parted_at=None)


def read_log(kernel: Kernel, case_key: int) -> tuple[Recorded, ...]:
    """The log of a root case, opened.

    Raises:
        NotFound, KeyDestroyed, SnapshotUnreadable: as `replay`.
    """
    with kernel.reads.begin() as session:
        key = _key(kernel, session, case_key)
        return tuple(_opened(session, case_key, key))


def _key(kernel: Kernel, session: Session, case_key: int) -> DataKey:
    found = cases.find(session, case_key)
    if found is None:
        raise NotFound(kind="case", key=str(case_key))
    return turns.open_key(kernel, *found)


def _opened(session: Session, case_key: int, key: DataKey) -> Iterator[Recorded]:
    found = cases.find(session, case_key)
    assert found is not None
    contents: dict[str, JsonValue] = {}
    for row in log.commands(session, case_key, found[0].created_month):
        if row.semantics != SEMANTICS:
            raise SnapshotUnreadable(case=str(case_key), why=f"semantics {row.semantics}")
        yield _recorded(session, row, key, contents)


def _recorded(
    session: Session, row: CaseCommand, key: DataKey, contents: dict[str, JsonValue]
) -> Recorded:
    place = recording.bound("command", row.root_key, row.seq)
    payload = coding.mapping(key.open(row.payload, place))
    fields, read = payload["command"], payload["inputs"]
    assert isinstance(fields, dict)
    assert isinstance(read, dict)
    digests = coding.text_map(row.definitions)
    return Recorded(
        seq=row.seq,
        actor=row.actor,
        recorded_at=row.recorded_at,
        occurred_at=row.occurred_at,
        late=row.late,
        command=coding.command_from(row.kind, fields),
        inputs=_inputs(session, row, read, contents),
        digest=row.snapshot_digest,
        definitions={int(number): digest for number, digest in digests.items()},
    )


def _inputs(
    session: Session,
    row: CaseCommand,
    read: dict[str, JsonValue],
    contents: dict[str, JsonValue],
) -> Inputs:
    latest = _part(read, "latest")
    context = _part(read, "context")
    calendars = _part(read, "calendars")
    _fetch(session, [*context.values(), *calendars.values()], contents)
    return Inputs(
        now=row.occurred_at,
        case_key=row.root_key,
        business_key=str(read.get("businessKey", "")),
        latest={name: int(str(number)) for name, number in latest.items()},
        calendars={name: _calendar(contents[str(at)]) for name, at in calendars.items()},
        context={name: contents[str(at)] for name, at in context.items()},
    )


def _part(read: dict[str, JsonValue], name: str) -> dict[str, JsonValue]:
    part = read.get(name, {})
    assert isinstance(part, dict)
    return part


def _fetch(session: Session, digests: list[JsonValue], contents: dict[str, JsonValue]) -> None:
    missing = {str(digest) for digest in digests} - contents.keys()
    if missing:
        found = log.inputs(session, [bytes.fromhex(digest) for digest in sorted(missing)])
        contents |= {digest.hex(): coding.from_bytes(text) for digest, text in found.items()}


def _calendar(content: JsonValue) -> Calendar:
    return coding.calendar_from(content)


def _step(
    kernel: Kernel, session: Session, snapshot: bytes | None, recorded: Recorded
) -> StepResult | None:
    command = recorded.command
    if isinstance(command, AddNote | AssignUserTask | ChangeUserTask):
        return None
    shelf = Shelf(session, kernel.catalogue)
    try:
        return stepping.step(shelf.definitions(), snapshot, command, recorded.inputs)
    except StepRefused:
        return StepResult(snapshot=b"refused", effects=())


def _report(
    case_key: int,
    commands: int,
    snapshot: bytes | None,
    steps: list[tuple[int, StepResult]],
    *,
    parted_at: int | None,
) -> Replay:
    return Replay(
        case_key=case_key,
        commands=commands,
        parted_at=parted_at,
        snapshot=snapshot,
        steps=tuple(steps),
    )
