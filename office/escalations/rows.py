"""Escalations as rows: each open one, whom it was told, who opened it. Decides nothing.

The task itself is the engine's; a row is written when a sweep finds the task and closed when one
finds it gone. No row holds anything of the citizen but the register number.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Instant, Json, Key, Name, PrimaryKey, UtcInstant
from office.notices.rows import NoticeState

#: states in which a notice is on its way or arrived
STANDING = (
    NoticeState.DIANTRE.value,
    NoticeState.TERKIRIM.value,
    NoticeState.SAMPAI.value,
    NoticeState.DIBACA.value,
)


class Escalation(Base):
    """An escalation by its user task. `kelompok`, `orang`: whom the diagram offers it to.

    `tingkat` is the group that is told of it now, "" while it is those the task is offered to;
    `tingkat_sejak` since when. `langkah` is the late step's element, "" for the whole case.
    """

    __tablename__ = "eskalasi"
    __table_args__ = (Index(None, "kantor", "ditutup_pada", "dibuka_pada"),)

    tugas: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    kasus: Mapped[Key]
    definisi: Mapped[Key]
    elemen: Mapped[Name]
    pemicu: Mapped[Name]
    langkah: Mapped[Name]
    kelompok: Mapped[Json]
    orang: Mapped[Json]
    tingkat: Mapped[Name]
    tingkat_sejak: Mapped[Instant]
    dibuka_pada: Mapped[Instant]
    ditutup_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


class OfficerNotice(Base):
    """One message to an officer, of one escalation or several. The names are `Notice`'s.

    `lewat` are the channels that failed before, so that the next one is another.
    """

    __tablename__ = "eskalasi_kabar"
    __table_args__ = (
        Index(None, "keadaan", "berikut_pada"),
        Index(None, "petugas", "dibuat_pada"),
        Index(None, "pesan_luar"),
    )

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    petugas: Mapped[Name]
    saluran: Mapped[Name]
    lewat: Mapped[Json]
    templat: Mapped[Name]
    isi: Mapped[str] = mapped_column(Text)
    nilai: Mapped[Json]
    tujuan_mask: Mapped[Name]
    keadaan: Mapped[Name]
    percobaan: Mapped[int]
    alasan: Mapped[Name]
    dibuat_pada: Mapped[Instant]
    berikut_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    dikirim_pada: Mapped[datetime | None] = mapped_column(UtcInstant)
    pesan_luar: Mapped[Name | None]
    sampai_pada: Mapped[datetime | None] = mapped_column(UtcInstant)


class Told(Base):
    """That a message told of an escalation. Append-only."""

    __tablename__ = "eskalasi_kabar_isi"
    __table_args__ = (Index(None, "tugas"),)

    kabar: Mapped[PrimaryKey]
    tugas: Mapped[PrimaryKey]


class Opened(Base):
    """That an officer opened an escalation's page, first when."""

    __tablename__ = "eskalasi_dilihat"

    tugas: Mapped[PrimaryKey]
    petugas: Mapped[Name] = mapped_column(primary_key=True)
    pada: Mapped[Instant]


class Sweeping(Base):
    """When an office's escalations were looked at last: once a minute, by one sweeper."""

    __tablename__ = "eskalasi_sapuan"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    pada: Mapped[Instant]


def open_ones(session: Session, office: str) -> list[Escalation]:
    """An office's escalations that are not closed, the oldest first."""
    wanted = select(Escalation).where(
        Escalation.kantor == office, Escalation.ditutup_pada.is_(None)
    )
    ordered = wanted.order_by(Escalation.dibuka_pada, Escalation.tugas)
    return list(session.execute(ordered).scalars())


def opened_by(session: Session, tasks: list[int]) -> dict[int, dict[str, datetime]]:
    """Who opened each of these, and when."""
    found: dict[int, dict[str, datetime]] = {}
    wanted = select(Opened).where(Opened.tugas.in_(tasks)).order_by(Opened.pada)
    for row in session.execute(wanted).scalars():
        found.setdefault(row.tugas, {})[row.petugas] = row.pada
    return found


def notices_of(session: Session, tasks: list[int]) -> dict[int, list[OfficerNotice]]:
    """The messages that told of each of these, in order."""
    wanted = (
        select(Told.tugas, OfficerNotice)
        .join(OfficerNotice, OfficerNotice.key == Told.kabar)
        .where(Told.tugas.in_(tasks))
        .order_by(OfficerNotice.key)
    )
    found: dict[int, list[OfficerNotice]] = {}
    for task, notice in session.execute(wanted):
        found.setdefault(task, []).append(notice)
    return found
