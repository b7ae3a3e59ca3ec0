"""Destruction with its report (berita acara): what was on the list, who saw it. Burns nothing.

Nothing is destroyed by itself: an officer signs, at least two others watch (Kemendagri's order
after the dumped cards of 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Invalid
from engine.store import coding
from engine.store.base import Base, Instant, Json, Key, Name
from engine.values import JsonValue
from office import cards, condemned, config, officers
from office.condemned import Condemned, Reason, Thing


class Report(Base):
    """A berita acara, its number unique in the office: written once, kept for years."""

    __tablename__ = "berita_acara"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    nomor: Mapped[Name] = mapped_column(primary_key=True)
    kasus: Mapped[Key]
    cara: Mapped[Name]
    saksi: Mapped[Json]
    isi: Mapped[Json]
    oleh: Mapped[Name]
    pada: Mapped[Instant]


class DestructionRefused(Invalid):
    """The report cannot stand as it is; `reasons` has every one of them."""

    code = "destruction-refused"
    message = "The destruction report is not complete: %(why)s. Mend it and sign again."

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(why=", ".join(reasons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A report as the Kasi signs it; `things`: key on the list -> reason of U16's set."""

    office: str
    case: int
    number: str
    manner: str
    witnesses: tuple[str, ...]
    things: Mapping[int, str]
    by: str
    at: datetime


#: how many things one report may name
_MOST: Final = 2000


def destroy(session: Session, signed: Signed) -> int:
    """Write the report and set its cards MUSNAH; gives how many things were destroyed.

    Raises:
        DestructionRefused: KOSONG (nothing named), TIDAK_TERDAFTAR (not on the list, or destroyed
            already), ALASAN (not of U16's set), SAKSI_KURANG, SAKSI_SAMA (the same person twice),
            SAKSI_PENANGGUNG_JAWAB (who signs), CARA, NOMOR_TERPAKAI; all that hold, at once.
    """
    rows = {row.key: row for row in condemned.awaiting(session, signed.office)}
    reasons = _refusals(session, signed, rows)
    if reasons:
        raise DestructionRefused(reasons)
    _write(session, signed, [rows[key] for key in signed.things])
    for key, reason in signed.things.items():
        _mark(session, rows[key], reason, signed)
    session.flush()
    return len(signed.things)


def report(session: Session, office: str, number: str) -> Report | None:
    """Give a report by its number."""
    return session.get(Report, (office, number))


def _refusals(session: Session, signed: Signed, rows: Mapping[int, Condemned]) -> tuple[str, ...]:
    policies = config.effective(session, signed.office, signed.at)
    found = (
        ("KOSONG", not 0 < len(signed.things) <= _MOST),
        ("TIDAK_TERDAFTAR", not set(signed.things) <= set(rows)),
        ("ALASAN", not set(signed.things.values()) <= set(Reason)),
        ("CARA", signed.manner not in policies.words("pemusnahan.cara")),
        ("NOMOR_TERPAKAI", report(session, signed.office, signed.number) is not None),
    )
    witnesses = witness_faults(
        signed.witnesses,
        least=policies.number("pemusnahan.saksi_min"),
        signers=_names(session, signed.by),
    )
    return (*(name for name, wrong in found if wrong), *witnesses)


def witness_faults(
    witnesses: Iterable[str], *, least: int, signers: frozenset[str]
) -> tuple[str, ...]:
    """Judge the witnesses: enough, each once, and none of them who signs. Case and blanks do not
    tell two people apart.
    """
    named = [_folded(name) for name in witnesses if _folded(name)]
    found = (
        ("SAKSI_KURANG", len(set(named)) < least),
        ("SAKSI_SAMA", len(set(named)) < len(named)),
        ("SAKSI_PENANGGUNG_JAWAB", bool(signers & set(named))),
    )
    return tuple(name for name, wrong in found if wrong)


def _names(session: Session, username: str) -> frozenset[str]:
    row = session.get(officers.Officer, username)
    return frozenset({_folded(username)} | ({_folded(row.nama)} if row is not None else set()))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _write(session: Session, signed: Signed, rows: Iterable[Condemned]) -> None:
    named: list[JsonValue] = [
        {
            "jenis": row.jenis,
            "no_register": row.no_register,
            "blanko_seri": row.blanko_seri,
            "alasan": signed.things[row.key],
        }
        for row in rows
    ]
    row = Report(
        kantor=signed.office,
        nomor=signed.number,
        kasus=signed.case,
        cara=signed.manner,
        saksi=coding.to_text(list(signed.witnesses)),
        isi=coding.to_text(named),
        oleh=signed.by,
        pada=signed.at,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:  # two reports under one number, written together
        raise DestructionRefused(("NOMOR_TERPAKAI",)) from error


def _mark(session: Session, row: Condemned, reason: str, signed: Signed) -> None:
    row.alasan, row.berita_acara, row.musnah_pada = reason, signed.number, signed.at
    if row.jenis == Thing.KARTU:
        cards.destroy(session, row.no_register, signed.number)
