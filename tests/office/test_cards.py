"""Prints, finished cards and the list of what awaits destruction."""

from __future__ import annotations

from engine.values import JsonValue
from office import cards, condemned
from tests.office.conftest import OFFICE, Desk

NUMBER = "KRC-2611-00001-6"
QUALITY: dict[str, JsonValue] = {"foto_jelas": True, "chip_terbaca": False}


def begin(desk: Desk) -> int:
    """A case whose card is in the printer."""
    desk.receive("SJ-1", blanko=3)
    case = desk.new_case()
    desk.do("stok.antre", case, {"no_register": NUMBER, "kelas_blanko": 4, "blanko_kriteria": {}})
    desk.do("stok.reservasi", case, {"no_register": NUMBER})
    desk.do("cetak.mulai", case, {"no_register": NUMBER, "blanko_id": "B-1"})
    return case


def waiting(desk: Desk) -> list[tuple[str, str | None, str, str]]:
    with desk.kernel.reads.begin() as session:
        found = condemned.awaiting(session, OFFICE)
        return [(row.jenis, row.blanko_seri, row.sebab, row.alasan) for row in found]


def state(desk: Desk) -> str | None:
    with desk.kernel.reads.begin() as session:
        card = session.get(cards.Card, NUMBER)
        return None if card is None else card.status


def test_a_print_runs_from_its_start_until_its_card_is_judged(desk: Desk) -> None:
    asked = {"no_register": NUMBER}
    assert desk.do("cetak.putuskan", desk.new_case(), asked) == {"sedang_dicetak": False}
    case = begin(desk)
    told = desk.do("cetak.putuskan", case, asked)
    assert (told["sedang_dicetak"], told["blanko_id"], told["percobaan_ke"]) == (True, "B-1", 1)
    desk.do("stok.pakai", case, asked)
    assert desk.do("cetak.putuskan", case, asked) == {"sedang_dicetak": False}


def test_a_spoilt_blanko_awaits_its_destruction(desk: Desk) -> None:
    case = begin(desk)
    desk.do("stok.gagal", case, {"no_register": NUMBER, "uji_mutu": QUALITY})
    assert waiting(desk) == [("BLANKO", "B-1", "GAGAL_ENCODE", "GAGAL_ENCODE")]


def test_a_blanko_faulty_from_the_works_is_destroyed_as_damaged(desk: Desk) -> None:
    case = begin(desk)
    desk.do("stok.gagal", case, {"no_register": NUMBER, "hasil_cetak": "BLANKO_CACAT"})
    assert waiting(desk) == [("BLANKO", "B-1", "CACAT_PABRIK", "RUSAK")]


def test_a_good_card_blocked_later_goes_on_the_list_once(desk: Desk) -> None:
    case = begin(desk)
    desk.do("stok.pakai", case, {"no_register": NUMBER})
    desk.do("kartu.siap", case, {"no_register": NUMBER, "blanko_id": "B-1"})
    for _ in range(2):
        desk.do("kartu.blokir", case, {"no_register": NUMBER}, {"alasan": "MENINGGAL"})
    assert (state(desk), waiting(desk)) == (
        "TERBLOKIR",
        [("KARTU", "B-1", "MENINGGAL", "MENINGGAL")],
    )


def test_a_card_used_up_but_never_shelved_is_registered_blocked(desk: Desk) -> None:
    case = begin(desk)
    desk.do("stok.pakai", case, {"no_register": NUMBER})
    desk.do("kartu.blokir", case, {"no_register": NUMBER, "blanko_id": "B-1"})
    assert (state(desk), waiting(desk)) == (
        "TERBLOKIR",
        [("KARTU", "B-1", "BATAL", "TIDAK_DIAMBIL")],
    )


def test_without_any_card_nothing_is_blocked_or_listed(desk: Desk) -> None:
    case = begin(desk)
    assert desk.do("kartu.blokir", case, {"no_register": NUMBER}) == {"kartu_status": None}
    assert waiting(desk) == []
