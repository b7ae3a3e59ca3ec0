"""A session that ends in the middle of a long form: what was typed is there after signing in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.clock import TravellingClock
from tests.api.conftest import PASSWORD, Caller, csrf_of
from tests.api.test_pages import FORM, claimed

TYPED = FORM | {"catatan": "datang lagi besok", "_terjadi-day": "24"}


@pytest.fixture
def ended(loket: Caller, clock: TravellingClock) -> tuple[str, TestResponse]:
    """A task, and the answer to its form that was sent five hours later."""
    _, task = claimed(loket)
    clock.advance(timedelta(hours=5))
    return task, loket.post(f"/tugas/{task}/selesai", TYPED)


def carried(page: str) -> str:
    found = re.search(r'name="titipan" value="([^"]+)"', page)
    return found[1] if found else ""


def sign_in(who: Caller, page: TestResponse, login: str) -> TestResponse:
    sent = {"csrf_token": csrf_of(page.text), "login": login, "password": PASSWORD}
    return who.client.post("/masuk", data=sent | {"titipan": carried(page.text)})


def test_what_was_typed_is_the_draft_after_signing_in(
    loket: Caller, ended: tuple[str, TestResponse]
) -> None:
    task, asked = ended

    answer = sign_in(loket, asked, "loket1")

    assert asked.status_code == 401
    assert "isian Anda tetap tersimpan" in asked.text
    assert answer.location == f"/tugas/{task}?_terjadi-day=24"
    page = unescape(loket.get(f"/tugas/{task}").text)
    assert "datang lagi besok" in page
    assert 'value="Siti <b>Aminah</b>"' in page
    assert "sudah kembali di formulir" in page


def test_nothing_typed_can_be_read_in_the_page_or_the_cookie(
    loket: Caller, ended: tuple[str, TestResponse]
) -> None:
    _, asked = ended

    assert carried(asked.text)
    assert "Aminah" not in asked.text
    assert "besok" not in str(asked.headers)


def test_another_officer_is_not_given_it(loket: Caller, ended: tuple[str, TestResponse]) -> None:
    _, asked = ended

    answer = sign_in(loket, asked, "loket2")

    assert answer.location == "/"
    assert "tidak dapat dikembalikan" in loket.get("/kasus").text


def test_after_half_an_hour_it_opens_no_more(
    loket: Caller, ended: tuple[str, TestResponse], clock: TravellingClock
) -> None:
    task, asked = ended
    clock.advance(timedelta(minutes=31))

    sign_in(loket, asked, "loket1")

    assert "datang lagi besok" not in loket.get(f"/tugas/{task}").text


def test_what_is_not_ours_opens_nothing(loket: Caller, ended: tuple[str, TestResponse]) -> None:
    _, asked = ended
    sent = {"csrf_token": csrf_of(asked.text), "login": "loket1", "password": PASSWORD}

    answer = loket.client.post("/masuk", data=sent | {"titipan": "bukan–milik kami"})

    assert answer.status_code == 303


def test_a_page_of_nobodys_session_is_carried_from_our_own_site_only(
    app: Flask, loket: Caller
) -> None:
    _, task = claimed(loket)
    path, client = f"/tugas/{task}/selesai", app.test_client()

    ours = client.post(path, data=TYPED, headers={"Sec-Fetch-Site": "same-origin"})
    theirs = client.post(path, data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert (bool(carried(ours.text)), bool(carried(theirs.text))) == (True, False)
    assert (ours.status_code, theirs.status_code) == (401, 401)
