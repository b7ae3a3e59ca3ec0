"""Says which state may follow which, for cases, user tasks, jobs and incidents. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from engine.errors import Conflict
from engine.values import CaseState, JobState, UserTaskState


class IncidentState(StrEnum):
    """ACTIVE until it was retried with success, or its element or case ended."""

    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"


class TransitionRefused(Conflict):
    """The state asked for cannot follow the present one."""

    code = "transition-refused"
    message = "%(what)s is %(state)s and cannot become %(target)s. Reload and look again."


State = TypeVar("State", CaseState, UserTaskState, JobState, IncidentState)

# One table a kind: members of different StrEnums with the same text are equal, and would collide.
_NEXT: Final[Mapping[type[StrEnum], Mapping[str, frozenset[str]]]] = {
    CaseState: {
        CaseState.ACTIVE: frozenset(
            {CaseState.SUSPENDED, CaseState.COMPLETED, CaseState.TERMINATED}
        ),
        CaseState.SUSPENDED: frozenset({CaseState.ACTIVE, CaseState.TERMINATED}),
    },
    # A reopened task is a new task: the completed one stays as it was answered.
    UserTaskState: {
        UserTaskState.CREATED: frozenset({UserTaskState.COMPLETED, UserTaskState.CANCELED}),
    },
    # FAILED: no retries left, an incident is open; its retry makes the job CREATED again.
    JobState: {
        JobState.CREATED: frozenset(set(JobState) - {JobState.CREATED}),
        JobState.FAILED: frozenset({JobState.CREATED, JobState.CANCELED}),
    },
    IncidentState: {IncidentState.ACTIVE: frozenset({IncidentState.RESOLVED})},
}


def may_become(state: State, target: State) -> bool:
    """Tell whether `target` may directly follow `state`; no state follows itself."""
    return target in _NEXT[type(state)].get(state, frozenset())


def is_final(state: State) -> bool:
    """Tell whether nothing can follow."""
    return state not in _NEXT[type(state)]


def require_may_become(what: str, state: State, target: State) -> None:
    """Refuse a transition that is not allowed; `what` names the thing in the message.

    Raises:
        TransitionRefused: when `target` may not follow `state`.
    """
    if not may_become(state, target):
        raise TransitionRefused(what=what, state=state.value, target=target.value)
