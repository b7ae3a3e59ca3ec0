"""Telling the citizen: scenario 27, DMN-4, quiet hours (domain.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine import feel
from engine.dmn import evaluation
from engine.dmn import reading as dmn_reading
from engine.settings import Settings
from engine.values import JsonValue
from office import defaults
from office.notices import connecting, desk, outbox
from office.notices.rows import Notice
from tests.office.gateway import PHONE_ID, TOKEN, Gateway, refusal, serve
from tests.scenarios.kecamatan import (
    CODE,
    REFERENCE,
    SERAH,
    Kecamatan,
    procedure,
)
from tests.scenarios.steps import (
    ready,
    ready_by,
)

NIK = "3273164107900001"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with serve() as running:
        yield running


def rows(office: Kecamatan) -> list[Notice]:
    """The message log, the oldest first."""
    return list(reversed(desk.newest(office.kernel, CODE, limit=100)))


# ------------------------------------------------------------------------------------- scenario 27


def test_scenario_27_a_dead_gateway_ends_at_sms_then_at_a_call(
    office: Kecamatan, gateway: Gateway
) -> None:
    office.rule("pesan.jalur", {"WHATSAPP": "WHATSAPP_CLOUD", "SMS": "SMS_HTTP"})
    gateway.always = refusal(131016, 503)
    send = connecting.connect(
        Settings(
            wa_base_url=gateway.url,
            wa_phone_id=PHONE_ID,
            wa_token=TOKEN,
            sms_url=f"{gateway.url}/sms",
            sms_body='{"to": "{nomor}", "text": "{pesan}"}',
        )
    )
    case = ready_by(office, NIK)
    for _ in range(90):
        outbox.deliver_due(office.kernel, send)
        office.clock.advance(timedelta(minutes=1))
    paths = [path.rpartition("/")[2] for path, _, _ in gateway.calls]
    assert paths == ["messages"] * 4 + ["sms"] * 4
    assert [(one.saluran, one.keadaan) for one in rows(office)] == [
        ("WHATSAPP", "GAGAL"),
        ("SMS", "GAGAL"),
    ]
    assert (case.waiting(), case.task("U13_telepon").groups) == ({"U13_telepon"}, ("penyerahan",))
    assert not any(NIK in body for _, _, body in gateway.calls)
    assert not any(NIK in str(vars(one)) for one in rows(office))


def test_scenario_27_the_call_is_in_the_message_log(office: Kecamatan) -> None:
    case = ready(office, punya_wa=False)
    office.rule("pesan.urutan", ["TELEPON"])
    second = ready(office, nik="3273164107900004")
    second.do("U13_telepon", SERAH, hasil_telepon="TERSAMBUNG")
    assert [(one.saluran, one.keadaan) for one in rows(office)] == [
        ("SMS", "TERKIRIM"),
        ("TELEPON", "TERKIRIM"),
    ]
    assert "Tahu_lewat_telepon" in second.passed()
    assert case.waiting() == set()


def test_a_wrong_number_is_used_no_more(office: Kecamatan) -> None:
    office.rule("pesan.urutan", ["TELEPON", "WHATSAPP", "SMS", "SMS_LAIN"])
    case = ready(office, hp_kontak_lain="0822 1111 2222")
    case.do("U13_telepon", SERAH, hasil_telepon="SALAH_NOMOR")
    office.send()
    assert [(channel, number) for channel, number, _ in office.sent] == [
        ("SMS_LAIN", "+6282211112222")
    ]


# ------------------------------------------------------------------------------------------ DMN-4


def channel(kontak: dict[str, JsonValue], **policies: JsonValue) -> object:
    """What the deployed table answers."""
    file = "saluran_notifikasi.dmn"
    model = dmn_reading.read(procedure()[file], file)
    values = {**defaults.DEFAULTS, **policies}
    kantor: dict[str, JsonValue] = {"pesan": {"urutan": values["pesan.urutan"]}}
    context = {"kontak": feel.from_json(kontak), "kantor": feel.from_json(kantor)}
    return evaluation.evaluate(model, "saluran_notifikasi", context, now=REFERENCE).value


def kontak(*failed: str, **other: JsonValue) -> dict[str, JsonValue]:
    usual: dict[str, JsonValue] = {
        "izin": True,
        "punya_wa": True,
        "punya_telepon": True,
        "punya_kontak_lain": True,
        "gagal": list(failed),
    }
    return usual | other


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (kontak(izin=False), "SLIP"),
        (kontak(), "WHATSAPP"),
        (kontak(punya_wa=False), "SMS"),
        (kontak("WHATSAPP"), "SMS"),
        (kontak("WHATSAPP", "SMS"), "TELEPON"),
        (kontak("WHATSAPP", "SMS", "TELEPON"), "WHATSAPP_LAIN"),
        (kontak("WHATSAPP", "SMS", "TELEPON", "WHATSAPP_LAIN"), "SMS_LAIN"),
        (kontak(punya_wa=False, punya_telepon=False), "WHATSAPP_LAIN"),
        (kontak(punya_wa=False, punya_telepon=False, punya_kontak_lain=False), "PAPAN"),
        (kontak("WHATSAPP", "SMS", "TELEPON", punya_kontak_lain=False), "PAPAN"),
        (kontak(punya_telepon=False, punya_kontak_lain=False), "PAPAN"),
    ],
)
def test_dmn_4_row_by_row(facts: dict[str, JsonValue], answer: str) -> None:
    assert channel(facts) == answer


def test_dmn_4_the_office_orders_its_channels() -> None:
    order: list[JsonValue] = ["SMS", "WHATSAPP"]
    assert channel(kontak(), **{"pesan.urutan": order}) == "SMS"
    assert channel(kontak("SMS"), **{"pesan.urutan": order}) == "WHATSAPP"
    assert channel(kontak("SMS", "WHATSAPP"), **{"pesan.urutan": order}) == "PAPAN"


def test_dmn_4_in_a_case_reads_the_order_that_holds_then(office: Kecamatan) -> None:
    office.rule("pesan.urutan", ["SMS", "WHATSAPP"])
    ready(office)
    assert [channel for channel, _, _ in office.sent] == ["SMS"]


def test_who_allows_no_notices_gets_none(office: Kecamatan) -> None:
    ready(office, izin_notifikasi=False)
    assert office.sent == []


# ------------------------------------------------------------------------------------ quiet hours


def test_a_card_ready_in_the_evening_is_told_in_the_morning(office: Kecamatan) -> None:
    office.rule("pesan.jam_tenang", ["20:00", "07:00"])
    office.clock.move_to(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))  # 21:00
    ready(office)
    assert office.sent == []
    assert [(one.keadaan, one.percobaan) for one in rows(office)] == [("DIANTRE", 0)]
    office.clock.move_to(datetime(2026, 11, 24, 23, 59, tzinfo=UTC))
    office.send()
    assert office.sent == []
    office.clock.move_to(datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    office.send()
    assert [channel for channel, _, _ in office.sent] == ["WHATSAPP"]


def test_an_office_may_leave_people_alone_on_closed_days(office: Kecamatan) -> None:
    office.rule("pesan.hari_kerja_saja", True)
    office.clock.move_to(datetime(2026, 11, 28, 3, 0, tzinfo=UTC))  # Saturday
    ready(office)
    assert office.sent == []
    office.clock.move_to(datetime(2026, 11, 30, 3, 0, tzinfo=UTC))
    office.send()
    assert len(office.sent) == 1
