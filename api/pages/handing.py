"""Giving a task to another officer, on its page: who can be chosen, and what was chosen and why."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from api import asking, auth, officers
from engine.errors import Fault, Invalid, SeparationOfDuties
from engine.rules.assignment import NotCandidate
from engine.services import tasks
from engine.services.reading.views import TaskRow
from engine.services.rights import ReasonMissing
from engine.values import UserTaskState


class HandOverInvalid(Invalid):
    """A task is given to nobody, to somebody who may not do it, or without reason."""

    code = "hand-over-invalid"
    message = "Officer and reason need your attention; the task was not handed over."


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The part of the page: officers by sign-in name, what was typed, faults by field."""

    choices: dict[str, str]
    chosen: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()


def offer(row: TaskRow, faults: tuple[Fault, ...] = ()) -> HandOver | None:
    """What the page offers; None for who may not give the task away: see `may_hand_over`."""
    if not may_hand_over(row):
        return None
    choices = officers.candidates(asking.kernel(), row.office, row.groups, row.users)
    return HandOver(
        choices={login: name for login, name in choices.items() if login != row.assignee},
        chosen=request.form.get("kepada", ""),
        reason=request.form.get("alasan_serah", ""),
        faults=faults,
    )


def may_hand_over(row: TaskRow) -> bool:
    """Whether the reader holds the open task or supervises; the service asks again."""
    actor = auth.actor()
    is_theirs = row.assignee == actor.id or "supervise" in actor.rights
    return is_theirs and row.state == UserTaskState.CREATED


def hand_over(task: int) -> str:
    """Give the task to the officer chosen on the page; gives their name.

    Raises:
        HandOverInvalid: nobody was chosen, there is no reason, or they may not do the task.
        TaskNotOpen, CaseNotActive, NotSupervisor.
    """
    who = officers.find(asking.kernel(), request.form.get("kepada", ""))
    why = request.form.get("alasan_serah", "").strip()
    faults = [] if who else [_fault("kepada", "Choose the officer who is to go on with it.")]
    if not why:
        faults.append(_fault("alasan_serah", "A reason is needed."))
    if who is None or faults:
        raise HandOverInvalid(tuple(faults))
    try:
        tasks.assign(asking.kernel(), asking.as_posted(), task, who.actor, reason=why)
    except ReasonMissing as refused:
        raise HandOverInvalid((_fault("alasan_serah", refused.message),)) from refused
    except (NotCandidate, SeparationOfDuties) as refused:
        raise HandOverInvalid((_unsuitable(refused, who.name),)) from refused
    return who.name


def _unsuitable(refused: NotCandidate | SeparationOfDuties, name: str) -> Fault:
    if isinstance(refused, NotCandidate):
        message = "%(officer)s is no candidate for this task. Choose somebody of its groups."
    else:
        message = "%(officer)s did a step of this case that another must check. Choose another."
    return Fault(rule=refused.code, element="kepada", message=message, params={"officer": name})


def _fault(element: str, message: str) -> Fault:
    return Fault(rule=HandOverInvalid.code, element=element, message=message)
