"""Notices and replies on their page: seen, tried again, stopped; nobody reads what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from office.notices import outbox, replies, rows
from office.notices.letters import Letter
from office.notices.rows import NewNotice
from office.notices.texts import Channel
from office.notices.whatsapp_events import Incoming
from tests.api.conftest import Caller
from tests.scenarios.kecamatan import CODE, Kecamatan, Perkara


@pytest.fixture
def kasi(app: Flask, office: Kecamatan) -> Caller:
    return Caller(app.test_client(), office.kernel, "kasi")


@pytest.fixture
def case(case: Perkara, office: Kecamatan) -> Perkara:
    """The case with a notice that waits."""
    with office.kernel.sessions.begin() as session:
        waiting = NewNotice(
            office=CODE,
            case=case.key,
            no_register=case.number,
            channel=Channel.WHATSAPP,
            template="PENGINGAT",
            text="Kartu menunggu diambil.",
            number="+6281234567890",
            at=office.clock.now(),
        )
        rows.add(session, office.kernel.sealer, waiting)
    return case


def fail(letter: Letter) -> str:
    raise OSError("line down")


def test_notices_are_listed_by_state_without_number_or_text(kasi: Caller, case: Perkara) -> None:
    page = kasi.get("/kotak-keluar?keadaan=DIANTRE").text
    assert case.number in page
    assert "+6281" in page
    assert "81234567890" not in page
    assert "Kartu menunggu diambil" not in page
    assert case.number not in kasi.get("/kotak-keluar?keadaan=GAGAL").text


def test_a_failed_notice_is_tried_again_and_a_waiting_one_stopped(
    kasi: Caller, office: Kecamatan, case: Perkara
) -> None:
    for _ in range(4):
        outbox.deliver_due(office.kernel, fail)
        office.clock.advance(timedelta(hours=1))
    assert "OSError" in kasi.get("/kotak-keluar?keadaan=GAGAL").text
    key = notice_on(kasi, "GAGAL")
    assert kasi.post(f"/kotak-keluar/{key}/kirim").status_code == 303
    assert kasi.post(f"/kotak-keluar/{key}/batal", {"alasan": " "}).status_code == 400
    assert kasi.post(f"/kotak-keluar/{key}/batal", {"alasan": "Sudah ditelepon"}).status_code == 303
    assert kasi.post(f"/kotak-keluar/{key}/batal", {"alasan": "Lagi"}).status_code == 409
    assert "Sudah ditelepon" in kasi.get("/kotak-keluar?keadaan=BATAL").text
    assert any("Sudah ditelepon" in note.text for note in case.view.notes)


def notice_on(caller: Caller, state: str) -> str:
    page = caller.get(f"/kotak-keluar?keadaan={state}").text
    return page.split('action="/kotak-keluar/')[1].split("/")[0]


def test_a_reply_shows_who_calls_back_and_not_what_it_says(
    kasi: Caller, office: Kecamatan, case: Perkara
) -> None:
    office.send()
    for number, text in (("+6281234567890", "Kapan jadi?"), ("+6289999999999", "Salah sambung")):
        event = Incoming(
            outside_id=f"wamid.{number}",
            number=number,
            text=text,
            kind="text",
            at=office.clock.now(),
        )
        replies.take(office.kernel, event)
    page = kasi.get("/kotak-keluar").text
    assert "hubungi kembali" in page
    assert "Kapan jadi" not in page
    assert "89999999999" not in page


def test_a_question_that_makes_no_sense_shows_the_newest_or_is_refused(
    kasi: Caller, app: Flask
) -> None:
    for query in ("keadaan=X", "sebelum=²", "sebelum=" + "9" * 30, "nomor=%00x"):
        assert kasi.get(f"/kotak-keluar?{query}").status_code in {200, 400}, query
    assert kasi.post("/kotak-keluar/999/kirim").status_code == 404
    rina = Caller(app.test_client(), app.extensions["alur"], "rina")
    assert rina.get("/kotak-keluar").status_code == 403
    assert rina.post("/kotak-keluar/1/kirim").status_code == 403
