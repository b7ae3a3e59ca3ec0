"""Every row of DMN-3, asked as an allocation asks it: of the table deployed last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from engine.services import deployments
from engine.services.kernel import Request
from engine.values import JsonValue, Variables
from office import config
from office.stock import rankings
from office.stock.priorities import KEPT
from office.stock.ranking import Rank
from tests.office.conftest import ADMIN, OFFICE, Desk

CHIEF: Final = Request(actor=replace(ADMIN, rights=ADMIN.rights | {"deploy"}))
TABLE: Final = Path(__file__).parents[2] / "workflows/ektp/prioritas_blanko.dmn"
YOUNG: Final = "1990-07-01"
OLD: Final = "1966-11-24"
#: row -> what the table reads, the class it gives
ROWS: Final[dict[int, tuple[Variables, int]]] = {
    1: ({"jenis_permohonan": "UBAH_DATA"}, 0),
    2: ({"jenis_permohonan": "BARU_WNI", "tgl_lahir": OLD}, 0),
    3: ({"jenis_permohonan": "BARU_OA"}, 1),
    4: ({"jenis_permohonan": "LUAR_DOMISILI", "hasil_rekam": "TERKIRIM", "tgl_lahir": OLD}, 0),
    5: ({"jenis_permohonan": "LUAR_DOMISILI", "hasil_rekam": "TERKIRIM"}, 1),
    6: ({"jenis_permohonan": "RUSAK", "korban_bencana": True, "prioritas": "SAKIT"}, 1),
    7: ({"jenis_permohonan": "RUSAK", "korban_bencana": True}, 2),
    8: ({"jenis_permohonan": "HILANG", "punya_suket": True, "prioritas": "DISABILITAS"}, 2),
    9: ({"jenis_permohonan": "HILANG", "punya_suket": True}, 3),
    10: ({"jenis_permohonan": "PERPANJANG_OA", "tgl_lahir": OLD}, 3),
    11: ({"jenis_permohonan": "RUSAK"}, 4),
    12: ({"jenis_permohonan": "PINDAH_DATANG", "tgl_lahir": OLD}, 4),
    13: ({"jenis_permohonan": "LUAR_DOMISILI", "hasil_rekam": ""}, 5),
}
#: 23 working days before the reference date, one more than the limit
LONG_AGO: Final = "2026-10-22T08:00:00+07:00"
LATELY: Final = "2026-10-23T08:00:00+07:00"


def deploy(desk: Desk, content: bytes = b"") -> None:
    files = {TABLE.name: content or TABLE.read_bytes()}
    deployments.deploy(desk.kernel, CHIEF, files)


def wait(desk: Desk, number: str, criteria: Variables, since: str = LATELY) -> None:
    read: dict[str, JsonValue] = {"tgl_lahir": YOUNG, **criteria}
    given: Variables = {
        "no_register": number,
        "kelas_blanko": 9,
        "siap_cetak_pada": since,
        "blanko_kriteria": read,
    }
    desk.do("stok.antre", desk.open_case(), given)


def allocate(desk: Desk) -> tuple[Rank, ...]:
    desk.do("stok.alokasi", 0)
    with desk.kernel.reads.begin() as session:
        return rankings.ranks(session, rankings.latest(session, OFFICE)[0].key)


def policy(desk: Desk, value: JsonValue, name: str = "blanko.rentan_aktif") -> None:
    config.change(desk.kernel, CHIEF, OFFICE, {name: value})


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_dmn_3_gives_its_class_and_is_kept_as_the_reason(desk: Desk, row: int) -> None:
    criteria, number = ROWS[row]
    deploy(desk)
    policy(desk, value=True)
    wait(desk, "A", criteria, LONG_AGO if row == 1 else LATELY)
    [rank] = allocate(desk)
    assert (rank.candidate.rule, rank.priority_class) == (f"prioritas_blanko_baris_{row}", number)
    assert rank.candidate.reason


def test_every_row_is_tested() -> None:
    assert TABLE.read_text(encoding="utf-8").count("<rule id=") == len(ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row % 2 == 0])
def test_without_the_policy_the_modifier_counts_for_nothing(desk: Desk, row: int) -> None:
    criteria, number = ROWS[row]
    deploy(desk)
    wait(desk, "A", criteria)
    [rank] = allocate(desk)
    assert (rank.candidate.plain, rank.candidate.modified) == (number + 1, number)
    assert rank.priority_class == number + 1


def test_ageing_comes_before_the_modifier(desk: Desk) -> None:
    deploy(desk)
    wait(desk, "A", ROWS[2][0], LONG_AGO)
    [rank] = allocate(desk)
    assert (rank.candidate.plain, rank.candidate.modified, rank.candidate.waited) == (0, 0, 23)


def test_days_waited_are_counted_by_the_office_s_calendar(desk: Desk) -> None:
    deploy(desk)
    wait(desk, "A", ROWS[13][0])
    [rank] = allocate(desk)
    assert (rank.candidate.waited, rank.priority_class) == (22, 5)


def test_a_case_without_criteria_keeps_its_class(desk: Desk) -> None:
    deploy(desk)
    desk.do("stok.antre", desk.new_case(), {"no_register": "A", "kelas_blanko": 3})
    [rank] = allocate(desk)
    assert (rank.priority_class, rank.candidate.reason) == (3, KEPT)


def test_a_table_that_gives_no_class_leaves_the_old_one(desk: Desk) -> None:
    text = TABLE.read_text(encoding="utf-8").replace("<text>4</text>", "<text>null</text>")
    deploy(desk, text.encode())
    wait(desk, "A", ROWS[11][0])
    [rank] = allocate(desk)
    assert (rank.priority_class, rank.candidate.reason) == (9, KEPT)


def test_the_returned_case_is_the_first_of_its_class(desk: Desk) -> None:
    deploy(desk)
    desk.receive("SJ-1", 1)
    wait(desk, "Z", ROWS[11][0])
    allocate(desk)
    wait(desk, "A", ROWS[11][0])
    wait(desk, "B", ROWS[3][0])
    desk.do("stok.gagal", 0, {"no_register": "Z", "hasil_cetak": "GAGAL_ENCODE"})
    assert [rank.no_register for rank in allocate(desk)] == ["B", "Z", "A"]
