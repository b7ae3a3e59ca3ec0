"""Scenarios 1 to 9: who applies, and what a NIK says and does not say (domain.md 5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine.errors import AlurError, AnswersInvalid, Forbidden
from engine.values import JsonValue
from office.applications import Application
from tests.scenarios.kecamatan import KASI, LOKET, LOKET_2, Kecamatan, Perkara, officer
from tests.scenarios.steps import (
    SITI,
    apply,
    apply_at,
    at_counter,
    centre_says,
    check_papers,
    look_up,
    record,
    to_print,
)


def refused(case: Perkara, **other: JsonValue) -> AnswersInvalid:
    with pytest.raises(AnswersInvalid) as caught:
        case.do("U3_terima_permohonan", LOKET, **(SITI | other))
    return caught.value


def test_scenario_01_second_counter_is_shown_the_first_register_number(office: Kecamatan) -> None:
    first = apply(office)
    faults = refused(at_counter(office)).faults
    assert [(fault.element, fault.params.get("no_register")) for fault in faults] == [
        ("nik", first.number)
    ]


def test_scenario_01_no_second_application_when_both_counters_save_together(
    office: Kecamatan,
) -> None:
    counters = [(at_counter(office), LOKET), (at_counter(office), LOKET_2)]

    def save(case: Perkara, who: object) -> None:
        assert who in {LOKET, LOKET_2}
        try:
            case.do("U3_terima_permohonan", LOKET if who == LOKET else LOKET_2, **SITI)
        except AlurError:
            return

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: save(*pair), counters))
    with office.kernel.reads.begin() as session:
        assert session.execute(select(func.count()).select_from(Application)).scalar_one() == 1
    ahead = [case for case, _ in counters if case.waiting() == {"U4_periksa_kelengkapan"}]
    assert len(ahead) == 1


def test_scenario_02_nik_and_sex_agree_no_verification(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    assert case.waiting() == {"U7_perekaman"}


def test_scenario_02_sex_differs_another_officer_verifies(office: Kecamatan) -> None:
    both = officer("sari", "loket", "verifikator")
    case = apply_at(office, both, {"jenis_kelamin": "L"})
    check_papers(case)
    look_up(case)
    assert case.see("U6_verifikasi")["peringatan"] == ["W2"]
    with pytest.raises(Forbidden):
        case.do("U6_verifikasi", both, keputusan="LANJUT", dasar="KK dan akta cocok")
    case.do("U6_verifikasi", KASI, keputusan="LANJUT", dasar="KK dan akta cocok")
    assert case.waiting() == {"U7_perekaman"}


@pytest.mark.parametrize("nik", ["3273168107900001", "3273164107900000"])
def test_scenario_03_day_81_and_serial_0000_are_rejected(office: Kecamatan, nik: str) -> None:
    assert {fault.element for fault in refused(at_counter(office), nik=nik).faults} == {"nik"}


def test_scenario_04_29_february_must_exist_in_some_century(office: Kecamatan) -> None:
    case = at_counter(office)
    man: dict[str, JsonValue] = {"jenis_kelamin": "L", "status_kawin": "BELUM_KAWIN"}
    faults = refused(case, nik="3273162902010001", tgl_lahir="2001-02-28", **man).faults
    assert {fault.element for fault in faults} == {"nik"}
    answers = SITI | man | {"nik": "3273162902000001", "tgl_lahir": "2000-02-29"}
    case.do("U3_terima_permohonan", LOKET, **answers)
    assert case.see("U4_periksa_kelengkapan")["peringatan"] == []


YOUNG: dict[str, JsonValue] = {
    "nik": "3273162902120001",
    "tgl_lahir": "2012-02-29",
    "jenis_kelamin": "L",
    "status_kawin": "BELUM_KAWIN",
}


def test_scenario_05_born_on_29_february_prints_from_1_march(office: Kecamatan) -> None:
    office.clock.move_to(datetime(2028, 4, 3, 1, tzinfo=UTC))
    case = to_print(office, **YOUNG)
    assert case.waiting() == set()
    opens = [timer.due_at for timer in case.view.timers if timer.element == "Ulang_tahun_17"]
    assert opens == [datetime(2029, 2, 28, 17, tzinfo=UTC)]  # midnight in Jakarta
    office.clock.move_to(datetime(2029, 2, 28, 16, 59, tzinfo=UTC))
    office.settle()
    assert "U10_alokasi" not in case.waiting()
    office.clock.move_to(opens[0])
    office.settle()
    assert "U10_alokasi" in case.waiting()


def test_scenario_06_seventeen_today_prints_today(office: Kecamatan) -> None:
    young = YOUNG | {"nik": "3273162411090001", "tgl_lahir": "2009-11-24"}
    assert to_print(office, **young).waiting() == {"U10_alokasi"}


def test_scenario_06_seventeen_tomorrow_waits_as_a_childs_case(office: Kecamatan) -> None:
    young = YOUNG | {"nik": "3273162511090001", "tgl_lahir": "2009-11-25"}
    case = to_print(office, **young)
    values = case.view.variables
    assert (values["keadaan"], values["data_anak"]) == ("MENUNGGU_USIA", True)
    timers = {timer.element: timer.due_at for timer in case.view.timers}
    assert timers["Ulang_tahun_17"] == datetime(2026, 11, 24, 17, tzinfo=UTC)


MARRIED: dict[str, JsonValue] = {
    "nik": "3273165502100001",
    "tgl_lahir": "2010-02-15",
    "status_kawin": "KAWIN",
}


def test_scenario_07_married_at_sixteen_prints_without_waiting(office: Kecamatan) -> None:
    case = apply(office, **MARRIED)
    check_papers(case)
    look_up(case)
    case.do("U6_verifikasi", KASI, keputusan="LANJUT", dasar="Buku nikah asli dilihat")
    record(case)
    centre_says(case, "PRINT_READY_RECORD")
    assert case.waiting() == {"U10_alokasi"}


def test_scenario_07_without_the_marriage_book_papers_lack(office: Kecamatan) -> None:
    case = apply(office, **MARRIED)
    with pytest.raises(AnswersInvalid):
        check_papers(case, missing=("BUKU_NIKAH",))
    check_papers(case, "KURANG", missing=("BUKU_NIKAH",))
    assert (case.waiting(), case.keadaan()) == (set(), "BERKAS_KURANG")
    case.tell("berkas_dilengkapi")
    assert case.waiting() == {"U4_periksa_kelengkapan"}


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("SUKARNO", {}),
        ("NUR'AINI, S.PD.", {}),
        ("A" * 49 + " " + "B" * 50, {"name-over-60": ""}),
    ],
)
def test_scenario_08_names_are_kept_exactly(
    office: Kecamatan, name: str, warnings: dict[str, str]
) -> None:
    case = apply(office, nama=name)
    shown = case.see("U4_periksa_kelengkapan")
    assert (shown["nama"], shown["_peringatan"]) == (name, warnings)


def test_scenario_08_the_slip_has_the_name_exactly(office: Kecamatan) -> None:
    case = apply(office, nama="NUR'AINI, S.PD.")
    check_papers(case)
    look_up(case)
    slip = case.view.variables["slip"]
    assert isinstance(slip, dict)
    assert (slip["nama"], slip["nomor"]) == ("NUR'AINI, S.PD.", case.number)
    assert isinstance(slip["baris"], list)
    assert slip["baris"][-1] == "GRATIS"


def test_scenario_09_corrected_birth_date_goes_on_with_a_reason(office: Kecamatan) -> None:
    case = apply(office, tgl_lahir="1990-07-10")
    check_papers(case)
    look_up(case)
    assert case.see("U6_verifikasi")["peringatan"] == ["W1"]
    case.do("U6_verifikasi", KASI, keputusan="LANJUT", dasar="Penetapan pengadilan")
    shown = case.see("U7_perekaman")
    assert (shown["nik"], shown["dasar_verifikasi"]) == (SITI["nik"], "Penetapan pengadilan")


def test_the_police_s_letter_comes_with_its_date(office: Kecamatan) -> None:
    case = apply(office, jenis_permohonan="HILANG")
    with pytest.raises(AnswersInvalid) as caught:
        check_papers(case, surat_polisi_tgl=None)
    assert {fault.element for fault in caught.value.faults} == {"surat_polisi_tgl"}


@pytest.mark.parametrize(("days", "warned"), [(14, False), (15, True)])
def test_an_old_letter_of_the_police_is_warned_of(
    office: Kecamatan, days: int, *, warned: bool
) -> None:
    case = apply(office, jenis_permohonan="HILANG")
    written = office.clock.now().date() - timedelta(days=days)
    check_papers(case, surat_polisi_tgl=written.isoformat())
    noted = case.see("U5_cek_siak")["peringatan_berkas"]
    assert noted == ({"SURAT_POLISI_LAMA": ""} if warned else {})
