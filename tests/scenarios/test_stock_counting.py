"""Stock-taking and other movements without a case: always two officers."""

from __future__ import annotations

import pytest

from engine.errors import Forbidden
from engine.values import JsonValue
from office.stock import countings, ledger
from office.stock.rules import Material
from tests.scenarios.kecamatan import CAMAT, CODE, GUDANG, KASI, Kecamatan, Perkara
from tests.scenarios.supplies import stock


def take_stock(office: Kecamatan, **other: JsonValue) -> Perkara:
    case = office.start("opname_blanko")
    case.do("Hitung_stok", GUDANG, **{"jenis": "OPNAME", "bahan": "BLANKO", **other})
    return case


def test_opname_books_the_difference_under_a_second_signature(office: Kecamatan) -> None:
    case = take_stock(office, jumlah=8)
    with pytest.raises(Forbidden):
        case.do("Setujui_mutasi", GUDANG, keputusan_mutasi="SETUJU")
    assert stock(office).on_hand == 10
    case.do("Setujui_mutasi", CAMAT, keputusan_mutasi="SETUJU")
    with office.kernel.reads.begin() as session:
        rows = ledger.lines(session, CODE, Material.BLANKO)
        [kept] = countings.made(session, CODE)
    assert [(row.jenis, row.jumlah) for row in rows] == [("TERIMA", 10), ("KOREKSI_OPNAME", -2)]
    assert sum(row.ubah_ada for row in rows) == kept.fisik == 8
    assert (kept.menurut_buku, kept.oleh, kept.disetujui_oleh) == (10, GUDANG.id, CAMAT.id)


@pytest.mark.parametrize(
    ("kind", "left"),
    [("HILANG", 7), ("KEMBALI_KE_DINAS", 7), ("PINJAM_KELUAR", 7), ("PINJAM_MASUK", 13)],
)
def test_other_movements_need_two_officers_too(office: Kecamatan, kind: str, left: int) -> None:
    case = take_stock(office, jenis=kind, jumlah=3, dokumen="BA-1", alasan="Menurut berita acara")
    assert stock(office).on_hand == 10
    case.do("Setujui_mutasi", KASI, keputusan_mutasi="SETUJU")
    assert (stock(office).on_hand, case.view.row.state) == (left, "COMPLETED")


def test_what_the_stock_does_not_allow_is_counted_again(office: Kecamatan) -> None:
    case = take_stock(
        office, jenis="HILANG", jumlah=11, dokumen="BA-1", alasan="Menurut berita acara"
    )
    case.do("Setujui_mutasi", KASI, keputusan_mutasi="SETUJU")
    assert (case.waiting(), stock(office).on_hand) == ({"Hitung_stok"}, 10)
