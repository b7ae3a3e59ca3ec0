"""Scenarios 12 to 15: who is recorded, who never again, and what the centre answers."""

from __future__ import annotations

import pytest

from engine.errors import AnswersInvalid
from engine.services import reading
from tests.scenarios.kecamatan import KASI, Kecamatan
from tests.scenarios.steps import (
    SITI,
    apply,
    centre_says,
    check_papers,
    look_up,
    lost_card,
    record,
    to_centre,
)

RECORDING = {"Perekaman", "U7_perekaman"}
PRINTING = {"U10_alokasi", "U11_mulai_cetak", "U11_hasil_cetak", "U12_uji_mutu"}


def test_scenario_12_lost_card_without_police_letter_cannot_be_complete(
    office: Kecamatan,
) -> None:
    case = apply(office, jenis_permohonan="HILANG")
    with pytest.raises(AnswersInvalid) as caught:
        check_papers(case, missing=("SURAT_POLISI",))
    assert [fault.element for fault in caught.value.faults] == ["hasil"]


def test_scenario_12_lost_card_with_police_letter_goes_to_print_unrecorded(
    office: Kecamatan,
) -> None:
    case = lost_card(office)
    assert case.waiting() == {"U10_alokasi"}
    assert RECORDING.isdisjoint(case.passed())


def test_scenario_13_moved_in_and_recorded_elsewhere_is_not_recorded(office: Kecamatan) -> None:
    case = lost_card(office, "PINDAH_DATANG")
    assert case.waiting() == {"U10_alokasi"}
    assert RECORDING.isdisjoint(case.passed())


def test_scenario_13_forcing_a_recording_is_blocked(office: Kecamatan) -> None:
    forced = office.start("perekaman", SITI | {"siak_status": "CARD_ISSUED"})
    assert forced.waiting() == set()
    assert [line.split(":")[0] for line in forced.incidents()] == ["Risiko_ganda"]
    assert "RISIKO_DUPLICATE_RECORD" in forced.incidents()[0]


def test_scenario_14_duplicate_goes_to_the_kasi_and_escalates(office: Kecamatan) -> None:
    case = to_centre(office)
    centre_says(case, "DUPLICATE_RECORD", jenis_duplikat="ONE_TO_ONE")
    assert (case.waiting(), case.keadaan()) == ({"U9_duplikat"}, "DUPLIKAT")
    assert {"T6d1_duplikat", "T6d2_duplikat", "T6d3_duplikat"} <= case.timers().keys()
    office.move_to(case.timers()["T6d1_duplikat"])
    assert "Kasi_T6d1" in case.waiting()


def test_scenario_14_deletion_letter_leads_to_a_new_recording_never_to_print(
    office: Kecamatan,
) -> None:
    case = to_centre(office)
    centre_says(case, "DUPLICATE_RECORD", jenis_duplikat="ONE_TO_ONE")
    letter = {"klarifikasi_pemohon": "Pernah direkam di Garut", "nomor_surat": "470/118"}
    case.do("U9_duplikat", KASI, pilihan="AJUKAN_HAPUS_REKAMAN", **letter)
    assert case.waiting() == set()
    case.tell("hapus_duplikat_selesai")
    assert case.waiting() == {"U7_perekaman"}
    assert PRINTING.isdisjoint(case.passed())


def test_scenario_14_a_duplicate_is_not_printed_by_any_route(office: Kecamatan) -> None:
    known = SITI | {"siak_status": "DUPLICATE_RECORD", "no_register": "KRC-2611-00099-8"}
    forced = office.start("cetak", known)
    assert forced.waiting() == set()
    assert "BELUM_PRR" in forced.incidents()[0]
    case = to_centre(office)
    for choice in ("GUNAKAN_REKAMAN_LAMA", "REKAM_ULANG"):
        centre_says(case, "DUPLICATE_RECORD", jenis_duplikat="ONE_TO_ONE")
        case.do("U9_duplikat", KASI, pilihan=choice, klarifikasi_pemohon="Pernah direkam")
        assert PRINTING.isdisjoint(case.waiting())
    assert case.waiting() == {"U7_perekaman"}


def test_scenario_15_adjudicated_person_is_recorded_again(office: Kecamatan) -> None:
    case = to_centre(office)
    centre_says(case, "ADJUDICATE_RECORD")
    case.do("U9_duplikat", KASI, pilihan="REKAM_ULANG", klarifikasi_pemohon="Jari mirip saudara")
    record(case)
    shown = case.see("U8_catat_status")
    assert (shown["siak_status"], shown["rekaman_ke"]) == ("BIO_CAPTURED", 2)
    assert case.passed().count("U7_perekaman") == 2
    told = [
        row.variables for row in reading.history(office.kernel, KASI, case.key, size=1000).items
    ]
    assert sum("rekaman_ke" in names for names in told) >= 2  # the history keeps both recordings


def test_first_recording_needs_the_status_unregistered(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case, "PROCESSING")
    assert case.waiting() == {"U8_catat_status"}
