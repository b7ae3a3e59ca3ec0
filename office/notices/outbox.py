"""Sends queued notices and tells the cases. How a notice leaves is the connector's affair.

Exactly once in effect for files; a gateway may get a notice twice when this dies between its
answer and our note of it (no gateway takes an idempotency key). The message to the case carries the
notice's key as its id and is accepted once; the row is closed last. Killed anywhere in between, the
next sweep does the same again to the same end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.services.kernel import Kernel
from engine.store.sealing import KeyDestroyed
from office import calendar, config, pickup
from office.config import Policies
from office.notices import calls, quiet, receipts, rows, telling, texts, wordings
from office.notices.letters import Letter, Send, Undeliverable
from office.notices.rows import Notice, NoticeState
from office.notices.texts import Channel, Template
from office.timetable import ZONE

#: what answers a question is sent at any hour
_AT_ONCE: Final = frozenset({Template.STATUS.value})
#: channels that disturb nobody
_SILENT: Final = frozenset({Channel.PAPAN.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A notice that is due. `letter` None: its number was erased. `wait_until`: not now."""

    notice: Notice
    letter: Letter | None
    wait_until: datetime | None
    spans: tuple[str, ...]


def deliver_due(kernel: Kernel, send: Send, limit: int = 100) -> int:
    """Send the notices that are due; how many were dealt with. Several sweeps at once are safe.

    A failure (OSError) is tried again after the office's spans (1, 5, 30 minutes by default); then,
    or at once when the gateway says that it is vain, the notice is GAGAL and the case gets
    `notifikasi_gagal`. Taken by a connector that tells nothing later, the case gets
    `notifikasi_terkirim`; else what the gateway tells (`office.notices.receipts`). A call becomes
    an officer's task. In quiet hours a notice waits and no try is counted. A notice whose number
    was erased is BATAL, in silence.
    """
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        prepared = [_prepare(kernel, session, one, now) for one in rows.due(session, now, limit)]
    for ready in prepared:
        _deal(kernel, send, ready)
    return len(prepared)


def _deal(kernel: Kernel, send: Send, ready: _Ready) -> None:
    notice, letter = ready.notice, ready.letter
    if letter is None:
        _close(kernel, notice, keadaan=NoticeState.BATAL.value, berikut_pada=None)
        return
    if ready.wait_until is not None:
        _close(kernel, notice, berikut_pada=ready.wait_until)
        return
    try:
        if notice.saluran == Channel.TELEPON:
            calls.hand_to_officer(kernel, notice)
            _close(kernel, notice, keadaan=NoticeState.DITUGASKAN.value, berikut_pada=None)
            return
        outside_id = send(letter)
    except Undeliverable as fault:
        _failed_for_good(kernel, notice, fault.reason)
    except OSError as error:
        why = str(getattr(error, "reason", "")) or type(error).__name__
        _failed(kernel, notice, why, ready.spans)
    else:
        _sent(kernel, notice, outside_id)


def _prepare(kernel: Kernel, session: Session, notice: Notice, now: datetime) -> _Ready:
    policies = config.effective(session, notice.kantor, now)
    try:
        number: str | None = rows.number_of(session, kernel.sealer, notice)
    except KeyDestroyed:
        number = None
    return _Ready(
        notice=notice,
        letter=None if number is None else _letter(kernel, session, notice, number, policies),
        wait_until=_quiet_until(session, notice, now, policies),
        spans=policies.words("pesan.ulang"),
    )


def _letter(
    kernel: Kernel, session: Session, notice: Notice, number: str, policies: Policies
) -> Letter:
    code = None
    if texts.CODE in notice.isi:
        code = pickup.reveal(session, kernel.sealer, notice.no_register)
    return Letter(
        key=notice.key,
        connector=wordings.connector(policies, notice.saluran),
        channel=notice.saluran,
        template=notice.templat,
        no_register=notice.no_register,
        number=number,
        text=notice.isi.replace(texts.CODE, code or texts.NO_CODE),
        made_at=notice.dibuat_pada,
        wording=wordings.of(policies, notice, code or texts.NO_CODE),
    )


def _quiet_until(
    session: Session, notice: Notice, now: datetime, policies: Policies
) -> datetime | None:
    if notice.templat in _AT_ONCE or notice.saluran in _SILENT:
        return None
    hours = calendar.current(session, notice.kantor)
    allowed = quiet.next_allowed(wordings.quiet_hours(policies), hours, now, ZONE)
    return None if allowed == now else allowed


def _failed(kernel: Kernel, notice: Notice, why: str, spans: tuple[str, ...]) -> None:
    tries = notice.percobaan + 1
    if tries > len(spans):
        _failed_for_good(kernel, notice, why)
        return
    wait: timedelta = iso8601.parse_duration(spans[tries - 1]).time
    _close(
        kernel,
        notice,
        percobaan=tries,
        alasan=why,
        berikut_pada=kernel.clock.now() + wait,
    )


def _failed_for_good(kernel: Kernel, notice: Notice, why: str) -> None:
    telling.tell(kernel, telling.FAILED, notice)
    _close(
        kernel,
        notice,
        keadaan=NoticeState.GAGAL.value,
        percobaan=notice.percobaan + 1,
        alasan=why,
        berikut_pada=None,
    )


def _sent(kernel: Kernel, notice: Notice, outside_id: str) -> None:
    if not outside_id:
        telling.tell(kernel, telling.SENT, notice)
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
    if outside_id:
        receipts.apply(kernel, outside_id)  # what the gateway told before we knew its id


def _close(kernel: Kernel, notice: Notice, **values: object) -> None:
    unchanged = (Notice.key == notice.key, Notice.keadaan == NoticeState.DIANTRE)
    with kernel.sessions.begin() as session:
        session.execute(update(Notice).where(*unchanged).values(**values))
