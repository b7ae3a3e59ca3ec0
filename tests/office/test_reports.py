"""The monthly report read from an office's tables, and how it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.errors import NotFound
from engine.values import JsonValue
from office.reports import monthly, snapshots, wording
from office.reports.snapshots import Frozen
from office.workers.reports import before
from tests.office.conftest import NOW, OFFICE, Desk

MONTH: Final = "2026-11"


def computed(desk: Desk, at: datetime = NOW) -> dict[str, JsonValue]:
    with desk.kernel.reads.begin() as session:
        return monthly.compute(session, OFFICE, MONTH, at=at)


def part(desk: Desk, name: str) -> dict[str, JsonValue]:
    found = computed(desk)[name]
    assert isinstance(found, dict)
    return found


def freeze(desk: Desk, content: dict[str, JsonValue]) -> Frozen:
    with desk.kernel.sessions.begin() as session:
        return snapshots.freeze(session, OFFICE, MONTH, content, by="camat", at=NOW)


def test_a_month_without_data_has_all_nine_parts_and_balances(desk: Desk) -> None:
    found = computed(desk)
    assert list(found)[1:] == [
        "arus",
        "lama",
        "blanko",
        "tunggakan",
        "perkiraan",
        "pusat",
        "janji",
        "pemberitahuan",
        "tindak_lanjut",
    ]
    assert part(desk, "arus")["cocok"] is True
    assert part(desk, "janji")["persen"] is None
    assert part(desk, "blanko")["hari_kosong"] == []


def test_stock_opens_with_what_came_before_and_closes_with_what_came_in(desk: Desk) -> None:
    desk.receive("SJ-001", 40)
    blanko = part(desk, "blanko")["blanko"]
    assert isinstance(blanko, dict)
    assert (blanko["saldo_awal"], blanko["saldo_akhir"]) == (0, 40)
    assert blanko["mutasi"] == {"TERIMA": 40}


def test_an_application_is_counted_where_it_stands(desk: Desk) -> None:
    asked = {"nik": "3273164107900001", "jenis_permohonan": "BARU_WNI"}
    desk.do("permohonan.buka", desk.new_case(), asked)
    assert part(desk, "arus")["masuk"] == 1
    assert part(desk, "tunggakan")["terlama"] == ["KRC-2611-00001-5"]
    assert part(desk, "tunggakan")["umur"] == {"0-5": 1, "6-22": 0, "23-60": 0, ">60": 0}


def test_the_same_rows_give_the_same_report(desk: Desk) -> None:
    first = freeze(desk, computed(desk))
    assert freeze(desk, computed(desk, NOW + timedelta(minutes=5))) == first


def test_a_late_entry_is_a_revision_and_the_first_stays_as_it_was(desk: Desk) -> None:
    first = freeze(desk, computed(desk))
    desk.receive("SJ-001", 40)
    second = freeze(desk, computed(desk))
    assert (first.revision, second.revision) == (1, 2)
    with desk.kernel.reads.begin() as session:
        assert snapshots.read(session, OFFICE, MONTH, 1) == first
        assert snapshots.read(session, OFFICE, MONTH) == second
        assert snapshots.revisions(session, OFFICE, MONTH) == 2


def test_a_kept_report_cannot_be_changed(desk: Desk) -> None:
    freeze(desk, computed(desk))
    with pytest.raises(DatabaseError), desk.kernel.sessions.begin() as session:
        session.execute(text("UPDATE laporan SET isi = '{}'"))


def test_a_month_nobody_reported_is_not_found(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session, pytest.raises(NotFound):
        snapshots.read(session, OFFICE, "2020-01")


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "november", ""])
def test_what_is_no_month_is_refused(month: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        monthly.month_of(month)


def test_december_ends_with_the_year() -> None:
    assert monthly.month_of("2026-12").end == monthly.month_of("2027-01").start


def test_the_month_before_january_is_december() -> None:
    assert before(datetime(2027, 1, 4, tzinfo=NOW.tzinfo).date()) == "2026-12"


def test_a_backlog_that_grows_is_said_never_to_end() -> None:
    report: dict[str, JsonValue] = {
        "perkiraan": {"hari_sampai_habis": None, "titik_pesan": None, "cakupan_hari": 3},
        "lama": {"langkah": [{"keadaan": "DICETAK", "n": 2, "lewat_persen": None}]},
    }
    assert wording.lines(report) == (
        "Lama menurut langkah",
        "  langkah:",
        "    keadaan DICETAK, n 2, lewat persen belum diketahui",
        "Perkiraan",
        "  hari sampai habis: tidak pernah habis",
        "  titik pesan: belum diketahui",
        "  cakupan hari: 3",
    )
