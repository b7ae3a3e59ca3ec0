"""Job types `telepon.*` and `balasan.*`: what an officer needs to call somebody, and the result."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.store.sealing import KeyDestroyed, Sealer
from engine.values import Variables
from office.notices import calls, replies
from office.workers.given import Given

_ERASED = "(sudah dihapus)"


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; numbers and replies are opened with the sealer."""

    def open_call_(session: Session, job: JobContext) -> Variables:
        return open_call(session, job, sealer)

    def open_reply_(session: Session, job: JobContext) -> Variables:
        return open_reply(session, job, sealer)

    return {
        "telepon.buka": open_call_,
        "telepon.catat": note_call,
        "balasan.baca": open_reply_,
    }


def open_call(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`telepon.buka`: the number and what to say, for a notice that goes by telephone."""
    notice = calls.find(session, int(Given(job).text("notifikasi_id")))
    try:
        number = calls.number(session, sealer, notice)
    except KeyDestroyed:
        number = ""
    return {
        "no_hp": number or None,
        "no_register": notice.no_register,
        "pesan_telepon": notice.isi,
    }


def note_call(session: Session, job: JobContext) -> Variables:
    """`telepon.catat`: the result of that call, in the message log."""
    given = Given(job)
    notice = calls.find(session, int(given.text("notifikasi_id")))
    calls.note(session, notice, given.text("hasil_telepon"))
    return {"hasil_telepon": given.text("hasil_telepon")}


def open_reply(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`balasan.baca`: what a citizen wrote to us, and the number to call back."""
    key = int(Given(job).text("balasan_id"))
    try:
        reply = replies.read(session, sealer, key)
    except KeyDestroyed:
        reply = None
    if reply is None:
        return {"no_hp": None, "isi_balasan": _ERASED, "no_register": None}
    return {
        "no_hp": reply.number,
        "isi_balasan": reply.text,
        "no_register": reply.no_register or None,
    }
