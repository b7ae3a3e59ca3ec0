"""What a list of tasks can be narrowed by, and single tasks by their keys. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.errors import AlurError
from engine.rules import assignment
from engine.rules.assignment import TaskFacts
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.views import TaskRow
from engine.services.tasks import facts_of
from engine.store.cases import Case
from engine.store.definitions import Definition
from engine.store.tasks import IS_OPEN, TaskCandidate, UserTask
from engine.values import Actor, UserTaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a procedure at which some open task of the actor's offices stands."""

    process_id: str
    element: str
    name: str


def steps_open(kernel: Kernel, actor: Actor) -> tuple[Step, ...]:
    """The steps that open tasks of the actor's offices stand at, by procedure and name."""
    wanted = (
        select(UserTask.process_id, UserTask.element, func.max(UserTask.name))
        .where(IS_OPEN, scoping.in_offices(UserTask.office, actor))
        .group_by(UserTask.process_id, UserTask.element)
    )
    with kernel.reads.begin() as session:
        found = [
            Step(process_id=process, element=element, name=name or element)
            for process, element, name in session.execute(wanted)
        ]
    return tuple(sorted(found, key=lambda step: (step.process_id, step.name)))


def procedures(kernel: Kernel) -> dict[str, str]:
    """The newest name of every deployed process, by id."""
    wanted = select(Definition.id, Definition.name).where(Definition.kind == "process")
    with kernel.reads.begin() as session:
        found = session.execute(wanted.order_by(Definition.id, Definition.version))
        return {process: name or process for process, name in found}


def groups_offered(kernel: Kernel, actor: Actor) -> tuple[str, ...]:
    """The groups that a list can be narrowed to: for who sees everybody's tasks every group that
    has some, else the actor's own.
    """
    if not actor.rights & {"supervise", "administer", "audit"}:
        return tuple(sorted(actor.groups))
    wanted = select(TaskCandidate.name).where(TaskCandidate.kind == "group").distinct()
    with kernel.reads.begin() as session:
        return tuple(sorted(session.execute(wanted).scalars()))


def takeable(actor: Actor, items: Iterable[TaskRow]) -> frozenset[int]:
    """The keys of those tasks, open and held by nobody or by whom the actor stands in for, that are
    offered to the actor. Whether separate hands are asked for is judged when one is taken.
    """
    return frozenset(row.key for row in items if _is_offered(actor, row))


def lines(kernel: Kernel, actor: Actor, keys: Collection[int]) -> dict[int, TaskRow]:
    """Tasks as lines by key, open or not; those that are not the actor's to see are left out.

    Raises:
        PageInvalid: more than 200 were asked for.
    """
    if not keys:
        return {}
    scoping.require_size(len(keys))
    wanted = (
        select(UserTask, Case)
        .join(Case, Case.key == UserTask.root_key)
        .where(UserTask.key.in_(list(keys)), scoping.in_offices(UserTask.office, actor))
    )
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        return {
            task.key: rows.task_row(task, root, now)
            for task, root in session.execute(wanted).all()
            if assignment.may_see(actor, facts_of(task, {}))
        }


def _is_offered(actor: Actor, row: TaskRow) -> bool:
    facts = TaskFacts(
        key=str(row.key),
        office=row.office,
        state=UserTaskState(row.state),
        assignee=row.assignee,
        groups=frozenset(row.groups),
        users=frozenset(row.users),
    )
    try:
        assignment.require_may_claim(actor, facts)
    except AlurError:
        return False
    return row.assignee != actor.id
