"""Corrects what was answered: variables by hand, and tasks put back on a desk. With a reason."""

from __future__ import annotations

from engine.errors import Forbidden, TaskNotOpen
from engine.services import answers, cases, jobwork, rights
from engine.services.kernel import Kernel, Request
from engine.services.receipts import CaseReceipt
from engine.services.turns import require_version
from engine.services.writing import on_case
from engine.store import tasks
from engine.store.keys import id_of
from engine.store.tasks import UserTask
from engine.values import Actor, Reopen, SetVariables, UserTaskState, Variables


class NotYourAnswer(Forbidden):
    """Only who completed a task, or a supervisor, may reopen it."""

    code = "not-your-answer"
    message = "Somebody else completed this task. Ask them or your supervisor to reopen it."


def correct(
    kernel: Kernel, request: Request, case_key: int, variables: Variables, *, reason: str
) -> CaseReceipt:
    """Write `variables` into the case by hand; right "supervise"; the log keeps who and why.

    `case_key` may be a called case: its own process scope is written.

    Raises:
        ReasonMissing: no reason was given.
        CaseNotActive: the case has ended or is suspended.
    """
    rights.require(request.actor, "supervise")
    why = rights.reason(reason)
    asked = answers.fingerprint("correct", case_key, dict(variables), why)
    with on_case(kernel, request, case_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, CaseReceipt)
        if earlier is not None:
            return earlier
        require_version(turn, request)
        scope = id_of(case_key) or None
        command = SetVariables(variables=dict(variables), reason=why, scope=scope)
        jobwork.carry_out(turn, command)
        receipt = cases.receipt(turn)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def reopen(
    kernel: Kernel, request: Request, task_key: int, variables: Variables, *, reason: str
) -> CaseReceipt:
    """Put a completed task back on a desk and cancel what came after it in its scope.

    `variables` are the corrected answers, written before. The officer who completed the task, or
    the right "supervise".

    Raises:
        StepRefused: the task's scope has ended.
        TaskNotOpen: the task is not completed.
        ReasonMissing, CaseNotActive, Forbidden.
    """
    why = rights.reason(reason)
    asked = answers.fingerprint("reopen", task_key, dict(variables), why)
    with on_case(kernel, request, task_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, CaseReceipt)
        if earlier is not None:
            return earlier
        task = tasks.find(turn.session, task_key)
        _require_may_reopen(request.actor, task)
        require_version(turn, request)
        command = Reopen(
            element=task.element, scope=task.scope, reason=why, variables=dict(variables)
        )
        jobwork.carry_out(turn, command)
        receipt = cases.receipt(turn)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def _require_may_reopen(actor: Actor, task: UserTask) -> None:
    if "supervise" not in actor.rights and task.completed_by != actor.id:
        raise NotYourAnswer
    if task.state != UserTaskState.COMPLETED.value:
        raise TaskNotOpen(task=str(task.key), state=task.state)
