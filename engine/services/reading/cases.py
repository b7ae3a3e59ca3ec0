"""Cases, their history, incidents and jobs. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.rules.lifecycle import IncidentState
from engine.services import restricting, visible
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.views import (
    CaseQuery,
    CaseRow,
    CaseView,
    Page,
)
from engine.services.turns import require_office
from engine.store import cases as store
from engine.store import recording, timers
from engine.store.cases import Case
from engine.store.jobs import Incident, Job
from engine.store.keys import id_of, root_of
from engine.store.sealing import DataKey
from engine.store.subscriptions import Subscription
from engine.store.tasks import UserTask
from engine.store.variables import VariableIndex
from engine.values import Actor, JobState, UserTaskState, Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waits:
    """Everything that waits in a case."""

    tasks: list[UserTask]
    timers: list[timers.Timer]
    jobs: list[Job]
    incidents: list[Incident]
    subscriptions: list[Subscription]

    def by_element(self) -> dict[str, int]:
        counts = Counter(task.element for task in self.tasks)
        counts.update(timer.element for timer in self.timers)
        counts.update(job.element for job in self.jobs)
        counts.update(incident.element for incident in self.incidents)
        counts.update(subscription.element for subscription in self.subscriptions)
        return dict(counts)


def case(kernel: Kernel, actor: Actor, case_key: int) -> CaseView:
    """A root or called case with everything that waits in it; a root's holds its called cases'.

    For whoever works, supervises, administers or audits in the case's office. Variables are empty
    when the case's data were erased; of a case closed to the actor only the flag is among them.

    Raises:
        NotFound: there is none, or it is of another office.
    """
    scoping.require_member(actor)
    with kernel.reads.begin() as session:
        row = session.get(Case, case_key)
        if row is None:
            raise NotFound(kind="case", key=str(case_key))
        require_office(actor, row)
        root, key = scoping.keys_of(kernel, session, {row.root_key})[row.root_key]
        mine = restricting.key_for(kernel.restriction, session, actor, row.root_key, key)
        held = {kernel.restriction.flag: True} if mine is not key else {}
        waits = _Waits(
            tasks=_tasks(session, row),
            timers=_timers(session, row),
            jobs=_jobs(session, row),
            incidents=_incidents(session, row),
            subscriptions=_subscriptions(session, row),
        )
        counts = _incident_counts(session, [case_key])
        now = kernel.clock.now()
        return CaseView(
            row=rows.case_row(kernel, session, row, counts.get(case_key, 0)),
            variables=held or _variables(session, row.root_key, mine, id_of(case_key) or 1),
            tasks=tuple(rows.task_row(task, root, now) for task in waits.tasks),
            timers=tuple(rows.timer_view(timer) for timer in waits.timers),
            jobs=tuple(rows.job_view(kernel, session, job, root, {}) for job in waits.jobs),
            incidents=tuple(rows.incident_view(one, root, mine) for one in waits.incidents),
            notes=tuple(rows.note_view(note, mine) for note in store.notes(session, row.root_key)),
            children=_children(kernel, session, row),
            waiting=waits.by_element(),
            family=_family(session, row),
        )


def cases(kernel: Kernel, actor: Actor, query: CaseQuery) -> Page[CaseRow]:
    """Search cases of the actor's offices, the newest first.

    Raises:
        RightMissing: the actor has no right to read cases.
        PageInvalid: the size is not 1 to 200, or `after` is none of ours.
    """
    scoping.require_member(actor)
    scoping.require_size(query.size)
    wanted = _matching(kernel, query).where(scoping.in_offices(Case.office, actor))
    with kernel.reads.begin() as session:
        keys = wanted.with_only_columns(Case.key)
        total = scoping.count_up_to(session, keys, scoping.COUNTED)
        if query.after:
            keys = keys.where(Case.key < scoping.place(query.after)[0])
        page = keys.order_by(Case.key.desc()).offset(query.skip).limit(query.size + 1)
        items = _cases(session, session.execute(page).scalars())
        counts = _incident_counts(session, [item.key for item in items])
        views = [
            rows.case_row(kernel, session, item, counts.get(item.key, 0))
            for item in items[: query.size]
        ]
    after = str(views[-1].key) if len(items) > query.size else ""
    is_more = total > scoping.COUNTED
    return Page(items=tuple(views), total=min(total, scoping.COUNTED), after=after, is_more=is_more)


def _cases(session: Session, keys: Iterable[int]) -> list[Case]:
    """The cases of these keys, the newest first."""
    wanted = select(Case).where(Case.key.in_(list(keys)))
    return list(session.execute(wanted.order_by(Case.key.desc())).scalars())


def _variables(session: Session, root_key: int, key: DataKey | None, scope: int) -> Variables:
    return {} if key is None else visible.own(session, root_key, key, [scope])


def _matching(kernel: Kernel, query: CaseQuery) -> Select[Case]:
    wanted = select(Case)
    for column, value in (
        (Case.business_key, query.business_key),
        (Case.process_id, query.process_id),
        (Case.state, query.state),
        (Case.office, query.office),
    ):
        wanted = wanted.where(column == value) if value else wanted
    if query.definition_key is not None:
        wanted = wanted.where(Case.definition_key == query.definition_key)
    if query.roots_only:
        wanted = wanted.where(Case.key == Case.root_key)
    if query.with_incidents:
        stuck = select(Incident.root_key).where(Incident.state == IncidentState.ACTIVE.value)
        wanted = wanted.where(Case.root_key.in_(stuck))
    if query.variable is not None:
        hashed = recording.search_hash(kernel.sealer, *query.variable)
        with_value = select(VariableIndex.root_key).where(
            VariableIndex.name == query.variable[0], VariableIndex.hash == hashed
        )
        wanted = wanted.where(Case.root_key.in_(with_value))
    return wanted


def _tasks(session: Session, case: Case) -> list[UserTask]:
    wanted = select(UserTask).where(
        UserTask.root_key == case.root_key, UserTask.state == UserTaskState.CREATED.value
    )
    if case.key != case.root_key:
        wanted = wanted.where(UserTask.case_key == case.key)
    return list(session.execute(wanted.order_by(UserTask.key)).scalars())


def _jobs(session: Session, case: Case) -> list[Job]:
    open_states = (JobState.CREATED.value, JobState.FAILED.value)
    wanted = select(Job).where(Job.root_key == case.root_key, Job.state.in_(open_states))
    if case.key != case.root_key:
        wanted = wanted.where(Job.case_key == case.key)
    return list(session.execute(wanted.order_by(Job.key)).scalars())


def _incidents(session: Session, case: Case) -> list[Incident]:
    wanted = select(Incident).where(
        Incident.root_key == case.root_key, Incident.state == IncidentState.ACTIVE.value
    )
    if case.key != case.root_key:
        wanted = wanted.where(Incident.case_key == case.key)
    return list(session.execute(wanted.order_by(Incident.key)).scalars())


def _timers(session: Session, case: Case) -> list[timers.Timer]:
    waiting = timers.of_case(session, case.root_key)
    return [timer for timer in waiting if case.key in {case.root_key, timer.case_key}]


def _subscriptions(session: Session, case: Case) -> list[Subscription]:
    wanted = select(Subscription).where(Subscription.root_key == case.root_key)
    if case.key != case.root_key:
        wanted = wanted.where(Subscription.case_key == case.key)
    return list(session.execute(wanted).scalars())


def _children(kernel: Kernel, session: Session, case: Case) -> tuple[CaseRow, ...]:
    wanted = select(Case).where(Case.parent_key == case.key).order_by(Case.key)
    children = list(session.execute(wanted).scalars())
    return tuple(rows.case_row(kernel, session, child, 0) for child in children)


def _family(session: Session, case: Case) -> dict[int, int]:
    wanted = select(Case.key, Case.definition_key).where(Case.root_key == case.root_key)
    return {row[0]: row[1] for row in session.execute(wanted)}


def _incident_counts(session: Session, case_keys: list[int]) -> dict[int, int]:
    """Open incidents by case key, those of called cases also counted for their root."""
    roots = {root_of(key) for key in case_keys}
    wanted = select(Incident.root_key, Incident.case_key).where(
        Incident.root_key.in_(roots), Incident.state == IncidentState.ACTIVE.value
    )
    counts: Counter[int] = Counter()
    for root, owner in session.execute(wanted):
        counts.update({root, owner})
    return dict(counts)
