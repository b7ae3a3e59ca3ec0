"""Job types `notifikasi.*`: tell the citizen. Queues only; `office.notices.outbox` sends."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.store.sealing import Sealer
from engine.values import JsonValue, Variables
from office import config, offices, phone
from office.notices import rows, texts
from office.notices.rows import NewNotice
from office.notices.texts import Channel, Template
from office.speech import long_date
from office.workers.given import Given, VariableWrong, instant


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; phone numbers are sealed by the sealer."""

    def queue_(session: Session, job: JobContext) -> Variables:
        return queue(session, job, sealer)

    def note_failure_(session: Session, job: JobContext) -> Variables:
        return note_failure(session, job, sealer)

    return {
        "notifikasi.fakta": contact,
        "notifikasi.kirim": queue_,
        "notifikasi.gagal": note_failure_,
    }


def contact(session: Session, job: JobContext) -> Variables:
    """`notifikasi.fakta`: how the citizen can be reached, without any number."""
    given = Given(job)
    has_phone = _number(given, "no_hp") != ""
    found: dict[str, JsonValue] = {
        "izin": given.flag("izin_notifikasi"),
        "punya_wa": has_phone and given.flag("punya_wa"),
        "punya_telepon": has_phone,
        "punya_kontak_lain": _number(given, "hp_kontak_lain") != "",
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
    notice = rows.add(
        session,
        sealer,
        NewNotice(
            office=job.office,
            case=job.root_key,
            no_register=given.maybe_text("no_register") or "",
            channel=channel,
            template=template,
            text=_text(session, given, template, channel),
            number=number,
            at=job.now,
        ),
    )
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
        _call(session, job, sealer)
        rows.mark_failed(session, job.root_key, channel)
    return contact(session, job)


def _call(session: Session, job: JobContext, sealer: Sealer) -> None:
    """Record a try that has no row: a telephone call (U13), or a channel without a number."""
    given = Given(job)
    new = NewNotice(
        office=job.office,
        case=job.root_key,
        no_register=given.maybe_text("no_register") or "",
        channel=_channel(given),
        template="",
        text="",
        number="",
        at=job.now,
    )
    rows.add(session, sealer, new)


def _text(session: Session, given: Given, template: Template, channel: Channel) -> str:
    job = given.job
    policies = config.effective(session, job.office, job.now)
    wording = policies.entries("pesan.templat").get(template) or texts.DEFAULTS[template]
    estimate = given.maybe_day("estimasi_tgl")
    missing = job.variables.get("kekurangan")
    values = {
        "kantor": offices.identity(session, job.office).title,
        "no_register": given.maybe_text("no_register") or "",
        "nomor_antrean": given.maybe_text("nomor_antrean") or "",
        "estimasi": long_date(estimate) if estimate else "",
        "jam": policies.text("pesan.jam"),
        "kekurangan": ", ".join(map(str, missing)) if isinstance(missing, list) else "",
    }
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
