"""Overdue work escalates by working time, also over a long holiday (scenarios 17 and 28, T1-T14)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.rules import calendars
from engine.services.replaying import replay
from engine.store.log import CaseCommand
from office import calendar
from office.timetable import Day, DayKind, Edit
from tests.scenarios.kecamatan import ADMIN, CETAK, CODE, GUDANG, KASI, LOKET, Kecamatan, by
from tests.scenarios.steps import (
    apply,
    centre_says,
    check_papers,
    end_print,
    look_up,
    lost_card,
    ready,
    to_centre,
)

#: 6 to 15 March 2027: weekend, Nyepi, Idul Fitri with cuti bersama, weekend
BEFORE_LEBARAN = datetime(2027, 3, 4, 2, 0, tzinfo=UTC)


def local(instant: datetime) -> date:
    return (instant + timedelta(hours=7)).date()


def working_day(office: Kecamatan, since: datetime, number: int) -> date:
    with office.kernel.reads.begin() as session:
        hours = calendar.current(session, CODE)
    return calendars.add_working_days(hours, local(since), number)


@pytest.mark.parametrize(("timer", "days"), [("T6a_kirim_ulang", 3), ("T6b_tanya_pusat", 7)])
def test_scenario_28_falls_due_on_the_working_day_after_the_closure(
    office: Kecamatan, timer: str, days: int
) -> None:
    office.clock.move_to(BEFORE_LEBARAN)
    case = to_centre(office)
    due = case.timers()[timer]
    assert local(due) == working_day(office, BEFORE_LEBARAN, days)
    assert local(due) > date(2027, 3, 15)


def test_scenario_28_nothing_escalates_during_the_closure(office: Kecamatan) -> None:
    office.clock.move_to(BEFORE_LEBARAN)
    case = to_centre(office)
    office.move_to(datetime(2027, 3, 15, 16, 0, tzinfo=UTC))
    assert case.waiting() == {"U8_catat_status"}
    office.move_to(case.timers()["T6a_kirim_ulang"])
    assert case.waiting() == {"U8_catat_status", "Kirim_ulang_T6a"}


def test_scenario_28_a_closure_added_later_moves_what_it_touches(office: Kecamatan) -> None:
    case, paper = to_centre(office), apply(office, nik="3273164107900002")
    check_papers(paper, "KURANG", missing=("KK",))
    before = case.timers() | paper.timers()
    closed = local(before["T6a_kirim_ulang"])
    flood = {closed: Day(kind=DayKind.TUTUP_DARURAT, name="Banjir")}
    told = calendar.preview(office.kernel, by(ADMIN), CODE, Edit(days=flood))
    assert (told.cases, told.at_once) == (2, 0)
    assert case.timers() | paper.timers() == before
    calendar.change_days(office.kernel, by(ADMIN), CODE, flood, "Banjir")
    after = case.timers() | paper.timers()
    assert local(after["T6a_kirim_ulang"]) == closed + timedelta(days=3)  # over the weekend
    assert local(after["T2a_ingatkan"]) == closed + timedelta(days=3)
    assert after["T14_estimasi_lewat"] == before["T14_estimasi_lewat"]
    assert calendar.preview(office.kernel, by(ADMIN), CODE, Edit()).cases == 0
    office.move_to(before["T6a_kirim_ulang"])
    assert "Kirim_ulang_T6a" not in case.waiting()
    office.move_to(after["T6a_kirim_ulang"])
    assert "Kirim_ulang_T6a" in case.waiting()


def test_moved_timers_are_logged_once_and_replayed(office: Kecamatan) -> None:
    case = to_centre(office)
    closed = local(case.timers()["T6a_kirim_ulang"])
    flood = {closed: Day(kind=DayKind.TUTUP_DARURAT, name="Banjir")}
    calendar.change_days(office.kernel, by(ADMIN), CODE, flood, "Banjir")
    with office.kernel.reads.begin() as session:
        logged = select(CaseCommand.kind).where(CaseCommand.root_key == case.key)
        kinds = list(session.execute(logged).scalars())
    assert kinds.count("MoveTimers") == 1
    assert replay(office.kernel, case.key).parted_at is None


def test_overdue_work_escalates_over_a_long_holiday_step_by_step(office: Kecamatan) -> None:
    office.clock.move_to(BEFORE_LEBARAN)
    case = to_centre(office)
    seen: list[set[str]] = []
    for timer in ("T6a_kirim_ulang", "T6b_tanya_pusat", "T6c_lapor_camat"):
        office.move_to(case.timers()[timer] - timedelta(seconds=1))
        seen.append(case.waiting())
        office.move_to(case.timers()[timer])
    seen.append(case.waiting())
    work = {"U8_catat_status"}
    steps = ["Kirim_ulang_T6a", "Kasi_T6b", "Camat_T6c"]
    late = {"Kasi_T14"}
    expected = [work | set(steps[:count]) for count in range(4)]
    assert [found - late for found in seen] == expected
    assert [case.task(name).groups for name in steps] == [
        ("perekaman",),
        ("verifikator",),
        ("camat",),
    ]


def test_scenario_17_the_kasi_is_asked_and_an_answer_takes_the_question_away(
    office: Kecamatan,
) -> None:
    case = to_centre(office)
    centre_says(case, "SENT_FOR_ENROLLMENT")
    office.move_to(case.timers()["T6b_tanya_pusat"])
    assert case.task("Kasi_T6b").name == "Kasi: NIK sudah ada di pusat?"
    case.do("Kasi_T6b", KASI, nik_sudah_di_pusat="BELUM_TAHU")
    case.tell("status_pusat", status="RECEIVED_AT_CENTRAL")
    assert (case.waiting(), case.see("U8_catat_status")["siak_status"]) == (
        {"U8_catat_status"},
        "RECEIVED_AT_CENTRAL",
    )


def test_papers_that_never_come_let_the_application_lapse(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case, "KURANG", missing=("KK",))
    due = case.timers()
    assert local(due["T2a_ingatkan"]) == working_day(office, office.clock.now(), 3)
    assert local(due["T2b_gugur"]) == working_day(office, office.clock.now(), 14)
    office.move_to(due["T2b_gugur"])
    office.send()
    assert (case.view.row.state, case.keadaan()) == ("COMPLETED", "GUGUR")
    assert len(office.sent) == 3  # what lacks, the reminder, the letter


def test_printing_counts_twenty_four_hours_by_the_clock(office: Kecamatan) -> None:
    case = lost_card(office)
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    due = case.timers()
    assert due["T9a_lewat_24_jam"] == office.clock.now() + timedelta(hours=24)
    assert local(due["T9b_lewat_dua_hari"]) == working_day(office, office.clock.now(), 2)
    office.move_to(due["T9b_lewat_dua_hari"])
    assert {"Kasi_T9a", "Camat_T9b"} <= case.waiting()


def test_card_not_collected_is_reminded_of_and_never_destroyed_by_itself(
    office: Kecamatan,
) -> None:
    case = ready(office)
    office.move_to(case.timers()["T12d_ingatkan"])
    office.send()
    assert [channel for channel, _, _ in office.sent] == [
        "WHATSAPP",
        "WHATSAPP",
        "WHATSAPP",
        "WHATSAPP",
        "PAPAN",
    ]
    office.move_to(case.timers()["T13_tidak_diambil"])
    assert "Putuskan_tidak_diambil" in case.waiting()
    assert case.view.row.state == "ACTIVE"


def test_promise_kept_by_a_ready_card_passes_in_silence(office: Kecamatan) -> None:
    case = ready(office)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    assert "Janji_ditepati" in case.passed()
    assert case.waiting() == set()
    assert not any("mohon maaf" in text for _, _, text in office.sent)


def test_promise_broken_while_the_card_waits_to_be_printed_reaches_citizen_and_kasi(
    office: Kecamatan,
) -> None:
    case = lost_card(office)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    assert "Kasi_T14" in case.waiting()
    assert "mohon maaf" in office.sent[-1][2]


def test_check_of_papers_is_overdue_after_four_working_hours(office: Kecamatan) -> None:
    office.clock.move_to(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))  # two hours before the close
    case = apply(office)
    due = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert case.task("U4_periksa_kelengkapan").due_at == case.timers()["T3b_tertunda"] == due
    office.move_to(due - timedelta(seconds=1))
    assert not case.task("U4_periksa_kelengkapan").overdue
    office.move_to(due)
    assert case.task("U4_periksa_kelengkapan").overdue


def test_card_is_due_twenty_four_hours_after_its_blanko_was_reserved(office: Kecamatan) -> None:
    case = lost_card(office)
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    due = case.timers()["T9a_lewat_24_jam"]
    assert case.task("U11_mulai_cetak").due_at == due
    case.do("U11_mulai_cetak", CETAK, blanko_id="B-001")
    office.pass_time(timedelta(minutes=10))
    end_print(case)
    assert case.task("U12_uji_mutu").due_at == due


def test_recording_is_due_when_service_closes(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    assert case.task("U7_perekaman").due_at == case.timers()["T5a_akhir_hari"]


def test_what_an_escalation_asks_is_due_a_working_day_later(office: Kecamatan) -> None:
    case = to_centre(office)
    escalated = case.timers()["T6a_kirim_ulang"]
    office.move_to(escalated)
    due = case.task("Kirim_ulang_T6a").due_at
    assert due is not None
    assert local(due) == working_day(office, escalated, 1)


def test_ticket_called_in_vain_lapses_after_ten_minutes(office: Kecamatan) -> None:
    case = office.start()
    case.do("U1_ambil_nomor", LOKET, jenis_layanan="REKAM")
    case.do("U2_panggil", LOKET, hadir=False)
    assert case.waiting() == {"U2_panggil_ulang"}
    office.pass_time(timedelta(minutes=10))
    assert (case.waiting(), case.passed()[-1]) == (set(), "Boleh_lagi")
    office.pass_time(timedelta(days=1))
    assert case.view.row.state == "COMPLETED"
