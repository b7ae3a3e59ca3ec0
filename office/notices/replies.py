"""A citizen's reply to a notice: STATUS is answered, anything else becomes an officer's call-back.

Never ignored, taken once however often the gateway brings it (domain.md 8). The reply is kept
(`balasan`, append-only) with its text and number sealed under the contact key of the case it
belongs to; a reply from a number that no case has is sealed under the installation's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.services import messages, vaults
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store import coding, keys
from engine.store.base import Base, Bytes, Instant, Key, Name, PrimaryKey
from engine.store.cases import Case
from engine.store.sealing import RetentionClass, Sealer
from engine.values import SYSTEM_ACTOR
from office import offices
from office.applications import Application
from office.notices import contacts, keywords, statuses
from office.notices.keywords import StatusAsked
from office.notices.whatsapp_events import Incoming

CALL_BACK: Final = "balasan_wa"
_PURPOSE: Final = "balasan"
_MOST_ANSWERS: Final = 10
_LONGEST: Final = 2_000


class Handling(StrEnum):
    """What was done about a reply."""

    STATUS = "STATUS"
    HUBUNGI = "HUBUNGI"


class Reply(Base):
    """One reply. `kasus` is the case it belongs to; `isi` opens with its contact key, or ours."""

    __tablename__ = "balasan"

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    kasus: Mapped[Key | None]
    pesan_luar: Mapped[Name] = mapped_column(unique=True)
    isi: Mapped[Bytes]
    tindakan: Mapped[Name]
    pada: Mapped[Instant]
    diterima_pada: Mapped[Instant] = mapped_column()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A reply in clear, for the officer who calls back. `no_register` "": no case is known."""

    number: str
    text: str
    no_register: str


def take(kernel: Kernel, incoming: Incoming) -> Handling:
    """Keep a reply and answer it, or have it called back; again: the same, and nothing twice."""
    try:
        handling, key, office = _take(kernel, incoming)
    except IntegrityError:  # the same call at the same moment kept it, and is answered the same
        handling, key, office = _take(kernel, incoming)
    if handling is Handling.HUBUNGI:
        messages.publish(
            kernel,
            Request(actor=SYSTEM_ACTOR),
            Message(
                name=CALL_BACK,
                key=str(key),
                variables={"balasan_id": str(key)},
                message_id=f"{CALL_BACK}:{key}",
                office=office,
            ),
        )
    return handling


def _take(kernel: Kernel, incoming: Incoming) -> tuple[Handling, int, str]:
    with kernel.sessions.begin() as session:
        reply = _kept(session, incoming.outside_id) or _keep(kernel, session, incoming)
        return Handling(reply.tindakan), reply.key, reply.kantor


def read(session: Session, sealer: Sealer, key: int) -> Opened | None:
    """Open a reply; None when there is none.

    Raises:
        KeyDestroyed: the contacts of its case were erased.
    """
    reply = session.get(Reply, key)
    if reply is None:
        return None
    application = session.get(Application, reply.kasus) if reply.kasus else None
    if reply.kasus is None:
        data_key = sealer.installation_key(_PURPOSE)
    else:
        kind, at = RetentionClass.CONTACT, reply.diterima_pada
        data_key = vaults.data_key(sealer, session, reply.kasus, kind, at=at)
    said = coding.text_map(data_key.open(reply.isi, _bound(key)).decode())
    number = application.no_register if application else ""
    return Opened(number=said["nomor"], text=said["isi"], no_register=number)


def _kept(session: Session, outside_id: str) -> Reply | None:
    wanted = select(Reply).where(Reply.pesan_luar == outside_id)
    return session.execute(wanted).scalar_one_or_none()


def _keep(kernel: Kernel, session: Session, incoming: Incoming) -> Reply:
    number = contacts.index_of(kernel.sealer, incoming.number)
    theirs = tuple(
        one
        for one in contacts.applications(session, number)
        if vaults.is_open(session, one.kasus, RetentionClass.CONTACT)
    )
    answered = _asked_for(keywords.read(incoming.text), theirs)
    for application in answered:
        _lock(session, application)
        statuses.answer(session, kernel.sealer, application, incoming.number, kernel.clock.now())
    handling = Handling.STATUS if answered else Handling.HUBUNGI
    return _write(kernel, session, incoming, (answered or theirs), handling)


def _asked_for(
    asked: StatusAsked | None, theirs: tuple[Application, ...]
) -> tuple[Application, ...]:
    """The applications whose status is told: of the sender's own number only, the newest first."""
    if asked is None:
        return ()
    if asked.no_register:
        return tuple(one for one in theirs if one.no_register == asked.no_register)
    return tuple(one for one in theirs if one.ditutup_pada is None)[:_MOST_ANSWERS]


def _write(
    kernel: Kernel,
    session: Session,
    incoming: Incoming,
    theirs: tuple[Application, ...],
    handling: Handling,
) -> Reply:
    key, now = keys.next_key(session), kernel.clock.now()
    newest = theirs[0] if theirs else None
    if newest is None:
        data_key = kernel.sealer.installation_key(_PURPOSE)
    else:
        _lock(session, newest)
        kind = RetentionClass.CONTACT
        data_key = vaults.data_key(kernel.sealer, session, newest.kasus, kind, at=now)
    text = incoming.text[:_LONGEST] or f"({incoming.kind})"
    said = coding.to_text({"nomor": incoming.number, "isi": text})
    reply = Reply(
        key=key,
        kantor=newest.kantor if newest else offices.codes(session)[0],
        kasus=newest.kasus if newest else None,
        pesan_luar=incoming.outside_id,
        isi=data_key.seal(said.encode(), _bound(key)),
        tindakan=handling.value,
        pada=incoming.at,
        diterima_pada=now,
    )
    session.add(reply)
    session.flush()
    return reply


def _lock(session: Session, application: Application) -> None:
    """Two replies at once must not make two contact keys for one case."""
    session.get(Case, application.kasus, with_for_update=True)


def _bound(key: int) -> bytes:
    return f"balasan:{key}".encode()
