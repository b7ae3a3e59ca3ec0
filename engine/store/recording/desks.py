"""Records what somebody has to do: user tasks, jobs, incidents."""

from __future__ import annotations

from collections.abc import Sequence

from engine.rules.lifecycle import IncidentState
from engine.store import coding, jobs, tasks
from engine.store.keys import id_of
from engine.store.recording.entries import Entry, bound, of, process
from engine.values import (
    Effect,
    IncidentClosed,
    IncidentRaised,
    JobClosed,
    JobOpened,
    JobRetried,
    JobState,
    UserTaskClosed,
    UserTaskMoved,
    UserTaskOpened,
    UserTaskState,
)


def write_tasks(entry: Entry, effects: Sequence[Effect]) -> None:
    closed = {end.task: end.state for end in of(effects, UserTaskClosed)}
    opened = of(effects, UserTaskOpened)
    if opened:
        tasks.add(
            entry.session,
            [_task_row(entry, task) for task in opened],
            [row for task in opened for row in _candidates(entry, task)],
        )
    for moved in of(effects, UserTaskMoved):
        tasks.change(entry.session, entry.key_of(moved.task), {"due_at": moved.due_at})
    for state in sorted(set(closed.values())):
        keys = [entry.key_of(task) for task, end in closed.items() if end is state]
        done = state is UserTaskState.COMPLETED
        written = {
            "state": state.value,
            "completed_at": entry.at,
            "completed_by": entry.actor if done else None,
        }
        tasks.close(entry.session, keys, written)


def _task_row(entry: Entry, task: UserTaskOpened) -> dict[str, object]:
    owner = process(entry, task.process)
    return {
        "key": entry.key_of(task.task),
        "root_key": entry.case.key,
        "case_key": owner.case_key,
        "scope": task.scope,
        "definition_key": owner.definition_key,
        "process_id": owner.process_id,
        "office": entry.case.office,
        "element": task.element,
        "name": task.name,
        "state": UserTaskState.CREATED.value,
        "assignee": task.assignee,
        "groups": coding.to_text(list(task.groups)),
        "users": coding.to_text(list(task.users)),
        "priority": task.priority,
        "created_at": entry.at,
        "due_at": task.due_at,
        "due_text": task.due_text,
        "follow_up_at": task.follow_up_at,
        "form_key": task.form,
        "headers": coding.to_text(dict(task.headers)),
        "properties": coding.to_text(dict(task.properties)),
        "version": 1,
    }


def _candidates(entry: Entry, task: UserTaskOpened) -> list[dict[str, object]]:
    offered = [("group", name) for name in dict.fromkeys(task.groups)]
    offered += [("user", name) for name in dict.fromkeys(task.users)]
    return [
        {"task_key": entry.key_of(task.task), "kind": kind, "name": name} for kind, name in offered
    ]


def write_jobs(entry: Entry, effects: Sequence[Effect]) -> None:
    opened = of(effects, JobOpened)
    if opened:
        jobs.add(entry.session, [_job_row(entry, job) for job in opened])
    for retried in of(effects, JobRetried):
        written: dict[str, object] = {
            "retries": retried.retries,
            "state": JobState.CREATED.value,
            "ended_at": None,
        }
        jobs.change(entry.session, [entry.key_of(retried.job)], written)
    for closed in of(effects, JobClosed):
        final = closed.state is not JobState.FAILED
        ended: dict[str, object] = {
            "state": closed.state.value,
            "retries": closed.retries,
            "worker": "",
        }
        ended |= {"locked_until": None, "ended_at": entry.at}
        jobs.change(
            entry.session,
            [entry.key_of(closed.job)],
            ended | ({"variables": None} if final else {}),
        )


def _job_row(entry: Entry, job: JobOpened) -> dict[str, object]:
    owner = process(entry, job.process)
    key = entry.key_of(job.job)
    plain = coding.to_bytes(dict(job.variables))
    return {
        "key": key,
        "root_key": entry.case.key,
        "case_key": owner.case_key,
        "definition_key": owner.definition_key,
        "process_id": owner.process_id,
        "office": entry.case.office,
        "scope": job.scope,
        "element": job.element,
        "type": job.type,
        "state": JobState.CREATED.value,
        "retries": job.retries,
        "attempt": 1,
        "headers": coding.to_text(dict(job.headers)),
        "variables": entry.key.seal(plain, bound("job", entry.case.key, id_of(key))),
        "worker": "",
        "created_at": entry.at,
    }


def write_incidents(entry: Entry, effects: Sequence[Effect]) -> None:
    """Insert raised incidents, close resolved ones."""
    raised = of(effects, IncidentRaised)
    if raised:
        jobs.add_incidents(entry.session, [_incident_row(entry, one) for one in raised])
    closed = [entry.key_of(end.incident) for end in of(effects, IncidentClosed)]
    if closed:
        written = {"state": IncidentState.RESOLVED.value, "resolved_at": entry.at}
        jobs.change_incidents(entry.session, closed, written)


def _incident_row(entry: Entry, incident: IncidentRaised) -> dict[str, object]:
    owner = process(entry, incident.process)
    place = bound("incident", entry.case.key, incident.incident)
    return {
        "key": entry.key_of(incident.incident),
        "root_key": entry.case.key,
        "case_key": owner.case_key,
        "definition_key": owner.definition_key,
        "process_id": owner.process_id,
        "office": entry.case.office,
        "element": incident.element,
        "instance": incident.instance,
        "code": incident.code,
        "message": entry.key.seal(incident.message.encode(), place),
        "job_key": None if incident.job is None else entry.key_of(incident.job),
        "state": IncidentState.ACTIVE.value,
        "raised_at": entry.at,
    }
