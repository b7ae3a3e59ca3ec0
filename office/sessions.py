"""Sessions that were ended before their time: a copied cookie of one is worth nothing.

Only the numbers of ended sessions are kept, and no longer than the cookie would have lasted. How
a session begins and what it holds is the affair of whoever serves pages.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services.kernel import Kernel
from engine.store.base import Base, Instant, Name, dialect_insert
from office import officers
from office.officers import Officer
from office.personnel import Deed


class EndedSession(Base):
    """A session that was signed out. `nomor` is its number's hash, of use until `sampai`."""

    __tablename__ = "sesi_berakhir"

    nomor: Mapped[Name] = mapped_column(primary_key=True)
    sampai: Mapped[Instant] = mapped_column()


#: asked at every request, so built once: the officer, and whether this session was ended
_HOLDER: Final = (
    select(Officer, EndedSession.nomor)
    .outerjoin(EndedSession, EndedSession.nomor == bindparam("nomor"))
    .where(Officer.nama_masuk == bindparam("login"), Officer.aktif)
)


def holder(session: Session, login: str, number: str) -> Officer | None:
    """Give the active officer whose session this is; None when there is none, or it was ended."""
    found = session.execute(_HOLDER, {"login": login, "nomor": _hash(number)}).one_or_none()
    return None if found is None or found.nomor is not None else found.Officer


def end(kernel: Kernel, number: str, until: datetime) -> None:
    """End one session; its cookie would have lasted until then (aware). Safe to repeat."""
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        session.execute(delete(EndedSession).where(EndedSession.sampai < now))
        row = dialect_insert(session, EndedSession).values(nomor=_hash(number), sampai=until)
        session.execute(row.on_conflict_do_nothing())


def end_all(kernel: Kernel, username: str) -> None:
    """End every session of an officer, wherever it is open; at his own wish.

    Raises:
        NotFound: there is no such officer.
    """
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        row = officers.officer(session, username)
        row.sesi += 1
        officers.note(session, row, Deed.KELUAR_SEMUA, by=username, at=now)


def stamp(row: Officer) -> str:
    """What every session of the officer carries: another one since, and the session is over."""
    return f"{row.sandi_diubah_pada.isoformat()}/{row.sesi}"


def _hash(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
