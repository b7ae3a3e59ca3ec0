"""Calls of the WhatsApp webhook as Meta makes them, and what came of them in the office."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.clock import TravellingClock
from engine.services import reading
from engine.services.kernel import Kernel
from engine.services.reading import WorkListQuery
from office.notices import desk
from office.notices.receipts import Tiding
from office.notices.replies import Reply
from office.notices.rows import Notice
from tests.scenarios.kecamatan import ADMIN, CODE, Kecamatan

SECRET = "rahasia-aplikasi"
WORD = "kata-periksa"
OWN = "6281234567890"
STRANGER = "6289999999999"


def office_on(kernel: Kernel) -> Kecamatan:
    assert isinstance(kernel.clock, TravellingClock)
    return Kecamatan(kernel, kernel.clock)


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
