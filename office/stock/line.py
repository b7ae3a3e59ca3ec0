"""The line of cases that wait for a blanko, and the reservation that ends the wait.

A reservation takes one of each material and is given only to a case for which the stock suffices
beyond everybody ahead of it: so the order of DMN-3 holds whoever asks first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict, NotFound
from engine.store.base import Base, Instant, Key, Name, UtcInstant
from office.stock import ledger, rules, waits
from office.stock.ledger import Entry
from office.stock.rules import Balance, Material, Movement, Waiting


class PlaceState(StrEnum):
    MENUNGGU = "MENUNGGU"
    DIRESERVASI = "DIRESERVASI"
    SELESAI = "SELESAI"


class Place(Base):
    """A case's place in the line. `gagal` counts its failed prints: one or more heads its class.

    `kriteria` is what DMN-3 reads of the case, sealed (`office.stock.priorities`); it goes when
    the case leaves the line.
    """

    __tablename__ = "blanko_antrean"
    __table_args__ = (Index(None, "kantor", "keadaan"), Index(None, "kantor", "siap_cetak_pada"))

    no_register: Mapped[Name] = mapped_column(primary_key=True)
    kantor: Mapped[Name]
    kasus: Mapped[Key] = mapped_column(index=True)
    kelas: Mapped[int]
    siap_cetak_pada: Mapped[Instant]
    gagal: Mapped[int]
    keadaan: Mapped[Name]
    direservasi_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    kriteria: Mapped[bytes | None] = mapped_column(LargeBinary)


class StockShort(Conflict):
    """Not this case's turn, or too little stock; `materials` names what lacks."""

    code = "stock-short"
    message = "There is no blanko for %(no_register)s yet: %(lacking)s."

    def __init__(self, no_register: str, materials: tuple[Material, ...]) -> None:
        self.materials = materials
        super().__init__(no_register=no_register, lacking=", ".join(materials))


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements:
    """Who moves stock for which case, and when."""

    office: str
    no_register: str
    by: str
    at: datetime
    serial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A case that enters the line, or asks to be classed anew."""

    office: str
    no_register: str
    case: int
    priority_class: int
    print_ready_at: datetime
    at: datetime
    criteria: bytes | None = None


def join(session: Session, joining: Joining) -> Place:
    """Enter the line or change class; the first PRR instant is kept, a reservation too."""
    ledger.lock(session, joining.office)
    place = session.get(Place, joining.no_register, populate_existing=True)
    if place is None:
        place = Place(
            no_register=joining.no_register,
            kantor=joining.office,
            kasus=joining.case,
            siap_cetak_pada=joining.print_ready_at,
            gagal=0,
            keadaan="",
        )
        session.add(place)
    place.kelas = joining.priority_class
    place.kriteria = joining.criteria or place.kriteria
    if place.keadaan != PlaceState.DIRESERVASI:
        _move(session, place, PlaceState.MENUNGGU, joining.at)
    session.flush()
    return place


def places(session: Session, office: str) -> tuple[Place, ...]:
    """Give the places that wait, in no order, as they are in the database now."""
    wanted = select(Place).where(Place.kantor == office, Place.keadaan == PlaceState.MENUNGGU)
    fresh = wanted.execution_options(populate_existing=True)
    return tuple(session.execute(fresh).scalars())


def find(session: Session, no_register: str) -> Place:
    """Give a case's place as it is in the database now.

    Raises:
        NotFound: the case never entered the line.
    """
    place = session.get(Place, no_register, populate_existing=True)
    if place is None:
        raise NotFound(kind="place in the line", key=no_register)
    return place


def waiting(session: Session, office: str) -> tuple[Waiting, ...]:
    """Give the line in its order."""
    columns = (Place.no_register, Place.kelas, Place.siap_cetak_pada, Place.gagal)
    wanted = select(*columns).where(Place.kantor == office, Place.keadaan == PlaceState.MENUNGGU)
    return rules.ranked(
        Waiting(no_register=number, priority_class=kelas, print_ready_at=since, returned=failed > 0)
        for number, kelas, since, failed in session.execute(wanted)
    )


def length(session: Session, office: str) -> int:
    """Count those who wait."""
    wanted = select(func.count()).select_from(Place)
    here = wanted.where(Place.kantor == office, Place.keadaan == PlaceState.MENUNGGU)
    return session.execute(here).scalar_one()


def ahead(session: Session, office: str, no_register: str | None) -> int:
    """Count the cases before this one in the line; the whole line for a case not in it."""
    line = waiting(session, office)
    place = rules.position(line, no_register) if no_register else None
    return len(line) if place is None else place - 1


def reserve(session: Session, movements: Movements, *, out_of_turn: bool = False) -> Place:
    """Reserve one of each material for a case in the line; again for one that has: no change.

    `out_of_turn`: nobody ahead is waited for; what is available may be taken.

    Raises:
        NotFound: the case is not in the line.
        StockShort: it is not its turn, or something lacks.
    """
    stock = ledger.lock(session, movements.office)
    place = find(session, movements.no_register)
    if place.keadaan == PlaceState.DIRESERVASI:
        return place
    before = 0 if out_of_turn else ahead(session, movements.office, movements.no_register)
    lacking = rules.lacking(stock, before)
    if lacking:
        raise StockShort(movements.no_register, lacking)
    ledger.book(session, _each(movements, Movement.RESERVASI))
    _move(session, place, PlaceState.DIRESERVASI, movements.at)
    session.flush()
    return place


def reserve_all(
    session: Session, office: str, chosen: Iterable[Place], *, by: str, at: datetime
) -> None:
    """Reserve for several waiting places at once; the caller holds the balances' lock.

    Raises:
        StockRefused: there is not enough for all of them; nobody got anything.
    """
    entries: list[Entry] = []
    for place in chosen:
        movements = Movements(office=office, no_register=place.no_register, by=by, at=at)
        entries += _each(movements, Movement.RESERVASI)
        _move(session, place, PlaceState.DIRESERVASI, at)
    ledger.book_together(session, entries)


def release(session: Session, movements: Movements) -> bool:
    """Give a reservation back and leave the line; False when there was none."""
    ledger.lock(session, movements.office)
    place = session.get(Place, movements.no_register, populate_existing=True)
    held = place is not None and place.keadaan == PlaceState.DIRESERVASI
    if held:
        ledger.book(session, _each(movements, Movement.LEPAS_RESERVASI))
    if place is not None and place.keadaan != PlaceState.SELESAI:
        _move(session, place, PlaceState.SELESAI, movements.at)
        session.flush()
    return held


def use(session: Session, movements: Movements) -> bool:
    """Count the case's good card (PAKAI); again for the same case: False and no second movement.

    Raises:
        StockShort: nothing is reserved for the case.
    """
    ledger.lock(session, movements.office)
    if ledger.has_used(session, movements.office, movements.no_register):
        return False
    place = _reserved(session, movements.no_register)
    ledger.book(session, _each(movements, Movement.PAKAI, reserved=True))
    _move(session, place, PlaceState.SELESAI, movements.at)
    session.flush()
    return True


def write_off(session: Session, movements: Movements, reason: Movement) -> int:
    """Write the reserved blanko off and put the case back at the head of its class.

    Ribbon and film are spent by a failed print too, but not by a blanko that was faulty from the
    start. Gives the failed prints of the case so far.

    Raises:
        StockShort: nothing is reserved for the case.
    """
    ledger.lock(session, movements.office)
    place = _reserved(session, movements.no_register)
    spared = reason is Movement.CACAT_PABRIK
    ledger.book(
        session,
        [
            _entry(movements, Movement.LEPAS_RESERVASI, material)
            if spared and material is not Material.BLANKO
            else _entry(movements, reason, material, reserved=True)
            for material in Material
        ],
    )
    _move(session, place, PlaceState.MENUNGGU, movements.at)
    place.gagal += 1
    session.flush()
    return place.gagal


def holds(session: Session, no_register: str | None) -> bool:
    """Tell whether the case has its reservation."""
    place = session.get(Place, no_register) if no_register else None
    return place is not None and place.keadaan == PlaceState.DIRESERVASI


def shortage(
    session: Session, office: str, no_register: str | None
) -> tuple[Mapping[Material, Balance], int, tuple[Material, ...]]:
    """Give balances, cases ahead, and what lacks for the case; a reserved one lacks nothing."""
    stock = ledger.balances(session, office)
    if holds(session, no_register):
        return stock, 0, ()
    before = ahead(session, office, no_register)
    return stock, before, rules.lacking(stock, before)


def _each(movements: Movements, movement: Movement, *, reserved: bool = False) -> list[Entry]:
    return [_entry(movements, movement, material, reserved=reserved) for material in Material]


def _entry(
    movements: Movements, movement: Movement, material: Material, *, reserved: bool = False
) -> Entry:
    return Entry(
        office=movements.office,
        movement=movement,
        material=material,
        reserved=reserved,
        no_register=movements.no_register,
        serial=movements.serial if material is Material.BLANKO else None,
        by=movements.by,
        at=movements.at,
    )


def _reserved(session: Session, no_register: str) -> Place:
    place = find(session, no_register)
    if place.keadaan != PlaceState.DIRESERVASI:
        raise StockShort(no_register, tuple(Material))
    return place


def _move(session: Session, place: Place, state: PlaceState, at: datetime) -> None:
    """Give a place another state; whoever leaves the line leaves no criteria behind."""
    if place.keadaan == state:
        return
    place.keadaan = state
    if state is PlaceState.SELESAI:
        place.kriteria = None
    else:
        place.direservasi_pada = at if state is PlaceState.DIRESERVASI else None
    waits.note(session, place.kantor, place.no_register, state.value, at)
