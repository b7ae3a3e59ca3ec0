"""Numbers that count up without gaps under concurrency: one row a counter. Formats none of them."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Name, dialect_insert


class Counter(Base):
    """The last number given under a name, such as `register:2611` or `antrean:2026-11-24:A`."""

    __tablename__ = "penghitung"

    kantor: Mapped[Name] = mapped_column(primary_key=True)
    nama: Mapped[Name] = mapped_column(primary_key=True)
    terakhir: Mapped[int]


def next_number(session: Session, office: str, name: str) -> int:
    """Give the next number from 1; whoever asks meanwhile waits until this transaction ends."""
    row = dialect_insert(session, Counter).values(kantor=office, nama=name, terakhir=1)
    counted = row.on_conflict_do_update(
        index_elements=["kantor", "nama"], set_={"terakhir": Counter.terakhir + 1}
    ).returning(Counter.terakhir)
    return session.execute(counted).scalar_one()
