"""JSON values, states and actors: the plainest values of all. Nothing here is about a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

#: JSON as Alur keeps it: never a binary float. Integral numbers are int, others Decimal.
JsonValue: TypeAlias = "None | bool | int | Decimal | str | list[JsonValue] | dict[str, JsonValue]"
Variables: TypeAlias = "Mapping[str, JsonValue]"

#: Bits of a key that count inside a root case (16,777,215 ids a case).
CASE_BITS: Final = 24
#: Raised whenever the same log would give other bytes; see docs/architecture.md.
SEMANTICS: Final = 1


class CaseState(StrEnum):
    """States of a case (process instance), named as Camunda 8 does."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class UserTaskState(StrEnum):
    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class JobState(StrEnum):
    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    ERROR_THROWN = "ERROR_THROWN"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. `groups` are the lanes (roles) held, `offices` those whose cases may be seen.

    "*" among the offices means all of them.

    `rights` are named permissions beyond lanes: "deploy", "supervise" (assign, reassign, cancel,
    correct, reopen, see everybody's tasks), "administer" (incidents, jobs, suspend, users), "audit"
    (read histories and logs), "work" (has a work list). `kind` is "officer", "service" or "system".

    `stands_in_for` are the absent officers whose tasks are this actor's to see and take meanwhile;
    their lanes are among `groups` already. What must be done by separate hands asks for `id` alone.
    """

    id: str
    groups: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    kind: str = "officer"
    stands_in_for: frozenset[str] = frozenset()


SYSTEM_ACTOR: Final = Actor(
    id="sistem",
    groups=frozenset({"sistem"}),
    offices=frozenset({"*"}),
    rights=frozenset({"deploy", "supervise", "administer", "audit"}),
    kind="system",
)
