"""Job types `notifikasi.*`: tell the citizen. Queues only; `office.notices.outbox` sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.store.sealing import Sealer
from engine.values import JsonValue, Variables
from office import config, offices, phone
from office.notices import calls, contacts, lists, rows, texts
from office.notices.contacts import Numbers
from office.notices.lists import Line
from office.notices.rows import NewNotice, NoticeState
from office.notices.texts import Channel, Template
from office.speech import long_date
from office.workers.given import Given, VariableWrong, instant

#: what is applied for, where a diagram does not say it
_DOCUMENT: Final = "KTP-el"


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; phone numbers are sealed by the sealer."""

    def queue_(session: Session, job: JobContext) -> Variables:
        return queue(session, job, sealer)

    def note_failure_(session: Session, job: JobContext) -> Variables:
        return note_failure(session, job, sealer)

    def contact_(session: Session, job: JobContext) -> Variables:
        return contact(session, job, sealer)

    def note_call_(session: Session, job: JobContext) -> Variables:
        return note_call(session, job, sealer)

    return {
        "notifikasi.fakta": contact_,
        "notifikasi.kirim": queue_,
        "notifikasi.gagal": note_failure_,
        "notifikasi.telepon": note_call_,
    }


def contact(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`notifikasi.fakta`: how the citizen can be reached, without any number."""
    given = Given(job)
    own, family = _number(given, "no_hp"), _number(given, "hp_kontak_lain")
    numbers = Numbers(office=job.office, case=job.root_key, own=own, family=family, at=job.now)
    contacts.note(session, sealer, numbers)
    has_phone = own != "" and not rows.is_wrong_number(session, job.root_key)
    found: dict[str, JsonValue] = {
        "izin": given.flag("izin_notifikasi"),
        "punya_wa": has_phone and given.flag("punya_wa"),
        "punya_telepon": has_phone,
        "punya_kontak_lain": family != "",
        "gagal": list[JsonValue](rows.failed_channels(session, job.root_key)),
    }
    return {"kontak": found}


def queue(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`notifikasi.kirim`: compose the text and queue it for the channel."""
    given = Given(job)
    channel, template = _channel(given), _template(given)
    source = texts.needs(channel)
    number = _number(given, source) if source else ""
    if source and not number:
        raise BpmnError("SALURAN_GAGAL", f"Channel {channel} has no number to go to.")
    values = _values(session, given)
    new = NewNotice(
        office=job.office,
        case=job.root_key,
        no_register=values["no_register"],
        channel=channel,
        template=template,
        text=_text(session, job, values, template, channel),
        number=number,
        at=job.now,
        values=values,
    )
    notice = rows.add(session, sealer, new)
    if channel is Channel.PAPAN:
        _enter(session, given, template)
    return {
        "notifikasi_id": str(notice.key),
        "notifikasi_saluran": channel.value,
        "notifikasi_dibuat_pada": instant(job.now),
    }


def note_failure(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`notifikasi.gagal`: the channel reached nobody; DMN-4 gets the next one."""
    given = Given(job)
    channel = _channel(given)
    if not rows.mark_failed(session, job.root_key, channel):
        _note(session, given, sealer, channel, "TANPA_NOMOR")
    return contact(session, job, sealer)


def note_call(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`notifikasi.telepon`: U13's result as a row of the message log, without the number."""
    given = Given(job)
    result = given.text("hasil_telepon")
    _note(session, given, sealer, Channel.TELEPON, "" if result == calls.CONNECTED else result)
    return contact(session, job, sealer)


def _note(session: Session, given: Given, sealer: Sealer, channel: Channel, why: str) -> None:
    """Record a try that went through no gateway; `why` it failed, "" when it did not."""
    job = given.job
    new = NewNotice(
        office=job.office,
        case=job.root_key,
        no_register=given.maybe_text("no_register") or "",
        channel=channel,
        template="",
        text="",
        number="",
        at=job.now,
        outcome=NoticeState.GAGAL if why else NoticeState.TERKIRIM,
        why=why,
    )
    rows.add(session, sealer, new)


def _enter(session: Session, given: Given, template: Template) -> None:
    job = given.job
    line = Line(
        office=job.office,
        case=job.root_key,
        village=given.maybe_text("kelurahan_kode") or "",
        no_register=given.maybe_text("no_register") or "",
        template=template,
        at=job.now,
    )
    lists.enter(session, line)


def _values(session: Session, given: Given) -> dict[str, str]:
    job = given.job
    estimate = given.maybe_day("estimasi_tgl")
    missing = job.variables.get("kekurangan")
    return {
        "kantor": offices.identity(session, job.office).title,
        "dokumen": given.header("dokumen", _DOCUMENT),
        "no_register": given.maybe_text("no_register") or "",
        "nomor_antrean": given.maybe_text("nomor_antrean") or "",
        "estimasi": long_date(estimate) if estimate else "",
        "jam": config.effective(session, job.office, job.now).text("pesan.jam"),
        "kekurangan": ", ".join(map(str, missing)) if isinstance(missing, list) else "",
    }


def _text(
    session: Session,
    job: JobContext,
    values: Mapping[str, str],
    template: Template,
    channel: Channel,
) -> str:
    policies = config.effective(session, job.office, job.now)
    wording = policies.entries("pesan.templat").get(template) or texts.DEFAULTS[template]
    return texts.compose(
        wording, values, name=template, with_code=texts.may_carry_code(template, channel)
    )


def _number(given: Given, name: str) -> str:
    return phone.normalise(given.maybe_text(name) or "") or ""


def _channel(given: Given) -> Channel:
    named = given.text("saluran")
    if named not in set(Channel):
        raise VariableWrong(type=given.job.type, name="saluran", kind="one of the channels")
    return Channel(named)


def _template(given: Given) -> Template:
    named = given.header("templat")
    if named not in set(Template):
        raise VariableWrong(type=given.job.type, name="templat", kind="one of the templates")
    return Template(named)
