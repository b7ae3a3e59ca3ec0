"""Survey sheets and looks at personal data are written once."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine.values import JsonValue
from office import surveys
from office.disclosures import Disclosure
from office.reports import satisfaction
from office.workers.given import VariableWrong
from tests.office.conftest import NOW, OFFICE, Desk

GOOD: dict[str, JsonValue] = {f"skm_{name}": 3 for name in satisfaction.ELEMENTS}


def test_a_sheet_keeps_scores_groups_and_the_day(desk: Desk) -> None:
    desk.do("skm.catat", desk.new_case(), {**GOOD, "umur": "25-39"})
    with desk.kernel.reads.begin() as session:
        (answer,) = surveys.answers(session, OFFICE, NOW.date(), NOW.date())
    assert answer.scores == (3,) * 9
    assert answer.groups["umur"] == "25-39"


@pytest.mark.parametrize("score", [0, 5, None, "tiga"])
def test_a_score_outside_the_scale_is_refused(desk: Desk, score: JsonValue) -> None:
    with pytest.raises(VariableWrong, match="skm_waktu"):
        desk.do("skm.catat", desk.new_case(), {**GOOD, "skm_waktu": score})


@pytest.mark.parametrize(
    "change", ["UPDATE skm_jawaban SET saran = 'x'", "DELETE FROM skm_jawaban"]
)
def test_a_sheet_is_never_changed(desk: Desk, change: str) -> None:
    desk.do("skm.catat", desk.new_case(), GOOD)
    with pytest.raises(DatabaseError), desk.kernel.sessions.begin() as session:
        session.execute(text(change))


@pytest.mark.parametrize(
    "change", ["UPDATE data_dibuka SET petugas = 'x'", "DELETE FROM data_dibuka"]
)
def test_a_look_is_never_unwritten(desk: Desk, change: str) -> None:
    with desk.kernel.sessions.begin() as session:
        look = {"cara": "KASUS", "bidang": "[]", "alasan": "periksa", "dari": ""}
        session.add(Disclosure(key=1, kantor=OFFICE, petugas="sri", kasus=2, pada=NOW, **look))
    with pytest.raises(DatabaseError), desk.kernel.sessions.begin() as session:
        session.execute(text(change))
