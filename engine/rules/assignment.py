"""Decides whether an actor may touch a user task. Knows nothing of sessions, tables or HTTP.

Every `require_may_*` first asks whether the actor may see the task at all, so that a refusal never
tells a stranger what exists; then whether it is open; then the duties; then who holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Forbidden, NotFound, SeparationOfDuties, TaskNotOpen, TaskTaken
from engine.values import Actor, UserTaskState


class NotHolder(Forbidden):
    """The actor does not hold the user task, and only its holder or a supervisor may do this."""

    code = "not-holder"
    message = "You do not hold task %(task)s. Claim it first or ask your supervisor."


class NotCandidate(Forbidden):
    """The person is in none of the task's groups and not one of its named users."""

    code = "not-candidate"
    message = "%(actor)s is no candidate for task %(task)s. Choose somebody of its groups."


class NotSupervisor(Forbidden):
    """Only a supervisor of the office may do this."""

    code = "not-supervisor"
    message = "Only a supervisor may do this with task %(task)s. Ask yours."


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """All that the rules need to know of a user task; `key` only names it in messages.

    `separate_from`: elements whose completers may not do this task in the same case.
    `completed_by`: element id -> everybody who completed it in this case so far.
    """

    key: str
    office: str
    state: UserTaskState = UserTaskState.CREATED
    assignee: str | None = None
    groups: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    separate_from: frozenset[str] = frozenset()
    completed_by: Mapping[str, frozenset[str]] = field(default_factory=dict)


def parse_separate_from(text: str) -> frozenset[str]:
    """Read the diagram property `separateFrom`: element ids with commas between them."""
    return frozenset(part.strip() for part in text.split(",")) - {""}


def may_see(actor: Actor, task: TaskFacts) -> bool:
    """Tell whether the actor may read the task: in an office of theirs, and theirs to work on.

    Theirs are tasks they hold, tasks of their groups, tasks that name them, and all of these of an
    absent officer they stand in for; supervisors and auditors see every task of their offices. A
    task without any candidate is seen by those alone: deny by default.
    """
    return _serves(actor, task) and (
        task.assignee in _names(actor)
        or is_candidate(actor, task)
        or bool(actor.rights & {"supervise", "audit"})
    )


def is_candidate(actor: Actor, task: TaskFacts) -> bool:
    """Tell whether the task is offered to the actor, by a group or by name."""
    return bool(actor.groups & task.groups or _names(actor) & task.users)


def require_may_see(actor: Actor, task: TaskFacts) -> None:
    """Refuse to show a task that is not the actor's to see.

    Raises:
        NotFound: as if it did not exist.
    """
    if not may_see(actor, task):
        raise NotFound(kind="user task", key=task.key)


def require_may_claim(actor: Actor, task: TaskFacts) -> None:
    """Let a candidate take a free task; claiming what one holds already is no error.

    To a substitute what the absent one holds is free too.

    A supervisor who is no candidate may not claim (four eyes); they assign.

    Raises:
        NotFound, TaskNotOpen, TaskTaken, SeparationOfDuties, NotCandidate: in this order.
    """
    _require_open(actor, task)
    if task.assignee == actor.id:
        return
    _require_free(actor, task)
    require_suitable(actor, task)


def require_may_unclaim(actor: Actor, task: TaskFacts) -> None:
    """Let the holder release a task and a supervisor take it away; a free task may be released.

    Raises:
        NotFound, TaskNotOpen, NotHolder: in this order.
    """
    _require_open(actor, task)
    if task.assignee not in {None, actor.id} and not _supervises(actor):
        raise NotHolder(task=task.key)


def require_may_assign(actor: Actor, task: TaskFacts, to: Actor) -> None:
    """Let a supervisor give a task to a suitable officer, and the holder hand it over to one.

    Raises:
        NotFound, TaskNotOpen, NotSupervisor: about the one who asks.
        SeparationOfDuties, NotCandidate: about the officer it should go to.
    """
    _require_open(actor, task)
    if not _supervises(actor) and task.assignee != actor.id:
        raise NotSupervisor(task=task.key)
    require_suitable(to, task)


def require_may_snooze(actor: Actor, task: TaskFacts) -> None:
    """Let the holder put a task off, and a supervisor put off anybody's.

    Raises:
        NotFound, TaskNotOpen, NotHolder: in this order.
    """
    _require_open(actor, task)
    if task.assignee != actor.id and not _supervises(actor):
        raise NotHolder(task=task.key)


def require_may_update(actor: Actor, task: TaskFacts) -> None:
    """Let a supervisor change when a task is due, and its priority.

    Raises:
        NotFound, TaskNotOpen, NotSupervisor: in this order.
    """
    _require_open(actor, task)
    if not _supervises(actor):
        raise NotSupervisor(task=task.key)


def require_may_complete(actor: Actor, task: TaskFacts, *, override: bool = False) -> None:
    """Let the holder complete; a candidate who completes a free task claims it by doing so.

    (Camunda 8 completes unassigned tasks too; the service records the implicit claim.) With
    `override` a supervisor may complete somebody else's or a free task on purpose; the separation
    of duties holds for them as well. The same rule guards drafts.

    Raises:
        NotFound, TaskNotOpen, SeparationOfDuties, TaskTaken, NotCandidate, NotSupervisor.
    """
    _require_open(actor, task)
    require_separate(actor, task)
    if task.assignee == actor.id:
        return
    if override:
        if not _supervises(actor):
            raise NotSupervisor(task=task.key)
        return
    _require_free(actor, task)
    require_suitable(actor, task)


def require_separate(actor: Actor, task: TaskFacts) -> None:
    """Refuse whoever completed one of the tasks this one must be separate from, in this case.

    Raises:
        SeparationOfDuties: naming the element the actor did.
    """
    for element in sorted(task.separate_from):
        if actor.id in task.completed_by.get(element, frozenset()):
            raise SeparationOfDuties(element=element)


def require_suitable(actor: Actor, task: TaskFacts) -> None:
    """Refuse an officer the task could not be given to: another office, other groups, same hands.

    A task that names no candidate at all suits whoever has a work list in its office.

    Raises:
        SeparationOfDuties, NotCandidate: in this order.
    """
    require_separate(actor, task)
    offered = is_candidate(actor, task)
    unaddressed = not task.groups and not task.users and "work" in actor.rights
    if not _serves(actor, task) or not (offered or unaddressed):
        raise NotCandidate(actor=actor.id, task=task.key)


def _serves(actor: Actor, task: TaskFacts) -> bool:
    return "*" in actor.offices or task.office in actor.offices


def _supervises(actor: Actor) -> bool:
    return "supervise" in actor.rights


def _require_open(actor: Actor, task: TaskFacts) -> None:
    require_may_see(actor, task)
    if task.state is not UserTaskState.CREATED:
        raise TaskNotOpen(task=task.key, state=task.state.value)


def _names(actor: Actor) -> frozenset[str]:
    return actor.stands_in_for | {actor.id}


def _require_free(actor: Actor, task: TaskFacts) -> None:
    if task.assignee is not None and task.assignee not in actor.stands_in_for:
        raise TaskTaken(holder=task.assignee)
