"""The line that answers STATUS: how far an application is, in words that betray nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from engine.store.sealing import Sealer
from office import config, offices, progress
from office.applications import Application
from office.notices import rows, texts
from office.notices.rows import NewNotice
from office.notices.texts import Channel, Template
from office.speech import long_date

_STATE: Final = "keadaan"
_GOES_ON: Final = "sedang diproses"
#: a duplicate and an age are nobody's business who holds the telephone
_WORDS: Final[Mapping[str, str]] = {
    "ANTRE": "menunggu dilayani",
    "DIVERIFIKASI": "berkas sedang diperiksa",
    "BERKAS_KURANG": "berkas belum lengkap",
    "MENUNGGU_REKAM": "menunggu perekaman",
    "MENUNGGU_PUSAT": "menunggu jawaban pusat data",
    "DUPLIKAT": "menunggu jawaban pusat data",
    "MENUNGGU_BLANKO": "menunggu blanko",
    "DICETAK": "sedang dicetak",
    "SIAP_DIAMBIL": "kartu siap diambil",
    "SELESAI": "selesai, kartu sudah diserahkan",
}
_CLOSED: Final = "sudah ditutup, tanyakan di loket"


def words(session: Session, application: Application) -> str:
    """Say how far an application is."""
    if application.ditutup_pada is not None:
        return _WORDS.get(application.hasil or "", _CLOSED)
    marks = progress.of_case(session, application.kasus)
    states = [mark.value for mark in marks if mark.name == _STATE]
    return _WORDS.get(states[-1], _GOES_ON) if states else _GOES_ON


def answer(
    session: Session, sealer: Sealer, application: Application, number: str, now: datetime
) -> None:
    """Queue the status line of an application to a number; sent at any hour."""
    policies = config.effective(session, application.kantor, now)
    day = application.estimasi_tgl
    values = {
        "kantor": offices.identity(session, application.kantor).title,
        "no_register": application.no_register,
        "status": words(session, application),
        "estimasi": long_date(day) if day and application.ditutup_pada is None else "",
        "jam": policies.text("pesan.jam"),
    }
    name = Template.STATUS
    wording = policies.entries("pesan.templat").get(name) or texts.DEFAULTS[name]
    rows.add(
        session,
        sealer,
        NewNotice(
            office=application.kantor,
            case=application.kasus,
            no_register=application.no_register,
            channel=Channel.WHATSAPP,
            template=name,
            text=texts.compose(wording, values, name=name, with_code=False),
            number=number,
            at=now,
            values=values,
        ),
    )
