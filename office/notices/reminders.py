"""What the counter must tell a citizen who could not be reached, when the number is next typed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from office import register_number
from office.notices.rows import Notice, NoticeState
from office.notices.texts import Channel, Template

#: what must not stay unsaid; the pickup is what the citizen comes for anyway
_OWED: Final = frozenset({Template.JANJI_LEWAT.value, Template.BERKAS_KURANG.value})
_ON_PAPER: Final = frozenset({Channel.PAPAN.value, Channel.SLIP.value})


def of(session: Session, no_register: str) -> tuple[str, ...]:
    """Give the texts that reached nobody by telephone, the oldest first; of each kind the newest.

    A notice counts as not reached when it was put on paper only, failed, or was taken back. Nothing
    for a text that is no register number.
    """
    number = register_number.parse(no_register)
    if number is None:
        return ()
    wanted = select(Notice).where(Notice.no_register == number.text, Notice.templat.in_(_OWED))
    newest: dict[str, Notice] = {}
    for notice in session.execute(wanted.order_by(Notice.key)).scalars():
        newest.pop(notice.templat, None)
        newest[notice.templat] = notice
    return tuple(notice.isi for notice in newest.values() if not _has_reached(notice))


def _has_reached(notice: Notice) -> bool:
    told = notice.keadaan not in {NoticeState.GAGAL, NoticeState.BATAL}
    return told and notice.saluran not in _ON_PAPER
