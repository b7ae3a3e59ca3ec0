"""The stock ledger's rows and balances. Append-only; the database itself holds the invariants.

A trigger adds every line to its balance, whose checks (on hand ≥ 0, 0 ≤ reserved ≤ on hand) refuse
the line; other triggers refuse to change or delete one; a unique index allows one PAKAI a register
number and material. Lock order is case, then balance rows in the order of their materials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Conflict
from engine.store import keys
from engine.store.base import Base, Instant, Name, PrimaryKey, dialect_insert
from office.stock import rules
from office.stock.rules import Balance, Material, Movement

_APPROVED: Final = ", ".join(f"'{kind}'" for kind in sorted(rules.APPROVED))


class Line(Base):
    """One movement. `ubah_ada` and `ubah_direservasi` are what it adds to the balance."""

    __tablename__ = "blanko_mutasi"
    __table_args__ = (
        CheckConstraint("jumlah <> 0 AND (jumlah > 0 OR jenis = 'KOREKSI_OPNAME')", name="jumlah"),
        CheckConstraint(
            f"jenis NOT IN ({_APPROVED}) OR (disetujui_oleh IS NOT NULL "
            "AND disetujui_oleh <> oleh)",
            name="disetujui",
        ),
        Index(None, "kantor", "bahan", "waktu"),
        Index(None, "kantor", "waktu"),
        Index(None, "no_register"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    waktu: Mapped[Instant]
    jenis: Mapped[Name]
    bahan: Mapped[Name]
    jumlah: Mapped[int]
    ubah_ada: Mapped[int]
    ubah_direservasi: Mapped[int]
    no_register: Mapped[Name | None]
    blanko_seri: Mapped[Name | None]
    dokumen: Mapped[Name | None]
    oleh: Mapped[Name]
    disetujui_oleh: Mapped[Name | None]


ONE_USE: Final = Index(
    "uq_blanko_mutasi_pakai",
    Line.kantor,
    Line.no_register,
    Line.bahan,
    unique=True,
    sqlite_where=Line.jenis == "PAKAI",
    postgresql_where=Line.jenis == "PAKAI",
)
ONE_DELIVERY: Final = Index(
    "uq_blanko_mutasi_dokumen",
    Line.kantor,
    Line.dokumen,
    Line.bahan,
    unique=True,
    sqlite_where=Line.jenis == "TERIMA",
    postgresql_where=Line.jenis == "TERIMA",
)


class StockBalance(Base):
    """The sum of the ledger for one material; written by the trigger alone."""

    __tablename__ = "blanko_saldo"
    __table_args__ = (
        CheckConstraint("ada >= 0", name="ada"),
        CheckConstraint("direservasi >= 0 AND direservasi <= ada", name="direservasi"),
    )

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    bahan: Mapped[Name] = mapped_column(primary_key=True)
    ada: Mapped[int]
    direservasi: Mapped[int]


class StockRefused(Conflict):
    """The ledger's invariants do not allow the movement; nothing was booked."""

    code = "stock-refused"
    message = "%(movement)s of %(amount)s %(material)s is not possible with the present stock."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A movement to be booked. `reserved`: it takes what the case had reserved."""

    office: str
    movement: Movement
    material: Material
    amount: int = 1
    reserved: bool = False
    no_register: str | None = None
    serial: str | None = None
    document: str | None = None
    by: str
    approved_by: str | None = None
    at: datetime


def lock(session: Session, office: str) -> dict[Material, Balance]:
    """Give the balances, locked until the transaction ends; materials never seen are at zero."""
    row = dialect_insert(session, StockBalance)
    zeros = [
        {"kantor": office, "bahan": material.value, "ada": 0, "direservasi": 0}
        for material in Material
    ]
    session.execute(row.values(zeros).on_conflict_do_nothing())
    return _read(session, office, locked=True)


def balances(session: Session, office: str) -> dict[Material, Balance]:
    """Give the balances, unlocked."""
    return _read(session, office, locked=False)


def book(session: Session, entries: Iterable[Entry]) -> None:
    """Append movements, in order.

    Raises:
        StockRefused: an invariant would break, a second PAKAI or delivery note was tried, or the
            second officer's approval is missing.
    """
    for entry in entries:
        book_together(session, [entry])


def book_together(session: Session, entries: Sequence[Entry]) -> None:
    """Append movements as one: all of them, or none.

    Raises:
        StockRefused: as for `book`, naming the first movement.
    """
    if not entries:
        return
    numbers = keys.next_keys(session, len(entries))
    lines = [_line(key, entry) for key, entry in zip(numbers, entries, strict=True)]
    first = entries[0]
    refused = StockRefused(movement=first.movement, amount=first.amount, material=first.material)
    if not all(_is_approved(entry) for entry in entries):
        raise refused
    try:
        with session.begin_nested():
            session.add_all(lines)
            session.flush()
    except IntegrityError as error:
        raise refused from error


def _is_approved(entry: Entry) -> bool:
    second = entry.approved_by
    return entry.movement not in rules.SECONDED or second not in {None, "", entry.by}


def _line(key: int, entry: Entry) -> Line:
    effect = rules.change(entry.movement, entry.amount, reserved=entry.reserved)
    return Line(
        key=key,
        kantor=entry.office,
        waktu=entry.at,
        jenis=entry.movement.value,
        bahan=entry.material.value,
        jumlah=entry.amount,
        ubah_ada=effect.on_hand,
        ubah_direservasi=effect.reserved,
        no_register=entry.no_register,
        blanko_seri=entry.serial,
        dokumen=entry.document,
        oleh=entry.by,
        disetujui_oleh=entry.approved_by,
    )


def has_used(session: Session, office: str, no_register: str) -> bool:
    """Tell whether the case's one card has been counted (PAKAI)."""
    return _count(session, office, no_register, (Movement.PAKAI,)) > 0


def failures(session: Session, office: str, no_register: str) -> int:
    """Count the blanko of a case that were written off."""
    return _count(session, office, no_register, rules.WRITE_OFFS)


def used_since(session: Session, office: str, since: datetime) -> int:
    """Count the blanko that left the stock for cards, good or failed, from an instant on."""
    wanted = select(func.coalesce(func.sum(Line.jumlah), 0)).where(
        Line.kantor == office,
        Line.bahan == Material.BLANKO.value,
        Line.jenis.in_(sorted(rules.CONSUMING)),
        Line.waktu >= since,
    )
    return session.execute(wanted).scalar_one()


def lines(session: Session, office: str, material: Material) -> tuple[Line, ...]:
    """Give a material's whole ledger in the order written."""
    wanted = select(Line).where(Line.kantor == office, Line.bahan == material.value)
    return tuple(session.execute(wanted.order_by(Line.key)).scalars())


def all_lines(session: Session, office: str, until: datetime) -> tuple[Line, ...]:
    """Give the ledger of every material before an instant, in the order of time."""
    wanted = select(Line).where(Line.kantor == office, Line.waktu < until)
    return tuple(session.execute(wanted.order_by(Line.waktu, Line.key)).scalars())


def _count(session: Session, office: str, no_register: str, kinds: Iterable[Movement]) -> int:
    wanted = (
        select(func.count())
        .select_from(Line)
        .where(
            Line.kantor == office,
            Line.no_register == no_register,
            Line.bahan == Material.BLANKO.value,
            Line.jenis.in_(sorted(kinds)),
        )
    )
    return session.execute(wanted).scalar_one()


def _read(session: Session, office: str, *, locked: bool) -> dict[Material, Balance]:
    wanted = (
        select(StockBalance.bahan, StockBalance.ada, StockBalance.direservasi)
        .where(StockBalance.kantor == office)
        .order_by(StockBalance.bahan)
    )
    if locked:
        wanted = wanted.with_for_update()
    found: Mapping[str, Balance] = {
        material: Balance(on_hand=on_hand, reserved=reserved)
        for material, on_hand, reserved in session.execute(wanted)
    }
    return {material: found.get(material.value, Balance()) for material in Material}
