"""Incidents and jobs, for administrators, supervisors and auditors. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select

from engine.errors import NotFound
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.views import IncidentQuery, IncidentView, JobQuery, JobView, Page
from engine.store.cases import Case
from engine.store.jobs import Incident, Job
from engine.store.keys import root_of
from engine.values import Actor


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
    """One incident, open or resolved.

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
        keys = scoping.keys_of(kernel, session, {found.root_key})
        return rows.incident_view(found, *keys[found.root_key])


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
