"""Nothing is changed without the session's own token."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from api import forgery
from tests.api.conftest import PASSWORD, Caller, csrf_of


def test_a_form_without_token_changes_nothing(loket: Caller) -> None:
    answer = loket.client.post("/keluar")

    assert answer.status_code == 403
    assert loket.get("/tugas").status_code == 200


def test_another_sessions_token_is_refused(loket: Caller, nobody: Caller) -> None:
    token = csrf_of(nobody.get("/masuk").text)

    assert loket.client.post("/keluar", data={forgery.FIELD: token}).status_code == 403


def test_the_own_token_is_accepted(loket: Caller) -> None:
    assert loket.post("/keluar").status_code == 303


def test_the_api_by_cookie_needs_the_token_as_header(loket: Caller) -> None:
    answer = loket.client.post("/v2/user-tasks/search", json={})

    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["code"] == "forged-request"


def test_the_api_by_credentials_needs_no_token(app: Flask) -> None:
    answer = app.test_client().post("/v2/user-tasks/search", json={}, auth=("loket1", PASSWORD))

    assert answer.status_code == 200


def test_every_form_on_a_page_carries_the_token(loket: Caller) -> None:
    page = loket.get("/mulai").text

    assert page.count("<form") == page.count(f'name="{forgery.FIELD}"')


def test_no_route_changes_anything_without_the_token(app: Flask, kasi: Caller) -> None:
    open_ones = []
    for route in app.url_map.iter_rules():
        path = re.sub(r"<key:\w+>", "999", route.rule)
        for method in sorted((route.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            answer = kasi.client.open(path, method=method)
            if answer.status_code != 403:
                open_ones.append((method, route.rule, answer.status_code))

    assert open_ones == []


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 200)])
def test_credentials_a_browser_kept_serve_no_foreign_page(
    app: Flask, site: str, status: int
) -> None:
    answer = app.test_client().post(
        "/v2/user-tasks/search",
        json={},
        auth=("loket1", PASSWORD),
        headers={"Sec-Fetch-Site": site},
    )

    assert answer.status_code == status


def test_no_two_pages_carry_the_same_text_of_the_token(loket: Caller) -> None:
    first, second = (csrf_of(loket.get("/tugas").text) for _ in range(2))

    assert first != second
    for token in (first, second):
        assert loket.client.post("/bahasa", data={forgery.FIELD: token}).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é", "AAAA", "A" * 4000])
def test_what_is_no_token_is_refused(loket: Caller, token: str) -> None:
    assert loket.client.post("/bahasa", data={forgery.FIELD: token}).status_code == 403
