"""Queue tickets, print, card, code, handover: scenarios 22, 24, 25, 29."""

from __future__ import annotations

import pytest

from engine.services.workers import BpmnError
from engine.values import JsonValue
from office import pickup
from tests.office.conftest import Desk

NUMBER = "KRC-2611-00001-5"
CARD: dict[str, JsonValue] = {"no_register": NUMBER, "blanko_id": "B-1", "rak": "C3"}
SELF: dict[str, JsonValue] = {
    "no_register": NUMBER,
    "penerima": "SENDIRI",
    "jenis_permohonan": "BARU_WNI",
}


def draw(desk: Desk, priority: str = "TIDAK") -> dict[str, JsonValue]:
    given: dict[str, JsonValue] = {"jenis_layanan": "REKAM", "prioritas": priority}
    return dict(desk.do("antrean.nomor", desk.new_case(), given))


def code(desk: Desk) -> str:
    with desk.kernel.reads.begin() as session:
        found = pickup.reveal(session, desk.kernel.sealer, NUMBER)
    assert found is not None
    return found


def ready(desk: Desk) -> str:
    desk.do("kartu.siap", 0, CARD)
    desk.do("kode_ambil.buat", 0, CARD)
    return code(desk)


def refused(desk: Desk, **changes: JsonValue) -> tuple[JsonValue, JsonValue]:
    """Reasons of a refused handover, and the wrong codes counted so far."""
    with pytest.raises(BpmnError) as error:
        desk.do("kartu.serahkan", 0, SELF | changes)
    assert error.value.code == "PENYERAHAN_DITOLAK"
    return error.value.variables["alasan_ditolak"], error.value.variables["kode_salah"]


def test_g12_an_old_card_that_is_lost_is_made_good_by_a_statement(desk: Desk) -> None:
    ready(desk)
    asked: dict[str, JsonValue] = {"jenis_permohonan": "RUSAK", "identitas_diperiksa": True}
    assert refused(desk, **asked) == (["KARTU_LAMA"], 0)
    given = desk.do("kartu.serahkan", desk.open_case(), SELF | asked | {"pernyataan_hilang": True})
    assert given["kartu_status"] == "DISERAHKAN"


def test_tickets_count_by_class_and_day(desk: Desk) -> None:
    drawn = [draw(desk)["nomor_antrean"], draw(desk, "LANSIA")["nomor_antrean"]]
    drawn.append(draw(desk)["nomor_antrean"])
    assert drawn == ["A-001", "P-001", "A-002"]


def test_three_calls_then_once_back_into_the_line(desk: Desk) -> None:
    ticket = draw(desk)
    calls = [desk.do("antrean.panggil", 0, ticket) for _ in range(3)]
    assert [call["panggilan_habis"] for call in calls] == [False, False, True]
    assert desk.do("antrean.lewat", 0, ticket) == {"boleh_masuk_lagi": True}
    assert desk.do("antrean.kembali", 0, ticket) == {"panggilan_ke": 0}
    assert desk.do("antrean.panggil", 0, ticket)["panggilan_ke"] == 1
    assert desk.do("antrean.lewat", 0, ticket) == {"boleh_masuk_lagi": False}


def test_scenario_22_a_cold_printer_is_a_warning(desk: Desk) -> None:
    cold = desk.do("cetak.mulai", 0, CARD | {"suhu_printer": 150})
    assert (cold["percobaan_ke"], cold["peringatan_cetak"]) == (1, ["SUHU"])
    assert desk.do("cetak.mulai", 0, CARD | {"suhu_printer": 165})["percobaan_ke"] == 1


def test_scenario_29_handed_over_once_with_the_code(desk: Desk) -> None:
    typed = ready(desk)
    given = desk.do("kartu.serahkan", desk.open_case(), SELF | {"kode_ambil": typed})
    assert given["kartu_status"] == "DISERAHKAN"
    assert refused(desk, kode_ambil=typed) == (["KARTU_SUDAH_DISERAHKAN"], 0)
    again = desk.do("kode_ambil.periksa", 0, SELF | {"kode_ambil": typed})
    assert again["kode_ambil_hasil"] == "TERPAKAI"


def test_scenario_29_a_refusal_leaves_the_card_ready_and_the_code_unused(desk: Desk) -> None:
    typed = ready(desk)
    reasons, _ = refused(desk, penerima="KUASA", kode_ambil=typed)
    assert reasons == ["TANPA_NAMA", "TANPA_SURAT_KUASA", "TANPA_IDENTITAS"]
    given = desk.do("kartu.serahkan", desk.open_case(), SELF | {"kode_ambil": typed})
    assert given["kartu_status"] == "DISERAHKAN"


def test_five_wrong_codes_lock_it_and_a_new_code_opens_it(desk: Desk) -> None:
    typed = ready(desk)
    wrong = f"{(int(typed) + 1) % 1_000_000:06d}"
    count: JsonValue = None
    for number in range(1, 6):
        reasons, count = refused(desk, kode_ambil=wrong, kode_salah=count)
        assert (reasons, count) == (["KODE_SALAH"], number)
    assert refused(desk, kode_ambil=typed, kode_salah=count) == (["KODE_TERKUNCI"], 5)
    fresh = desk.do("kode_ambil.buat", 0, CARD)["kode_salah"]
    given = SELF | {"kode_ambil": code(desk), "kode_salah": fresh}
    assert desk.do("kartu.serahkan", desk.open_case(), given)["kartu_status"] == "DISERAHKAN"


def test_a_concealed_code_is_as_good_as_the_code(desk: Desk) -> None:
    hidden = pickup.conceal(desk.kernel.sealer, NUMBER, ready(desk))
    given = desk.do("kartu.serahkan", desk.open_case(), SELF | {"kode_ambil": hidden})
    assert given["kartu_status"] == "DISERAHKAN"


def test_the_code_is_in_no_answer_and_in_no_row(desk: Desk) -> None:
    typed = ready(desk)
    answer = desk.do("kode_ambil.buat", 0, CARD)
    with desk.kernel.reads.begin() as session:
        row = session.get(pickup.PickupCode, NUMBER)
    assert typed not in repr(answer)
    assert typed not in repr(vars(row))


def test_scenario_24_a_blocked_card_is_not_handed_over(desk: Desk) -> None:
    ready(desk)
    blocked = desk.do("kartu.blokir", 0, CARD, {"alasan": "MENINGGAL"})
    assert blocked == {"kartu_status": "TERBLOKIR"}
    assert refused(desk, identitas_diperiksa=True) == (["KARTU_TERBLOKIR"], 0)


def test_without_a_card_nothing_is_blocked_and_nothing_handed_over(desk: Desk) -> None:
    assert desk.do("kartu.blokir", 0, CARD) == {"kartu_status": None}
    assert refused(desk) == (["KARTU_TIDAK_ADA"], 0)


def test_register_slip_has_the_name_exactly_as_typed_and_a_ticket_has_none(desk: Desk) -> None:
    given: dict[str, JsonValue] = {
        "no_register": NUMBER,
        "nomor_antrean": "A-001",
        "nama": " NUR'AINI, <S.PD.>",
    }
    slips = [
        desk.do("slip.cetak", 0, given, {"jenis": kind})["slip"] for kind in ("REGISTER", "ANTREAN")
    ]
    assert [slip["nama"] for slip in slips if isinstance(slip, dict)] == [" NUR'AINI, <S.PD.>", ""]


def test_every_slip_says_gratis_and_its_lines_name_nobody(desk: Desk) -> None:
    slip = desk.do("slip.cetak", 0, {"no_register": NUMBER, "estimasi_tgl": "2026-12-28"})["slip"]
    assert isinstance(slip, dict)
    assert slip["baris"] == [
        "Kecamatan Kiaracondong",
        "Tanda terima permohonan KTP-el",
        NUMBER,
        "Tanggal 24 November 2026",
        "Perkiraan selesai 28 Desember 2026",
        "Tanyakan dengan nomor ini di loket, Senin–Jumat 08.00–15.00",
        "GRATIS",
    ]
