"""Cases that began on paper go on at the stage where they stand, with their own dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.values import JsonValue
from office import progress
from tests.scenarios.kecamatan import Kecamatan, Perkara
from tests.scenarios.steps import SITI, apply, check_papers, hand_over

OLD: dict[str, JsonValue] = SITI | {
    "no_lama": "470/0815/2026",
    "diterima_pada": "2026-09-14",
    "lengkap_pada": "2026-09-15",
}


def bring_in(office: Kecamatan, stage: str, **other: JsonValue) -> Perkara:
    started = office.publish("berkas_lama", "", OLD | {"tahap": stage} | other)
    assert len(started) == 1
    return Perkara(office, started[0])


@pytest.mark.parametrize(
    ("stage", "waits", "state"),
    [
        ("BERKAS_KURANG", set[str](), "BERKAS_KURANG"),
        ("MENUNGGU_REKAM", {"U7_perekaman"}, "MENUNGGU_REKAM"),
        ("MENUNGGU_PUSAT", {"U8_catat_status"}, "MENUNGGU_PUSAT"),
        ("MENUNGGU_BLANKO", {"U10_alokasi"}, "MENUNGGU_BLANKO"),
        ("SIAP_DIAMBIL", set[str](), "SIAP_DIAMBIL"),
    ],
)
def test_a_paper_case_starts_at_its_stage(
    office: Kecamatan, stage: str, waits: set[str], state: str
) -> None:
    case = bring_in(office, stage, rak="A-3")
    assert (case.waiting(), case.keadaan(), case.incidents()) == (waits, state, [])
    assert case.number.startswith("KRC-2611-")
    assert case.view.variables["no_lama"] == "470/0815/2026"


def test_a_paper_case_keeps_its_dates_and_its_first_promise(office: Kecamatan) -> None:
    case = bring_in(
        office, "MENUNGGU_BLANKO", siap_cetak_pada="2026-10-01", estimasi_awal_tgl="2027-01-15"
    )
    values = case.view.variables
    assert values["diterima_pada"] == "2026-09-14T00:00:00+07:00"
    assert case.see("U10_alokasi")["siap_cetak_pada"] == "2026-10-01T00:00:00+07:00"
    assert (values["estimasi_tgl"], values["estimasi_awal_tgl"]) == ("2027-01-15", "2027-01-15")
    assert case.timers()["T14_estimasi_lewat"] == datetime(2027, 1, 15, 17, tzinfo=UTC)


def test_a_paper_case_waited_before_it_came_in(office: Kecamatan) -> None:
    case = bring_in(office, "MENUNGGU_BLANKO", siap_cetak_pada="2026-10-01")
    shown = progress.to_show(office.kernel, case.key)
    assert shown is not None
    assert shown.clocks.started == datetime(2026, 9, 14, 17, tzinfo=UTC)
    assert shown.clocks.waited[shown.clocks.pauses[-1].cause] > timedelta(days=10)


def test_papers_of_a_paper_case_are_completed_as_of_any_other(office: Kecamatan) -> None:
    case = bring_in(office, "BERKAS_KURANG", kekurangan=["Kartu Keluarga"])
    office.send()
    assert len(office.sent) == 1
    case.tell("berkas_dilengkapi")
    check_papers(case)
    assert case.waiting() == {"U5_cek_siak"}


def test_a_card_made_before_is_handed_over_and_costs_no_blanko(office: Kecamatan) -> None:
    case = bring_in(office, "SIAP_DIAMBIL", rak="A-3", siap_ambil_pada="2026-10-20")
    hand_over(case, identitas_diperiksa=True)
    assert (case.view.row.state, case.keadaan()) == ("COMPLETED", "SELESAI")
    assert office.movements(case.number) == []


def test_a_paper_case_of_somebody_with_an_open_case_ends_at_once(office: Kecamatan) -> None:
    apply(office)
    case = bring_in(office, "MENUNGGU_PUSAT")
    assert (case.view.row.state, "Sudah_tercatat" in case.passed()) == ("COMPLETED", True)


def test_a_paper_case_of_a_child_waits_for_the_birthday(office: Kecamatan) -> None:
    young = {"nik": "3273162511090001", "tgl_lahir": "2009-11-25", "jenis_kelamin": "L"}
    case = bring_in(office, "MENUNGGU_BLANKO", status_kawin="BELUM_KAWIN", **young)
    assert (case.waiting(), case.keadaan()) == (set(), "MENUNGGU_USIA")
