"""What officers do with user tasks: claim, release, hand over, save a draft, complete."""

from __future__ import annotations

from collections import ChainMap
from datetime import datetime

from engine.errors import AnswersInvalid, NotFound, StaleVersion
from engine.rules import assignment
from engine.rules.assignment import TaskFacts
from engine.services import answers as kept
from engine.services import attaching, casework, concealing, jobwork, rights, visible
from engine.services.kernel import Kernel, Request
from engine.services.receipts import TaskReceipt
from engine.services.turns import Turn, require_active
from engine.services.writing import on_case
from engine.store import coding, recording, tasks
from engine.store.keys import id_of
from engine.store.tasks import UserTask
from engine.values import (
    Actor,
    AssignUserTask,
    CompleteUserTask,
    Happened,
    HistoryEvent,
    UserTaskState,
    Variables,
)
from forms.validation import clean


def claim(
    kernel: Kernel, request: Request, task_key: int, *, asked: bytes | None = None
) -> TaskReceipt:
    """Take an unassigned task, or one of an absent officer one stands in for.

    Claiming what one holds already is no fault. A task that was put off is taken up again by it.

    `asked`: what a retry with the same idempotency key must have asked too, when that was not this
    very task.

    Raises:
        TaskTaken: somebody else holds it; `params["holder"]` says who.
        TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties.
    """
    asked = asked or kept.fingerprint("claim", task_key)
    with on_case(kernel, request, task_key) as turn:
        earlier = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if earlier is not None:
            return earlier
        task, facts = look_at(turn, task_key)
        assignment.require_may_claim(request.actor, facts)
        require_current(turn, request, task)
        receipt = _hold(turn, task, request.actor.id, _standing_in(request.actor, task))
        kept.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def unclaim(kernel: Kernel, request: Request, task_key: int, *, reason: str = "") -> TaskReceipt:
    """Give a task back to its groups: its holder, or the right "supervise"."""
    asked = kept.fingerprint("unclaim", task_key)
    with on_case(kernel, request, task_key) as turn:
        earlier = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if earlier is not None:
            return earlier
        task, facts = look_at(turn, task_key)
        assignment.require_may_unclaim(request.actor, facts)
        require_current(turn, request, task)
        receipt = _hold(turn, task, None, reason)
        kept.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def assign(
    kernel: Kernel, request: Request, task_key: int, to: Actor, *, reason: str
) -> TaskReceipt:
    """Hand a task to another officer, with reason: its holder, or the right "supervise".

    `to` is that officer with groups, offices and rights: who may not do the task is not given it.

    Raises:
        NotCandidate, SeparationOfDuties: the officer may not do the task.
        ReasonMissing, TaskNotOpen, CaseNotActive, Forbidden.
    """
    why = rights.reason(reason)
    asked = kept.fingerprint("assign", task_key, to.id, why)
    with on_case(kernel, request, task_key) as turn:
        earlier = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if earlier is not None:
            return earlier
        task, facts = look_at(turn, task_key)
        assignment.require_may_assign(request.actor, facts, to)
        require_current(turn, request, task)
        receipt = _hold(turn, task, to.id, why)
        kept.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def save_draft(kernel: Kernel, request: Request, task_key: int, answers: Variables) -> TaskReceipt:
    """Keep unfinished answers with the task, unchecked; the holder, or who may complete it.

    The last one saved counts; nothing is logged.
    """
    with on_case(kernel, request, task_key) as turn:
        task, facts = look_at(turn, task_key)
        assignment.require_may_complete(request.actor, facts, override=request.override)
        require_current(turn, request, task)
        _keep_draft(turn, task, answers)
        return receipt_of(task, task.assignee)


def complete(kernel: Kernel, request: Request, task_key: int, answers: Variables) -> TaskReceipt:
    """Complete a task and run the case on to its next waits.

    With a form the answers are cleaned by it, all faults at once; when there are faults the answers
    are kept as the task's draft. An unassigned task may be completed by whoever may claim it; the
    claim is recorded with it.

    Raises:
        AnswersInvalid: each fault's `element` is the field's key; nothing but the draft was kept.
        TaskTaken, TaskNotOpen, CaseNotActive, StaleVersion, Forbidden, SeparationOfDuties.
    """
    asked = kept.fingerprint("complete-task", task_key, dict(answers))
    refused: AnswersInvalid | None = None
    receipt: TaskReceipt | None = None
    with on_case(kernel, request, task_key) as turn:
        receipt = kept.recall(kernel, turn.session, request, asked, TaskReceipt)
        if receipt is not None:
            return receipt
        task, facts = look_at(turn, task_key)
        assignment.require_may_complete(request.actor, facts, override=request.override)
        require_current(turn, request, task)
        try:
            cleaned = _cleaned(turn, task, answers)
        except AnswersInvalid as error:
            refused = error
            _keep_draft(turn, task, answers)  # committed: the officer must not type it twice
        else:
            receipt = _complete(turn, task, cleaned)
            kept.keep(kernel, turn.session, request, asked, receipt)
    if refused is not None or receipt is None:
        raise refused or AnswersInvalid
    return receipt


def answer_only(turn: Turn, answers: Variables, at: datetime | None = None) -> None:
    """Complete the one task that a case waits at, in a transaction of the caller's.

    `at`: the instant it was done (aware), when that is later than the turn's own.

    Raises:
        NotFound: the case waits at none, or at several.
        AnswersInvalid, Forbidden, SeparationOfDuties: as `complete`.
    """
    found = tasks.open_of_case(turn.session, turn.case.key)
    if len(found) != 1:
        raise NotFound(kind="user task", key=str(turn.case.key))
    task, facts = look_at(turn, found[0].key)
    assignment.require_may_complete(turn.actor, facts)
    turn.now = max(turn.now, at or turn.now)
    _complete(turn, task, _cleaned(turn, task, answers))


def facts_of(task: UserTask, completed_by: dict[str, frozenset[str]]) -> TaskFacts:
    """A task as the rules of assignment see it."""
    properties = coding.text_map(task.properties)
    return TaskFacts(
        key=str(task.key),
        office=task.office,
        state=UserTaskState(task.state),
        assignee=task.assignee,
        groups=frozenset(coding.texts(task.groups)),
        users=frozenset(coding.texts(task.users)),
        separate_from=assignment.parse_separate_from(properties.get("separateFrom", "")),
        completed_by=completed_by,
    )


def look_at(turn: Turn, task_key: int) -> tuple[UserTask, TaskFacts]:
    """A task of a locked case, and what the rules ask of it.

    Raises:
        NotFound: there is none.
    """
    task = tasks.find(turn.session, task_key)
    facts = facts_of(task, {})
    if not facts.separate_from:
        return task, facts
    done = tasks.completers(turn.session, task.root_key, facts.separate_from)
    return task, facts_of(task, done)


def require_current(turn: Turn, request: Request, task: UserTask) -> None:
    """Refuse when the case does not go on, or the task is not as the caller read it.

    Raises:
        CaseNotActive, StaleVersion.
    """
    require_active(turn)
    if request.version is not None and request.version != task.version:
        raise StaleVersion(holder=task.assignee or "Somebody")


def _hold(turn: Turn, task: UserTask, assignee: str | None, reason: str) -> TaskReceipt:
    if task.assignee == assignee:
        return receipt_of(task, assignee, changed=False)
    command = AssignUserTask(task=id_of(task.key), assignee=assignee, reason=reason)
    event = HistoryEvent(
        happened=Happened.ASSIGNED,
        element=task.element,
        type="userTask",
        instance=id_of(task.key),
        scope=task.scope,
        process=id_of(task.case_key) or 1,
        detail={"assignee": assignee} | ({"reason": reason} if reason else {}),
    )
    casework.log_only(turn, command, event)
    # nobody is handed what they would not see
    tasks.change(turn.session, task.key, {"assignee": assignee, "follow_up_at": None})
    return receipt_of(task, assignee)


def _standing_in(actor: Actor, task: UserTask) -> str:
    """Why a task that somebody else holds changes hands; "" when nobody holds it."""
    return f"Stands in for {task.assignee}" if task.assignee in actor.stands_in_for else ""


def _cleaned(turn: Turn, task: UserTask, answers: Variables) -> Variables:
    if task.form_key is None:
        return answers
    form = turn.kernel.catalogue.form(turn.session, task.form_key).form
    seen = visible.from_task(turn.session, turn.key, task)
    office = casework.office_of(turn)
    values = clean(
        form,
        dict(answers),
        ChainMap(seen, dict(office.context)),
        now=turn.now,
        zone=turn.kernel.zone,
        validators=turn.kernel.validators,
    ).values
    attaching.require_received(turn, form, task, values)
    return concealing.conceal(form, values, seen, turn.kernel.concealers)


def _complete(turn: Turn, task: UserTask, cleaned: Variables) -> TaskReceipt:
    claimed = task.assignee is None or task.assignee in turn.actor.stands_in_for
    if claimed:
        _hold(turn, task, turn.actor.id, _standing_in(turn.actor, task))
    if task.form_key is not None:
        form = turn.kernel.catalogue.form(turn.session, task.form_key).form
        attaching.settle(turn, form, task, cleaned)
    jobwork.carry_out(turn, CompleteUserTask(task=id_of(task.key), variables=cleaned))
    return TaskReceipt(
        key=task.key,
        case_key=task.case_key,
        state=UserTaskState.COMPLETED.value,
        assignee=turn.actor.id if claimed else task.assignee,
        version=task.version + (2 if claimed else 1),
    )


def _keep_draft(turn: Turn, task: UserTask, answers: Variables) -> None:
    place = recording.bound("draft", task.root_key, id_of(task.key))
    if task.form_key is not None:
        form = turn.kernel.catalogue.form(turn.session, task.form_key).form
        answers = concealing.without_concealed(form, answers)
    sealed = turn.key.seal(coding.to_bytes(dict(answers)), place)
    tasks.change(turn.session, task.key, {"draft": sealed})


def receipt_of(task: UserTask, assignee: str | None, *, changed: bool = True) -> TaskReceipt:
    """What is answered of a task that stays open; `changed`: its version was counted up."""
    return TaskReceipt(
        key=task.key,
        case_key=task.case_key,
        state=task.state,
        assignee=assignee,
        version=task.version + (1 if changed else 0),
    )
