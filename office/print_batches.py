"""Printing by the batch: take cards from the line, begin a print, note its quality check.

A batch is what an officer holds; every card of it is its case's own task, taken and completed by
the engine's services: nothing here goes around a diagram. What lies where is `office.print_room`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.errors import (
    AnswersInvalid,
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    SeparationOfDuties,
)
from engine.services import rights, tasks
from engine.services.kernel import Kernel, Request
from engine.services.receipts import TaskReceipt
from engine.store.cases import Case
from engine.store.keys import root_of
from engine.store.tasks import UserTask
from engine.values import Actor, JsonValue
from office import print_room, stages
from office.cards import PrintAttempt

#: what QC looks at, each a key of the form CHECK
CHECKS: Final = (
    "foto_jelas",
    "teks_benar",
    "laminasi_rata",
    "tidak_melengkung",
    "chip_terbaca",
    "nik_di_chip_sama",
)
LARGEST: Final = 100
_NOT_ALL: Final = "Tick all six before the card passes; if one is not good, the card fails."
_NOTHING_WRONG: Final = "Everything is ticked as good. Untick what is wrong with the card."


class BatchInvalid(Invalid):
    """A batch of no card, or of more than one officer carries."""

    code = "batch-invalid"
    message = "A batch has 1 to 100 cards; nothing was taken."


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of taking a batch: `refused` are cards that others must do (separate hands)."""

    held: int
    taken: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A blanko under the scanner; `heat` in °C, None when it was not read off the printer."""

    serial: str
    heat: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A quality check: those of CHECKS that are good, the verdict, and where a good card lies."""

    good: frozenset[str]
    passed: bool
    shelf: str = ""


def take(kernel: Kernel, request: Request, office: str, form: str, size: int) -> Taken:
    """Fill the actor's batch of one form's tasks up to `size`, in the order of the line.

    Pressed twice, nothing more is taken. What somebody else took meanwhile, or must not be done by
    this officer, is passed over.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        BatchInvalid: `size` is not 1 to LARGEST.
    """
    if not 1 <= size <= LARGEST:
        fault = Fault(rule=BatchInvalid.code, element="jumlah", message=BatchInvalid.message)
        raise BatchInvalid((fault,))
    rights.require(request.actor, "work")
    items = print_room.read(kernel, request.actor, office).items(form)
    held = sum(item.task.assignee == request.actor.id for item in items)
    taken = refused = 0
    for item in items:
        if held + taken >= size:
            break
        if item.task.assignee is not None or not item.is_for(request.actor):
            continue
        try:
            tasks.claim(kernel, Request(actor=request.actor), item.task.key)
        except SeparationOfDuties:
            refused += 1
        except (Conflict, Forbidden):  # somebody was faster
            continue
        else:
            taken += 1
    return Taken(held=held, taken=taken, refused=refused)


def start(kernel: Kernel, request: Request, task: int, scan: Scan) -> TaskReceipt:
    """Note CETAK_DIMULAI for a card: the blanko was scanned, the card goes into the printer next.

    The actor then holds the task in which the result is noted.

    Raises:
        AnswersInvalid: the blanko was used for another card, or the form has faults.
        TaskTaken, TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties.
    """
    serial = " ".join(scan.serial.split()).upper()
    with kernel.reads.begin() as session:
        used = _used_by(session, serial, task)
    if used is not None:
        fault = Fault(
            rule="blanko-used",
            element="blanko_id",
            message="This blanko was used for %(no_register)s. Scan the one in your hand.",
            params={"no_register": used},
        )
        raise AnswersInvalid((fault,))
    answers: dict[str, JsonValue] = {"blanko_id": serial, "suhu_printer": scan.heat}
    receipt = tasks.complete(kernel, request, task, answers)
    _go_on(kernel, request.actor, receipt)
    return receipt


def check(kernel: Kernel, request: Request, task: int, seen: Checked) -> TaskReceipt:
    """Note the quality check of a card; one that fails is written off.

    Raises:
        AnswersInvalid: what was ticked and the verdict do not agree, or the form has faults.
        TaskTaken, TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties.
    """
    whole = set(CHECKS) <= seen.good
    if whole is not seen.passed:
        message = _NOT_ALL if seen.passed else _NOTHING_WRONG
        fault = Fault(rule="quality-verdict", element="uji", message=message)
        raise AnswersInvalid((fault,))
    answers: dict[str, JsonValue] = {name: name in seen.good for name in CHECKS}
    return tasks.complete(kernel, request, task, {**answers, "rak": seen.shelf or None})


def _go_on(kernel: Kernel, actor: Actor, receipt: TaskReceipt) -> None:
    """Who began the print holds the question for its result too, unless somebody is faster."""
    with kernel.reads.begin() as session:
        root = root_of(receipt.case_key)
        found = stages.of_case(session, root, {print_room.RESULT}, kernel.clock.now())
    for stage in found:
        with suppress(Conflict, Forbidden):
            tasks.claim(kernel, Request(actor=actor), stage.task.key)


def _used_by(session: Session, serial: str, task: int) -> str | None:
    """The other case of the task's office whose print took this blanko; None for a fresh one."""
    own = session.execute(
        select(UserTask.office, Case.business_key)
        .join(Case, Case.key == UserTask.root_key)
        .where(UserTask.key == task)
    ).one_or_none()
    if own is None:
        return None
    wanted = select(PrintAttempt.no_register).where(
        PrintAttempt.kantor == own[0],
        PrintAttempt.blanko_seri == serial,
        or_(PrintAttempt.no_register != own[1], PrintAttempt.selesai_pada.is_not(None)),
    )
    return session.execute(wanted.limit(1)).scalar()
