"""What an attacker or a broken program sends is answered, never a stumble (500) or a way out."""

from __future__ import annotations

from typing import Final

import pytest

from tests.api.conftest import PASSWORD, Caller
from tests.api.test_v2_contract import problem
from tests.api.test_v2_flow import open_task, start

_BEYOND: Final = "9" * 20  # more than 64 bits
_ABSURD: Final = "9" * 5000  # more digits than Python reads at once
_NO_NUMBERS: Final = [_BEYOND, _ABSURD, "²", "-1", "1_0", "\0"]


@pytest.mark.parametrize("place", _NO_NUMBERS)
@pytest.mark.parametrize("page", ["/tugas", "/kasus", "/insiden"])
def test_a_place_that_is_none_of_ours_is_a_bad_request(kasi: Caller, page: str, place: str) -> None:
    answer = kasi.client.get(page, query_string={"dari": "semua", "sesudah": place})

    assert answer.status_code == 400
    assert "%(" not in answer.text


@pytest.mark.parametrize("kind", ["user-tasks", "process-instances", "jobs", "incidents"])
def test_a_cursor_beyond_all_keys_is_a_bad_request(kasi: Caller, kind: str) -> None:
    problem(kasi.call("POST", f"/{kind}/search", {"page": {"after": _BEYOND}}), 400)


@pytest.mark.parametrize("key", [_BEYOND, _ABSURD, "²", "-1", "1_0"])
def test_an_incident_that_is_no_key_is_passed_over(admin: Caller, key: str) -> None:
    assert admin.post("/insiden/ulang", {"insiden": key}).status_code == 303


@pytest.mark.parametrize("version", _NO_NUMBERS)
def test_a_version_that_is_no_number_is_a_bad_request(kasi: Caller, version: str) -> None:
    answer = kasi.post(f"/kasus/{start(kasi)}/batal", {"alasan": "sebab", "version": version})

    assert answer.status_code == 400


@pytest.mark.parametrize("row", ["panitia:" + _ABSURD, "panitia:²", "panitia:-1", ":", "x:0"])
def test_a_row_that_is_not_there_is_not_taken_out(loket: Caller, row: str) -> None:
    task = open_task(loket, start(loket))
    loket.post(f"/tugas/{task}/ambil")

    assert loket.post(f"/tugas/{task}/simpan", {"hapus": row}).status_code == 303


@pytest.mark.parametrize("path", ["//[", "http://[x", "//evil.test", "/\\evil.test", "\t//e.test"])
def test_signing_in_never_leads_to_another_site(nobody: Caller, path: str) -> None:
    nobody.client.get("/masuk")
    with nobody.client.session_transaction() as session:
        nobody.token = session["csrf_token"]

    answer = nobody.post("/masuk", {"login": "loket1", "password": PASSWORD, "next": path})

    assert (answer.status_code, answer.location) == (303, "/")


def test_variables_are_searched_in_one_case_only(kasi: Caller) -> None:
    assert problem(kasi.call("POST", "/variables/search", {}), 400)["faults"]


def test_a_program_without_credentials_is_asked_for_them_on_writes_too(nobody: Caller) -> None:
    answer = nobody.client.post("/v2/user-tasks/search", json={})

    assert problem(answer, 401)["code"] == "not-signed-in"


@pytest.mark.parametrize("name", ["", "x" * 256, "a\0b", "kantor"])
def test_a_variable_without_a_decent_name_is_a_bad_request(loket: Caller, name: str) -> None:
    body = {"processDefinitionId": "izin_keramaian", "variables": {name: 1}}

    problem(loket.call("POST", "/process-instances", body), 400)


@pytest.mark.parametrize("text", ["a\0b", ["\0"], {"x": {"\0": 1}}])
def test_the_character_no_database_keeps_is_a_bad_request(loket: Caller, text: object) -> None:
    body = {"processDefinitionId": "izin_keramaian", "variables": {"nama": text}}

    problem(loket.call("POST", "/process-instances", body), 400)


def test_the_escaped_escape_of_that_character_is_plain_text(loket: Caller) -> None:
    body = {"processDefinitionId": "izin_keramaian", "variables": {"nama": "\\u0000"}}

    assert loket.call("POST", "/process-instances", body).status_code == 200


def test_pages_refuse_that_character_too(loket: Caller) -> None:
    assert loket.client.get("/kasus", query_string={"nomor": "\0"}).status_code == 400
    assert loket.client.get("/petugas/akun/a%00b").status_code == 400
    assert loket.post("/bahasa", {"language": "\0"}).status_code == 400
    assert loket.client.get("/v2/topology", auth=("lo\0ket1", "x")).status_code == 400


def test_what_is_nested_without_end_is_a_bad_request(loket: Caller) -> None:
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    body = b'{"processDefinitionId": "izin_keramaian", "variables": ' + deep + b"}"

    answer = loket.client.post(
        "/v2/process-instances",
        data=body,
        content_type="application/json",
        headers={"X-CSRF-Token": loket.token},
    )

    problem(answer, 400)
