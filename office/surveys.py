"""The survey sheets (SKM, U18): anonymous. No case, no register number, no officer, no hour.

What they add up to is `office.reports.satisfaction`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Date, Index, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import coding, keys
from engine.store.base import Base, Json, Name, PrimaryKey
from office import config
from office.applications import Application
from office.reports import satisfaction
from office.reports.satisfaction import Answer, Satisfaction
from office.timetable import ZONE

#: the group data of a sheet, each optional
GROUPS: Final = ("jenis_kelamin", "umur", "pendidikan", "pekerjaan")


class Sheet(Base):
    """One sheet: the nine scores in the order of the elements, group data, a suggestion."""

    __tablename__ = "skm_jawaban"
    __table_args__ = (Index(None, "kantor", "tanggal"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    tanggal: Mapped[date] = mapped_column(Date)
    nilai: Mapped[Json]
    kelompok: Mapped[Json]
    saran: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSheet:
    """A sheet as it was filled in; `scores` are nine numbers of 1 to 4."""

    office: str
    day: date
    scores: tuple[int, ...]
    groups: Mapping[str, str]
    suggestion: str


def add(session: Session, new: NewSheet) -> None:
    """Keep a sheet. Only the day is kept, so that nobody can tell whose it was."""
    row = Sheet(
        key=keys.next_key(session),
        kantor=new.office,
        tanggal=new.day,
        nilai=coding.to_text(list(new.scores)),
        kelompok=coding.to_text(dict(new.groups)),
        saran=new.suggestion,
    )
    session.add(row)
    session.flush()


def answers(session: Session, office: str, first: date, last: date) -> tuple[Answer, ...]:
    """Give the sheets of the days from `first` to `last`, both included."""
    wanted = select(Sheet.nilai, Sheet.kelompok).where(
        Sheet.kantor == office, Sheet.tanggal >= first, Sheet.tanggal <= last
    )
    found = []
    for scores, groups in session.execute(wanted.order_by(Sheet.key)):
        numbers = coding.from_bytes(scores)
        assert isinstance(numbers, list)
        told = coding.mapping(groups)
        found.append(
            Answer(
                scores=tuple(score for score in numbers if isinstance(score, int)),
                groups={name: str(value) for name, value in told.items()},
            )
        )
    return tuple(found)


def evaluate(session: Session, office: str, first: date, last: date) -> Satisfaction:
    """Evaluate the sheets of a period against all applications closed in it (the population N)."""
    closed = (
        select(func.count())
        .select_from(Application)
        .where(
            Application.kantor == office,
            Application.ditutup_pada >= datetime.combine(first, time(), ZONE),
            Application.ditutup_pada < datetime.combine(last + timedelta(days=1), time(), ZONE),
        )
    )
    population = session.execute(closed).scalar_one()
    policies = config.effective(session, office, datetime.combine(last, time.max, ZONE))
    bands = satisfaction.bands_from(policies.entries("skm.mutu"))
    return satisfaction.evaluate(answers(session, office, first, last), population, bands)
