"""Cards on the shelf: found by register number or NIK, brought to their handover, moved, unclaimed.

Whether somebody may have a card is judged in the task of its case (`office.handover`); what was
handed over is `office.handovers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.services import messages, notes, restricting, rights, tasks
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.services.reading import scoping
from engine.services.reading.views import TaskRow
from engine.values import SYSTEM_ACTOR, Actor
from office import applications, authority, config, nik, register_number, stages
from office.applications import Application
from office.cards import Card, CardBlocked, CardIssued, CardState
from office.pickup import PickupCode, WrongCode
from office.reports import unclaimed
from office.reports.unclaimed import Unclaimed
from office.tickets import Ticket
from office.timetable import ZONE

LANE: Final = "penyerahan"
#: the forms of the handover: the visitor's register number, the handover itself, why it was refused
VISIT: Final = "cari_kartu"
GIVE: Final = "serahkan_kartu"
EXPLAIN: Final = "penolakan_serah"
#: tells a case that its citizen has come
_ARRIVED: Final = "diambil"
_WRONG: Final = "KODE_SALAH"
_LONGEST_SHELF: Final = 20
READERS: Final = ("work", "supervise", "administer", "audit")


class CardUnknown(NotFound):
    """Neither a register number nor a NIK that the office has an application for."""

    code = "card-unknown"
    message = "No application was found for this number. Read it again from the slip or the KK."


class CardGiven(CardIssued):
    """The card has been handed over: by whom and when."""

    code = "card-given"
    message = (
        "The card of %(no_register)s was handed over by %(holder)s, %(at)s. Nobody gets it again."
    )


class CardNotReady(Conflict):
    """The case has no card on the shelf that waits for its owner."""

    code = "card-not-ready"
    message = "There is no card of %(no_register)s on the shelf yet. Look at its case."


class ShelfInvalid(Invalid):
    """A shelf without a name, or with too long a one."""

    code = "shelf-invalid"
    message = "Name the shelf with 1 to 20 characters."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case's card. `state` None: none was made yet. `tries` of the pickup code are left.

    `step`: the open task of the handover, whoever's it is.
    """

    no_register: str
    office: str
    case: int
    kind: str
    state: CardState | None
    shelf: str
    ready_at: datetime | None
    recipient: str
    given_by: str
    given_at: datetime | None
    blocked: str
    wrong: int
    tries: int
    step: TaskRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody with a ticket who was called and comes for a card; `task` asks whose."""

    ticket: str
    task: int


def number_of(kernel: Kernel, actor: Actor, typed: str) -> str:
    """Find the register number that a number means: itself, or a NIK's newest with a card.

    A case that is closed to the actor (held on suspicion) is found by its number alone.

    Raises:
        RightMissing: the actor may not look.
        CardUnknown: there is none in the actor's offices. The number is in no message.
    """
    rights.require(actor, *READERS)
    with kernel.reads.begin() as session:
        rows = _applications(kernel, session, actor, typed)
        served = [row for row in rows if actor.offices & {row.kantor, "*"}]
        if not served:
            raise CardUnknown
        with_card = [row for row in served if session.get(Card, row.no_register) is not None]
        return (with_card or served)[0].no_register


def find(kernel: Kernel, actor: Actor, no_register: str) -> Found:
    """Give a case's card with how far its handover is.

    Raises:
        RightMissing: the actor may not look.
        CardUnknown: there is no such number in the actor's offices.
    """
    if register_number.parse(no_register) is None:  # a NIK comes in no address
        raise CardUnknown
    number = number_of(kernel, actor, no_register)
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        application = applications.find(session, number)
        if application is None:
            raise CardUnknown
        most = config.effective(session, application.kantor, now).number(
            "penyerahan.kode_salah_maks"
        )
        wrong = _wrong_tries(session, number)
        steps = stages.of_case(session, application.kasus, {GIVE, EXPLAIN}, now)
        step = steps[0].task if steps else None
        card = session.get(Card, number)
        return _found(application, card, step, (wrong, max(0, most - wrong)))


def begin(kernel: Kernel, request: Request, no_register: str, visit: int = 0) -> int:
    """Bring a card's case to its handover and take the task; gives its key.

    `visit`: the task of the visitor with a ticket, which is completed with the number; 0 for
    somebody without one. Pressed again, or by two officers at once: one of them holds the task.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        CardGiven, CardBlocked, CardNotReady, CardUnknown: there is nothing to hand over.
        TaskTaken: another officer is handing it over; `params["holder"]` says who.
        AnswersInvalid: the visit's form wants something more; its draft is kept.
    """
    found = find(kernel, request.actor, no_register)
    authority.require_lane(request.actor, LANE, found.office)
    _require_ready(found)
    if found.step is None:
        _announce(kernel, request, found, visit)
        found = find(kernel, request.actor, found.no_register)
    if found.step is None:
        raise CardNotReady(no_register=found.no_register)
    tasks.claim(kernel, Request(actor=request.actor), found.step.key)
    return found.step.key


def visitors(kernel: Kernel, actor: Actor, office: str) -> tuple[Visitor, ...]:
    """Give the called visitors of an office who come for a card, those of the actor's to serve."""
    with kernel.reads.begin() as session:
        found = stages.of_office(session, office, {VISIT}, kernel.clock.now())
        mine = [stage.task for stage in found if stage.is_for(actor)]
        wanted = select(Ticket.kasus, Ticket.nomor).where(
            Ticket.kasus.in_([task.root_key for task in mine])
        )
        numbers = dict(session.execute(wanted).all())
    return tuple(Visitor(ticket=numbers.get(row.root_key, ""), task=row.key) for row in mine)


def move(kernel: Kernel, request: Request, no_register: str, shelf: str) -> None:
    """Put a card that waits on another shelf; its case notes it.

    Raises:
        LaneMissing, OfficeForbidden: the actor may not.
        CardUnknown, CardNotReady: there is no card that waits.
        ShelfInvalid: the name is empty or too long.
    """
    found = find(kernel, request.actor, no_register)
    authority.require_lane(request.actor, LANE, found.office)
    shelf = " ".join(shelf.split()).upper()
    if not 0 < len(shelf) <= _LONGEST_SHELF:
        fault = Fault(rule=ShelfInvalid.code, element="rak", message=ShelfInvalid.message)
        raise ShelfInvalid((fault,))
    with kernel.sessions.begin() as session:
        card = session.get(Card, found.no_register, with_for_update=True)
        if card is None or card.status != CardState.SIAP:
            raise CardNotReady(no_register=found.no_register)
        card.rak = shelf
    notes.add(kernel, Request(actor=request.actor), found.case, f"Rak: {shelf}")


def waiting(kernel: Kernel, actor: Actor, office: str) -> tuple[Unclaimed, ...]:
    """Give the cards of an office that wait for their owners, the longest first.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read them.
    """
    rights.require(actor, *READERS)
    office = rights.office_for(actor, office)
    with kernel.reads.begin() as session:
        return unclaimed.unclaimed(session, office, kernel.clock.now())


def _applications(kernel: Kernel, session: Session, actor: Actor, typed: str) -> list[Application]:
    wanted = select(Application).order_by(Application.diterima_pada.desc())
    number = register_number.parse(typed)
    if number is not None:
        return list(session.execute(wanted.where(Application.no_register == number.text)).scalars())
    if nik.faults(typed):
        return []
    index = applications.index_of(kernel.sealer, typed)
    rows = session.execute(wanted.where(Application.nik_indeks == index)).scalars().all()
    keys = scoping.keys_of(kernel, session, {row.kasus for row in rows})
    return [
        row
        for row in rows
        for keyed in [(row.kasus, keys[row.kasus][1])]
        if restricting.key_for(kernel.restriction, session, actor, *keyed) is not None
    ]


def _found(
    application: Application, card: Card | None, step: TaskRow | None, tries: tuple[int, int]
) -> Found:
    return Found(
        no_register=application.no_register,
        office=application.kantor,
        case=application.kasus,
        kind=application.jenis,
        state=None if card is None else CardState(card.status),
        shelf="" if card is None else card.rak or "",
        ready_at=None if card is None else card.siap_pada,
        recipient="" if card is None else card.penerima or "",
        given_by="" if card is None else card.diserahkan_oleh or "",
        given_at=None if card is None else card.diserahkan_pada,
        blocked="" if card is None else card.alasan_blokir or "",
        wrong=tries[0],
        tries=tries[1],
        step=step,
    )


def _wrong_tries(session: Session, no_register: str) -> int:
    """How often the present code was typed wrongly."""
    code = session.get(PickupCode, no_register)
    if code is None:
        return 0
    wanted = select(func.count()).where(
        WrongCode.no_register == no_register,
        WrongCode.hasil == _WRONG,
        WrongCode.pada >= code.dibuat_pada,
    )
    return session.execute(wanted).scalar_one()


def _require_ready(found: Found) -> None:
    if found.given_at is not None:
        at = found.given_at.astimezone(ZONE).strftime("%d-%m-%Y %H.%M")
        raise CardGiven(no_register=found.no_register, holder=found.given_by, at=at)
    if found.state is None:
        raise CardNotReady(no_register=found.no_register)
    if found.state is not CardState.SIAP:
        raise CardBlocked(no_register=found.no_register)


def _announce(kernel: Kernel, request: Request, found: Found, visit: int) -> None:
    """Tell the case that its citizen is there; a visitor's ticket is served with it."""
    if visit:
        answers = {"no_register_diambil": found.no_register}
        tasks.complete(kernel, request, visit, answers)
        return
    message = Message(name=_ARRIVED, key=found.no_register, office=found.office)
    messages.publish(kernel, Request(actor=SYSTEM_ACTOR), message)
