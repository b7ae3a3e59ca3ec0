"""Incidents and jobs, for administrators, supervisors and auditors. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import NotFound
from engine.rules.lifecycle import IncidentState
from engine.services import restricting
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.troubled import IncidentQuery, IncidentView, JobQuery, JobView
from engine.services.reading.views import Page
from engine.store.cases import Case
from engine.store.jobs import Incident, Job
from engine.store.keys import root_of
from engine.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Open incidents alike: one element of one process, one code. `oldest`: when the first was
    raised; `definition_key` is the newest version among them.
    """

    process_id: str
    element: str
    code: str
    definition_key: int
    count: int
    oldest: datetime


def causes(kernel: Kernel, actor: Actor) -> tuple[Cause, ...]:
    """What stands still in the actor's offices by cause, the most frequent first.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
    """
    scoping.require_reader(actor)
    alike = (Incident.process_id, Incident.element, Incident.code)
    count = func.count()
    wanted = (
        select(*alike, func.max(Incident.definition_key), count, func.min(Incident.raised_at))
        .where(scoping.in_offices(Incident.office, actor))
        .where(Incident.state == IncidentState.ACTIVE.value)
        .group_by(*alike)
        .order_by(count.desc(), *alike)
    )
    with kernel.reads.begin() as session:
        return tuple(
            Cause(
                process_id=process,
                element=element,
                code=code,
                definition_key=definition,
                count=number,
                oldest=oldest,
            )
            for process, element, code, definition, number, oldest in session.execute(wanted)
        )


def incidents(kernel: Kernel, actor: Actor, query: IncidentQuery) -> Page[IncidentView]:
    """Incidents of the actor's offices, newest first.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
    """
    scoping.require_reader(actor)
    scoping.require_size(query.size)
    wanted = select(Incident).where(scoping.in_offices(Incident.office, actor))
    for column, value in (
        (Incident.state, query.state),
        (Incident.process_id, query.process_id),
        (Incident.element, query.element),
        (Incident.code, query.code),
    ):
        wanted = wanted.where(column == value) if value else wanted
    if query.case_key is not None:
        wanted = wanted.where(Incident.root_key == root_of(query.case_key))
    with kernel.reads.begin() as session:
        total = scoping.count(session, wanted)
        if query.after:
            wanted = wanted.where(Incident.key < scoping.place(query.after)[0])
        ordered = wanted.order_by(Incident.key.desc()).offset(query.skip).limit(query.size + 1)
        items = list(session.execute(ordered).scalars())
        keys = scoping.keys_of(kernel, session, {item.root_key for item in items})
        views = [rows.incident_view(item, *keys[item.root_key]) for item in items[: query.size]]
    after = str(views[-1].key) if len(items) > query.size else ""
    return Page(items=tuple(views), total=total, after=after)


def incident(kernel: Kernel, actor: Actor, incident_key: int) -> IncidentView:
    """One incident, open or resolved; of a case closed to the actor without its message.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
        NotFound: there is none, or it is of another office.
    """
    scoping.require_reader(actor)
    wanted = select(Incident).where(
        Incident.key == incident_key, scoping.in_offices(Incident.office, actor)
    )
    with kernel.reads.begin() as session:
        found = session.execute(wanted).scalar_one_or_none()
        if found is None:
            raise NotFound(kind="incident", key=incident_key)
        root, own = scoping.keys_of(kernel, session, {found.root_key})[found.root_key]
        key = restricting.key_for(kernel.restriction, session, actor, found.root_key, own)
        return rows.incident_view(found, root, key)


def jobs(kernel: Kernel, actor: Actor, query: JobQuery) -> Page[JobView]:
    """Jobs of the actor's offices, oldest first, without their variables.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
    """
    scoping.require_reader(actor)
    scoping.require_size(query.size)
    wanted = select(Job, Case).join(Case, Case.key == Job.root_key)
    wanted = wanted.where(scoping.in_offices(Job.office, actor))
    for column, value in ((Job.state, query.state), (Job.type, query.type)):
        wanted = wanted.where(column == value) if value else wanted
    if query.case_key is not None:
        wanted = wanted.where(Job.root_key == root_of(query.case_key))
    with kernel.reads.begin() as session:
        total = scoping.count(session, wanted)
        if query.after:
            wanted = wanted.where(Job.key > scoping.place(query.after)[0])
        ordered = wanted.order_by(Job.key).offset(query.skip).limit(query.size + 1)
        found = session.execute(ordered).all()
        views = [rows.job_view(kernel, session, row[0], row[1], {}) for row in found[: query.size]]
    after = str(views[-1].key) if len(found) > query.size else ""
    return Page(items=tuple(views), total=total, after=after)


def job(kernel: Kernel, actor: Actor, job_key: int) -> JobView:
    """One job, open or ended, without its variables.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
        NotFound: there is none, or it is of another office.
    """
    scoping.require_reader(actor)
    wanted = select(Job, Case).join(Case, Case.key == Job.root_key)
    wanted = wanted.where(Job.key == job_key, scoping.in_offices(Job.office, actor))
    with kernel.reads.begin() as session:
        found = session.execute(wanted).one_or_none()
        if found is None:
            raise NotFound(kind="job", key=job_key)
        return rows.job_view(kernel, session, found[0], found[1], {})


def job_types(kernel: Kernel, actor: Actor, state: str) -> dict[str, int]:
    """How many jobs of each type are in a state in the actor's offices, by type.

    Raises:
        RightMissing: the actor neither supervises, administers nor audits.
    """
    scoping.require_reader(actor)
    wanted = (
        select(Job.type, func.count())
        .where(scoping.in_offices(Job.office, actor), Job.state == state)
        .group_by(Job.type)
        .order_by(Job.type)
    )
    with kernel.reads.begin() as session:
        return dict(session.execute(wanted).all())
