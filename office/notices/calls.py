"""Calls that an officer makes: a notice by telephone becomes a task, its result a row again."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services import messages
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store.sealing import Sealer
from engine.values import SYSTEM_ACTOR
from office.notices import rows
from office.notices.letters import GatewayBusy
from office.notices.rows import Notice, NoticeState

ASKED: Final = "telepon_warga"
CONNECTED: Final = "TERSAMBUNG"


def hand_to_officer(kernel: Kernel, notice: Notice) -> None:
    """Start the call as a task (message `telepon_warga`); again: nothing more.

    Raises:
        GatewayBusy: no diagram with that message start event is deployed.
    """
    receipt = messages.publish(
        kernel,
        Request(actor=SYSTEM_ACTOR),
        Message(
            name=ASKED,
            key=str(notice.key),
            variables={"notifikasi_id": str(notice.key), "no_register": notice.no_register},
            message_id=f"{ASKED}:{notice.key}",
            office=notice.kantor,
        ),
    )
    if not receipt.cases and not receipt.duplicate:
        raise GatewayBusy("NO_DIAGRAM")


def find(session: Session, key: int) -> Notice:
    """Give a notice by its key.

    Raises:
        NotFound: there is none.
    """
    notice = session.get(Notice, key)
    if notice is None:
        raise NotFound(kind="notice", key=str(key))
    return notice


def number(session: Session, sealer: Sealer, notice: Notice) -> str:
    """Give the number to call, for the officer's task.

    Raises:
        KeyDestroyed: the case's contacts were erased.
    """
    return rows.number_of(session, sealer, notice)


def note(session: Session, notice: Notice, result: str) -> None:
    """Write the result of a call down: TERSAMBUNG, TIDAK_DIANGKAT or SALAH_NOMOR."""
    connected = result == CONNECTED
    notice.keadaan = (NoticeState.TERKIRIM if connected else NoticeState.GAGAL).value
    notice.alasan = "" if connected else result
    notice.berikut_pada = None
    session.flush()
