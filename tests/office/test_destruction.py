"""Destruction: only with a complete report, once each, and the books agree afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.services.workers import BpmnError
from engine.values import JsonValue, Variables
from office import condemned, destruction, reconciliation
from office.cards import CardState
from tests.office.conftest import OFFICE, Desk

NUMBERS = ("KRC-2611-00001-6", "KRC-2611-00002-4")


def make_card(desk: Desk, number: str, *, blocked: bool = True) -> None:
    case = desk.new_case()
    given: dict[str, JsonValue] = {"no_register": number, "blanko_id": f"B-{number}"}
    desk.do("stok.antre", case, {**given, "kelas_blanko": 4, "blanko_kriteria": {}})
    for type_ in ("stok.reservasi", "cetak.mulai", "stok.pakai", "kartu.siap"):
        desk.do(type_, case, given)
    if blocked:
        desk.do("kartu.blokir", case, given, {"alasan": "MENINGGAL"})


def report(desk: Desk, **other: JsonValue) -> Variables:
    listed = desk.do("musnah.daftar", desk.new_case())["daftar_musnah"]
    good: dict[str, JsonValue] = {
        "daftar_musnah": listed,
        "saksi": [{"nama_saksi": "Budi"}, {"nama_saksi": "Wati"}],
        "cara": "BAKAR",
        "no_berita_acara": "BA-1",
        "oleh": "kasi",
    }
    return desk.do("kartu.musnahkan", desk.new_case(), good | other)


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two blocked cards on the list."""
    desk.receive("SJ-1", blanko=5)
    for number in NUMBERS:
        make_card(desk, number)
    return desk


def reasons(desk: Desk, **other: JsonValue) -> JsonValue:
    with pytest.raises(BpmnError) as told:
        report(desk, **other)
    return told.value.variables["alasan_ditolak"]


def test_a_signed_report_empties_the_list_and_sets_its_cards_destroyed(two: Desk) -> None:
    assert report(two)["dimusnahkan_jumlah"] == 2
    with two.kernel.reads.begin() as session:
        books = reconciliation.reconcile(session, OFFICE)
        written = destruction.report(session, OFFICE, "BA-1")
        assert condemned.awaiting(session, OFFICE) == ()
    assert (books.holds, books.cards) == (True, {CardState.MUSNAH: 2})
    assert written is not None
    assert (written.oleh, written.saksi) == ("kasi", '["Budi","Wati"]')


def test_the_books_agree_in_every_state_of_a_card(two: Desk) -> None:
    make_card(two, "KRC-2611-00003-2", blocked=False)
    with two.kernel.reads.begin() as session:
        books = reconciliation.reconcile(session, OFFICE)
    assert (books.used, books.holds) == (3, True)
    assert books.cards == {CardState.TERBLOKIR: 2, CardState.SIAP: 1}


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        (["Budi"], ["SAKSI_KURANG"]),
        (["Budi", " budi "], ["SAKSI_KURANG", "SAKSI_SAMA"]),
        (["Budi", "KASI"], ["SAKSI_PENANGGUNG_JAWAB"]),
    ],
)
def test_witnesses_are_two_different_people_besides_the_signer(
    two: Desk, names: list[str], refused: list[str]
) -> None:
    assert reasons(two, saksi=[{"nama_saksi": name} for name in names]) == refused


def test_every_reason_is_told_at_once(two: Desk) -> None:
    found = reasons(two, daftar_musnah=[], cara="BUANG", saksi=[])
    assert found == ["KOSONG", "CARA", "SAKSI_KURANG"]


def test_a_report_number_is_used_once(two: Desk) -> None:
    report(two)
    make_card(two, "KRC-2611-00003-2")
    assert reasons(two) == ["NOMOR_TERPAKAI"]


def test_what_was_destroyed_is_not_destroyed_again(two: Desk) -> None:
    listed = two.do("musnah.daftar", two.new_case())["daftar_musnah"]
    report(two)
    assert reasons(two, daftar_musnah=listed, no_berita_acara="BA-2") == ["TIDAK_TERDAFTAR"]


def test_a_reason_outside_the_set_is_refused(two: Desk) -> None:
    listed = two.do("musnah.daftar", two.new_case())["daftar_musnah"]
    assert isinstance(listed, list)
    changed = [{**row, "alasan": "BOSAN"} for row in listed if isinstance(row, dict)]
    assert reasons(two, daftar_musnah=[*changed]) == ["ALASAN"]


@pytest.mark.parametrize(
    "change", ["UPDATE berita_acara SET cara = 'X'", "DELETE FROM berita_acara"]
)
def test_a_report_is_written_once(two: Desk, change: str) -> None:
    report(two)
    with pytest.raises(DatabaseError, match="append-only"), two.kernel.sessions.begin() as session:
        session.execute(text(change))
