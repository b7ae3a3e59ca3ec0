"""The monthly meeting: T17, the frozen report, actions that are never forgotten (U17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest

from engine.errors import AnswersInvalid
from engine.services import reading
from engine.services.reading import CaseQuery
from engine.values import JsonValue
from office import calendar, meetings
from office.reports import snapshots
from office.timetable import Day, DayKind
from tests.scenarios.kecamatan import ADMIN, CAMAT, CODE, GUDANG, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, ready

#: 1 December 2026 is a Tuesday and a working day
FIRST: Final = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
ORDER: Final[dict[str, JsonValue]] = {
    "apa": "Minta 500 blanko ke Disdukcapil",
    "siapa": "gudang_blanko",
    "batas": "2026-12-04",
}


def meetings_of(office: Kecamatan) -> list[Perkara]:
    page = reading.cases(office.kernel, ADMIN, CaseQuery(process_id="rapat_bulanan", size=50))
    return sorted((Perkara(office, row.key) for row in page.items), key=lambda case: case.key)


def sit(office: Kecamatan) -> Perkara:
    """A meeting outside the timetable: the camat's task is open."""
    case = office.start("rapat_bulanan")
    assert case.waiting() == {"U17_rapat"}, case.incidents()
    return case


def conclude(case: Perkara, *wanted: JsonValue, old: list[JsonValue] | None = None) -> None:
    answers: dict[str, JsonValue] = {"tindak_lanjut": [*wanted]}
    if old is not None:
        answers["tindak_lalu"] = old
    case.do("U17_rapat", CAMAT, **answers)


def judged(case: Perkara, verdict: str, due: str | None = None) -> list[JsonValue]:
    shown = case.see("U17_rapat")["tindak_lalu"]
    assert isinstance(shown, list)
    rows = [row for row in shown if isinstance(row, dict)]
    return [{**row, "keputusan": verdict, "batas_baru": due} for row in rows]


def test_t17_the_first_working_day_at_eight_lays_last_month_before_the_camat(
    office: Kecamatan,
) -> None:
    apply(office)
    office.move_to(FIRST - timedelta(minutes=1))
    (case,) = meetings_of(office)
    assert case.waiting() == set()
    office.move_to(FIRST)
    seen = case.see("U17_rapat", CAMAT)
    assert (seen["laporan_bulan"], seen["laporan_revisi"]) == ("2026-11", 1)
    assert "masuk: 1" in str(seen["laporan_ringkas"])


def test_t17_a_first_of_the_month_that_is_closed_waits_for_the_next_working_day(
    office: Kecamatan,
) -> None:
    closed = Day(kind=DayKind.LIBUR_LOKAL, name="Pilkada")
    calendar.change_days(office.kernel, by(ADMIN), CODE, {date(2026, 12, 1): closed}, "Libur")
    office.move_to(FIRST + timedelta(hours=23))
    (case,) = meetings_of(office)
    assert case.waiting() == set()
    office.move_to(FIRST + timedelta(days=1))
    assert case.waiting() == {"U17_rapat"}


def test_t17_comes_every_month(office: Kecamatan) -> None:
    office.move_to(datetime(2027, 2, 2, tzinfo=UTC))
    months = [case.view.variables["laporan_bulan"] for case in meetings_of(office)]
    assert months == ["2026-11", "2026-12", "2027-01"]


def test_a_decision_becomes_a_task_of_its_lane_with_its_date(office: Kecamatan) -> None:
    case = sit(office)
    conclude(case, ORDER)
    task = case.task("Kerjakan_tindak")
    assert task.due_at == datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    case.do("Kerjakan_tindak", GUDANG, hasil_tindak="Surat sudah dikirim")
    assert case.view.row.state == "COMPLETED"
    with office.kernel.reads.begin() as session:
        assert meetings.open_actions(session, CODE) == ()


def test_an_open_action_must_be_closed_or_carried_over(office: Kecamatan) -> None:
    conclude(sit(office), ORDER)
    case = sit(office)
    rows = judged(case, "SELESAI")
    blank = [{**row, "keputusan": None} for row in rows if isinstance(row, dict)]
    with pytest.raises(AnswersInvalid):
        conclude(case, old=[*blank])
    conclude(case, old=rows)
    assert case.view.row.state == "COMPLETED"


def test_a_carried_action_is_one_task_in_the_new_meeting_and_none_in_the_old(
    office: Kecamatan,
) -> None:
    first = sit(office)
    conclude(first, ORDER)
    second = sit(office)
    conclude(second, old=judged(second, "DIBAWA", "2026-12-18"))
    assert (first.view.row.state, second.waiting()) == ("COMPLETED", {"Kerjakan_tindak"})
    with office.kernel.reads.begin() as session:
        (action,) = meetings.open_actions(session, CODE)
        assert (action.batas, action.apa) == (date(2026, 12, 18), ORDER["apa"])
        assert action.asal != action.key


def test_what_came_in_late_is_a_new_revision_and_the_old_is_kept(office: Kecamatan) -> None:
    office.move_to(FIRST)
    (case,) = meetings_of(office)
    with office.kernel.sessions.begin() as session:
        first = snapshots.read(session, CODE, "2026-11")
        late = {**first.content, "terlambat": True}
        second = snapshots.freeze(session, CODE, "2026-11", late, by="camat", at=FIRST)
        again = snapshots.freeze(session, CODE, "2026-11", late, by="camat", at=FIRST)
    assert (first.revision, second.revision, again.revision) == (1, 2, 2)
    with office.kernel.reads.begin() as session:
        assert snapshots.read(session, CODE, "2026-11", 1) == first
    assert case.view.variables["laporan_sidik"] == first.digest


def test_the_report_of_a_month_balances_and_names_nobody(office: Kecamatan) -> None:
    apply(office)
    ready(office, nik="3273164107900004")
    office.move_to(FIRST)
    with office.kernel.reads.begin() as session:
        report = snapshots.read(session, CODE, "2026-11").content
    flow = report["arus"]
    assert isinstance(flow, dict)
    assert (flow["saldo_awal"], flow["masuk"], flow["cocok"]) == (0, 2, True)
    assert "SITI" not in str(report)
    assert "3273164107900001" not in str(report)
