"""The WhatsApp webhook: signed or refused, once however often told, in any order."""

from __future__ import annotations

import hmac
import json
import logging
from hashlib import sha256

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from office.notices import desk, outbox
from office.notices.letters import Letter
from office.notices.receipts import Tiding
from office.notices.replies import Reply
from tests.api.conftest import settings
from tests.api.hooks.calling import (
    OWN,
    SECRET,
    WORD,
    count,
    history,
    notice,
    post,
    said,
    signed,
    told_of,
    wamid,
)
from tests.scenarios import steps
from tests.scenarios.kecamatan import CODE, Kecamatan


def test_the_gateway_asks_once_whether_we_are_we(hook: FlaskClient) -> None:
    asked = "/hook/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    right, wrong = hook.get(asked + WORD), hook.get(asked + "lain")
    assert (right.status_code, right.text) == (200, "1158201444")
    assert wrong.status_code == 403


@pytest.mark.parametrize(
    ("status", "state", "element"),
    [("delivered", "SAMPAI", "Sampai"), ("read", "DIBACA", "Dibaca")],
)
def test_a_delivery_state_reaches_notice_and_case(
    office: Kecamatan, hook: FlaskClient, status: str, state: str, element: str
) -> None:
    assert post(hook, told_of(wamid(office), status)).status_code == 200
    assert notice(office).keadaan == state
    assert element in history(office)


def test_taken_by_the_gateway_is_not_yet_told(office: Kecamatan, hook: FlaskClient) -> None:
    post(hook, told_of(wamid(office), "sent"))
    assert notice(office).keadaan == "TERKIRIM"
    assert "Sudah_tahu" not in history(office)


def test_a_failed_notice_goes_by_the_next_channel(office: Kecamatan, hook: FlaskClient) -> None:
    post(hook, told_of(wamid(office), "failed", errors=[{"code": 131026, "title": "no"}]))
    assert (notice(office).keadaan, notice(office).alasan) == ("GAGAL", "131026")
    assert [one.saluran for one in desk.newest(office.kernel, CODE)] == ["SMS", "WHATSAPP"]


def test_read_before_delivered_stays_read(office: Kecamatan, hook: FlaskClient) -> None:
    for status in ("read", "delivered", "sent", "failed"):
        assert post(hook, told_of(wamid(office), status)).status_code == 200
    assert notice(office).keadaan == "DIBACA"
    assert history(office).count("Sudah_tahu") == 1


def test_a_state_told_twice_counts_once(office: Kecamatan, hook: FlaskClient) -> None:
    for _ in range(3):
        assert post(hook, told_of(wamid(office), "delivered")).status_code == 200
    assert count(office, Tiding) == 1
    assert history(office).count("Sampai") == 1


@pytest.mark.parametrize("mark", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "é"])
def test_a_wrong_signature_changes_nothing_and_is_logged_without_content(
    office: Kecamatan, hook: FlaskClient, mark: str, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"entry": [{"changes": [{"value": said("rahasia saya")}]}]})
    with caplog.at_level(logging.DEBUG):
        answer = hook.post("/hook/whatsapp", data=body, headers=signed(mark))
    assert answer.status_code == 403
    assert count(office, Reply) == count(office, Tiding) == 0
    assert "not signed" in caplog.text
    assert "rahasia saya" not in caplog.text
    assert OWN not in caplog.text


def test_a_body_changed_after_signing_is_refused(office: Kecamatan, hook: FlaskClient) -> None:
    body = json.dumps({"entry": []}).encode()
    mark = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
    answer = hook.post("/hook/whatsapp", data=body + b" ", headers=signed(mark))
    assert answer.status_code == 403


def test_a_state_of_a_notice_that_is_not_ours_is_counted(
    office: Kecamatan, hook: FlaskClient
) -> None:
    assert post(hook, told_of("wamid.lain", "delivered")).status_code == 200
    assert desk.strangers(office.kernel) == 1


def test_a_state_told_before_the_answer_was_noted_is_not_lost(
    office: Kecamatan, hook: FlaskClient
) -> None:
    office.rule("pesan.urutan", ["WHATSAPP_LAIN", "WHATSAPP"])
    case = steps.ready_by(office, "3273164107900004")

    def take(letter: Letter) -> str:
        post(hook, told_of("wamid.quick", "delivered"))
        return "wamid.quick"

    outbox.deliver_due(office.kernel, take)
    assert "Sampai" in case.passed()


def test_a_body_that_is_too_large_is_refused(hook: FlaskClient) -> None:
    assert post(hook, said("x" * 300_000)).status_code == 413


def test_signed_rubbish_is_no_event(hook: FlaskClient) -> None:
    for body in (b"[]", b"{", b"\xff", b'{"entry": 7}'):
        mark = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
        answer = hook.post("/hook/whatsapp", data=body, headers=signed(mark))
        assert answer.status_code == 400
    assert post(hook, {"statuses": [], "pricing": {"a": 1}}).status_code == 200


def test_without_a_secret_nobody_is_believed(office: Kecamatan) -> None:
    closed = create_app(settings("sqlite://"), office.kernel).test_client()
    assert post(closed, told_of(wamid(office), "read"), secret="").status_code == 403
    assert closed.get("/hook/whatsapp?hub.mode=subscribe").status_code == 403
