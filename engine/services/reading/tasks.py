"""Work lists and the task page. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from engine.errors import AlurError, NotFound
from engine.rules import assignment
from engine.rules.assignment import TaskFacts
from engine.services import restricting, visible
from engine.services.kernel import Kernel
from engine.services.reading import ordering, rows, scoping
from engine.services.reading.ordering import Place
from engine.services.reading.views import (
    Page,
    Snoozed,
    TaskRow,
    TaskView,
    Whose,
    WorkListQuery,
)
from engine.services.tasks import facts_of
from engine.services.turns import require_office
from engine.store import coding, recording, tasks
from engine.store.cases import Case
from engine.store.keys import id_of, root_of
from engine.store.sealing import DataKey
from engine.store.tasks import TaskCandidate, UserTask
from engine.values import Actor, CaseState, JsonValue, UserTaskState

_LARGEST_OFFSET: Final = 100_000


def work_list(kernel: Kernel, actor: Actor, query: WorkListQuery) -> Page[TaskRow]:
    """One page of tasks of the actor's offices, in cases that are not suspended.

    Up to 500 tasks are counted; of a longer list it is only said that there are more. A page goes
    on behind the last task of the one before, whatever was done with that one meanwhile.

    Raises:
        RightMissing: `Whose.ALL` without the right "supervise", "administer" or "audit".
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    scoping.require_size(query.size)
    if query.whose is Whose.ALL:
        scoping.require_reader(actor)
    now = kernel.clock.now()
    place = ordering.place_of(query.after, now)
    wanted = _matching(actor, query, now)
    with kernel.reads.begin() as session:
        keys = wanted.with_only_columns(UserTask.key)
        total = scoping.count_up_to(session, keys, scoping.COUNTED)
        found = _read_on(session, wanted, query, place) if total else []
    last = found[: query.size][-1:]
    more = len(found) > query.size
    return Page(
        items=tuple(rows.task_row(task, root, now) for _, task, root in found[: query.size]),
        total=min(total, scoping.COUNTED),
        after=ordering.behind(last[0][0], last[0][1], query.sort).text if more else "",
        is_more=total > scoping.COUNTED,
    )


def task(kernel: Kernel, actor: Actor, task_key: int) -> TaskView:
    """A task with form and visible variables, for who may work on it, supervise or audit.

    Its draft is its holder's alone; that of a task nobody holds is whoever's may go on with it.

    Raises:
        NotFound: there is none, or it is not for this actor to see.
    """
    with kernel.reads.begin() as session:
        row = tasks.find(session, task_key)
        facts = _facts(session, row)
        assignment.require_may_see(actor, facts)
        root, own = scoping.keys_of(kernel, session, {row.root_key})[row.root_key]
        key = restricting.key_for(kernel.restriction, session, actor, row.root_key, own)
        form = None
        if row.form_key is not None:
            form = kernel.catalogue.form(session, row.form_key)
        may_claim, refusal = _judge(actor, facts, root, claiming=True)
        may_complete, hindered = _judge(actor, facts, root, claiming=False)
        return TaskView(
            row=rows.task_row(row, root, kernel.clock.now()),
            form="" if form is None else form.text,
            form_id="" if form is None else form.id,
            variables=_visible(session, row, key),
            draft=_draft(row, key) if row.assignee == actor.id or may_complete else {},
            headers=coding.text_map(row.headers),
            properties=coding.text_map(row.properties),
            may_claim=may_claim and row.assignee != actor.id,
            may_complete=may_complete,
            refusal=hindered or refusal,
        )


def completed_tasks(kernel: Kernel, actor: Actor, root_key: int) -> tuple[TaskRow, ...]:
    """The tasks of a root case that were completed, each element's last one, the newest first.

    For whoever may read the case.

    Raises:
        NotFound: there is no such case, or it is of another office.
    """
    scoping.require_member(actor)
    wanted = select(UserTask).where(
        UserTask.root_key == root_key, UserTask.state == UserTaskState.COMPLETED.value
    )
    with kernel.reads.begin() as session:
        root = session.get(Case, root_key)
        if root is None:
            raise NotFound(kind="case", key=str(root_key))
        require_office(actor, root)
        found = session.execute(wanted.order_by(UserTask.completed_at, UserTask.key)).scalars()
        last = {(row.scope, row.element): row for row in found}
        now = kernel.clock.now()
        return tuple(rows.task_row(row, root, now) for row in reversed(last.values()))


def _read_on(
    session: Session, wanted: Select[UserTask, Case], query: WorkListQuery, place: Place
) -> list[tuple[Place, UserTask, Case]]:
    """A page's tasks and one more, each with where its run begins, from a place on.

    The keys come first, so that a database that sorts after all sorts no whole rows.
    """
    found: list[tuple[Place, UserTask, Case]] = []
    skip = min(query.skip, _LARGEST_OFFSET)
    for run, condition in enumerate(ordering.runs(query.sort, place)):
        missing = query.size + 1 - len(found)
        if run < place.run or not missing:
            continue
        here = place if run == place.run else Place(as_of=place.as_of, run=run)
        own = wanted.where(condition, ordering.rest(query.sort, here))
        keys = own.with_only_columns(UserTask.key).order_by(*ordering.order(query.sort))
        page = keys.offset(skip).limit(missing)
        read = _with_cases(session, list(session.execute(page).scalars()))
        found += [(here, task, root) for task, root in read]
        if skip and not read:
            skip -= min(skip, scoping.count_up_to(session, own, skip))
        elif read:
            skip = 0
    return found


def _with_cases(session: Session, keys: list[int]) -> list[tuple[UserTask, Case]]:
    """Tasks with their root cases, in the order of the keys."""
    wanted = select(UserTask, Case).join(Case, Case.key == UserTask.root_key)
    found = {row[0].key: row for row in session.execute(wanted.where(UserTask.key.in_(keys)))}
    return [(found[key][0], found[key][1]) for key in keys]


def _matching(actor: Actor, query: WorkListQuery, now: datetime) -> Select[UserTask, Case]:
    wanted = (
        select(UserTask, Case)
        .join(Case, Case.key == UserTask.root_key)
        .where(_is_near(actor, query), _is_for(actor, query))
    )
    for column, value in (
        (UserTask.element, query.element),
        (UserTask.process_id, query.process_id),
        (UserTask.assignee, query.assignee),
        (Case.business_key, query.business_key),
    ):
        wanted = wanted.where(column == value) if value else wanted
    if query.state == UserTaskState.CREATED.value:
        wanted = wanted.where(tasks.IS_OPEN, Case.state == CaseState.ACTIVE.value)
    elif query.state:
        wanted = wanted.where(UserTask.state == query.state)
    if query.group:
        wanted = wanted.where(_offered("group", [query.group]))
    if query.case_key is not None:
        wanted = wanted.where(UserTask.root_key == root_of(query.case_key))
    if query.only_overdue:
        wanted = wanted.where(UserTask.due_by <= now)
    return wanted.where(_is_awake(query.snoozed, now))


def _is_near(actor: Actor, query: WorkListQuery) -> ColumnElement[bool]:
    """The condition that tasks are of the actor's offices.

    Of one's own no index of the office is taken for their order: one holds some, the office has
    thousands.
    """
    if query.whose is Whose.MINE and "*" not in actor.offices:
        return UserTask.office.concat("").in_(sorted(actor.offices))
    return scoping.in_offices(UserTask.office, actor)


def _is_awake(snoozed: Snoozed, now: datetime) -> ColumnElement[bool]:
    if snoozed is Snoozed.ANY:
        return true()
    asleep = UserTask.follow_up_at > now
    if snoozed is Snoozed.ONLY:
        return asleep
    return or_(UserTask.follow_up_at.is_(None), UserTask.follow_up_at <= now)


def _is_for(actor: Actor, query: WorkListQuery) -> ColumnElement[bool]:
    mine = UserTask.assignee == actor.id
    if query.whose is Whose.ALL:
        return UserTask.key.is_not(None)
    if query.whose is Whose.MINE:
        done = UserTask.completed_by == actor.id
        return mine if query.state == UserTaskState.CREATED.value else or_(mine, done)
    offered = or_(
        _offered("group", sorted(actor.groups)) if actor.groups else false(),
        _offered("user", sorted(actor.stands_in_for | {actor.id})),
    )
    free = and_(UserTask.assignee.is_(None), offered)
    return (
        or_(free, UserTask.assignee.in_(sorted(actor.stands_in_for)))
        if actor.stands_in_for
        else free
    )


def _offered(kind: str, names: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        TaskCandidate.task_key == UserTask.key,
        TaskCandidate.kind == kind,
        TaskCandidate.name.in_(names),
    )


def _facts(session: Session, row: UserTask) -> TaskFacts:
    facts = facts_of(row, {})
    if not facts.separate_from:
        return facts
    return facts_of(row, tasks.completers(session, row.root_key, facts.separate_from))


def _judge(actor: Actor, facts: TaskFacts, root: Case, *, claiming: bool) -> tuple[bool, str]:
    if root.state != CaseState.ACTIVE.value:
        return False, "case-not-active"
    try:
        if claiming:
            assignment.require_may_claim(actor, facts)
        else:
            assignment.require_may_complete(actor, facts)
    except AlurError as refused:
        return False, refused.code
    return True, ""


def _visible(session: Session, row: UserTask, key: DataKey | None) -> dict[str, JsonValue]:
    if key is None:
        return {}
    return visible.from_task(session, key, row)


def _draft(row: UserTask, key: DataKey | None) -> dict[str, JsonValue]:
    if key is None or row.draft is None:
        return {}
    place = recording.bound("draft", row.root_key, id_of(row.key))
    return coding.mapping(key.open(row.draft, place))
