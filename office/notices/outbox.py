"""Sends queued notices into files and tells the cases. One file a notice, whole or none.

Exactly once in effect: the file's name is the notice's key and it is put in place at once; the
message to the case carries the notice's key as its id and is accepted once; the row is closed last.
Killed anywhere in between, the next sweep does the same again to the same end.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.rules import iso8601
from engine.services import messages
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.store import coding
from engine.store.sealing import KeyDestroyed
from engine.values import SYSTEM_ACTOR
from office import config, pickup
from office.notices import rows, texts
from office.notices.rows import Notice, NoticeState

SENT: Final = "notifikasi_terkirim"
FAILED: Final = "notifikasi_gagal"

#: hands a finished text to the outside; raises OSError when it could not
Send = Callable[[Notice, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A notice ready to go. `number` is None when it was erased, "" when none is needed."""

    notice: Notice
    number: str | None
    text: str
    spans: tuple[str, ...]


def deliver_due(kernel: Kernel, send: Send, limit: int = 100) -> int:
    """Send the notices that are due; how many were tried. Several sweeps at once are safe.

    `send` gets the notice, its number ("" for none) and its text with the pickup code filled in.
    A failure (OSError) is tried again after the office's spans (1, 5, 30 minutes by default); then
    the notice is GAGAL. Publishes `notifikasi_terkirim` or `notifikasi_gagal`, correlated by the
    register number. A notice whose number was erased is BATAL, in silence.
    """
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        prepared = [_prepare(kernel, session, one, now) for one in rows.due(session, now, limit)]
    for letter in prepared:
        if letter.number is None:
            _close(kernel, letter.notice, keadaan=NoticeState.BATAL.value, berikut_pada=None)
            continue
        try:
            send(letter.notice, letter.number, letter.text)
        except OSError as error:
            _failed(kernel, letter.notice, type(error).__name__, letter.spans)
        else:
            _finish(kernel, letter.notice, NoticeState.TERKIRIM, "")
    return len(prepared)


def _prepare(kernel: Kernel, session: Session, notice: Notice, now: datetime) -> _Letter:
    code = None
    if texts.CODE in notice.isi:
        code = pickup.reveal(session, kernel.sealer, notice.no_register)
    try:
        number: str | None = rows.number_of(session, kernel.sealer, notice)
    except KeyDestroyed:
        number = None
    return _Letter(
        notice=notice,
        number=number,
        text=notice.isi.replace(texts.CODE, code or "lihat petugas"),
        spans=config.effective(session, notice.kantor, now).words("pesan.ulang"),
    )


def into_files(folder: Path) -> Send:
    """Send by writing `<channel>/<notice key>.json` into a folder, which is made when missing.

    The file holds what a gateway would get: number, text, channel, register number.
    """

    def send(notice: Notice, number: str, text: str) -> None:
        content = coding.to_text(
            {
                "id": str(notice.key),
                "saluran": notice.saluran,
                "templat": notice.templat,
                "no_register": notice.no_register,
                "tujuan": number,
                "isi": text,
                "dibuat_pada": notice.dibuat_pada.isoformat(),
            }
        )
        _write(folder / notice.saluran.lower() / f"{notice.key}.json", content)

    return send


def _write(file: Path, content: str) -> None:
    """Put a whole file in place: readers see it complete or not at all, also after a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}.part")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)


def _failed(kernel: Kernel, notice: Notice, why: str, spans: tuple[str, ...]) -> None:
    tries = notice.percobaan + 1
    if tries > len(spans):
        _finish(kernel, notice, NoticeState.GAGAL, why)
        return
    wait: timedelta = iso8601.parse_duration(spans[tries - 1]).time
    _close(
        kernel,
        notice,
        percobaan=tries,
        alasan=why,
        berikut_pada=kernel.clock.now() + wait,
    )


def _finish(kernel: Kernel, notice: Notice, state: NoticeState, why: str) -> None:
    name = SENT if state is NoticeState.TERKIRIM else FAILED
    messages.publish(
        kernel,
        Request(actor=SYSTEM_ACTOR),
        Message(
            name=name,
            key=notice.no_register,
            variables={"notifikasi_id": str(notice.key), "notifikasi_saluran": notice.saluran},
            message_id=f"{name}:{notice.key}",
            office=notice.kantor,
        ),
    )
    sent_at = kernel.clock.now() if state is NoticeState.TERKIRIM else None
    _close(
        kernel,
        notice,
        keadaan=state.value,
        percobaan=notice.percobaan + 1,
        alasan=why,
        berikut_pada=None,
        dikirim_pada=sent_at,
    )


def _close(kernel: Kernel, notice: Notice, **values: object) -> None:
    unchanged = (Notice.key == notice.key, Notice.keadaan == NoticeState.DIANTRE)
    with kernel.sessions.begin() as session:
        session.execute(update(Notice).where(*unchanged).values(**values))
