"""The connectors against a local gateway that follows the published schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from engine.settings import Settings
from office.notices import connecting, sms, whatsapp
from office.notices.letters import Connector, GatewayBusy, Letter, Send, Undeliverable, Wording
from office.notices.sms import Gateway as SmsGateway
from office.notices.whatsapp import Account
from tests.office.gateway import PHONE_ID, TOKEN, Gateway, refusal, serve

TEXT = 'Kartu "siap" & gratis {nomor}\nKode ambil: 123456.'


def letter(connector: Connector = Connector.WHATSAPP_CLOUD, **changes: object) -> Letter:
    usual: dict[str, object] = {
        "key": 7,
        "connector": connector,
        "channel": "WHATSAPP",
        "template": "SIAP_DIAMBIL",
        "no_register": "KRC-2611-00042-9",
        "number": "+6281234567890",
        "text": TEXT,
        "made_at": datetime(2026, 11, 24, tzinfo=UTC),
    }
    return Letter(**(usual | changes))  # type: ignore[arg-type]  # each field in its own type


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with serve() as running:
        yield running


@pytest.fixture
def send(gateway: Gateway) -> Send:
    return whatsapp.sender(Account(base_url=f"{gateway.url}/v21.0", phone_id=PHONE_ID, token=TOKEN))


def test_a_text_is_posted_as_the_api_takes_it(gateway: Gateway, send: Send) -> None:
    assert send(letter()) == "wamid.1"
    ((path, headers, _),) = gateway.calls
    assert path == f"/v21.0/{PHONE_ID}/messages"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert gateway.bodies() == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "6281234567890",
            "type": "text",
            "text": {"preview_url": False, "body": TEXT},
        }
    ]


def test_a_template_is_posted_with_its_language_and_values(gateway: Gateway, send: Send) -> None:
    wording = Wording(name="ktp_siap", language="id", parameters=("Kecamatan", "123456"))
    send(letter(wording=wording))
    (body,) = gateway.bodies()
    assert body["type"] == "template"
    assert body["template"] == {
        "name": "ktp_siap",
        "language": {"code": "id"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Kecamatan"},
                    {"type": "text", "text": "123456"},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    "trouble",
    [
        *(refusal(code) for code in (1, 2, 4, 190, 200, 80007, 130429, 131000, 131056, 133004)),
        (500, "no json"),
        (503, {}),
        (429, {}),
        (200, {"messages": []}),
    ],
)
def test_what_passes_by_itself_is_tried_again(
    gateway: Gateway, send: Send, trouble: tuple[int, object]
) -> None:
    gateway.trouble = [trouble]
    with pytest.raises(GatewayBusy):
        send(letter())
    assert send(letter()) == "wamid.2"


@pytest.mark.parametrize("code", [100, 131008, 131026, 131047, 131051, 132000, 132001, 999999])
def test_what_trying_again_cannot_mend_is_final(gateway: Gateway, send: Send, code: int) -> None:
    gateway.trouble = [refusal(code)]
    with pytest.raises(Undeliverable) as caught:
        send(letter())
    assert caught.value.reason == str(code)


def test_a_gateway_that_is_away_is_tried_again() -> None:
    send = whatsapp.sender(Account(base_url="http://127.0.0.1:9", phone_id="1", token=TOKEN))
    with pytest.raises(OSError):  # whatever the network says
        send(letter())


def test_neither_number_nor_text_nor_token_is_printed_with_a_letter() -> None:
    account = Account(base_url="http://127.0.0.1", phone_id="1", token=TOKEN)
    shown = (
        repr(letter()) + repr(account) + repr(Wording(name="a", language="id", parameters=(TEXT,)))
    )
    assert "81234567890" not in shown
    assert "123456" not in shown
    assert TOKEN not in shown


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("to={nomor}&text={pesan}", lambda text: {k: v[0] for k, v in parse_qs(text).items()}),
        ('{"to": "{nomor}", "text": "{pesan}"}', json.loads),
    ],
)
def test_an_sms_is_posted_as_the_gateway_wants_it(
    gateway: Gateway, body: str, read: object
) -> None:
    send = sms.sender(SmsGateway(url=f"{gateway.url}/send", body=body, authorization="Basic YTpi"))
    assert send(letter(Connector.SMS_HTTP)) == ""
    ((path, headers, sent),) = gateway.calls
    assert (path, headers["Authorization"]) == ("/send", "Basic YTpi")
    assert callable(read)
    assert read(sent) == {"to": "+6281234567890", "text": TEXT}


@pytest.mark.parametrize(
    ("status", "error"), [(500, GatewayBusy), (429, GatewayBusy), (400, Undeliverable)]
)
def test_an_sms_gateway_that_refuses(gateway: Gateway, status: int, error: type[Exception]) -> None:
    gateway.trouble = [(status, "no")]
    with pytest.raises(error):
        sms.sender(SmsGateway(url=gateway.url, body="to={nomor}&m={pesan}"))(letter())


def test_a_connector_without_account_counts_as_busy(gateway: Gateway) -> None:
    send = connecting.connect(Settings(sms_url=gateway.url))
    assert send(letter(Connector.SMS_HTTP)) == ""
    with pytest.raises(GatewayBusy, match="NOT_SET_UP"):
        send(letter(Connector.WHATSAPP_CLOUD))


def test_a_redirect_is_not_followed(gateway: Gateway, send: Send) -> None:
    gateway.trouble = [(307, {})]
    with pytest.raises(Undeliverable):
        send(letter())
    assert len(gateway.calls) == 1
