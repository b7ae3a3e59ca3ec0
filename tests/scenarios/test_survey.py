"""Scenario 34: the anonymous survey (U18, domain.md 4.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from engine.values import JsonValue
from office import surveys
from office.reports import satisfaction
from office.reports.satisfaction import Satisfaction
from office.surveys import Sheet
from tests.scenarios.kecamatan import CODE, LOKET, Kecamatan
from tests.scenarios.steps import hand_over, ready

DAY: Final = date(2026, 11, 24)


def answer(office: Kecamatan, score: int, **other: JsonValue) -> None:
    case = office.start("skm")
    scores: dict[str, JsonValue] = {f"skm_{name}": score for name in satisfaction.ELEMENTS}
    case.do("U18_survei", LOKET, **{**scores, **other})
    assert case.view.row.state == "COMPLETED", case.incidents()


def evaluated(office: Kecamatan) -> Satisfaction:
    with office.kernel.reads.begin() as session:
        return surveys.evaluate(session, CODE, DAY, DAY)


def test_scenario_34_a_perfect_set_reaches_the_top_and_quality_a(office: Kecamatan) -> None:
    answer(office, 4)
    found = evaluated(office)
    assert (found.ikm, found.band, found.quality) == (Decimal("100.00"), "A", "Sangat baik")


def test_scenario_34_the_index_is_rounded_before_its_band_is_looked_up(
    office: Kecamatan,
) -> None:
    for low in range(7):
        answer(office, 3, skm_waktu=1 if low < 2 else 3)
    found = evaluated(office)
    assert found.ikm == Decimal("73.41")  # 25 x (8 x 3 + 17/7) / 9 = 73.4126...
    assert found.band == "C"
    assert found.lowest[0] == "waktu"


def test_scenario_34_fewer_than_the_sample_is_not_enough(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, identitas_diperiksa=True)
    assert not evaluated(office).enough
    answer(office, 4)
    found = evaluated(office)
    assert (found.population, found.needed, found.answers, found.enough) == (1, 1, 1, True)


def test_scenario_34_a_sheet_says_nothing_of_whose_it_is(office: Kecamatan) -> None:
    answer(office, 3, jenis_kelamin="P", saran="Tambah kursi")
    with office.kernel.reads.begin() as session:
        (sheet,) = session.execute(select(Sheet)).scalars()
        kept = {column.name for column in Sheet.__table__.columns}
        assert (sheet.tanggal, sheet.saran) == (DAY, "Tambah kursi")
    assert kept == {"key", "kantor", "tanggal", "nilai", "kelompok", "saran"}


def test_scenario_34_too_small_a_group_stays_untold(office: Kecamatan) -> None:
    for _ in range(5):
        answer(office, 4, jenis_kelamin="P")
    answer(office, 2, jenis_kelamin="L")
    with office.kernel.reads.begin() as session:
        sheets = surveys.answers(session, CODE, DAY, DAY)
    cells = satisfaction.breakdown(sheets, "jenis_kelamin", smallest=5)
    assert [(cell.group, cell.ikm) for cell in cells] == [("L", None), ("P", Decimal("100.00"))]
