"""The kiosk: a device that can draw numbers and nothing else, with no officer behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.clock import TravellingClock
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from office import tickets, timetable
from tests.api.conftest import OFFICE, Caller, csrf_of
from tests.scenarios.kecamatan import ADMIN, procedure

ONCE = "idempotency_key"


@pytest.fixture
def ektp(kernel: Kernel) -> Kernel:
    deployments.deploy(kernel, Request(actor=ADMIN), procedure())
    return kernel


@pytest.fixture
def device(ektp: Kernel, loket: Caller) -> FlaskClient:
    """A browser that an officer made a kiosk of."""
    opened = loket.post("/kios/buka", {"nama": "Pintu depan", "lebar": "58"})
    assert opened.location == "/kios"
    return loket.client


def press(device: FlaskClient, service: str, priority: str, once: str = "") -> TestResponse:
    page = device.get(f"/kios/prioritas?layanan={service}").text
    found = re.search(rf'name="{ONCE}" value="([^"]+)"', page)
    assert found is not None
    data = {"csrf_token": csrf_of(page), ONCE: once or found[1]}
    return device.post("/kios/nomor", data=data | {"layanan": service, "prioritas": priority})


def test_a_citizen_draws_a_number_in_three_presses(device: FlaskClient) -> None:
    start = device.get("/kios")
    assert start.headers["Refresh"] == "60; url=/kios"
    assert 'value="REKAM"' in start.text
    assert 'href="/tugas"' not in start.text

    ticket = device.get(press(device, "REKAM", "LANSIA").location)

    assert ticket.headers["Refresh"] == "20; url=/kios"
    for said in ("P-001", "GRATIS", "Kecamatan Kiaracondong", "paper-58"):
        assert said in ticket.text
    assert "style=" not in ticket.text


def test_a_double_press_gives_one_number(device: FlaskClient, ektp: Kernel) -> None:
    first, second = (press(device, "INFO", "TIDAK", once="sama") for _ in range(2))

    assert first.location == second.location
    with ektp.reads() as session:
        day = timetable.day_of(ektp.clock.now())
        assert [row.nomor for row in tickets.line_of(session, OFFICE, day)] == ["A-001"]


def test_children_get_no_more_numbers_than_the_policy_says(
    device: FlaskClient, clock: TravellingClock
) -> None:
    answers = [press(device, "INFO", "TIDAK") for _ in range(9)]

    assert [answer.status_code for answer in answers] == [303] * 8 + [429]
    assert answers[-1].headers["Refresh"] == "12; url=/kios"
    assert "Tunggu" in answers[-1].text
    clock.advance(timedelta(minutes=1))
    assert press(device, "INFO", "TIDAK").status_code == 303


@pytest.mark.parametrize(
    ("service", "priority"), [("", "TIDAK"), ("KIA", "TIDAK"), ("INFO", "RAJA"), ("x" * 500, "")]
)
def test_what_no_button_sends_draws_nothing(
    device: FlaskClient, ektp: Kernel, service: str, priority: str
) -> None:
    page = device.get("/kios/prioritas?layanan=INFO").text
    data = {"csrf_token": csrf_of(page), "layanan": service, "prioritas": priority}

    answer = device.post("/kios/nomor", data=data)

    assert answer.status_code == 422
    assert "Minta nomor kepada petugas" in answer.text
    with ektp.reads() as session:
        assert tickets.line_of(session, OFFICE, timetable.day_of(ektp.clock.now())) == []


def test_a_kiosk_opens_no_other_page(device: FlaskClient) -> None:
    for path in ("/tugas", "/antrean", "/kasus", "/kios/perangkat", "/kertas"):
        assert device.get(path).location.startswith("/masuk"), path
    assert device.get("/v2/topology").status_code == 401


def test_without_a_kiosk_nothing_is_drawn(nobody: Caller, as_loket2: Caller) -> None:
    for caller in (nobody, as_loket2):
        assert caller.get("/kios/prioritas?layanan=INFO").location.startswith("/masuk")
        assert caller.post("/kios/nomor", {"layanan": "INFO"}).status_code in {401, 403}
    assert nobody.get("/kios").location.startswith("/masuk")
    assert as_loket2.get("/kios").location == "/kios/perangkat"


def test_a_closed_kiosk_ends_at_once(device: FlaskClient, as_loket2: Caller) -> None:
    page = as_loket2.get("/kios/perangkat").text
    assert "Pintu depan" in page
    address = re.search(r'action="(/kios/\d+/tutup)"', page)
    assert address is not None

    as_loket2.post(address[1])

    assert device.get("/kios").location.startswith("/masuk")
    assert "Pintu depan" not in as_loket2.get("/kios/perangkat").text


def test_a_kiosk_works_on_the_next_morning(device: FlaskClient, clock: TravellingClock) -> None:
    clock.advance(timedelta(hours=23))

    assert device.get("/kios").status_code == 200


def test_what_is_wrong_with_a_new_kiosk_is_told_beside_its_fields(loket: Caller) -> None:
    answer = loket.post("/kios/buka", {"nama": " ", "lebar": "210"})

    assert answer.status_code == 422
    assert 'href="#field-nama"' in answer.text
    assert 'href="#field-lebar"' in answer.text


def test_when_the_office_is_closed_the_kiosk_says_so_and_draws_for_the_next_day(
    device: FlaskClient, clock: TravellingClock
) -> None:
    clock.advance(timedelta(hours=8))  # 17:00

    assert "Sekarang tutup" in device.get("/kios").text
    ticket = device.get(press(device, "INFO", "TIDAK").location).text

    assert "25 Nov 2026" in ticket


def test_a_citizen_reads_english_and_the_next_one_does_not(device: FlaskClient) -> None:
    assert "What do you come for?" in device.get("/kios?bahasa=en").text
    assert "What do you come for?" not in device.get("/kios").text


def test_the_code_on_the_ticket_leads_to_its_place_without_signing_in(
    device: FlaskClient, as_officer: Callable[[str], Caller], clock: TravellingClock
) -> None:
    for _ in range(2):
        press(device, "INFO", "TIDAK")
    location = press(device, "INFO", "TIDAK").location
    day, number, code = location.split("?")[0].split("/")[-3:]
    clock.advance(timedelta(minutes=1))
    page = as_officer("").get(f"/nomor/{OFFICE}/{day}/{number}/{code}")

    assert (page.status_code, page.headers["Refresh"]) == (200, "20")
    assert "2 orang dipanggil sebelum Anda" in page.text
    assert "09.25" in page.text  # two before at ten minutes, one counter, from 09.01


@pytest.mark.parametrize(
    "path",
    [
        f"/nomor/{OFFICE}/2026-11-24/A-001/AAAAAAAAAAAA",
        f"/nomor/{OFFICE}/kemarin/A-001/x",
        "/nomor/0/2026-11-24/A-001/x",
        f"/nomor/{OFFICE}/2026-11-24/A-001/é",
    ],
)
def test_a_place_without_its_code_is_not_found(nobody: Caller, path: str) -> None:
    assert nobody.get(path).status_code == 404


def test_a_secure_installation_keeps_the_kiosk_in_a_host_cookie(
    app: Flask, loket: Caller, ektp: Kernel
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True

    cookies = loket.post("/kios/buka", {"nama": "1", "lebar": "80"}).headers.getlist("Set-Cookie")

    (cookie,) = (each for each in cookies if each.startswith("__Host-alur-kios="))
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
