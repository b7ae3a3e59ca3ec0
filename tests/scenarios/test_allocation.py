"""U10: the line is shown; out of turn only with a reason and the camat's approval."""

from __future__ import annotations

import pytest

from engine.errors import AnswersInvalid
from engine.values import JsonValue
from tests.scenarios.kecamatan import CAMAT, GUDANG, Kecamatan, Perkara
from tests.scenarios.steps import lost_card

WHY = "Pemohon berangkat umrah besok pagi"


def two_cases_and_one_blanko(office: Kecamatan) -> tuple[Perkara, Perkara]:
    first, second = lost_card(office), lost_card(office, nik="3273164107900002")
    office.deliver(1, "SJ-001")
    return first, second


def ask_out_of_turn(case: Perkara) -> None:
    case.tell("lompati_giliran")
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1, override=True, alasan=WHY)


def test_u10_shows_the_line_with_place_class_and_reason(bare_office: Kecamatan) -> None:
    first, second = two_cases_and_one_blanko(bare_office)
    stock = first.see("U10_alokasi")["stok"]
    assert isinstance(stock, dict)
    line = stock["urutan"]
    assert isinstance(line, list)
    shown: list[JsonValue] = [
        [row["posisi"], row["no_register"], row["kelas"], row["alasan"]]
        for row in line
        if isinstance(row, dict)
    ]
    assert shown == [[1, first.number, 4, "KELAS"], [2, second.number, 4, "KELAS"]]


def test_out_of_turn_needs_a_reason_of_twenty_characters(bare_office: Kecamatan) -> None:
    _, second = two_cases_and_one_blanko(bare_office)
    second.tell("lompati_giliran")
    with pytest.raises(AnswersInvalid):
        second.do("U10_alokasi", GUDANG, override=True, alasan="Mendesak")


def test_the_camat_approves_and_the_case_overtakes(bare_office: Kecamatan) -> None:
    first, second = two_cases_and_one_blanko(bare_office)
    ask_out_of_turn(second)
    assert second.waiting() == {"U10_persetujuan_camat"}
    second.do("U10_persetujuan_camat", CAMAT, setuju=True, dasar="Surat keterangan travel")
    assert second.waiting() == {"U11_mulai_cetak"}
    first.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    assert first.waiting() == set()


def test_the_camat_refuses_and_the_turn_stays(bare_office: Kecamatan) -> None:
    first, second = two_cases_and_one_blanko(bare_office)
    ask_out_of_turn(second)
    second.do("U10_persetujuan_camat", CAMAT, setuju=False, dasar="Bukan keadaan darurat")
    assert second.see("U10_alokasi")["dasar_camat"] == "Bukan keadaan darurat"
    second.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    first.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    assert (first.waiting(), second.waiting()) == ({"U11_mulai_cetak"}, set())
