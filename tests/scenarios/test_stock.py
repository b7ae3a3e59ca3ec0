"""Scenarios 18, 19, 32 and T8: blanko that come, are shared out, run short, and are counted."""

from __future__ import annotations

import pytest

from engine.errors import AnswersInvalid
from engine.values import JsonValue
from office.stock import ledger
from office.stock.rules import Balance, Material
from tests.scenarios.kecamatan import CODE, GUDANG, KASI, Kecamatan, Perkara


def stock(office: Kecamatan, material: Material = Material.BLANKO) -> Balance:
    with office.kernel.reads.begin() as session:
        return ledger.balances(session, CODE)[material]


def counted(office: Kecamatan, note: str, amount: int, **other: JsonValue) -> Perkara:
    """A delivery that the stock keeper has counted; ribbon and film come with it."""
    case = office.start("terima_blanko")
    numbers: dict[str, JsonValue] = dict.fromkeys(
        ("jumlah_dokumen", "jumlah_fisik", "ribbon_dokumen", "ribbon_fisik"), amount
    )
    numbers |= {"film_dokumen": amount, "film_fisik": amount, "no_surat_jalan": note}
    case.do("U15_terima", GUDANG, **(numbers | other))
    return case


def signed(office: Kecamatan, note: str, amount: int, **other: JsonValue) -> Perkara:
    case = counted(office, note, amount, **other)
    case.do("U15_saksi", KASI, jumlah_benar=True)
    return case


def test_scenario_32_a_difference_needs_a_reason_and_a_second_signature(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    with pytest.raises(AnswersInvalid):
        counted(office, "SJ-1", 500, jumlah_fisik=498)
    case = counted(office, "SJ-1", 500, jumlah_fisik=498, alasan_selisih="Dua lembar kurang")
    assert stock(office).on_hand == 0
    case.do("U15_saksi", KASI, jumlah_benar=True)
    assert (stock(office).on_hand, case.view.row.state) == (498, "COMPLETED")
