"""One open case a NIK, the register number, the promise: scenarios 1, 2, 6, 7, 9, 26, 31."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engine.services.workers import BpmnError
from engine.values import JsonValue, Variables
from office import applications, register_number
from office.applications import Application
from tests.office.conftest import Desk

NIK = "3273164107900001"
OPEN: dict[str, JsonValue] = {"nik": NIK, "jenis_permohonan": "BARU_WNI"}


def check(desk: Desk, **changes: JsonValue) -> Variables:
    usual: dict[str, JsonValue] = {
        "nik": NIK,
        "tgl_lahir": "1990-07-01",
        "jenis_kelamin": "P",
        "jenis_permohonan": "BARU_WNI",
        "status_kawin": "BELUM_KAWIN",
    }
    return desk.do("permohonan.periksa", 0, usual | changes)


def test_the_register_number_is_allotted_once_and_counts_without_gaps(desk: Desk) -> None:
    case = desk.new_case()
    first = desk.do("permohonan.buka", case, OPEN)["no_register"]
    assert desk.do("register.nomor", case) == {"no_register": first}
    second = desk.do("register.nomor", desk.new_case())["no_register"]
    assert (first, second) == ("KRC-2611-00001-5", "KRC-2611-00002-3")


def test_scenario_1_a_second_open_case_is_refused_with_the_first_number(desk: Desk) -> None:
    first = desk.do("permohonan.buka", desk.new_case(), OPEN)["no_register"]
    spaced = OPEN | {"nik": "3273 1641 0790 0001"}
    with pytest.raises(BpmnError) as refused:
        desk.do("permohonan.buka", desk.new_case(), spaced)
    assert refused.value.code == "NIK_TERBUKA"
    assert refused.value.variables == {"no_register_terbuka": first}


def test_scenario_1_two_counters_at_once_make_one_row_and_burn_no_number(desk: Desk) -> None:
    start, outcomes = threading.Barrier(2), []

    def register(case: int) -> None:
        start.wait()
        try:
            outcomes.append(desk.do("permohonan.buka", case, OPEN)["no_register"])
        except BpmnError as error:
            outcomes.append(error.variables["no_register_terbuka"])

    counters = [threading.Thread(target=register, args=(desk.new_case(),)) for _ in range(2)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    with desk.kernel.reads.begin() as session:
        numbers = list(session.execute(select(Application.no_register)).scalars())
    assert numbers == ["KRC-2611-00001-5"]
    assert outcomes == numbers * 2


def test_a_closed_case_frees_the_nik(desk: Desk) -> None:
    case = desk.new_case()
    desk.do("permohonan.buka", case, OPEN)
    desk.do("permohonan.tutup", case, headers={"hasil": "GUGUR"})
    assert desk.do("permohonan.buka", desk.new_case(), OPEN)["no_register"] == "KRC-2611-00002-3"


def test_opening_the_same_case_again_after_a_correction_moves_its_nik(desk: Desk) -> None:
    case = desk.new_case()
    number = desk.do("permohonan.buka", case, OPEN)["no_register"]
    corrected = OPEN | {"nik": "3273164107900002"}
    assert desk.do("permohonan.buka", case, corrected)["no_register"] == number
    assert desk.do("permohonan.buka", desk.new_case(), OPEN)["no_register"] != number


def test_the_nik_stands_in_no_table_in_clear(desk: Desk) -> None:
    desk.do("permohonan.buka", desk.new_case(), OPEN)
    with desk.kernel.reads.begin() as session:
        row = session.execute(select(Application)).scalar_one()
    assert NIK.encode() not in repr(vars(row)).encode()
    assert row.nik_indeks == applications.index_of(desk.kernel.sealer, NIK)


def test_a_typed_register_number_finds_its_application(desk: Desk) -> None:
    number = str(desk.do("register.nomor", desk.new_case())["no_register"])
    with desk.kernel.reads.begin() as session:
        found = applications.find(session, number.lower())
        assert found is not None
        assert found.no_register == number
        assert applications.find(session, "KRC-2611-00001-6") is None


def test_scenario_2_w2_needs_another_officer(desk: Desk) -> None:
    assert check(desk) == {"peringatan": [], "perlu_verifikasi": False}
    assert check(desk, jenis_kelamin="L") == {"peringatan": ["W2"], "perlu_verifikasi": True}


def test_scenario_9_a_court_corrected_birth_date_is_w1(desk: Desk) -> None:
    assert check(desk, tgl_lahir="1990-07-10")["peringatan"] == ["W1"]


def test_scenario_7_age_by_marriage_needs_another_officer(desk: Desk) -> None:
    young = {"nik": "3273164103100001", "tgl_lahir": "2010-03-01"}
    assert check(desk, **young, status_kawin="KAWIN")["perlu_verifikasi"] is True
    assert check(desk, **young)["perlu_verifikasi"] is False


def test_scenario_31_a_late_renewal_is_w3_and_needs_nobody(desk: Desk) -> None:
    renewal = check(desk, jenis_permohonan="PERPANJANG_OA", itap_berlaku_sampai="2026-12-10")
    assert renewal == {"peringatan": ["W3"], "perlu_verifikasi": False}


def test_scenario_6_who_is_17_today_may_be_printed_and_who_is_tomorrow_waits(desk: Desk) -> None:
    today = desk.do("usia.hitung", 0, {"tgl_lahir": "2009-11-24"})
    assert (today["boleh_rekam"], today["cukup_usia"], today["data_anak"]) == (True, True, False)
    tomorrow = desk.do("usia.hitung", 0, {"tgl_lahir": "2009-11-25"})
    assert (tomorrow["boleh_rekam"], tomorrow["cukup_usia"]) == (True, False)
    assert tomorrow["data_anak"] is True
    assert tomorrow["buka_cetak_pada"] == "2026-11-25T00:00:00+07:00"


def test_scenario_26_the_facts_of_the_estimate_are_dates_of_the_offices_calendar(
    desk: Desk,
) -> None:
    desk.receive("SJ-1", 100)
    facts = desk.do("estimasi.fakta", 0, {"jenis_permohonan": "BARU_WNI"})["fakta_estimasi"]
    assert facts == {
        "hari_cakupan": None,
        "stok_cukup": True,
        "prr": False,
        "kartu_pertama": True,
        "mulai": "2026-11-24",
        "hari_kerja_berikut": "2026-11-25",
        "tujuh_hari_kerja": "2026-12-03",
        # 24 December 2026 is cuti bersama, 25 Christmas, then a weekend
        "satu_bulan": "2026-12-28",
    }


def test_the_first_promise_is_never_overwritten(desk: Desk) -> None:
    case = desk.new_case()
    desk.do("permohonan.buka", case, OPEN)
    desk.do("estimasi.catat", case, {"estimasi_tgl": "2026-12-28"})
    again = desk.do("estimasi.catat", case, {"estimasi_tgl": "2027-01-11"})
    assert again == {
        "estimasi_tgl": "2027-01-11",
        "estimasi_awal_tgl": "2026-12-28",
        "estimasi_batas": "2027-01-12T00:00:00+07:00",
    }


def test_an_unknown_status_is_kept_and_said_to_be_unknown(desk: Desk) -> None:
    noted = desk.do("status_pusat.catat", 0, {"status": "Hold 17", "siak_status": "PROCESSING"})
    assert noted["siak_status"] == "LAINNYA:Hold 17"
    assert (noted["status_dikenal"], noted["transisi_sah"]) == (False, True)


def test_numbers_begin_again_with_the_month_of_jakarta(desk: Desk) -> None:
    desk.do("register.nomor", desk.new_case())
    desk.clock.move_to(datetime(2026, 11, 30, 17, tzinfo=UTC) - timedelta(seconds=1))
    assert desk.do("register.nomor", desk.new_case())["no_register"] == "KRC-2611-00002-3"
    desk.clock.move_to(datetime(2026, 11, 30, 17, tzinfo=UTC))
    number = register_number.parse(str(desk.do("register.nomor", desk.new_case())["no_register"]))
    assert number is not None
    assert (number.month, number.serial) == ("2612", 1)


def test_the_database_itself_allows_one_open_row_a_nik(desk: Desk) -> None:
    desk.do("permohonan.buka", desk.new_case(), OPEN)
    copy = text(
        "INSERT INTO permohonan (kasus, kantor, no_register, nik_indeks, jenis, diterima_pada) "
        "SELECT kasus + 1, kantor, 'X', nik_indeks, jenis, diterima_pada FROM permohonan"
    )
    with pytest.raises(DBAPIError), desk.kernel.sessions.begin() as session:
        session.execute(copy)
