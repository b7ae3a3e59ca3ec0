"""Scenarios 10, 16, 26 and 31: where a NIK comes from, worn fingers, no telephone, foreigners."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.errors import AnswersInvalid
from engine.services.replaying import replay
from engine.values import JsonValue
from tests.scenarios.kecamatan import GUDANG, Kecamatan
from tests.scenarios.steps import apply, at_counter, check_papers, look_up, lost_card, record
from tests.scenarios.test_applicants import refused


@pytest.mark.parametrize(
    ("nik", "warned"),
    [
        ("9202314107900001", ["WILAYAH"]),  # a code of today, of another region
        ("3213994107900001", ["WILAYAH"]),  # not in today's table: given before an area was divided
        ("3273164107900001", []),
    ],
)
def test_scenario_10_a_code_of_elsewhere_or_of_before_is_warned_of(
    office: Kecamatan, nik: str, warned: list[str]
) -> None:
    case = apply(office, nik=nik)
    assert case.see("U4_periksa_kelengkapan")["peringatan"] == warned
    check_papers(case)
    look_up(case)
    assert case.waiting() == {"U7_perekaman"}  # a warning only: nobody has to decide


def test_scenario_10_a_code_of_no_province_is_rejected(office: Kecamatan) -> None:
    faults = refused(at_counter(office), nik="9901014107900001").faults
    assert {fault.element for fault in faults} == {"nik"}


OLD: dict[str, JsonValue] = {
    "nik": "3273160107480001",
    "tgl_lahir": "1948-07-01",
    "jenis_kelamin": "L",
}


def test_scenario_16_worn_fingerprints_are_submitted_as_an_exception(office: Kecamatan) -> None:
    case = apply(office, **OLD)
    check_papers(case)
    look_up(case)
    with pytest.raises(AnswersInvalid) as caught:
        record(case, jari="PENGECUALIAN")
    assert {fault.element for fault in caught.value.faults} == {"kode_pengecualian"}
    record(case, jari="PENGECUALIAN", kode_pengecualian="JARI_AUS")
    assert (case.waiting(), case.keadaan()) == ({"U8_catat_status"}, "MENUNGGU_PUSAT")


def test_scenario_16_no_image_or_template_is_stored_anywhere(office: Kecamatan) -> None:
    case = apply(office, **OLD)
    check_papers(case)
    look_up(case)
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"
    sent: dict[str, JsonValue] = {
        "foto_berkas": image,
        "templat_jari": image,
        "iris_gambar": [image],
    }
    record(case, jari="PENGECUALIAN", kode_pengecualian="JARI_AUS", **sent)
    run = replay(office.kernel, case.key)
    everything = repr([run.steps, run.snapshot])
    assert "JARI_AUS" in everything
    assert not any(trace in everything for trace in (*sent, "iVBORw0KGgo"))


def test_scenario_26_without_telephone_or_contact_a_slip_is_printed(office: Kecamatan) -> None:
    case = apply(office, no_hp=None, punya_wa=False, jenis_permohonan="HILANG")
    check_papers(case)
    look_up(case, "CARD_ISSUED")
    slip = case.view.variables["slip"]
    assert isinstance(slip, dict)
    assert isinstance(slip["baris"], list)
    assert slip["nomor"] == case.number
    assert "Perkiraan selesai 28 Desember 2026" in "\n".join(map(str, slip["baris"]))


@pytest.mark.parametrize(
    ("today", "promised"),
    [
        (datetime(2027, 1, 29, 1, tzinfo=UTC), "2027-03-01"),  # 28 February is a Sunday
        (datetime(2026, 10, 26, 1, tzinfo=UTC), "2026-11-26"),
        (datetime(2026, 11, 25, 1, tzinfo=UTC), "2026-12-28"),  # Christmas, then the weekend
        (datetime(2026, 12, 1, 1, tzinfo=UTC), "2027-01-04"),  # New Year, then the weekend
        (datetime(2027, 2, 10, 1, tzinfo=UTC), "2027-03-16"),  # Nyepi to Idul Fitri
    ],
)
def test_scenario_26_a_month_is_clamped_and_moved_to_a_working_day(
    office: Kecamatan, today: datetime, promised: str
) -> None:
    office.clock.move_to(today)
    case = lost_card(office)
    assert case.view.variables["estimasi_awal_tgl"] == promised


FOREIGNER: dict[str, JsonValue] = {
    "jenis_permohonan": "PERPANJANG_OA",
    "kewarganegaraan": "WNA",
    "itap_no": "2C11JB0001-W",
    "itap_berlaku_sampai": "2026-12-10",
}


def test_scenario_31_a_late_renewal_is_warned_of_and_accepted(office: Kecamatan) -> None:
    case = apply(office, **FOREIGNER)
    shown = case.see("U4_periksa_kelengkapan")
    assert (shown["peringatan"], shown["_peringatan"]) == (["W3"], {"W3": ""})
    check_papers(case)
    look_up(case, "CARD_ISSUED")
    assert case.waiting() == {"U10_alokasi"}  # W3 alone needs no verification


@pytest.mark.parametrize(
    ("who", "until"), [(FOREIGNER, "2026-12-10"), ({"jenis_permohonan": "RUSAK"}, "SEUMUR HIDUP")]
)
def test_scenario_31_the_card_says_until_when_it_is_valid(
    office: Kecamatan, who: dict[str, JsonValue], until: str
) -> None:
    case = apply(office, **who)
    check_papers(case)
    look_up(case, "CARD_ISSUED")
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    assert case.see("U11_mulai_cetak")["berlaku_sampai"] == until


def test_scenario_31_an_expired_permit_is_refused(office: Kecamatan) -> None:
    expired = FOREIGNER | {"itap_berlaku_sampai": "2026-11-24"}
    faults = refused(at_counter(office), **expired).faults
    assert {fault.element for fault in faults} == {"itap_berlaku_sampai"}
