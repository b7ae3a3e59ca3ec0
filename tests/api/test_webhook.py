"""The WhatsApp webhook: signed or refused, once however often, in any order; replies never ignored."""

from __future__ import annotations

import hmac
import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.app import create_app
from engine.clock import TravellingClock
from engine.services import deployments, reading
from engine.services.kernel import Kernel
from engine.services.reading import WorkListQuery
from office.notices import desk, outbox, replies
from office.notices.letters import Letter
from office.notices.receipts import Tiding
from office.notices.replies import Reply
from office.notices.rows import Notice
from tests.api.conftest import open_test_kernel, settings
from tests.scenarios import steps
from tests.scenarios.kecamatan import ADMIN, CODE, SERAH, Kecamatan, by, procedure

SECRET = "rahasia-aplikasi"
WORD = "kata-periksa"
OWN = "6281234567890"
STRANGER = "6289999999999"
NEVER = ["00:00", "00:00"]


def office_on(kernel: Kernel) -> Kecamatan:
    assert isinstance(kernel.clock, TravellingClock)
    return Kecamatan(kernel, kernel.clock)


def by_gateway(kernel: Kernel) -> None:
    """Let the gateway take what is due, with ids by the notice's key."""
    outbox.deliver_due(kernel, lambda letter: f"wamid.{letter.key}")


@pytest.fixture(scope="session")
def told(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card is ready, and the gateway has taken the notice."""
    file = tmp_path_factory.mktemp("told") / "office.db"
    shutil.copy(furnished, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    office = office_on(kernel)
    office.rule("pesan.jam_tenang", list(NEVER))
    deployments.deploy(kernel, by(ADMIN), procedure())
    office.deliver(10, "SJ-001")
    case = steps.lost_card(office)
    steps.begin_print(case)
    steps.end_print(case)
    steps.check_quality(case)
    by_gateway(kernel)
    kernel.close()
    return file


@pytest.fixture
def office(told: Path, tmp_path: Path) -> Iterator[Kecamatan]:
    file = tmp_path / "office.db"
    shutil.copy(told, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    office_on(kernel).clock.advance(timedelta(minutes=30))
    yield office_on(kernel)
    kernel.close()


@pytest.fixture
def app(office: Kecamatan) -> Flask:
    secrets = replace(settings("sqlite://"), wa_app_secret=SECRET, wa_verify_token=WORD)
    app = create_app(secrets, office.kernel)
    app.testing = False
    return app


@pytest.fixture
def hook(app: Flask) -> FlaskClient:
    return app.test_client()


def post(hook: FlaskClient, value: object, secret: str = SECRET) -> TestResponse:
    call = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
    }
    body = json.dumps(call).encode()
    mark = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return hook.post("/hook/whatsapp", data=body, headers=signed(mark))


def signed(mark: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Hub-Signature-256": mark}


def told_of(wamid: str, status: str, second: int = 1_795_500_000, **more: object) -> dict[str, Any]:
    state = {"id": wamid, "status": status, "timestamp": str(second), "recipient_id": OWN, **more}
    return {"messaging_product": "whatsapp", "statuses": [state]}


def said(text: str, number: str = OWN, wamid: str = "wamid.in1", **more: object) -> dict[str, Any]:
    message = {"from": number, "id": wamid, "timestamp": "1795500000", "type": "text"}
    return {"messages": [{**message, "text": {"body": text}, **more}]}


def notice(office: Kecamatan) -> Notice:
    return desk.newest(office.kernel, CODE)[-1]


def wamid(office: Kecamatan) -> str:
    found = notice(office).pesan_luar
    assert found is not None
    return found


def tasks_of(office: Kecamatan) -> list[str]:
    query = WorkListQuery(whose=reading.Whose.ALL, size=200)
    return [row.element for row in reading.work_list(office.kernel, ADMIN, query).items]


def history(office: Kecamatan) -> list[str]:
    case = notice(office).kasus
    rows = reading.history(office.kernel, ADMIN, case, size=1000).items
    return [row.element for row in rows if row.happened == "completed"]


def count(office: Kecamatan, table: type[Tiding | Reply]) -> int:
    with office.kernel.reads.begin() as session:
        return len(session.execute(select(table.key)).all())


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


def test_without_a_secret_there_is_no_webhook(office: Kecamatan) -> None:
    closed = create_app(settings("sqlite://"), office.kernel).test_client()
    assert post(closed, told_of(wamid(office), "read"), secret="").status_code == 404
    assert closed.get("/hook/whatsapp?hub.mode=subscribe").status_code == 403


@pytest.mark.parametrize("text", ["STATUS", " status ", "Status?"])
def test_status_is_answered_with_the_line_and_nothing_personal(
    office: Kecamatan, hook: FlaskClient, text: str
) -> None:
    office.rule("pesan.jam_tenang", ["00:00", "23:59"])
    assert post(hook, said(text)).status_code == 200
    office.send()
    ((channel, number, line),) = office.sent
    assert (channel, number) == ("WHATSAPP", f"+{OWN}")
    assert notice(office).no_register in line
    assert "kartu siap diambil" in line
    assert "SITI" not in line
    assert "Hubungi_balik" not in tasks_of(office)


def test_a_number_with_several_cases_is_told_of_each(office: Kecamatan, hook: FlaskClient) -> None:
    second = steps.lost_card(office, nik="3273164107900004")
    post(hook, said("status"))
    office.send()
    lines = "".join(line for _, _, line in office.sent)
    assert len(office.sent) == 2
    assert notice(office).no_register in lines
    assert second.number in lines
    post(hook, said(f"status {second.number.lower()}", wamid="wamid.in2"))
    office.sent.clear()
    office.send()
    ((_, _, line),) = office.sent
    assert second.number in line


@pytest.mark.parametrize("text", ["Saya sakit, boleh diwakili?", "status KRC-2611-99999-9"])
def test_anything_else_is_called_back(office: Kecamatan, hook: FlaskClient, text: str) -> None:
    assert post(hook, said(text)).status_code == 200
    page = reading.work_list(office.kernel, SERAH, WorkListQuery(size=200))
    (task,) = [row for row in page.items if row.element == "Hubungi_balik"]
    assert (task.groups, task.due_at is not None) == (("penyerahan",), True)
    seen = reading.task(office.kernel, SERAH, task.key).variables
    assert seen["isi_balasan"] == text
    assert (seen["no_hp"], seen["no_register"]) == (f"+{OWN}", notice(office).no_register)


def test_a_reply_brought_twice_opens_one_task(office: Kecamatan, hook: FlaskClient) -> None:
    for _ in range(3):
        assert post(hook, said("halo")).status_code == 200
    assert count(office, Reply) == 1
    assert tasks_of(office).count("Hubungi_balik") == 1


def test_a_stranger_is_called_back_too(office: Kecamatan, hook: FlaskClient) -> None:
    assert post(hook, said("STATUS", number=STRANGER)).status_code == 200
    assert tasks_of(office).count("Hubungi_balik") == 1
    with office.kernel.reads.begin() as session:
        (row,) = session.execute(select(Reply)).scalars()
        opened = replies.read(session, office.kernel.sealer, row.key)
    assert opened is not None
    assert (row.kasus, opened.number, opened.no_register) == (None, f"+{STRANGER}", "")


def test_a_picture_is_called_back(office: Kecamatan, hook: FlaskClient) -> None:
    value = said("", type="image", image={"id": "1"})
    del value["messages"][0]["text"]
    assert post(hook, value).status_code == 200
    assert tasks_of(office).count("Hubungi_balik") == 1


def test_neither_number_nor_words_of_a_reply_are_in_log_or_row(
    office: Kecamatan, hook: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        post(hook, said("Nama saya Siti"))
    with office.kernel.reads.begin() as session:
        (row,) = session.execute(select(Reply)).scalars()
    assert b"Siti" not in row.isi
    assert "Siti" not in caplog.text
    assert OWN[2:] not in caplog.text
