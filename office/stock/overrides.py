"""Out of turn (U10): the store asks with a reason, the camat approves or refuses.

Both are the procedure's own user tasks, known here by their forms `alokasi_blanko` and
`persetujuan_lompat`; a case that waits is woken by the message `lompati_giliran`. What the approval
reserves is `office.stock.allocations.reserve_out_of_turn`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import AnswersInvalid, Conflict, Fault, NotFound
from engine.services import messages, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.services.reading.views import TaskView
from engine.services.receipts import TaskReceipt
from engine.store import tasks as task_rows
from engine.store.cases import Case
from engine.store.definitions import Definition
from engine.store.tasks import UserTask
from engine.values import SYSTEM_ACTOR, Actor, CaseState, UserTaskState, Variables
from office import authority, config
from office.stock import prospects, ranking, readers
from office.stock.line import Place, PlaceState
from office.stock.prospects import Prospect
from office.stock.ranking import Rank

MESSAGE: Final = "lompati_giliran"
ASKING: Final = "alokasi_blanko"
APPROVING: Final = "persetujuan_lompat"
_SHORTEST: Final = "berkas.alasan_override_min"
_LONGEST: Final = 500


class NotWaiting(Conflict):
    """The case has its blanko, had it, or left the line."""

    code = "override-not-waiting"
    message = "%(no_register)s does not wait for a blanko any more. Look at the line again."


class OverrideAsked(Conflict):
    """The camat has a request for this case already."""

    code = "override-asked"
    message = "%(holder)s has asked the camat for %(no_register)s already. Wait for the answer."


class OverrideNotPossible(Conflict):
    """The case stands at no step from which it could be asked for."""

    code = "override-not-possible"
    message = "%(no_register)s cannot be put forward now: it stands at another step. Open its case."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A case that waits, and those it would pass: not one of them has a blanko before it."""

    rank: Rank
    overtaken: tuple[Rank, ...]
    prospect: Prospect
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A request that the camat has not answered."""

    task: int
    case: int
    no_register: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the camat decides. `rank` None: the case left the line, or has its blanko."""

    view: TaskView
    pending: Pending
    rank: Rank | None
    overtaken: tuple[Rank, ...]
    available: int


def chance(kernel: Kernel, actor: Actor, case: int) -> Chance:
    """Give what asking for a waiting root case would mean; lane `gudang_blanko`.

    Raises:
        NotFound: the case never was in the line, or is of another office.
        LaneMissing: the actor may not ask.
        NotWaiting: it does not wait.
    """
    place = _place(kernel, actor, case)
    authority.require_lane(actor, readers.LANE, place.kantor)
    prospect = prospects.of_line(kernel, actor, place.kantor)
    rank = _rank(prospect, case)
    if rank is None:
        raise NotWaiting(no_register=place.no_register)
    with kernel.reads.begin() as session:
        policies = config.effective(session, place.kantor, kernel.clock.now())
    return Chance(
        rank=rank,
        overtaken=ranking.before(prospect.ranks, rank),
        prospect=prospect,
        least=policies.number(_SHORTEST),
    )


def ask(kernel: Kernel, request: Request, case: int, why: str) -> Pending:
    """Ask the camat to let a waiting case go before its turn; the same again changes nothing.

    Raises:
        NotFound, LaneMissing, NotWaiting: as `chance`.
        AnswersInvalid: the reason is too short or too long; element `alasan`.
        OverrideAsked: the camat has been asked for it.
        OverrideNotPossible: the procedure lets nobody ask at the case's present step.
    """
    sought = chance(kernel, request.actor, case)
    number, why = sought.rank.no_register, why.strip()
    if not sought.least <= len(why) <= _LONGEST:
        raise AnswersInvalid((_too_short(sought.least),))
    open_one = _open_of_case(kernel, case, APPROVING)
    if open_one is not None:
        return _asked_before(kernel, request.actor, open_one, why)
    asking = _open_of_case(kernel, case, ASKING) or _woken(kernel, request, case, number)
    if asking is None:
        raise OverrideNotPossible(no_register=number)
    answers: Variables = {"jumlah_dialokasikan": 1, "override": True, "alasan": why}
    tasks.complete(kernel, Request(actor=request.actor), asking.task, answers)
    made = _open_of_case(kernel, case, APPROVING)
    if made is None:
        raise OverrideNotPossible(no_register=number)
    return made


def sought(kernel: Kernel, actor: Actor, task: int) -> Sought:
    """Give what the camat needs to decide, for whoever may see the task.

    Raises:
        NotFound: there is no such request, or it is not for this actor to see.
    """
    view = reading.task(kernel, actor, task)
    if view.form_id != APPROVING:
        raise NotFound(kind="request to go out of turn", key=str(task))
    with kernel.reads.begin() as session:
        pending = _pending(kernel, session, task_rows.find(session, task))
    prospect = prospects.of_line(kernel, SYSTEM_ACTOR, view.row.office)
    rank = _rank(prospect, view.row.root_key)
    return Sought(
        view=view,
        pending=pending,
        rank=rank,
        overtaken=() if rank is None else ranking.before(prospect.ranks, rank),
        available=prospect.available,
    )


def decide(kernel: Kernel, request: Request, task: int, *, agrees: bool, why: str) -> TaskReceipt:
    """Approve or refuse, with what it is based on; the camat.

    Raises:
        NotFound: there is no such request, or it is not for this actor to see.
        AnswersInvalid: element `dasar`.
        TaskNotOpen, TaskTaken, CaseNotActive, SeparationOfDuties, NotCandidate.
    """
    if reading.task(kernel, request.actor, task).form_id != APPROVING:
        raise NotFound(kind="request to go out of turn", key=str(task))
    return tasks.complete(kernel, request, task, {"setuju": agrees, "dasar": why})


def pending(kernel: Kernel, actor: Actor, office: str) -> tuple[Pending, ...]:
    """Give what the camat of an office has not answered, the oldest first.

    Raises:
        StockReadersOnly, OfficeForbidden: the actor may not read it.
    """
    office = readers.require(actor, office)
    forms = select(Definition.key).where(Definition.kind == "form", Definition.id == APPROVING)
    wanted = (
        select(UserTask)
        .join(Case, Case.key == UserTask.root_key)
        .where(
            UserTask.office == office,
            UserTask.state == UserTaskState.CREATED.value,
            UserTask.form_key.in_(forms),
            Case.state == CaseState.ACTIVE.value,
        )
        .order_by(UserTask.key)
    )
    with kernel.reads.begin() as session:
        rows = session.execute(wanted).scalars().all()
        return tuple(_pending(kernel, session, row) for row in rows)


def _place(kernel: Kernel, actor: Actor, case: int) -> Place:
    with kernel.reads.begin() as session:
        place = session.execute(select(Place).where(Place.kasus == case)).scalar_one_or_none()
    if place is None or not ({"*", place.kantor} & actor.offices):
        raise NotFound(kind="place in the line", key=str(case))
    return place


def _rank(prospect: Prospect, case: int) -> Rank | None:
    return next((one for one in prospect.ranks if one.candidate.case == case), None)


def _open_of_case(kernel: Kernel, case: int, form: str) -> Pending | None:
    """The open task of a case with this form."""
    with kernel.reads.begin() as session:
        for row in task_rows.open_of_case(session, case):
            if row.form_key and kernel.catalogue.form(session, row.form_key).id == form:
                return _pending(kernel, session, row)
    return None


def _pending(kernel: Kernel, session: Session, row: UserTask) -> Pending:
    case = session.get(Case, row.root_key)
    return Pending(
        task=row.key,
        case=row.root_key,
        no_register="" if case is None else case.business_key,
        asked_by=_asker(kernel, session, row),
        asked_at=row.created_at,
    )


def _asker(kernel: Kernel, session: Session, row: UserTask) -> str:
    """Who completed the case's last task with the asking form before this one; "" for nobody."""
    wanted = select(UserTask.form_key, UserTask.completed_by).where(
        UserTask.root_key == row.root_key,
        UserTask.state == UserTaskState.COMPLETED.value,
        UserTask.form_key.is_not(None),
        UserTask.completed_at <= row.created_at,
    )
    for form, login in session.execute(wanted.order_by(UserTask.key.desc())):
        if form and kernel.catalogue.form(session, form).id == ASKING:
            return login or ""
    return ""


def _asked_before(kernel: Kernel, actor: Actor, present: Pending, why: str) -> Pending:
    """The same request again is no fault; another one is."""
    said = reading.task(kernel, SYSTEM_ACTOR, present.task).variables.get("alasan_override")
    if present.asked_by == actor.id and said == why:
        return present
    raise OverrideAsked(holder=present.asked_by, no_register=present.no_register)


def _woken(kernel: Kernel, request: Request, case: int, number: str) -> Pending | None:
    """Wake a case that waits for stock; the store may, though it publishes nothing else."""
    with kernel.reads.begin() as session:
        place = session.get(Place, number)
    if place is None or place.keadaan != PlaceState.MENUNGGU:
        raise NotWaiting(no_register=number)
    keeper = replace(request.actor, rights=request.actor.rights | {"message"})
    message = Message(name=MESSAGE, key=number, office=place.kantor)
    messages.publish(kernel, Request(actor=keeper), message)
    return _open_of_case(kernel, case, ASKING)


def _too_short(least: int) -> Fault:
    return Fault(
        rule=AnswersInvalid.code,
        element="alasan",
        message="Say in %(least)s to %(most)s characters why this case goes first.",
        params={"least": least, "most": _LONGEST},
    )
