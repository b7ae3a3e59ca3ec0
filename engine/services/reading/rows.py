"""Rows to views. Reads nothing by itself but definitions already in the catalogue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.services.kernel import Kernel
from engine.services.reading import troubled, views
from engine.store import cases, coding, recording
from engine.store.cases import Case
from engine.store.jobs import Incident, Job
from engine.store.keys import id_of
from engine.store.sealing import DataKey
from engine.store.tasks import UserTask
from engine.store.timers import Timer
from engine.values import Variables

#: What stands where a text was erased with its key.
ERASED = "(erased)"


def task_row(task: UserTask, case: Case, now: datetime) -> views.TaskRow:
    """A task of root case `case` as a line; overdue at `now`."""
    return views.TaskRow(
        key=task.key,
        case_key=task.case_key,
        root_key=task.root_key,
        business_key=case.business_key,
        office=task.office,
        process_id=task.process_id,
        definition_key=task.definition_key,
        element=task.element,
        name=task.name,
        assignee=task.assignee,
        groups=coding.texts(task.groups),
        users=coding.texts(task.users),
        priority=task.priority,
        created_at=task.created_at,
        due_at=task.due_at,
        follow_up_at=task.follow_up_at,
        overdue=task.due_at is not None and task.due_at <= now,
        state=task.state,
        form_key=task.form_key,
        version=task.version,
        completed_at=task.completed_at,
        completed_by=task.completed_by,
        has_draft=task.draft is not None,
        snoozed=task.follow_up_at is not None and task.follow_up_at > now,
    )


def case_row(kernel: Kernel, session: Session, case: Case, incidents: int) -> views.CaseRow:
    """A root or called case as a line."""
    what = kernel.catalogue.process(session, case.definition_key)
    return views.CaseRow(
        key=case.key,
        root_key=case.root_key,
        parent_key=case.parent_key,
        process_id=case.process_id,
        process_name=what.name,
        definition_key=case.definition_key,
        definition_version=what.version,
        business_key=case.business_key,
        office=case.office,
        state=case.state,
        started_at=case.started_at,
        ended_at=case.ended_at,
        incidents=incidents,
        version=case.version,
    )


def job_view(
    kernel: Kernel, session: Session, job: Job, case: Case, variables: Variables
) -> troubled.JobView:
    """A job of root case `case` with what its worker may see."""
    return troubled.JobView(
        key=job.key,
        case_key=job.case_key,
        root_key=job.root_key,
        business_key=case.business_key,
        office=job.office,
        process_id=job.process_id,
        definition_key=job.definition_key,
        definition_version=kernel.catalogue.process(session, job.definition_key).version,
        element=job.element,
        type=job.type,
        state=job.state,
        retries=job.retries,
        worker=job.worker,
        locked_until=job.locked_until,
        retry_at=job.retry_at,
        headers=coding.text_map(job.headers),
        created_at=job.created_at,
        variables=variables,
    )


def incident_view(incident: Incident, case: Case, key: DataKey | None) -> troubled.IncidentView:
    """An incident of root case `case`; its message needs the case's key."""
    place = recording.bound("incident", incident.root_key, id_of(incident.key))
    return troubled.IncidentView(
        key=incident.key,
        case_key=incident.case_key,
        root_key=incident.root_key,
        business_key=case.business_key,
        office=incident.office,
        process_id=incident.process_id,
        definition_key=incident.definition_key,
        element=incident.element,
        code=incident.code,
        message=ERASED if key is None else key.open(incident.message, place).decode(),
        job_key=incident.job_key,
        state=incident.state,
        raised_at=incident.raised_at,
        resolved_at=incident.resolved_at,
    )


def note_view(note: cases.Note, key: DataKey | None) -> views.NoteView:
    """A note; its text needs the case's key."""
    place = recording.bound("note", note.root_key, note.key)
    text = ERASED if key is None else key.open(note.text, place).decode()
    return views.NoteView(key=note.key, text=text, actor=note.actor, at=note.at)


def timer_view(timer: Timer) -> views.TimerView:
    """A waiting timer."""
    return views.TimerView(
        key=timer.key,
        case_key=timer.case_key,
        element=timer.element,
        due_at=timer.due_at,
        calendar=timer.calendar,
    )
