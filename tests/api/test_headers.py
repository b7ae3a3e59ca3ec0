"""Every answer carries the security headers; nothing but hashed assets may be kept by others."""

from __future__ import annotations

import pytest

from api import styling
from api.headers import CONTENT_SECURITY_POLICY
from tests.api.conftest import Caller


@pytest.mark.parametrize(
    "path", ["/masuk", "/nowhere", "/v2/status", "/v2/nowhere", "/static/alur.svg"]
)
def test_every_answer_has_a_strict_policy(nobody: Caller, path: str) -> None:
    headers = nobody.get(path).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_pages_are_not_stored(loket: Caller) -> None:
    assert loket.get("/tugas").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_the_server_only(nobody: Caller) -> None:
    cookie = nobody.get("/masuk").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_request_that_is_too_large_is_refused(loket: Caller) -> None:
    answer = loket.client.post("/keluar", data=b"x" * 12_000_000, content_type="text/plain")

    assert answer.status_code == 413


def test_a_page_travels_compressed(loket: Caller) -> None:
    answer = loket.client.get("/tugas", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_stylesheet_is_kept_for_a_year_under_its_digest(nobody: Caller) -> None:
    address = f"/gaya/{styling.digest()}.css"

    assert address in nobody.get("/masuk").text
    assert "immutable" in nobody.get(address).headers["Cache-Control"]
    assert nobody.get("/gaya/000000000000.css").status_code == 404
