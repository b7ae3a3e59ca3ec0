"""Print requests: numbered lists to Disdukcapil, and every number on them answered once."""

from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.values import JsonValue, Variables
from office import condemned, print_requests
from tests.office.conftest import OFFICE, Desk

FIRST, SECOND = "KRC-2611-00001-6", "KRC-2611-00002-4"
REQUEST = "CETAK-KRC-20261124-01"


def ask(desk: Desk, *numbers: str) -> Variables:
    for number in numbers:
        desk.do("permintaan.masuk", desk.new_case(), {"no_register": number})
    return desk.do("permintaan.susun", desk.new_case())


def answer(desk: Desk, **results: str) -> Variables:
    given = {FIRST: results.get("first", "BELUM"), SECOND: results.get("second", "BELUM")}
    rows: list[JsonValue] = [{"no_register": key, "hasil": value} for key, value in given.items()]
    asked: dict[str, JsonValue] = {"permintaan_nomor": REQUEST, "permintaan_isi": rows}
    return desk.do("permintaan.terima", desk.new_case(), asked)


def test_what_waits_becomes_one_numbered_request(desk: Desk) -> None:
    told = ask(desk, FIRST, SECOND, FIRST)
    assert (told["permintaan_nomor"], told["permintaan_jumlah"]) == (REQUEST, 2)
    text = f"permintaan,urutan,no_register\r\n{REQUEST},1,{FIRST}\r\n{REQUEST},2,{SECOND}\r\n"
    assert told["permintaan_csv"] == text


def test_nothing_waits_and_nothing_is_asked_for(desk: Desk) -> None:
    assert ask(desk)["permintaan_nomor"] is None
    assert ask(desk, FIRST)["permintaan_nomor"] == REQUEST


def test_what_came_and_what_failed_is_told_and_the_rest_stays_open(desk: Desk) -> None:
    ask(desk, FIRST, SECOND)
    told = answer(desk, first="DATANG")
    assert told["kartu_kembali"] == [{"no_register": FIRST, "hasil": "DATANG", "sebab": None}]
    assert (told["permintaan_sisa"], told["permintaan_isi"]) == (
        1,
        [{"no_register": SECOND, "hasil": "BELUM"}],
    )


def test_an_answer_is_taken_once(desk: Desk) -> None:
    ask(desk, FIRST, SECOND)
    answer(desk, first="DATANG", second="GAGAL")
    assert answer(desk, first="DATANG", second="DATANG")["kartu_kembali"] == []


def test_a_failed_card_may_be_asked_for_again(desk: Desk) -> None:
    ask(desk, FIRST)
    rows: list[JsonValue] = [{"no_register": FIRST, "hasil": "GAGAL", "sebab": "Blanko rusak"}]
    asked: dict[str, JsonValue] = {"permintaan_nomor": REQUEST, "permintaan_isi": rows}
    assert desk.do("permintaan.terima", desk.new_case(), asked)["permintaan_sisa"] == 0
    assert ask(desk, FIRST)["permintaan_jumlah"] == 1


def test_a_card_whose_case_has_ended_is_blocked_and_named(desk: Desk) -> None:
    case = desk.open_case()
    opened = desk.do(
        "permohonan.buka", case, {"nik": "3273164107900001", "jenis_permohonan": "BARU_WNI"}
    )
    number = str(opened["no_register"])
    desk.do("permintaan.masuk", case, {"no_register": number})
    desk.do("permintaan.susun", desk.new_case())
    desk.do("permohonan.tutup", case, {}, {"hasil": "BATAL"})
    rows: list[JsonValue] = [{"no_register": number, "hasil": "DATANG"}]
    asked: dict[str, JsonValue] = {"permintaan_nomor": REQUEST, "permintaan_isi": rows}
    told = desk.do("permintaan.terima", desk.new_case(), asked)
    assert (told["kartu_kembali"], told["tanpa_perkara"]) == ([], [number])
    with desk.kernel.reads.begin() as session:
        assert [row.no_register for row in condemned.awaiting(session, OFFICE)] == [number]


def test_a_number_that_was_not_asked_for_is_refused(desk: Desk) -> None:
    ask(desk, FIRST)
    with pytest.raises(NotFound):
        answer(desk, second="DATANG")


def test_a_request_that_is_not_there_has_no_list(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session, pytest.raises(NotFound):
        print_requests.listing(session, "CETAK-X")
