"""Sends the messages to officers by the citizens' gateways, and goes on to the next channel where
one failed or nobody says that the message arrived. Which are written is `telling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.services.kernel import Kernel
from engine.store import coding, keys
from office import config
from office.config import Policies
from office.escalations import contacts
from office.escalations.rows import OfficerNotice, Told
from office.notices import receipts, wordings
from office.notices.letters import Letter, Send, Undeliverable
from office.notices.receipts import Tiding
from office.notices.rows import NoticeState
from office.notices.wordings import Written

NOT_ARRIVED: Final = "TIDAK_SAMPAI"
#: how long a gateway's word on a message is waited for
_TOLD_WITHIN: Final = timedelta(days=3)
_ON_THE_WAY: Final = (NoticeState.TERKIRIM.value, NoticeState.SAMPAI.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A message that is due; `letter` None: the officer wants none any more."""

    notice: OfficerNotice
    letter: Letter | None
    spans: tuple[str, ...]


def deliver_due(kernel: Kernel, send: Send, limit: int = 50) -> int:
    """Send the messages that are due; how many were dealt with.

    A busy gateway is tried again after the office's spans; then, or at once where it says that this
    is vain, the officer's next channel gets the same message.
    """
    now = kernel.clock.now()
    wanted = (
        select(OfficerNotice)
        .where(OfficerNotice.keadaan == NoticeState.DIANTRE, OfficerNotice.berikut_pada <= now)
        .order_by(OfficerNotice.berikut_pada, OfficerNotice.key)
        .limit(limit)
    )
    with kernel.reads.begin() as session:
        due = session.execute(wanted).scalars().all()
        prepared = [_prepare(kernel, session, notice, now) for notice in due]
    for ready in prepared:
        _deal(kernel, send, ready)
    return len(prepared)


def hear(session: Session, office: str, now: datetime) -> None:
    """Bring messages up to what gateways told of them; one that nobody says has arrived in the
    time of policy `eskalasi.kabar_menit` goes out by the next channel.
    """
    policies = config.effective(session, office, now)
    patience = timedelta(minutes=policies.number("eskalasi.kabar_menit"))
    wanted = select(OfficerNotice).where(
        OfficerNotice.kantor == office,
        OfficerNotice.keadaan.in_(_ON_THE_WAY),
        OfficerNotice.pesan_luar.is_not(None),
        OfficerNotice.dikirim_pada > now - _TOLD_WITHIN,
    )
    notices = list(session.execute(wanted).scalars())
    told = _tidings(session, [notice.pesan_luar or "" for notice in notices])
    for notice in notices:
        _bring_up(notice, told.get(notice.pesan_luar or "", []))
        sent = notice.dikirim_pada or now
        if notice.keadaan == NoticeState.TERKIRIM and now - sent >= patience:
            notice.keadaan, notice.alasan = NoticeState.GAGAL.value, NOT_ARRIVED
        if notice.keadaan == NoticeState.GAGAL:
            _go_on(session, notice, now)
    session.flush()


def heard(session: Session) -> int:
    """Count the states that gateways told of messages to officers."""
    wanted = select(func.count()).select_from(Tiding)
    known = wanted.join(OfficerNotice, OfficerNotice.pesan_luar == Tiding.pesan_luar)
    return session.execute(known).scalar_one()


def _tidings(session: Session, outside_ids: list[str]) -> dict[str, list[Tiding]]:
    found: dict[str, list[Tiding]] = {}
    wanted = select(Tiding).where(Tiding.pesan_luar.in_(outside_ids))
    for row in session.execute(wanted).scalars():
        found.setdefault(row.pesan_luar, []).append(row)
    return found


def _bring_up(notice: OfficerNotice, told: list[Tiding]) -> None:
    last = receipts.last_of(told)
    if last is None:
        return
    state, tiding = last
    notice.keadaan = state.value
    notice.alasan = tiding.alasan if state is NoticeState.GAGAL else ""
    if state in {NoticeState.SAMPAI, NoticeState.DIBACA}:
        notice.sampai_pada = tiding.pada


def _prepare(kernel: Kernel, session: Session, notice: OfficerNotice, now: datetime) -> _Ready:
    policies = config.effective(session, notice.kantor, now)
    number = contacts.number_of(session, kernel.sealer, notice.petugas)
    letter = None if number is None else _letter(policies, notice, number)
    return _Ready(notice=notice, letter=letter, spans=policies.words("pesan.ulang"))


def _letter(policies: Policies, notice: OfficerNotice, number: str) -> Letter:
    written = Written(
        template=notice.templat,
        channel=notice.saluran,
        values=coding.text_map(notice.nilai),
        text=notice.isi,
    )
    return Letter(
        key=notice.key,
        connector=wordings.connector(policies, notice.saluran),
        channel=notice.saluran,
        template=notice.templat,
        no_register="",
        number=number,
        text=notice.isi,
        made_at=notice.dibuat_pada,
        wording=wordings.chosen(policies, written),
    )


def _deal(kernel: Kernel, send: Send, ready: _Ready) -> None:
    notice = ready.notice
    if ready.letter is None:
        _close(kernel, notice, keadaan=NoticeState.BATAL.value, berikut_pada=None)
        return
    try:
        outside_id = send(ready.letter)
    except Undeliverable as fault:
        _failed_for_good(kernel, notice, fault.reason)
    except OSError as error:
        why = str(getattr(error, "reason", "")) or type(error).__name__
        _failed(kernel, notice, why, ready.spans)
    else:
        _close(
            kernel,
            notice,
            keadaan=NoticeState.TERKIRIM.value,
            percobaan=notice.percobaan + 1,
            alasan="",
            berikut_pada=None,
            dikirim_pada=kernel.clock.now(),
            pesan_luar=outside_id or None,
        )


def _failed(kernel: Kernel, notice: OfficerNotice, why: str, spans: tuple[str, ...]) -> None:
    tries = notice.percobaan + 1
    if tries > len(spans):
        _failed_for_good(kernel, notice, why)
        return
    again = kernel.clock.now() + iso8601.parse_duration(spans[tries - 1]).time
    _close(kernel, notice, percobaan=tries, alasan=why, berikut_pada=again)


def _failed_for_good(kernel: Kernel, notice: OfficerNotice, why: str) -> None:
    with kernel.sessions.begin() as session:
        row = session.get(OfficerNotice, notice.key, with_for_update=True)
        if row is None or row.keadaan != NoticeState.DIANTRE:
            return
        row.keadaan, row.alasan, row.berikut_pada = NoticeState.GAGAL.value, why, None
        row.percobaan += 1
        _go_on(session, row, kernel.clock.now())


def _go_on(session: Session, failed: OfficerNotice, now: datetime) -> None:
    """Write the same message for the officer's next channel, if one is left."""
    used = (*coding.texts(failed.lewat), failed.saluran)
    reach = contacts.reach(session, [failed.petugas]).get(failed.petugas)
    left = [channel for channel in reach.channels if channel not in used] if reach else []
    if reach is None or not left:
        return
    following = OfficerNotice(
        key=keys.next_key(session),
        kantor=failed.kantor,
        petugas=failed.petugas,
        saluran=left[0],
        lewat=coding.to_text(list(used)),
        templat=failed.templat,
        isi=failed.isi,
        nilai=failed.nilai,
        tujuan_mask=reach.masked,
        keadaan=NoticeState.DIANTRE.value,
        percobaan=0,
        alasan="",
        dibuat_pada=now,
        berikut_pada=now,
    )
    session.add(following)
    tasks = session.execute(select(Told.tugas).where(Told.kabar == failed.key)).scalars()
    session.add_all(Told(kabar=following.key, tugas=task) for task in list(tasks))
    session.flush()


def _close(kernel: Kernel, notice: OfficerNotice, **values: object) -> None:
    unchanged = (OfficerNotice.key == notice.key, OfficerNotice.keadaan == NoticeState.DIANTRE)
    with kernel.sessions.begin() as session:
        session.execute(update(OfficerNotice).where(*unchanged).values(**values))
