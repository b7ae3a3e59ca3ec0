"""Calendar, policies and what the office lends to a step."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from engine.errors import NotFound
from engine.rules import calendars
from engine.services.kernel import Request
from engine.services.rights import RightMissing
from engine.values import JsonValue, OpenSpan
from office import calendar, config, founding, inputs, offices, timetable
from office.calendar import CalendarInvalid
from office.config import SettingInvalid
from office.founding import NewOffice, OfficeExists
from office.timetable import Day, DayKind, Season, Timetable
from tests.office.conftest import ADMIN, CLERK, NOW, OFFICE, Desk

CLOSED = Day(kind=DayKind.TUTUP_DARURAT, name="Banjir")


def test_the_holidays_of_2026_are_17_and_8() -> None:
    days = timetable.holidays_of([2026])
    kinds = [day.kind for day in days.values()]
    assert kinds.count(DayKind.LIBUR_NASIONAL) == 17
    assert kinds.count(DayKind.CUTI_BERSAMA) == 8
    assert days[date(2026, 12, 24)].kind is DayKind.CUTI_BERSAMA


def test_the_long_closure_of_march_2026_is_seven_days(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)
    assert calendars.next_working_day(hours, date(2026, 3, 17)) == date(2026, 3, 25)


def test_a_friday_has_its_own_hours(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)
    friday = calendars.hours(hours, date(2026, 11, 27))
    assert [(span.start, span.end) for span in friday] == [
        (time(8), time(11, 30)),
        (time(13), time(16)),
    ]


def test_an_emergency_closure_is_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    closing = {date(2026, 11, 25): CLOSED}
    version = calendar.change_days(desk.kernel, Request(actor=ADMIN), OFFICE, closing, "Banjir")
    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)
        _, before = calendar.read(session, OFFICE, 1)
    assert (version, hours.version) == (2, 2)
    assert not calendars.is_working_day(hours, date(2026, 11, 25))
    assert date(2026, 11, 25) not in before.days


def test_a_cleared_day_is_ordinary_again(desk: Desk) -> None:
    calendar.change_days(
        desk.kernel, Request(actor=ADMIN), OFFICE, {date(2026, 12, 24): None}, "SKB diubah"
    )
    with desk.kernel.reads.begin() as session:
        hours = calendar.current(session, OFFICE)
    assert calendars.is_working_day(hours, date(2026, 12, 24))


def test_a_wrong_edit_changes_nothing(desk: Desk) -> None:
    backwards = Day(kind=DayKind.KERJA, name="?", hours=(OpenSpan(start=time(12), end=time(8)),))
    with pytest.raises(CalendarInvalid) as told:
        calendar.change_days(
            desk.kernel, Request(actor=ADMIN), OFFICE, {date(2026, 12, 1): backwards}, "?"
        )
    assert [fault.element for fault in told.value.faults] == ["2026-12-01"]
    with desk.kernel.reads.begin() as session:
        assert calendar.read(session, OFFICE)[0] == 1


def test_ramadan_hours_overrule_the_week_and_a_holiday_overrules_both() -> None:
    short = (OpenSpan(start=time(8), end=time(12)),)
    season = Season(start=date(2026, 2, 18), end=date(2026, 3, 19), hours=(short,) * 5 + ((), ()))
    content = Timetable(seasons=(season,), days={date(2026, 3, 18): CLOSED})
    hours = timetable.to_calendar(content, 1)
    assert calendars.hours(hours, date(2026, 2, 18)) == short
    assert calendars.hours(hours, date(2026, 3, 18)) == ()
    assert timetable.from_text(timetable.to_text(content)) == content


def test_a_policy_holds_from_its_date_and_keeps_its_history(desk: Desk) -> None:
    later = NOW + timedelta(days=7)
    request = Request(actor=ADMIN)
    config.change(desk.kernel, request, OFFICE, {"antrean.panggilan_maks": 5}, later)
    with desk.kernel.reads.begin() as session:
        held = [
            config.effective(session, OFFICE, at).number("antrean.panggilan_maks")
            for at in (NOW, later - timedelta(seconds=1), later)
        ]
        (entry,) = config.history(session, OFFICE, "antrean.panggilan_maks")
    assert held == [3, 3, 5]
    assert (entry.oleh, entry.nilai, entry.dicatat_pada) == ("admin", "5", NOW)


def test_every_wrong_policy_is_told_and_none_is_set(desk: Desk) -> None:
    wrong: dict[str, JsonValue] = {
        "tidak.ada": 1,
        "batas.T1": "sepuluh menit",
        "cetak.suhu_min": 160,
    }
    with pytest.raises(SettingInvalid) as told:
        config.change(desk.kernel, Request(actor=ADMIN), OFFICE, wrong)
    assert [fault.element for fault in told.value.faults] == ["tidak.ada", "batas.T1"]
    with desk.kernel.reads.begin() as session:
        assert config.history(session, OFFICE, "cetak.suhu_min") == ()


def test_policies_and_calendar_are_the_administrators(desk: Desk) -> None:
    clerk = Request(actor=CLERK)
    with pytest.raises(RightMissing):
        config.change(desk.kernel, clerk, OFFICE, {"antrean.panggilan_maks": 9})
    with pytest.raises(RightMissing):
        calendar.change_days(desk.kernel, clerk, OFFICE, {}, "")


def test_expressions_read_the_office_its_policies_and_the_day(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session:
        lent = inputs.provide(session, OFFICE, NOW)
    kantor = lent.context["kantor"]
    assert isinstance(kantor, dict)
    assert (kantor["kode"], kantor["prefix"], kantor["print_site"]) == (OFFICE, "KRC", "KECAMATAN")
    assert isinstance(kantor["batas"], dict)
    assert kantor["batas"]["T6a"] == "P3D"
    assert (kantor["hari_ini"], kantor["hari_kerja"]) == ("2026-11-24", True)
    assert kantor["tutup"] == "2026-11-24T16:00:00+07:00"
    assert lent.calendars["kantor"].version == 1


def test_an_unknown_office_lends_nothing(desk: Desk) -> None:
    with desk.kernel.reads.begin() as session:
        assert inputs.provide(session, "000000", NOW).context == {}
        with pytest.raises(NotFound):
            offices.identity(session, "000000")


def test_an_office_is_opened_once(desk: Desk) -> None:
    with pytest.raises(OfficeExists):
        founding.found(desk.kernel, Request(actor=ADMIN), NewOffice())
