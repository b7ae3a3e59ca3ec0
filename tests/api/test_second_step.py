"""The second step of signing in: set up, asked for, required, lost; and what comes before it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import forgery, throttling
from engine.clock import TravellingClock
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import config, credentials, second_steps
from tests.api.conftest import OFFICE, PASSWORD, Caller, csrf_of, open_test_kernel
from tests.api.test_cli import Alur, alur

__all__ = ["alur"]

BY_SYSTEM = Request(actor=SYSTEM_ACTOR)


def enrol(kernel: Kernel, login: str) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """An officer whose second step is on: telephone and recovery codes."""
    second_steps.begin(kernel, login)
    pending = second_steps.pending(kernel, login)
    assert pending is not None
    telephone = pyotp.TOTP(pending.secret.replace(" ", ""))
    return telephone, second_steps.confirm(kernel, login, now_on(telephone, kernel))


def now_on(telephone: pyotp.TOTP, kernel: Kernel) -> str:
    return telephone.at(kernel.clock.now())


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = csrf_of(client.get("/masuk").text)
    return client.post(path, data={forgery.FIELD: token} | fields)


def enter(client: FlaskClient, login: str = "kasi1", password: str = PASSWORD) -> TestResponse:
    return send(client, "/masuk", login=login, password=password)


def test_the_page_shows_the_secret_and_a_first_code_turns_it_on(
    kasi: Caller, kernel: Kernel, clock: TravellingClock
) -> None:
    kasi.post("/akun/kode")
    page = kasi.get("/akun/kode").text
    secret = re.search(r'<span class="code">([A-Z2-7 ]+)</span>', page)
    assert secret is not None
    assert "<svg" in page
    wrong = kasi.post("/akun/kode/pasang", {"kode": "000000"})
    telephone = pyotp.TOTP(secret[1].replace(" ", ""))
    done = kasi.post("/akun/kode/pasang", {"kode": now_on(telephone, kernel)})

    assert wrong.status_code == 400
    assert len(re.findall(r'<li class="code">', done.text)) == 8
    assert secret[1] not in kasi.get("/akun/kode").text
    assert kasi.post("/akun/kode").status_code == 409


def test_signing_in_asks_for_a_code_and_lets_nobody_in_before(
    app: Flask, kernel: Kernel, clock: TravellingClock
) -> None:
    telephone, _ = enrol(kernel, "kasi1")
    clock.advance(timedelta(minutes=1))
    client = app.test_client()

    assert enter(client).location == "/masuk/kode"
    assert client.get("/tugas").status_code == 303
    assert send(client, "/masuk/kode", kode=now_on(telephone, kernel)).location == "/"
    assert client.get("/tugas").status_code == 200


def test_a_code_is_good_once(app: Flask, kernel: Kernel, clock: TravellingClock) -> None:
    telephone, _ = enrol(kernel, "kasi1")
    clock.advance(timedelta(minutes=1))
    code = now_on(telephone, kernel)
    first, second = app.test_client(), app.test_client()
    enter(first)
    enter(second)

    assert send(first, "/masuk/kode", kode=code).status_code == 303
    assert send(second, "/masuk/kode", kode=code).status_code == 401


def test_a_recovery_code_is_good_once_in_any_spelling(app: Flask, kernel: Kernel) -> None:
    _, spare = enrol(kernel, "kasi1")
    first, second = app.test_client(), app.test_client()
    enter(first)
    enter(second)

    assert send(first, "/masuk/kode", kode=spare[0].upper().replace("-", " ")).status_code == 303
    assert send(second, "/masuk/kode", kode=spare[0]).status_code == 401


def test_wrong_codes_lock_the_name_though_the_password_is_right(
    app: Flask, kernel: Kernel, clock: TravellingClock
) -> None:
    telephone, _ = enrol(kernel, "kasi1")
    clock.advance(timedelta(minutes=1))
    client = app.test_client()
    for _ in range(5):
        enter(client)
        assert send(client, "/masuk/kode", kode="000000").status_code == 401

    assert send(client, "/masuk/kode", kode=now_on(telephone, kernel)).status_code == 401
    assert enter(client).status_code == 401
    clock.advance(timedelta(minutes=16))
    enter(client)
    assert send(client, "/masuk/kode", kode=now_on(telephone, kernel)).location == "/"


def test_the_password_is_good_for_ten_minutes_without_the_code(
    app: Flask, kernel: Kernel, clock: TravellingClock
) -> None:
    telephone, _ = enrol(kernel, "kasi1")
    client = app.test_client()
    enter(client)
    clock.advance(timedelta(minutes=11))

    assert send(client, "/masuk/kode", kode=now_on(telephone, kernel)).location == "/masuk"


def test_a_password_alone_is_not_enough_for_the_rest_api(app: Flask, kernel: Kernel) -> None:
    enrol(kernel, "kasi1")

    answer = app.test_client().get("/v2/topology", auth=("kasi1", PASSWORD))

    assert answer.status_code == 403
    assert "sign-in-unfinished" in answer.text


def test_an_office_that_requires_codes_lets_supervisors_do_nothing_else_first(
    app: Flask, kernel: Kernel
) -> None:
    config.change(kernel, BY_SYSTEM, OFFICE, {second_steps.REQUIRED: True}, reason="Surat Camat")
    client = app.test_client()
    enter(client)

    assert client.get("/tugas").location == "/akun/kode"
    assert client.get("/v2/user-tasks/1").status_code == 403
    token = csrf_of(client.get("/akun/kode").text)
    client.post("/akun/kode", data={forgery.FIELD: token})
    pending = second_steps.pending(kernel, "kasi1")
    assert pending is not None
    code = now_on(pyotp.TOTP(pending.secret.replace(" ", "")), kernel)
    client.post("/akun/kode/pasang", data={forgery.FIELD: token, "kode": code})
    assert client.get("/tugas").status_code == 200


def test_a_requirement_touches_nobody_at_the_counter(app: Flask, kernel: Kernel) -> None:
    config.change(kernel, BY_SYSTEM, OFFICE, {second_steps.REQUIRED: True}, reason="Surat Camat")
    client = app.test_client()
    enter(client, "loket1")

    assert client.get("/tugas").status_code == 200


def test_what_an_office_requires_is_not_turned_off(kernel: Kernel, clock: TravellingClock) -> None:
    telephone, _ = enrol(kernel, "kasi1")
    config.change(kernel, BY_SYSTEM, OFFICE, {second_steps.REQUIRED: True}, reason="Surat Camat")
    clock.advance(timedelta(minutes=1))

    with pytest.raises(second_steps.StillRequired):
        second_steps.turn_off(kernel, "kasi1", now_on(telephone, kernel))


def test_codes_are_turned_off_and_recovery_codes_renewed_with_a_code_only(
    as_officer: Callable[[str], Caller], kernel: Kernel, clock: TravellingClock
) -> None:
    telephone, old = enrol(kernel, "kasi1")
    kasi = as_officer("kasi1")
    clock.advance(timedelta(minutes=1))
    assert kasi.post("/akun/kode/cadangan", {"kode": "000000"}).status_code == 422
    kasi.post("/akun/kode/cadangan", {"kode": now_on(telephone, kernel)})
    assert kasi.post("/akun/kode/matikan", {"kode": old[0]}).status_code == 422
    clock.advance(timedelta(minutes=1))
    kasi.post("/akun/kode/matikan", {"kode": now_on(telephone, kernel)})

    assert "mati" in kasi.get("/akun").text


def test_a_given_password_must_be_changed_first(app: Flask, kernel: Kernel) -> None:
    credentials.reset_password(kernel, BY_SYSTEM, "loket1", "sekali pakai", must_change=True)
    client = app.test_client()
    enter(client, "loket1", "sekali pakai")
    page = client.get("/tugas")
    fields = {"old": "sekali pakai", "password": "milik sendiri", "again": "milik sendiri"}
    assert page.location == "/akun/sandi"
    token = csrf_of(client.get("/akun/sandi").text)
    assert client.post("/akun/sandi", data={forgery.FIELD: token} | fields).status_code == 303

    assert client.get("/tugas").status_code == 200
    assert enter(app.test_client(), "loket1", "milik sendiri").location == "/"


POOR: Final = [
    ({"old": PASSWORD, "password": "pendek", "again": "pendek"}, "10 sampai 256"),
    ({"old": PASSWORD, "password": "milik sendiri", "again": "lain"}, "tidak sama"),
    ({"old": "salah", "password": "milik sendiri", "again": "milik sendiri"}, "sekarang salah"),
    ({"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}, "yang lain"),
]


def test_a_new_password_that_will_not_do_is_told_beside_its_field(loket: Caller) -> None:
    for fields, said in POOR:
        answer = loket.post("/akun/sandi", fields)
        assert answer.status_code in {400, 422}, said
        assert said in answer.text
        assert PASSWORD not in answer.text


def test_signing_out_ends_a_copied_cookie_too(app: Flask) -> None:
    client, thief = app.test_client(), app.test_client()
    enter(client, "loket1")
    copied = client.get_cookie("alur")
    assert copied is not None
    thief.set_cookie("alur", copied.value)
    assert thief.get("/tugas").status_code == 200
    client.post("/keluar", data={forgery.FIELD: csrf_of(client.get("/tugas").text)})

    assert thief.get("/tugas").status_code == 303


def test_signing_out_here_leaves_the_other_computer_signed_in(
    as_officer: Callable[[str], Caller],
) -> None:
    here, there = as_officer("loket1"), as_officer("loket1")
    here.post("/keluar")

    assert there.get("/tugas").status_code == 200


def test_signing_out_everywhere_ends_the_others_only(as_officer: Callable[[str], Caller]) -> None:
    here, there = as_officer("loket1"), as_officer("loket1")
    here.post("/akun/keluar-semua")

    assert here.get("/tugas").status_code == 200
    assert there.get("/tugas").status_code == 303


def test_thirty_wrong_tries_close_an_address_for_a_quarter_of_an_hour(
    app: Flask, clock: TravellingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    throttle = app.extensions["alur-throttle"]
    for _ in range(30):
        throttle.count("127.0.0.1", clock.now())
    client = app.test_client()

    assert enter(client, "loket1").status_code == 429
    assert client.get("/v2/topology", auth=("loket1", PASSWORD)).status_code == 429
    clock.advance(timedelta(minutes=16))
    assert enter(client, "loket1").location == "/"


def test_choices_of_language_look_and_keys_outlive_the_session(loket: Caller) -> None:
    loket.post("/akun/tampilan", {"language": "en", "theme": "dark"})
    page = loket.get("/akun").text
    loket.post("/keluar")

    assert 'data-theme="dark"' in page
    assert '<html lang="en" data-theme="dark"' in loket.get("/masuk").text


def test_shortcuts_are_switched_off_for_good(loket: Caller) -> None:
    assert "data-keys" not in loket.get("/akun").text
    loket.post("/akun/tampilan", {})

    assert '<html lang="id" data-keys="off">' in loket.get("/tugas").text


def test_an_unknown_look_is_none(loket: Caller) -> None:
    for theme in ("neon", '"><script>', ""):
        loket.post("/akun/tampilan", {"language": "xx", "theme": theme})
        assert "data-theme" not in loket.get("/akun").text


def test_an_address_is_kept_as_its_network_only() -> None:
    kept = ["192.168.1.77", "2001:db8:1:2::9", "::ffff:10.1.2.3", "fe80::1%eth0", "", "x"]
    told = ["192.168.1.0/24", "2001:db8:1::/48", "10.1.2.0/24", "fe80::/48", "", ""]

    assert [throttling.shortened(address) for address in kept] == told


def test_the_command_line_takes_the_last_administrators_lost_telephone_off(alur: Alur) -> None:
    kernel = open_test_kernel(os.environ["ALUR_DATABASE_URL"])
    enrol(kernel, "admin1")
    kernel.close()
    asked = ("user", "reset-code", "admin1", "--reason", "Telepon hilang")

    assert [alur(*asked)[0] for _ in range(2)] == [0, 1]
