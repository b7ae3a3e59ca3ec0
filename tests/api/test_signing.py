"""Signing in, staying signed in, signing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import forgery
from engine.clock import TravellingClock
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import credentials, leaving
from tests.api.conftest import PASSWORD, Caller, csrf_of


def _sign_in(client: FlaskClient, **fields: str) -> TestResponse:
    token = csrf_of(client.get("/masuk").text)
    form = {"login": "loket1", "password": PASSWORD, forgery.FIELD: token} | fields
    return client.post("/masuk", data=form)


def test_the_right_password_opens_the_work_list(app: Flask) -> None:
    client = app.test_client()

    assert _sign_in(client).location == "/"
    assert "Petugas Loket1" in client.get("/tugas").text


def test_a_wrong_password_shows_the_form_again(app: Flask) -> None:
    answer = _sign_in(app.test_client(), password="salah sama sekali")

    assert answer.status_code == 401
    assert 'value="loket1"' in answer.text
    assert "salah sama sekali" not in answer.text


def test_an_unknown_name_is_answered_like_a_wrong_password(app: Flask) -> None:
    wrong = _sign_in(app.test_client(), password="x" * 12)
    unknown = _sign_in(app.test_client(), login="siapa")

    assert wrong.status_code == unknown.status_code == 401


def test_signing_in_leads_back_to_the_page_wanted(app: Flask) -> None:
    assert _sign_in(app.test_client(), next="/kasus?nomor=KRC-1").location == "/kasus?nomor=KRC-1"


@pytest.mark.parametrize(
    "address", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:x", ""]
)
def test_signing_in_never_leads_to_another_server(app: Flask, address: str) -> None:
    assert _sign_in(app.test_client(), next=address).location == "/"


def test_signing_in_makes_a_new_token(app: Flask) -> None:
    client = app.test_client()
    before = csrf_of(client.get("/masuk").text)

    _sign_in(client)

    assert csrf_of(client.get("/tugas").text) != before


def test_signing_out_ends_the_session(loket: Caller) -> None:
    loket.post("/keluar")

    assert loket.get("/tugas").status_code == 303


def test_a_session_ends_after_hours_of_nothing(loket: Caller, clock: TravellingClock) -> None:
    clock.advance(timedelta(hours=5))

    assert loket.get("/tugas").status_code == 303


def test_a_session_that_is_used_lasts_the_working_day(
    loket: Caller, clock: TravellingClock
) -> None:
    for _ in range(4):
        clock.advance(timedelta(hours=3))
        assert loket.get("/tugas").status_code == 200


def test_a_deactivated_officer_is_out_at_once(loket: Caller, kernel: Kernel) -> None:
    leaving.deactivate(kernel, Request(actor=SYSTEM_ACTOR), "loket1", reason="pindah tugas")

    assert loket.get("/tugas").status_code == 303


def test_a_new_password_ends_older_sessions(
    loket: Caller, kernel: Kernel, clock: TravellingClock
) -> None:
    clock.advance(timedelta(minutes=1))
    credentials.reset_password(kernel, Request(actor=SYSTEM_ACTOR), "loket1", "lain sama sekali")

    assert loket.get("/tugas").status_code == 303


def test_a_service_signs_in_with_every_call(app: Flask) -> None:
    client = app.test_client()

    assert client.get("/v2/topology", auth=("admin1", PASSWORD)).status_code == 200
    assert client.get("/v2/topology", auth=("admin1", "salah")).status_code == 401
    assert client.get("/v2/topology").status_code == 401


def test_remembered_credentials_end_with_the_account(app: Flask, kernel: Kernel) -> None:
    client = app.test_client()
    client.get("/v2/topology", auth=("loket1", PASSWORD))

    leaving.deactivate(kernel, Request(actor=SYSTEM_ACTOR), "loket1", reason="pindah tugas")

    assert client.get("/v2/topology", auth=("loket1", PASSWORD)).status_code == 401


def test_the_language_is_kept_when_signing_in(app: Flask) -> None:
    client = app.test_client()
    token = csrf_of(client.get("/masuk").text)
    client.post("/bahasa", data={"language": "en", forgery.FIELD: token})

    _sign_in(client)

    assert '<html lang="en">' in client.get("/tugas").text


def test_indonesian_comes_first(nobody: Caller) -> None:
    page = nobody.get("/masuk").text

    assert '<html lang="id">' in page
    assert "Masuk" in page
