"""One case's transaction, opened and closed: lock, keys, instants. Steps are `casework`'s.

Begins and commits nothing itself. What must happen after the commit gathers in `Turn.follow_ups`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from engine.errors import CaseNotActive, Fault, Invalid, NotFound, StaleVersion
from engine.services.catalogue import DeployedProcess
from engine.services.kernel import Kernel, OfficeInputs, Request
from engine.store import cases, chain, definitions, locking, recording
from engine.store.cases import Case, CaseKey
from engine.store.keys import next_key
from engine.store.sealing import DataKey, KeyDestroyed, RetentionClass
from engine.values import SEMANTICS, Actor, CaseState, JobOpened


class InstantInFuture(Invalid):
    """A late entry names an instant that has not come yet."""

    code = "occurred-in-future"
    message = "The instant given has not come yet. Correct date and time."


@dataclass(slots=True)
class FollowUps:
    """What a committed transaction leaves to do: thrown messages and signals, new waiting names."""

    messages: list[int] = field(default_factory=list)
    signals: list[int] = field(default_factory=list)
    waiting_names: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Turn:
    """A locked case during one transaction.

    `now` is the instant of its steps, `recorded_at` the clock's; `changes` are the case row's
    columns to write at the end, `opened` the jobs its steps opened and have not closed again.
    `due_timers`: how many of the case's timers were due when it was locked.
    """

    kernel: Kernel
    session: Session
    actor: Actor
    case: Case
    key: DataKey
    now: datetime
    recorded_at: datetime
    latest: Mapping[str, int]
    snapshot: bytes | None
    seq: int
    head: bytes
    business_key: str
    due_timers: int = 0
    stepped: bool = False
    changes: dict[str, object] = field(default_factory=dict)
    opened: dict[int, JobOpened] = field(default_factory=dict)
    follow_ups: FollowUps = field(default_factory=FollowUps)
    office: OfficeInputs | None = None

    @property
    def state(self) -> CaseState:
        return CaseState(str(self.changes.get("state", self.case.state)))

    @property
    def late(self) -> bool:
        """Whether this is entered after the fact."""
        return self.now < self.recorded_at


def instant_of(kernel: Kernel, request: Request) -> tuple[datetime, datetime]:
    """(instant that is meant, instant of recording).

    Raises:
        InstantInFuture: `occurred_at` lies after the clock's now.
    """
    recorded_at = kernel.clock.now()
    occurred_at = request.occurred_at or recorded_at
    if occurred_at > recorded_at:
        raise InstantInFuture((Fault(rule="occurred-in-future", message=InstantInFuture.message),))
    return occurred_at, recorded_at


def open_turn(kernel: Kernel, session: Session, request: Request, root_key: int) -> Turn:
    """Lock a root case. Steps run at the instant asked for, never before the case's last one.

    Raises:
        NotFound: there is no such case, or it is of an office that is not the actor's.
        KeyDestroyed: its data were erased.
    """
    occurred_at, recorded_at = instant_of(kernel, request)
    locked = locking.lock(session, root_key, occurred_at)
    case, row = locked.case, locked.key
    require_office(request.actor, case)
    own = kernel.catalogue.process(session, case.definition_key)
    return Turn(
        kernel=kernel,
        session=session,
        actor=request.actor,
        case=case,
        key=open_key(kernel, case, row),
        now=max(occurred_at, case.last_instant),
        recorded_at=recorded_at,
        latest=kernel.catalogue.bindings(session, own, locked.newest),
        snapshot=_open_snapshot(kernel, case, row),
        due_timers=locked.due,
        business_key=case.business_key,
        seq=case.seq,
        head=case.head or chain.genesis(case.key, row.commitment),
    )


def begin_turn(
    kernel: Kernel, session: Session, request: Request, what: DeployedProcess, *, case: Case
) -> Turn:
    """Write a new root case (`case`: business key and office filled in) and its data key."""
    occurred_at, recorded_at = instant_of(kernel, request)
    key = kernel.sealer.new_key()
    case.key = case.root_key = next_key(session)
    case.definition_key, case.process_id = what.key, what.id
    case.state, case.semantics = CaseState.ACTIVE.value, SEMANTICS
    case.version, case.seq = 1, 0
    case.created_month = recorded_at.year * 100 + recorded_at.month
    case.last_instant = case.started_at = occurred_at
    session.add(case)
    session.add(_new_key(kernel, case, key, recorded_at))
    session.flush()  # workers of the first step may refer to the row
    newest = definitions.newest_deployment(session)
    return Turn(
        kernel=kernel,
        session=session,
        actor=request.actor,
        case=case,
        key=key,
        now=occurred_at,
        recorded_at=recorded_at,
        latest=kernel.catalogue.bindings(session, what, newest),
        snapshot=None,
        business_key=case.business_key,
        seq=0,
        head=chain.genesis(case.key, key.commitment()),
    )


def require_office(actor: Actor, case: Case) -> None:
    """Refuse a case of an office the actor does not serve, as if it did not exist.

    Raises:
        NotFound: it is of another office.
    """
    if "*" not in actor.offices and case.office not in actor.offices:
        raise NotFound(kind="case", key=str(case.key))


def require_active(turn: Turn) -> None:
    """Refuse when the case has ended or is suspended.

    Raises:
        CaseNotActive: naming its state.
    """
    if turn.state is not CaseState.ACTIVE:
        raise CaseNotActive(case=str(turn.case.key), state=turn.state.value)


def require_version(turn: Turn, request: Request) -> None:
    """Refuse when the caller read an older version of the case.

    Raises:
        StaleVersion: somebody changed it meanwhile.
    """
    if request.version is not None and request.version != turn.case.version:
        raise StaleVersion(holder="Somebody")


def close_turn(turn: Turn) -> None:
    """Write the case's row: one statement for any number of commands, none when there were none."""
    if turn.seq == turn.case.seq and not turn.changes:
        return
    if turn.snapshot is not None and turn.stepped:
        place = recording.bound("snapshot", turn.case.key)
        turn.changes["snapshot"] = turn.key.seal(turn.snapshot, place)
    turn.changes |= {"last_instant": turn.now, "seq": turn.seq, "head": turn.head}
    if turn.case.business_key != turn.business_key:
        cases.rename_called(turn.session, turn.case.key, turn.case.business_key)
    cases.advance(turn.session, turn.case, turn.changes)


def open_key(kernel: Kernel, case: Case, row: CaseKey) -> DataKey:
    """The case's data key of class "case".

    Raises:
        KeyDestroyed: it was destroyed.
    """
    if row.wrapped is None:
        raise KeyDestroyed(case=str(case.key))
    place = recording.bound("case_key", case.key, row.retention_class)
    return kernel.sealer.unwrap(row.wrapped, case.office, place)


def _new_key(kernel: Kernel, case: Case, key: DataKey, at: datetime) -> CaseKey:
    place = recording.bound("case_key", case.key, RetentionClass.CASE.value)
    return CaseKey(
        root_key=case.key,
        retention_class=RetentionClass.CASE.value,
        wrapped=kernel.sealer.wrap(key, case.office, place),
        commitment=key.commitment(),
        created_at=at,
    )


def _open_snapshot(kernel: Kernel, case: Case, row: CaseKey) -> bytes | None:
    if case.snapshot is None:
        return None
    key = open_key(kernel, case, row)
    return key.open(case.snapshot, recording.bound("snapshot", case.key))
