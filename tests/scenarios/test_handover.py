"""Scenario 29: who gets the card, and who does not (domain.md 5, U14, G11, G12)."""

from __future__ import annotations

from tests.scenarios.kecamatan import SERAH, Kecamatan
from tests.scenarios.steps import come_for, hand_over, pickup_code, ready

WIFE = {"nama_penerima": "DEWI LESTARI", "nik_penerima": "3273164107900003"}


def test_scenario_29_wife_with_the_family_card_gets_it(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, "KELUARGA_SATU_KK", kode_ambil=pickup_code(office), ada_kk=True, **WIFE)
    values = case.view.variables
    assert (case.view.row.state, values["keadaan"]) == ("COMPLETED", "SELESAI")
    assert (values["tanda_tangan_cara"], values["kode_ambil"]) == ("BUKU", None)


def test_scenario_29_a_code_opens_one_handover_only(office: Kecamatan) -> None:
    first, second = ready(office), ready(office, nik="3273164107900004")
    del second
    code = pickup_code(office)
    hand_over(first, kode_ambil=code)
    assert first.waiting() == {"Jelaskan_penolakan"}
    assert first.see("Jelaskan_penolakan")["alasan_ditolak"] == ["KODE_SALAH"]


def test_scenario_29_after_the_handover_nobody_gets_it_again(office: Kecamatan) -> None:
    case = ready(office)
    code = pickup_code(office)
    hand_over(case, kode_ambil=code)
    come_for(case)
    assert (case.waiting(), case.passed().count("U14_serahkan")) == (set(), 1)


def test_scenario_29_stranger_without_letter_is_refused_and_it_is_noted(
    office: Kecamatan,
) -> None:
    case = ready(office)
    hand_over(case, "KUASA", kode_ambil=pickup_code(office), **WIFE)
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Tidak membawa surat kuasa")
    assert (case.view.row.state, case.waiting()) == ("ACTIVE", set())
    assert {"U14_serahkan", "Jelaskan_penolakan"} <= set(case.passed())
    assert "Serahkan" not in case.passed()
    hand_over(case, identitas_diperiksa=True)
    assert case.view.row.state == "COMPLETED"


def test_scenario_29_damaged_card_must_come_back(office: Kecamatan) -> None:
    case = ready(office, "RUSAK")
    hand_over(case, kode_ambil=pickup_code(office))
    assert case.waiting() == {"Jelaskan_penolakan"}
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Kartu lama tidak dibawa")
    hand_over(case, kode_ambil=pickup_code(office), kartu_lama_ditarik=True)
    assert case.view.row.state == "COMPLETED"
