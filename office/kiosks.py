"""Kiosks in the hall: devices that an officer opened, which can draw numbers and nothing else.

A kiosk is known by a secret of its own, of which only a keyed hash is kept. It is nobody's session:
it does not expire by itself, and ends at once when an officer closes it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, Fault, Invalid, NotFound
from engine.services import cases, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.turns import Turn
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey, UtcInstant
from engine.store.sealing import Sealer
from engine.values import Actor
from office import authority, config, tickets

_LONGEST_NAME: Final = 40
#: of paper, in millimetres
WIDTHS: Final = (58, 80)
_MINUTE: Final = timedelta(minutes=1)
_LANE: Final = "loket"


class Kiosk(Base):
    """A kiosk. `tanda` is the keyed hash of its secret; `jatah` numbers were drawn since
    `jatah_sejak`.
    """

    __tablename__ = "kios"

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name] = mapped_column(index=True)
    nama: Mapped[Name]
    lebar_kertas: Mapped[int]
    tanda: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    dibuka_pada: Mapped[Instant]
    oleh: Mapped[Name]
    jatah: Mapped[int]
    jatah_sejak: Mapped[datetime | None] = mapped_column(UtcInstant)
    ditutup_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    ditutup_oleh: Mapped[Name | None]


class KioskInvalid(Invalid):
    """A kiosk cannot be opened so."""

    code = "kiosk-invalid"
    message = "%(count)s fields need your attention; nothing was changed."


class TooManyNumbers(Conflict):
    """More numbers are drawn at a kiosk than people can come by."""

    code = "kiosk-too-quick"
    message = "Many numbers were just drawn here. Wait a minute and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An open kiosk. `width`: of its paper in millimetres; `last_at`: about its last number."""

    key: int
    office: str
    name: str
    width: int
    opened_at: datetime
    opened_by: str
    last_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Who the kiosk is in a case: of the counters' lane, with no right at all."""
        return Actor(
            id=f"kios:{self.key}", groups=frozenset({_LANE}), offices=frozenset({self.office})
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a citizen pressed: kind of service, and a self-declared priority."""

    service: str
    priority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A number, for its day."""

    number: str
    day: date


def open_kiosk(kernel: Kernel, request: Request, office: str, name: str, width: int) -> str:
    """Make a device a kiosk of the office and give its secret; needs the right "work" there.

    Raises:
        RightMissing, OfficeForbidden.
        KioskInvalid: with every fault: the name has not 1 to 40 characters, no such paper.
    """
    authority.require(request.actor, "work", office)
    faults = _faults(name.strip(), width)
    if faults:
        raise KioskInvalid(faults)
    secret = secrets.token_urlsafe(32)
    with kernel.sessions.begin() as session:
        session.add(
            Kiosk(
                key=keys.next_key(session),
                kantor=office,
                nama=name.strip(),
                lebar_kertas=width,
                tanda=_hash(kernel.sealer, secret),
                dibuka_pada=kernel.clock.now(),
                oleh=request.actor.id,
                jatah=0,
            )
        )
    return secret


def close_kiosk(kernel: Kernel, request: Request, key: int) -> None:
    """End a kiosk for good; closing it again changes nothing. Needs the right "work" there.

    Raises:
        NotFound: there is no such kiosk.
        RightMissing, OfficeForbidden.
    """
    with kernel.sessions.begin() as session:
        row = session.get(Kiosk, key)
        if row is None:
            raise NotFound(kind="kiosk", key=str(key))
        authority.require(request.actor, "work", row.kantor)
        if row.ditutup_pada is None:
            row.ditutup_pada, row.ditutup_oleh = kernel.clock.now(), request.actor.id


def recognise(kernel: Kernel, secret: str) -> Device | None:
    """Give the open kiosk with this secret; None for any other."""
    if not secret:
        return None
    wanted = select(Kiosk).where(
        Kiosk.tanda == _hash(kernel.sealer, secret), Kiosk.ditutup_pada.is_(None)
    )
    with kernel.reads.begin() as session:
        row = session.execute(wanted).scalar_one_or_none()
        return None if row is None else _device(row)


def open_kiosks(kernel: Kernel, actor: Actor, office: str) -> tuple[Device, ...]:
    """Give the open kiosks of an office, by name; needs the right "work" there."""
    authority.require(actor, "work", office)
    wanted = select(Kiosk).where(Kiosk.kantor == office, Kiosk.ditutup_pada.is_(None))
    with kernel.reads.begin() as session:
        rows = session.execute(wanted.order_by(Kiosk.nama, Kiosk.key)).scalars()
        return tuple(_device(row) for row in rows)


def draw(kernel: Kernel, device: Device, wish: Wish, once: str) -> Drawn:
    """Begin a case as a counter does and draw its number.

    The same `once` with the same wish gives the same number, however often it is pressed.

    Raises:
        TooManyNumbers: more than `antrean.kios_per_menit` within a minute at this kiosk.
        AnswersInvalid: the form knows no such service or priority.
        NotFound: the kiosk was closed, or the office's procedure (`antrean.prosedur`) is missing.
    """
    answers = {"jenis_layanan": wish.service, "prioritas": wish.priority}

    def answer(turn: Turn) -> None:
        _spend(turn.session, device, kernel.clock.now())
        tasks.answer_only(turn, answers)

    key = f"{once}:{wish.service}:{wish.priority}" if once else ""
    start = Start(process_id=_procedure(kernel, device.office), office=device.office)
    request = Request(actor=device.actor, idempotency_key=key)
    case = cases.start(kernel, request, start, answer).key
    with kernel.reads.begin() as session:
        ticket = tickets.of_case(session, case)
        if ticket is None:
            raise NotFound(kind="ticket", key=str(case))
        return Drawn(number=ticket.nomor, day=ticket.tanggal)


def _procedure(kernel: Kernel, office: str) -> str:
    return config.held(kernel, office).text("antrean.prosedur")


def _spend(session: Session, device: Device, now: datetime) -> None:
    """Count one more number of the kiosk; whoever draws there meanwhile waits."""
    row = session.get(Kiosk, device.key, with_for_update=True, populate_existing=True)
    if row is None or row.ditutup_pada is not None:
        raise NotFound(kind="kiosk", key=str(device.key))
    if row.jatah_sejak is None or not timedelta() <= now - row.jatah_sejak < _MINUTE:
        row.jatah_sejak, row.jatah = now, 0
    most = config.effective(session, device.office, now).number("antrean.kios_per_menit")
    if row.jatah >= most:
        raise TooManyNumbers
    row.jatah += 1


def _faults(name: str, width: int) -> tuple[Fault, ...]:
    found = []
    if not 0 < len(name) <= _LONGEST_NAME:
        found.append(_fault("nama", "Give the kiosk a name of 1 to 40 characters."))
    if width not in WIDTHS:
        found.append(_fault("lebar", "Choose paper 58 or 80 mm wide."))
    return tuple(found)


def _fault(element: str, message: str) -> Fault:
    return Fault(rule="kiosk", element=element, message=message)


def _hash(sealer: Sealer, secret: str) -> bytes:
    return sealer.index("kiosk", secret)


def _device(row: Kiosk) -> Device:
    return Device(
        key=row.key,
        office=row.kantor,
        name=row.nama,
        width=row.lebar_kertas,
        opened_at=row.dibuka_pada,
        opened_by=row.oleh,
        last_at=row.jatah_sejak,
    )
