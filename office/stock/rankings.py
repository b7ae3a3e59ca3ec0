"""Kept rankings: every allocation with everybody who waited, append-only.

They answer "who overtook me, and why", and what each policy would have given (scenario 18). Who is
granted what is decided in `office.stock.allocations`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from engine.store import keys
from engine.store.base import Base, Instant, Key, Name, PrimaryKey
from office.stock.ranking import Candidate, Criterion, Rank
from office.stock.rules import Balance, Material

#: how many allocations a list shows at once
PAGE: Final = 20


class Occasion(StrEnum):
    """Why an allocation was made. SATU: one case took its turn while stock was short."""

    KIRIMAN = "KIRIMAN"
    TANGAN = "TANGAN"
    SATU = "SATU"
    OVERRIDE = "OVERRIDE"


class Allocation(Base):
    """One allocation. `rentan_aktif`: the modifier was in force; `keputusan`: which DMN-3 said so.

    `batas` is the most that might be granted (what arrived), None for no such bound.
    """

    __tablename__ = "blanko_alokasi"
    __table_args__ = (
        CheckConstraint("direservasi >= 0 AND direservasi <= menunggu", name="direservasi"),
        CheckConstraint("jenis <> 'OVERRIDE' OR alasan <> ''", name="alasan"),
        Index(None, "kantor", "waktu"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    waktu: Mapped[Instant]
    jenis: Mapped[Name]
    oleh: Mapped[Name]
    disetujui_oleh: Mapped[Name | None]
    alasan: Mapped[Name]
    dokumen: Mapped[Name | None]
    rentan_aktif: Mapped[bool]
    keputusan: Mapped[int | None] = mapped_column(BigInteger)
    tersedia_blanko: Mapped[int]
    tersedia_ribbon: Mapped[int]
    tersedia_film: Mapped[int]
    batas: Mapped[int | None]
    direservasi: Mapped[int]
    menunggu: Mapped[int]


class AllocationRank(Base):
    """One case in an allocation: its rank and class in force and under every policy, and why."""

    __tablename__ = "blanko_alokasi_urutan"
    __table_args__ = (Index(None, "no_register"), Index(None, "kasus"))

    alokasi: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("blanko_alokasi.key"), primary_key=True
    )
    peringkat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    no_register: Mapped[Name]
    kasus: Mapped[Key]
    kelas: Mapped[int]
    kelas_tanpa_rentan: Mapped[int]
    kelas_dengan_rentan: Mapped[int]
    peringkat_fifo: Mapped[int]
    peringkat_tanpa_rentan: Mapped[int]
    peringkat_dengan_rentan: Mapped[int]
    siap_cetak_pada: Mapped[Instant]
    hari_kerja_menunggu: Mapped[int]
    cetak_ulang: Mapped[bool]
    aturan: Mapped[Name]
    alasan: Mapped[Name]
    penentu: Mapped[Name]
    direservasi: Mapped[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An allocation as it is kept: who made it, why, on what stock, and everybody's rank."""

    office: str
    at: datetime
    occasion: Occasion
    by: str
    approved_by: str | None
    why: str
    document: str | None
    modified: bool
    decision: int | None
    stock: Mapping[Material, Balance]
    cap: int | None
    ranks: tuple[Rank, ...]


def keep(session: Session, record: Record) -> int:
    """Write an allocation with its whole ranking; its key."""
    key = keys.next_key(session)
    session.add(
        Allocation(
            key=key,
            kantor=record.office,
            waktu=record.at,
            jenis=record.occasion.value,
            oleh=record.by,
            disetujui_oleh=record.approved_by,
            alasan=record.why,
            dokumen=record.document,
            rentan_aktif=record.modified,
            keputusan=record.decision,
            tersedia_blanko=record.stock[Material.BLANKO].available,
            tersedia_ribbon=record.stock[Material.RIBBON].available,
            tersedia_film=record.stock[Material.FILM].available,
            batas=record.cap,
            direservasi=sum(rank.granted for rank in record.ranks),
            menunggu=len(record.ranks),
        )
    )
    session.flush()  # the ranking refers to it
    session.add_all(_row(key, rank) for rank in record.ranks)
    session.flush()
    return key


def of_case(session: Session, case: int) -> tuple[Allocation, ...]:
    """Give the allocations a root case was ranked in, the oldest first."""
    wanted = (
        select(Allocation)
        .join(AllocationRank, AllocationRank.alokasi == Allocation.key)
        .where(AllocationRank.kasus == case)
        .order_by(Allocation.key)
    )
    return tuple(session.execute(wanted).scalars())


def was_passed(session: Session, case: int) -> bool:
    """Tell whether an allocation out of turn gave a blanko to one behind a case that got none."""
    mine, theirs = aliased(AllocationRank), aliased(AllocationRank)
    wanted = (
        select(mine.alokasi)
        .join(Allocation, Allocation.key == mine.alokasi)
        .join(theirs, theirs.alokasi == mine.alokasi)
        .where(
            mine.kasus == case,
            mine.direservasi.is_(False),
            Allocation.jenis == Occasion.OVERRIDE.value,
            theirs.direservasi.is_(True),
            theirs.peringkat > mine.peringkat,
        )
    )
    return session.execute(wanted.limit(1)).scalar() is not None


def latest(
    session: Session, office: str, count: int = PAGE, *, before: int | None = None
) -> tuple[Allocation, ...]:
    """Give an office's newest allocations (older than the key `before`), the newest first."""
    wanted = select(Allocation).where(Allocation.kantor == office)
    wanted = wanted if before is None else wanted.where(Allocation.key < before)
    return tuple(session.execute(wanted.order_by(Allocation.key.desc()).limit(count)).scalars())


def ranks(session: Session, allocation: int) -> tuple[Rank, ...]:
    """Give the whole ranking of an allocation, in its order."""
    wanted = select(AllocationRank).where(AllocationRank.alokasi == allocation)
    rows: Sequence[AllocationRank] = (
        session.execute(wanted.order_by(AllocationRank.peringkat)).scalars().all()
    )
    return tuple(_rank(row) for row in rows)


def _row(allocation: int, rank: Rank) -> AllocationRank:
    case = rank.candidate
    return AllocationRank(
        alokasi=allocation,
        peringkat=rank.place,
        no_register=case.no_register,
        kasus=case.case,
        kelas=rank.priority_class,
        kelas_tanpa_rentan=case.plain,
        kelas_dengan_rentan=case.modified,
        peringkat_fifo=rank.fifo,
        peringkat_tanpa_rentan=rank.plain,
        peringkat_dengan_rentan=rank.modified,
        siap_cetak_pada=case.print_ready_at,
        hari_kerja_menunggu=case.waited,
        cetak_ulang=case.returned,
        aturan=case.rule,
        alasan=case.reason,
        penentu=rank.criterion.value,
        direservasi=rank.granted,
    )


def _rank(row: AllocationRank) -> Rank:
    return Rank(
        candidate=Candidate(
            no_register=row.no_register,
            case=row.kasus,
            print_ready_at=row.siap_cetak_pada,
            returned=row.cetak_ulang,
            plain=row.kelas_tanpa_rentan,
            modified=row.kelas_dengan_rentan,
            waited=row.hari_kerja_menunggu,
            rule=row.aturan,
            reason=row.alasan,
        ),
        place=row.peringkat,
        priority_class=row.kelas,
        fifo=row.peringkat_fifo,
        plain=row.peringkat_tanpa_rentan,
        modified=row.peringkat_dengan_rentan,
        criterion=Criterion(row.penentu),
        granted=row.direservasi,
    )
