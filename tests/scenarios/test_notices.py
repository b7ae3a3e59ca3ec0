"""Telling the citizen: scenario 27, DMN-4, T11 to T14, quiet hours, lists and calls (domain.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from engine import feel
from engine.dmn import evaluation
from engine.dmn import reading as dmn_reading
from engine.errors import AnswersInvalid
from engine.services import reading
from engine.services.reading import WorkListQuery
from engine.settings import Settings
from engine.values import JsonValue
from office import defaults
from office.notices import connecting, desk, lists, outbox
from office.notices.rows import Notice
from tests.office.gateway import PHONE_ID, TOKEN, Gateway, refusal, serve
from tests.scenarios.editing import assert_fires_at, edit_timer, working
from tests.scenarios.kecamatan import (
    CAMAT,
    CODE,
    KASI,
    REFERENCE,
    SERAH,
    Kecamatan,
    Perkara,
    by,
    procedure,
)
from tests.scenarios.steps import (
    at_counter,
    come_for,
    hand_over,
    lost_card,
    ready,
    ready_by,
    to_print,
)

NIK = "3273164107900001"
NOBODY: dict[str, JsonValue] = {"no_hp": None, "punya_wa": False}
FAMILY: dict[str, JsonValue] = {**NOBODY, "hp_kontak_lain": "0822 1111 2222"}


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with serve() as running:
        yield running


def rows(office: Kecamatan) -> list[Notice]:
    """The message log, the oldest first."""
    return list(reversed(desk.newest(office.kernel, CODE, limit=100)))


def calls(office: Kecamatan) -> list[reading.TaskRow]:
    """The calls to be made, of whatever case."""
    page = reading.work_list(office.kernel, SERAH, WorkListQuery(size=200))
    return [row for row in page.items if row.element in {"Telepon_warga", "Hubungi_balik"}]


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


# ----------------------------------------------------------------------------------------- timers


def test_t11_not_told_after_four_working_hours_takes_the_next_channel(office: Kecamatan) -> None:
    case = ready_by(office, NIK)
    outbox.deliver_due(office.kernel, lambda letter: f"wamid.{letter.key}")  # and no word after it
    due = case.timers()["T11_belum_sampai"]
    assert due == working(office, office.clock.now(), "PT4H")
    office.move_to(due - timedelta(seconds=1))
    assert [one.saluran for one in rows(office)] == ["WHATSAPP"]
    office.move_to(due)
    assert [one.saluran for one in rows(office)] == ["WHATSAPP", "SMS"]


def test_t12_reminds_on_working_days_3_7_and_14_and_then_asks_the_neighbourhood(
    office: Kecamatan,
) -> None:
    case = ready(office)
    due = case.timers()
    names = ("T12a_ingatkan", "T12b_ingatkan", "T12c_ingatkan", "T12d_ingatkan")
    spans = ("P3D", "P7D", "P14D", "P22D")
    assert [due[name] for name in names] == [
        working(office, office.clock.now(), span) for span in spans
    ]
    sent = []
    for name in names:
        office.move_to(due[name])
        office.send()
        sent.append(office.sent[-1][0])
    assert sent == ["WHATSAPP", "WHATSAPP", "WHATSAPP", "PAPAN"]


def test_t12_by_telephone_is_a_call_that_somebody_makes(office: Kecamatan) -> None:
    office.rule("pesan.urutan", ["TELEPON"])
    case = ready(office)
    case.do("U13_telepon", SERAH, hasil_telepon="TERSAMBUNG")
    office.move_to(case.timers()["T12a_ingatkan"])
    office.send()
    (call,) = calls(office)
    seen = reading.task(office.kernel, SERAH, call.key).variables
    assert (seen["no_hp"], seen["no_register"]) == ("+6281234567890", case.number)
    assert "masih menunggu diambil" in str(seen["pesan_telepon"])
    assert [one.keadaan for one in rows(office)] == ["TERKIRIM", "DITUGASKAN"]
    Perkara(office, call.root_key).do("Telepon_warga", SERAH, hasil_telepon="TIDAK_DIANGKAT")
    assert [(one.keadaan, one.alasan) for one in rows(office)][-1] == ("GAGAL", "TIDAK_DIANGKAT")
    assert calls(office) == []


def test_t13_after_ninety_days_the_camat_decides_and_nothing_is_destroyed(
    office: Kecamatan,
) -> None:
    case = ready(office)
    due = case.timers()["T13_tidak_diambil"]
    assert due == office.clock.now() + timedelta(days=90)
    office.move_to(due)
    assert case.task("Putuskan_tidak_diambil").groups == ("camat",)
    case.do("Putuskan_tidak_diambil", CAMAT, keputusan="SIMPAN")
    assert (case.view.row.state, case.keadaan()) == ("ACTIVE", "SIAP_DIAMBIL")


def test_scenario_30_destroying_takes_two_witnesses(office: Kecamatan) -> None:
    case = ready(office)
    office.move_to(REFERENCE + timedelta(days=92))
    one: dict[str, JsonValue] = {
        "keputusan": "MUSNAH",
        "no_berita_acara": "BA-7/2027",
        "saksi": [{"nama_saksi": "A"}],
    }
    with pytest.raises(AnswersInvalid):
        case.do("Putuskan_tidak_diambil", CAMAT, **one)
    two: list[JsonValue] = [{"nama_saksi": "A"}, {"nama_saksi": "B"}]
    case.do("Putuskan_tidak_diambil", CAMAT, **(one | {"saksi": two}))
    assert (case.view.row.state, case.view.variables["keadaan"]) == ("COMPLETED", "GUGUR")


@pytest.mark.parametrize(
    "element", ["T12a_ingatkan", "T12b_ingatkan", "T12c_ingatkan", "T12d_ingatkan"]
)
def test_editing_a_reminder_in_the_diagram_moves_it(office: Kecamatan, element: str) -> None:
    edit_timer(office, element, "P2D")
    case = ready(office)
    assert_fires_at(case, element, working(office, office.clock.now(), "P2D"))


def test_editing_t11_in_the_diagram_moves_it(office: Kecamatan) -> None:
    edit_timer(office, "T11_belum_sampai", "PT2H")
    case = ready_by(office, NIK)
    assert_fires_at(case, "T11_belum_sampai", working(office, office.clock.now(), "PT2H"))


def test_editing_t13_in_the_diagram_moves_it(office: Kecamatan) -> None:
    edit_timer(office, "T13_tidak_diambil", "P60D")
    case = ready(office)
    assert_fires_at(case, "T13_tidak_diambil", office.clock.now() + timedelta(days=60))


# ------------------------------------------------------------------- people without a telephone


def test_t14_reaches_the_family_where_there_is_no_telephone(office: Kecamatan) -> None:
    case = to_print(office, **FAMILY)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    ((told, number, text),) = office.sent
    assert (told, number) == ("WHATSAPP_LAIN", "+6282211112222")
    assert case.number in text
    assert "mohon maaf" in text


def test_t14_reaches_nobodys_telephone_by_list_and_counter(office: Kecamatan) -> None:
    case = to_print(office, **NOBODY)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    printed = lists.print_out(office.kernel, by(SERAH), CODE, "1002")
    assert [(one.no_register, one.kelurahan) for one in printed] == [(case.number, "1002")]
    assert lists.print_out(office.kernel, by(SERAH), CODE) == ()
    visit = at_counter(office, "AMBIL")
    with pytest.raises(AnswersInvalid) as caught:
        visit.do("Cari_kartu", SERAH, no_register_diambil=case.number)
    assert any(fault.rule == "belum_disampaikan" for fault in caught.value.faults)
    told: dict[str, JsonValue] = {"belum_disampaikan": "sudah disampaikan"}
    visit.do("Cari_kartu", SERAH, no_register_diambil=case.number, _peringatan=told)
    assert "Cari_kartu" in visit.passed()


def test_who_was_told_by_telephone_is_not_told_again_at_the_counter(office: Kecamatan) -> None:
    case = lost_card(office)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    visit = at_counter(office, "AMBIL")
    visit.do("Cari_kartu", SERAH, no_register_diambil=case.number)
    assert "Cari_kartu" in visit.passed()


def test_the_list_has_each_register_number_once_for_each_reason(office: Kecamatan) -> None:
    case = ready(office, no_hp=None, punya_wa=False)
    for name in ("T12a_ingatkan", "T12d_ingatkan"):
        office.move_to(case.timers()[name])
    found = lists.peek(office.kernel, by(SERAH), CODE)
    assert [(one.no_register, one.templat) for one in found] == [
        (case.number, "SIAP_DIAMBIL"),
        (case.number, "PENGINGAT"),
    ]


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


# --------------------------------------------------------------------- calls and the wrong person


def test_nobody_answers_and_the_call_back_comes_again_the_next_working_day(
    office: Kecamatan,
) -> None:
    (key,) = office.publish("balasan_wa", "", {"balasan_id": "1"})
    back = Perkara(office, key)
    assert back.task("Hubungi_balik").due_at == working(office, office.clock.now(), "PT4H")
    back.do("Hubungi_balik", SERAH, hasil_hubungi="TIDAK_DIANGKAT")
    assert back.waiting() == set()
    office.move_to(back.timers()["Coba_lagi"])
    back.do("Hubungi_balik", SERAH, hasil_hubungi="DIJAWAB")
    assert back.view.row.state == "COMPLETED"


def test_a_card_in_a_strangers_hand_is_blocked_and_checked_within_72_hours(
    office: Kecamatan,
) -> None:
    case = ready(office)
    hand_over(case, identitas_diperiksa=True)
    (key,) = office.publish("salah_orang", "", {"no_register": case.number})
    incident = Perkara(office, key)
    assert incident.view.variables["kartu_status"] == "TERBLOKIR"
    assert incident.task("Periksa_kebocoran").groups == ("verifikator",)
    due = office.clock.now() + timedelta(hours=72)
    assert incident.task("Periksa_kebocoran").due_at == incident.timers()["Lewat_3x24"] == due
    office.move_to(due)
    assert incident.waiting() == {"Periksa_kebocoran", "Camat_pdp"}
    answers: dict[str, JsonValue] = {
        "kartu_kembali": True,
        "ada_pelanggaran": True,
        "tindakan_pdp": "Kartu ditarik kembali dan diserahkan ke pemiliknya.",
    }
    with pytest.raises(AnswersInvalid):
        incident.do("Periksa_kebocoran", KASI, **answers)
    told = {"orang_diberitahu": True, "lembaga_diberitahu": True}
    incident.do("Periksa_kebocoran", KASI, **answers, **told)
    assert "Ditangani" in incident.passed()


def test_an_officer_reports_a_card_in_a_strangers_hand(office: Kecamatan) -> None:
    case = ready(office)
    incident = office.start("kartu_salah_orang")
    incident.do(
        "Catat_kejadian", SERAH, no_register=case.number, uraian_kejadian="Nama serupa, keliru."
    )
    assert incident.waiting() == {"Periksa_kebocoran"}
    come_for(case)
    case.do(
        "U14_serahkan",
        SERAH,
        penerima="SENDIRI",
        identitas_diperiksa=True,
        tanda_tangan_cara="BUKU",
    )
    assert case.see("Jelaskan_penolakan")["alasan_ditolak"] == ["KARTU_TERBLOKIR"]
