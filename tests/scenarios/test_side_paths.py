"""The paths beside the main one: refusals, shortages, a dead SIAK, a silent telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services import reading, signals
from engine.values import JsonValue
from office import progress
from office.clocks import Cause
from tests.scenarios.kecamatan import (
    ADMIN,
    CAMAT,
    CETAK,
    CODE,
    KASI,
    LOKET,
    REKAM,
    SERAH,
    Kecamatan,
    Perkara,
    by,
)
from tests.scenarios.steps import (
    apply,
    at_counter,
    begin_print,
    centre_says,
    check_papers,
    check_quality,
    end_print,
    hand_over,
    look_up,
    lost_card,
    ready,
    record,
    to_centre,
)

NO_PHONE: dict[str, JsonValue] = {"no_hp": None, "punya_wa": False}


def ended(case: Perkara) -> tuple[str, JsonValue]:
    return case.view.row.state, case.keadaan()


def test_a_visitor_with_a_question_leaves_no_application(office: Kecamatan) -> None:
    case = at_counter(office, "INFO")
    case.do("Beri_informasi", LOKET, catatan_informasi="Syarat pindah")
    assert (case.view.row.state, case.number) == ("COMPLETED", "")


def test_a_lapsed_ticket_comes_back_once(office: Kecamatan) -> None:
    case = office.start()
    case.do("U1_ambil_nomor", LOKET, jenis_layanan="REKAM")
    for _ in range(2):
        case.do("U2_panggil", LOKET, hadir=False)
        office.pass_time(timedelta(minutes=10))
        office.publish("masuk_lagi", "A-001")
    assert case.view.row.state == "COMPLETED"
    assert case.passed().count("Masuk_lagi") == 1


def test_papers_refused_end_with_a_letter(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case, "TOLAK", alasan_tolak="Dokumen bukan milik pemohon")
    office.send()
    assert (ended(case), len(office.sent)) == (("COMPLETED", "DITOLAK"), 1)


def test_scenario_11_kk_differs_so_the_data_are_mended_first(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case, siak_kk_cocok=False, beda_elemen=["NO_KK"])
    case.do("U6_verifikasi", KASI, keputusan="PERBAIKI_DULU", dasar="Nomor KK berbeda")
    assert (case.waiting(), case.keadaan()) == (set(), "BERKAS_KURANG")
    office.send()
    assert len(office.sent) == 1  # the applicant is sent to Disdukcapil


def test_scenario_11_the_clock_stands_until_the_data_are_mended(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case, siak_kk_cocok=False, beda_elemen=["NO_KK"])
    case.do("U6_verifikasi", KASI, keputusan="PERBAIKI_DULU", dasar="Nomor KK berbeda")
    office.pass_time(timedelta(days=3))
    shown = progress.to_show(office.kernel, case.key)
    assert shown is not None
    assert shown.clocks.paused_by is Cause.PEMOHON
    case.tell("berkas_dilengkapi")
    check_papers(case)
    look_up(case)
    assert case.waiting() == {"U7_perekaman"}


def test_an_inactive_nik_waits_for_consolidation(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case, siak_nik_aktif=False)
    case.do("Ajukan_konsolidasi", LOKET, nomor_surat_konsolidasi="470/1")
    assert case.waiting() == set()
    case.tell("konsolidasi_selesai")
    assert case.waiting() == {"U5_cek_siak"}


def test_scenario_35_a_dead_siak_parks_the_case_and_tells_the_kasi(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    case.do("U5_cek_siak", LOKET, siak_tidak_tersedia=True)
    office.pass_time(timedelta(hours=1))
    assert case.waiting() == {"Kasi_T4a"}
    signals.broadcast(office.kernel, by(ADMIN), "siak_pulih", {}, office=CODE)
    assert case.waiting() == {"Kasi_T4a", "U5_cek_siak"}
    look_up(case)
    assert case.waiting() == {"U7_perekaman"}


def test_papers_left_lying_reach_a_colleague_and_then_the_kasi(office: Kecamatan) -> None:
    case = apply(office)
    office.pass_time(timedelta(minutes=30))
    assert "Ambil_alih_periksa" in case.waiting()
    office.move_to(case.timers()["T3b_tertunda"])
    assert "Kasi_T3b" in case.waiting()


def test_three_failed_recordings_go_to_the_kasi(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    for _ in range(3):
        record(case, jari="GAGAL")
    assert case.waiting() == {"U6_putuskan_rekam"}
    case.do("U6_putuskan_rekam", KASI, keputusan="JADWAL_ULANG", dasar="Jari terluka")
    record(case, jari="PENGECUALIAN", kode_pengecualian="JARI_AUS")
    assert case.waiting() == {"U8_catat_status"}


def test_nobody_comes_to_be_recorded_and_the_case_lapses(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    due = case.timers()
    office.move_to(due["T5a_akhir_hari"])
    assert case.waiting() == {"U7_perekaman", "Kasi_T5a"}
    office.move_to(due["T5c_tidak_datang"])
    assert ended(case) == ("COMPLETED", "GUGUR")


@pytest.mark.parametrize(
    ("status", "choice", "task"),
    [
        ("ENROLL_FAILURE_AT_CENTRAL", "REKAM_ULANG", "U7_perekaman"),
        ("SEARCH_FAILURE_AT_CENTRAL", "KIRIM_ULANG", "U8_catat_status"),
    ],
)
def test_a_failure_at_the_centre_is_recorded_or_sent_again(
    office: Kecamatan, status: str, choice: str, task: str
) -> None:
    case = to_centre(office)
    centre_says(case, status)
    case.do("Tangani_kegagalan", REKAM, tindakan=choice)
    assert case.waiting() == {task}


def test_an_unknown_status_is_traced_by_the_kasi(office: Kecamatan) -> None:
    case = to_centre(office)
    centre_says(case, "HOLD FOR REVIEW")
    assert case.see("Telusuri_status")["siak_status"] == "LAINNYA:HOLD FOR REVIEW"
    case.do("Telusuri_status", KASI, status="PROCESSING", tgl_status="2026-11-24")
    assert case.waiting() == {"U8_catat_status"}


def test_suspected_forgery_is_reported_and_ends_the_application(office: Kecamatan) -> None:
    case = suspected(office)
    assert case.waiting() == {"Laporkan_pemalsuan"}
    case.do("Laporkan_pemalsuan", KASI, catatan_tindak_lanjut="LP/B/118/XI/2026")
    assert ended(case) == ("COMPLETED", "DITOLAK")


@pytest.mark.parametrize("closed", [False, True])
def test_a_case_of_suspected_forgery_is_held_from_most_officers(
    office: Kecamatan, *, closed: bool
) -> None:
    case = suspected(office)
    if closed:
        case.do("Laporkan_pemalsuan", KASI, catatan_tindak_lanjut="LP/B/118/XI/2026")
    for officer in (LOKET, REKAM, CETAK):
        seen = reading.case(office.kernel, officer, case.key)
        rows = reading.history(office.kernel, officer, case.key, size=1000).items
        assert (seen.variables, seen.notes) == ({"ditahan": True}, ())
        assert not any(row.detail for row in rows)
    for officer in (KASI, CAMAT):
        assert reading.case(office.kernel, officer, case.key).variables["nama"] == "SITI AMINAH"


def suspected(office: Kecamatan) -> Perkara:
    case = to_centre(office)
    centre_says(case, "DUPLICATE_RECORD", jenis_duplikat="ONE_TO_MANY")
    case.do("U9_duplikat", KASI, pilihan="TOLAK_DUGAAN_PEMALSUAN", klarifikasi_pemohon="Menolak")
    return case


def test_a_shortage_reaches_stock_keeper_kasi_and_camat(bare_office: Kecamatan) -> None:
    case = lost_card(bare_office)
    due = case.timers()
    bare_office.move_to(due["T7c_camat"])
    assert {"Minta_tambahan", "Kasi_T7b", "Camat_T7c"} == case.waiting()
    bare_office.deliver(1, "SJ-001")
    begin_print(case)
    end_print(case)
    check_quality(case)
    assert case.waiting() == set()


def test_scenario_22_a_bent_card_is_written_off_and_not_handed_over(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case, suhu_printer=150)
    assert case.see("U11_hasil_cetak")["peringatan_cetak"] == ["SUHU"]
    end_print(case)
    check_quality(case, laminasi_rata=False)
    assert (case.waiting(), office.movements(case.number)) == ({"U10_alokasi"}, ["GAGAL_CETAK"])


def test_a_print_that_never_began_costs_no_blanko(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    end_print(case, "TIDAK_JADI")
    assert (case.waiting(), office.movements(case.number)) == ({"U11_mulai_cetak"}, [])
    case.do("U11_mulai_cetak", CETAK, blanko_id="B-001")
    end_print(case)
    check_quality(case)
    assert office.movements(case.number) == ["PAKAI"]


def test_somebody_without_a_telephone_is_told_by_the_board(office: Kecamatan) -> None:
    ready(office, "HILANG", **NO_PHONE)
    assert [(channel, number) for channel, number, _ in office.sent] == [("PAPAN", "")]


def test_a_silent_telephone_ends_at_a_call_and_the_board(office: Kecamatan) -> None:
    case = ready(office, punya_wa=False)
    case.office.sent.clear()
    silent = lost_card(office, nik="3273164107900002", punya_wa=False)
    begin_print(silent, "B-002")
    end_print(silent)
    check_quality(silent)
    office.move_to(silent.timers()["T11_belum_sampai"])
    silent.do("U13_telepon", SERAH, hasil_telepon="TIDAK_DIANGKAT")
    office.send()
    assert "PAPAN" in {channel for channel, _, _ in office.sent}


def test_scenario_30_the_camat_has_an_uncollected_card_destroyed(office: Kecamatan) -> None:
    case = ready(office)
    office.move_to(case.timers()["T13_tidak_diambil"])
    minutes: dict[str, JsonValue] = {
        "no_berita_acara": "BA-07/2027",
        "saksi": [{"nama_saksi": "Satpol PP"}, {"nama_saksi": "Polsek"}],
    }
    case.do("Putuskan_tidak_diambil", CAMAT, keputusan="MUSNAH", **minutes)
    assert ended(case) == ("COMPLETED", "GUGUR")


@pytest.mark.parametrize(("message", "state"), [("batal", "BATAL"), ("pindah_keluar", "BATAL")])
def test_withdrawing_and_moving_away_end_the_case(
    office: Kecamatan, message: str, state: str
) -> None:
    case = to_centre(office)
    case.tell(message)
    assert (ended(case), case.waiting()) == (("COMPLETED", state), set())
    assert apply(office).waiting() == {"U4_periksa_kelengkapan"}  # the NIK is free again


def test_an_emergency_closure_is_noted_and_stops_nothing(office: Kecamatan) -> None:
    case = to_centre(office)
    signals.broadcast(office.kernel, by(ADMIN), "kantor_tutup", {}, office=CODE)
    assert (case.waiting(), "Catat_penutupan" in case.passed()) == ({"U8_catat_status"}, True)


def test_a_broken_promise_is_apologised_for_and_renewed(office: Kecamatan) -> None:
    case = to_centre(office)
    first = case.view.variables["estimasi_tgl"]
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    values = case.view.variables
    assert "Kasi_T14" in case.waiting()
    assert (values["estimasi_awal_tgl"], values["estimasi_tgl"] != first) == (first, True)
    assert len(office.sent) == 1


def test_a_handover_needs_a_proof(office: Kecamatan) -> None:
    case = ready(office)
    with pytest.raises(Exception, match="1 fields"):
        hand_over(case)
