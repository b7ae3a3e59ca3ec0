"""What writes answer: plain values, kept with the idempotency key. No live rows, no decisions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedDefinition:
    """One definition of a deployment. `kind` is "process", "decision" or "form".

    `new` is False when the same bytes were deployed before and the old version was kept.
    """

    kind: str
    id: str
    key: int
    version: int
    name: str
    file: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentReceipt:
    """`duplicate`: every file was known already; `key` is then the latest deployment that held
    them.
    """

    key: int
    definitions: tuple[DeployedDefinition, ...]
    duplicate: bool
    #: warnings (severity warning) as English sentences
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceipt:
    key: int
    process_id: str
    definition_key: int
    version: int
    business_key: str
    #: the case's version after the write
    case_version: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReceipt:
    key: int
    case_key: int
    state: str
    assignee: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReceipt:
    key: int
    case_key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceipt:
    """`duplicate`: the id was known, nothing was published. `cases`: those reached at once."""

    key: int
    duplicate: bool = False
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceipt:
    """`cases`: root cases (waiting and new) that were reached before this answer."""

    key: int
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReceipt:
    key: int
    case_key: int
    state: str
    retries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReceipt:
    """`resolved` is False with the stable `code` of the error that stopped it."""

    key: int
    resolved: bool
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerReceipt:
    """A timer that was fired by hand, and its root case."""

    key: int
    case_key: int
