"""Every route says who may use it; the matrix below is the whole of who may use what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from api import access, officers
from api.access import Rule
from api.keys import KeyConverter
from engine.values import Actor
from tests.api.conftest import ROLES, Caller

#: routes open to everybody; every other one asks for a sign-in
PUBLIC = {
    "/static/<path:filename>",
    "/gaya/<digest_>.css",
    "/masuk",
    "/masuk/kode",
    "/keluar",
    "/bahasa",
    "/v2/status",
    "/v2/openapi.json",
    "/hook/whatsapp",  # a signature over the body says who calls
    "/papan/<office>",  # numbers only, for the hall
    "/nomor/<office>/<day>/<number>/<code>",  # the code on the ticket
    "/kios",  # a secret of its own says which kiosk asks (tests/api/test_kiosk.py)
    "/kios/prioritas",
    "/kios/nomor",
    "/kios/nomor/<day>/<number>/<code>",
}
#: routes that not every officer may use: method and rule -> the officers admitted
RESTRICTED = {
    "GET /insiden": {"kasi1", "admin1", "auditor1"},
    "GET /insiden/<key:incident>": {"kasi1", "admin1", "auditor1"},
    "POST /insiden/<key:incident>/ulang": {"kasi1", "admin1"},
    "POST /insiden/ulang": {"kasi1", "admin1"},
    "POST /insiden/ulang-sebab": {"kasi1", "admin1"},
    "POST /petugas/tugas/alihkan": {"kasi1"},
    "GET /pengawasan/eskalasi": {"kasi1", "admin1"},
    "POST /pengawasan/eskalasi/alihkan": {"kasi1"},
    "POST /pengawasan/eskalasi/ambil": {"kasi1"},
    "GET /pengawasan/pekerjaan": {"kasi1", "admin1"},
    "GET /pengawasan/pekerjaan/<key:job>": {"kasi1", "admin1"},
    "POST /pengawasan/pekerjaan/<key:job>/coba": {"admin1"},
    "GET /pengawasan/pewaktu": {"kasi1", "admin1"},
    "GET /pengawasan/pewaktu/<key:timer>": {"admin1"},
    "POST /pengawasan/pewaktu/<key:timer>/bunyikan": {"admin1"},
    "GET /pengawasan/ditangguhkan": {"kasi1", "admin1"},
    "POST /pengawasan/ditangguhkan/lanjut": {"admin1"},
    "POST /pengawasan/ditangguhkan/akhiri": {"kasi1"},
    "GET /petugas/tugas": {"kasi1", "admin1"},
    "GET /petugas": {"kasi1", "admin1"},
    "GET /kantor": {"admin1"},
    "GET /kantor/baru": {"admin1"},
    "POST /kantor/baru": {"admin1"},
    "GET /kantor/<office>": {"admin1"},
    "POST /kantor/<office>": {"admin1"},
    "GET /kotak-keluar": {"kasi1", "admin1"},
    "POST /kotak-keluar/<key:notice>/kirim": {"kasi1", "admin1"},
    "POST /kotak-keluar/<key:notice>/batal": {"kasi1", "admin1"},
    "GET /akses": {"kasi1", "admin1", "auditor1"},
    "GET /akses.csv": {"kasi1", "admin1", "auditor1"},
    "GET /kalender": {"kasi1", "admin1", "auditor1"},
    "GET /kalender/<office>/hari": {"admin1"},
    "GET /kalender/<office>/jam": {"admin1"},
    "GET /kalender/<office>/musim": {"admin1"},
    "POST /kalender/<office>/pratinjau": {"admin1"},
    "POST /kalender/<office>/ubah": {"admin1"},
    "POST /kalender/<office>/hitung-ulang": {"admin1"},
    "GET /setelan": {"kasi1", "admin1", "auditor1"},
    "GET /setelan/<office>/<name>": {"kasi1", "admin1", "auditor1"},
    "POST /setelan/<office>/<name>": {"admin1"},
    "GET /petugas/baru": {"admin1"},
    "POST /petugas/baru": {"admin1"},
    "GET /petugas/akun/<login>": {"kasi1", "admin1"},
    "GET /petugas/akun/<login>/ubah": {"admin1"},
    "POST /petugas/akun/<login>/ubah": {"admin1"},
    "POST /petugas/akun/<login>/sandi": {"admin1"},
    "POST /petugas/akun/<login>/buka-kunci": {"admin1"},
    "POST /petugas/akun/<login>/kode": {"admin1"},
    "POST /petugas/akun/<login>/nonaktif": {"admin1"},
    "POST /petugas/akun/<login>/aktif": {"admin1"},
    "POST /petugas/akun/<login>/alihkan": {"kasi1", "admin1"},
    "GET /petugas/akun/<login>/absen": {"kasi1", "admin1"},
    "POST /petugas/akun/<login>/absen": {"kasi1", "admin1"},
    "POST /petugas/akun/<login>/kembali": {"kasi1", "admin1"},
    "GET /kasus/<key:case>/slip": {"loket1", "loket2", "kasi1"},
    "POST /alokasi": {"loket1", "loket2", "kasi1"},
    "GET /alokasi/dahulukan/<key:case>": {"loket1", "loket2", "kasi1"},
    "POST /alokasi/dahulukan/<key:case>": {"loket1", "loket2", "kasi1"},
    "POST /stok/permintaan": {"loket1", "loket2", "kasi1"},
    "GET /antrean": {"loket1", "loket2", "kasi1"},
    "POST /antrean/loket": {"loket1", "loket2", "kasi1"},
    "POST /antrean/panggil": {"loket1", "loket2", "kasi1"},
    "POST /antrean/panggil-lagi": {"loket1", "loket2", "kasi1"},
    "POST /antrean/hadir": {"loket1", "loket2", "kasi1"},
    "POST /antrean/luar-giliran": {"loket1", "loket2", "kasi1"},
    "POST /antrean/masuk-lagi": {"loket1", "loket2", "kasi1"},
    "GET /kios/perangkat": {"loket1", "loket2", "kasi1"},
    "POST /kios/buka": {"loket1", "loket2", "kasi1"},
    "POST /kios/<key:kiosk>/tutup": {"loket1", "loket2", "kasi1"},
    "GET /papan": {"loket1", "loket2", "kasi1", "admin1"},
    "GET /kertas": {"loket1", "loket2", "kasi1", "admin1"},
    "POST /kertas/lembar": {"loket1", "loket2", "kasi1", "admin1"},
    "GET /kertas/lembar/<key:sheet>": {"loket1", "loket2", "kasi1", "admin1"},
    "POST /kertas/lembar/<key:sheet>": {"loket1", "loket2", "kasi1"},
    "GET /kertas/lembar/<key:sheet>/cetak": {"loket1", "loket2", "kasi1", "admin1"},
    "GET /kertas/formulir/<key:form>": {"loket1", "loket2", "kasi1", "admin1"},
    "POST /cetak/ambil": {"loket1", "loket2", "kasi1"},
    "POST /cetak/lepas": {"loket1", "loket2", "kasi1"},
    "POST /cetak/printer": {"loket1", "loket2", "kasi1"},
    "GET /cetak/lembar": {"loket1", "loket2", "kasi1"},
    "POST /cetak/<key:task>/mulai": {"loket1", "loket2", "kasi1"},
    "POST /cetak/<key:task>/hasil": {"loket1", "loket2", "kasi1"},
    "POST /cetak/<key:task>/mutu": {"loket1", "loket2", "kasi1"},
    "POST /penyerahan/kartu/<nomor>/mulai": {"loket1", "loket2", "kasi1"},
    "POST /penyerahan/kartu/<nomor>/rak": {"loket1", "loket2", "kasi1"},
    "POST /kasus/<key:case>/batal": {"kasi1"},
    "POST /kasus/<key:case>/tunda": {"admin1"},
    "POST /kasus/<key:case>/lanjut": {"admin1"},
    "POST /v2/deployments": {"admin1"},
    "POST /v2/process-instances/<key:case>/cancellation": {"kasi1"},
    "POST /v2/process-instances/<key:case>/suspension": {"admin1"},
    "POST /v2/process-instances/<key:case>/resumption": {"admin1"},
    "POST /v2/messages/publication": {"kasi1", "admin1"},
    "POST /v2/messages/correlation": {"kasi1", "admin1"},
    "POST /v2/signals/broadcast": {"kasi1", "admin1"},
    "POST /v2/jobs/activation": {"admin1"},
    "POST /v2/jobs/<key:job>/completion": {"admin1"},
    "POST /v2/jobs/<key:job>/failure": {"admin1"},
    "POST /v2/jobs/<key:job>/error": {"admin1"},
    "PATCH /v2/jobs/<key:job>": {"admin1"},
    "POST /v2/jobs/search": {"kasi1", "admin1", "auditor1"},
    "POST /v2/incidents/search": {"kasi1", "admin1", "auditor1"},
    "GET /v2/incidents/<key:incident>": {"kasi1", "admin1", "auditor1"},
    "POST /v2/incidents/<key:incident>/resolution": {"admin1"},
    "POST /v2/variables/search": {"kasi1", "admin1", "auditor1"},
}


def _routes(app: Flask) -> list[tuple[str, str, str]]:
    """Method, rule and endpoint of every route."""
    return [
        (method, route.rule, route.endpoint)
        for route in app.url_map.iter_rules()
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _address(rule: str) -> str:
    parts = ["999" if part.startswith("<key:") else part for part in rule.split("/")]
    return "/".join(parts).replace("<path:filename>", "none")


@pytest.mark.parametrize("login", ["", *ROLES])
def test_every_route_admits_exactly_whom_the_matrix_names(
    app: Flask, as_officer: Callable[[str], Caller], login: str
) -> None:
    caller = as_officer(login)
    caller.client.get("/masuk")
    wrong = []

    for method, rule, endpoint in _routes(app):
        admitted = rule in PUBLIC or login in RESTRICTED.get(f"{method} {rule}", set(ROLES))
        rule_found = access.rule_of(app, endpoint)
        actor = _actor(app, login)
        if rule_found is None or rule_found.admits(actor) is not admitted:
            wrong.append(f"{method} {rule}")

    assert wrong == []


def _actor(app: Flask, login: str) -> Actor | None:
    who = officers.find(app.extensions["alur"], login) if login else None
    return who.actor if who else None


def test_a_route_asks_before_its_view_is_reached(app: Flask, nobody: Caller) -> None:
    for method, rule, _ in _routes(app):
        if rule in PUBLIC:
            continue
        answer = nobody.client.open(_address(rule), method=method)
        assert answer.status_code in {303, 401, 403}, f"{method} {rule}"


def test_nobody_is_sent_to_the_sign_in_page(nobody: Caller) -> None:
    answer = nobody.get("/tugas?dari=saya")

    assert answer.status_code == 303
    assert answer.location == "/masuk?next=/tugas?dari%3Dsaya"


def test_a_program_without_credentials_is_told_how_to_sign_in(nobody: Caller) -> None:
    answer = nobody.client.get("/v2/topology")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert answer.json is not None
    assert answer.json["code"] == "not-signed-in"


def test_an_officer_without_the_right_is_refused(loket: Caller) -> None:
    answer = loket.get("/insiden")

    assert answer.status_code == 403
    assert "Petugas Loket1" in answer.text


def test_an_application_with_a_route_without_rule_does_not_start() -> None:
    app = Flask("test")
    access.public(app.view_functions["static"])
    app.add_url_rule("/open", view_func=lambda: "")

    with pytest.raises(access.RouteWithoutRule, match="/open"):
        access.require_rules(app)


def test_no_rule_admits_nobody() -> None:
    with pytest.raises(access.RightMissing):
        access.require_admission(None, Actor(id="siapa"))


def test_services_are_let_in_where_the_rule_says_so() -> None:
    service = Actor(id="pekerja", kind="service")

    assert Rule(rights=frozenset({"administer"}), services=True).admits(service)
    assert not Rule(rights=frozenset({"administer"})).admits(service)


@pytest.mark.parametrize("key", ["0", "-1", "9223372036854775808", "1.0", "abc", "１"])
def test_what_is_no_key_is_not_found(loket: Caller, key: str) -> None:
    assert loket.get(f"/kasus/{key}").status_code == 404


def test_the_largest_key_is_a_key() -> None:
    from werkzeug.routing import Map

    assert KeyConverter(Map()).to_python("9223372036854775807") == 2**63 - 1
