"""A changed calendar moves what waits: timers and due dates, at once or after a stop (scenario 28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from typing_extensions import override

from engine.clock import TravellingClock
from engine.services import cases, recounting
from engine.services.replaying import replay
from office import calendar, timetable
from office.timetable import Day, DayKind, Edit
from tests.scenarios.kecamatan import ADMIN, CODE, REFERENCE, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, check_papers, look_up, to_centre

CLOSED = Day(kind=DayKind.TUTUP_DARURAT, name="Banjir")
TODAY = date(2026, 11, 24)


def local(instant: datetime | None) -> date:
    assert instant is not None
    return (instant + timedelta(hours=7)).date()


def closing(*days: date) -> Edit:
    return Edit(days=dict.fromkeys(days, CLOSED))


def waits_for_papers(office: Kecamatan, nik: str = "3273164107900002") -> Perkara:
    case = apply(office, nik=nik)
    check_papers(case, "KURANG", missing=("KK",))
    return case


class Stopping(TravellingClock):
    """Tells the time so often and no more: the process ends there."""

    def __init__(self, start: datetime, left: int) -> None:
        super().__init__(start)
        self.left = left

    @override
    def now(self) -> datetime:
        self.left -= 1
        if self.left < 0:
            raise SystemExit
        return super().now()


def test_scenario_28_a_closure_today_moves_the_due_dates_of_open_tasks_too(
    office: Kecamatan,
) -> None:
    case = apply(office)
    before = case.task("U4_periksa_kelengkapan").due_at
    told = calendar.preview(office.kernel, by(ADMIN), CODE, closing(TODAY))
    assert local(before) == TODAY

    made = calendar.change(office.kernel, by(ADMIN), CODE, closing(TODAY), "Banjir")

    after = case.task("U4_periksa_kelengkapan").due_at
    assert (told.cases, told.tasks, told.timers, told.at_once) == (1, 1, 2, 0)
    assert (made.moves, told.instants) == (told, 3)
    assert local(after) == TODAY + timedelta(days=1)
    assert after == case.timers()["T3b_tertunda"]
    assert replay(office.kernel, case.key).parted_at is None


def test_scenario_28_a_closure_today_moves_the_close_of_the_day_too(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    assert local(case.timers()["T5a_akhir_hari"]) == TODAY

    calendar.change(office.kernel, by(ADMIN), CODE, closing(TODAY), "Banjir")

    moved = case.timers()["T5a_akhir_hari"]
    assert local(moved) == TODAY + timedelta(days=1)
    assert case.task("U7_perekaman").due_at == moved


def test_scenario_28_nyepi_and_lebaran_2026_with_a_flood_the_day_after(office: Kecamatan) -> None:
    office.clock.move_to(datetime(2026, 3, 16, 2, 0, tzinfo=UTC))  # a Monday
    case = to_centre(office)
    assert local(case.timers()["T6a_kirim_ulang"]) == date(2026, 3, 26)

    flood = closing(date(2026, 3, 25), date(2026, 3, 26))
    calendar.change(office.kernel, by(ADMIN), CODE, flood, "Banjir")

    due = case.timers()["T6a_kirim_ulang"]
    assert local(due) == date(2026, 3, 30)  # 17, 27, 30: Lebaran, flood and weekend passed over
    assert case.task("U8_catat_status").due_at == due
    office.move_to(due - timedelta(seconds=1))
    assert case.waiting() == {"U8_catat_status"}


def test_scenario_28_what_becomes_past_is_said_before_and_fires_at_the_next_sweep(
    office: Kecamatan,
) -> None:
    wednesday = TODAY + timedelta(days=1)
    calendar.change(office.kernel, by(ADMIN), CODE, closing(wednesday), "Banjir")
    centre, papers = to_centre(office), waits_for_papers(office)
    office.move_to(REFERENCE + timedelta(days=3, hours=12))  # Friday, 20:00
    assert centre.waiting() == {"U8_catat_status"}
    opened = Edit(days={wednesday: None})

    told = calendar.preview(office.kernel, by(ADMIN), CODE, opened)
    calendar.change(office.kernel, by(ADMIN), CODE, opened, "Banjir surut")

    assert (told.cases, told.at_once) == (2, 3)  # T6a, the due date of U8, T2a
    office.settle()
    assert "Kirim_ulang_T6a" in centre.waiting()
    assert "T2a_ingatkan" not in papers.timers()
    assert calendar.preview(office.kernel, by(ADMIN), CODE, Edit()) == recounting.Moves()


@pytest.mark.parametrize("reached", [1, 2])
def test_an_edit_stopped_in_between_is_finished_by_a_second_run(
    office: Kecamatan, reached: int
) -> None:
    waiting = [waits_for_papers(office, f"327316410790000{number}") for number in (2, 3)]
    due = local(waiting[0].timers()["T2a_ingatkan"])
    dying = replace(office.kernel, clock=Stopping(REFERENCE, reached))
    with pytest.raises(SystemExit):
        calendar.change(dying, by(ADMIN), CODE, closing(due), "Banjir")

    left = calendar.preview(office.kernel, by(ADMIN), CODE, Edit())
    finished = calendar.finish(office.kernel, by(ADMIN), CODE)

    assert left == finished
    assert left.cases == 3 - reached
    assert all(local(case.timers()["T2a_ingatkan"]) > due for case in waiting)
    assert calendar.finish(office.kernel, by(ADMIN), CODE) == recounting.Moves()


def test_a_suspended_case_is_counted_anew_when_it_goes_on(office: Kecamatan) -> None:
    case = to_centre(office)
    before = case.timers()["T6a_kirim_ulang"]
    cases.suspend(office.kernel, by(ADMIN), case.key, "Diperiksa")
    calendar.change(office.kernel, by(ADMIN), CODE, closing(local(before)), "Banjir")
    assert case.timers()["T6a_kirim_ulang"] == before

    cases.resume(office.kernel, by(ADMIN), case.key, "Selesai diperiksa")

    assert local(case.timers()["T6a_kirim_ulang"]) > local(before)
    assert replay(office.kernel, case.key).parted_at is None


def test_ramadan_begins_a_day_later_than_estimated(office: Kecamatan) -> None:
    office.clock.move_to(datetime(2027, 2, 8, 7, 0, tzinfo=UTC))  # 14:00, the estimated first day
    case = apply(office)
    assert case.task("U4_periksa_kelengkapan").due_at == datetime(2027, 2, 9, 4, 0, tzinfo=UTC)
    (ramadan,) = timetable.ramadan_of([2027])
    seen = replace(ramadan, start=date(2027, 2, 9), estimated=False)

    calendar.change(office.kernel, by(ADMIN), CODE, Edit(seasons=(seen,)), "Sidang isbat")

    assert case.task("U4_periksa_kelengkapan").due_at == datetime(2027, 2, 9, 3, 0, tzinfo=UTC)


def test_the_first_promise_stands_whatever_the_calendar_becomes(office: Kecamatan) -> None:
    case = to_centre(office)
    promised = case.view.variables["estimasi_awal_tgl"]

    flood = closing(date.fromisoformat(str(promised)))
    calendar.change(office.kernel, by(ADMIN), CODE, flood, "Banjir")

    assert case.view.variables["estimasi_awal_tgl"] == promised
