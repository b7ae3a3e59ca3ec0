"""The line of tickets: position, return, the day's capacity, counters that open and close."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.services.kernel import Request
from engine.services.rights import OfficeForbidden, RightMissing
from engine.values import Actor, JsonValue
from office import calling, config, queue, slips, tickets, windows
from office.queue import Capacity, TicketClass, WaitingTicket
from office.slips import Slip, SlipKind
from office.windows import WindowNameInvalid
from tests.office.conftest import ADMIN, CLERK, OFFICE, Desk

TODAY = date(2026, 11, 24)
WORKER = Request(actor=Actor(id="sri", offices=frozenset({OFFICE}), rights=frozenset({"work"})))
LAST_HOUR = timedelta(hours=6)  # from 09:00: service closes at 16:00


def line(text: str) -> list[WaitingTicket]:
    """ "A1 P1 A2": tickets by class and place."""
    return [
        WaitingTicket(number=word, ticket_class=TicketClass(word[0]), place=int(word[1:]))
        for word in text.split()
    ]


def draw(desk: Desk, priority: str = "TIDAK") -> dict[str, JsonValue]:
    given: dict[str, JsonValue] = {"jenis_layanan": "REKAM", "prioritas": priority}
    return dict(desk.do("antrean.nomor", desk.new_case(), given))


def waiting(desk: Desk, day: date = TODAY) -> list[str]:
    with desk.kernel.reads.begin() as session:
        return [ticket.number for ticket in tickets.waiting(session, OFFICE, day)]


@pytest.mark.parametrize(
    ("waits", "run", "called"),
    [
        ("A1 A2 P1 P2 P3", 0, "P1 P2 A1 P3 A2"),
        ("A1 A2 P1 P2 P3", 1, "P1 A1 P2 P3 A2"),
        ("P1 P2 P3", 2, "P1 P2 P3"),
        ("A2 A1", 2, "A1 A2"),
        ("", 0, ""),
    ],
)
def test_the_line_is_called_in_the_order_of_dmn_6(waits: str, run: int, called: str) -> None:
    assert " ".join(ticket.number for ticket in queue.order(line(waits), run)) == called


@pytest.mark.parametrize(
    ("kind", "waited", "run"),
    [("P", True, 2), ("P", False, 1), ("A", True, 0), ("A", False, 0)],
)
def test_the_run_counts_only_calls_made_while_an_ordinary_waited(
    kind: str, waited: bool, run: int
) -> None:
    assert queue.run_after(1, TicketClass(kind), ordinary_waited=waited) == run


@pytest.mark.parametrize(
    ("minutes", "counters", "service", "citizens"),
    [(60, 1, 10, 6), (60, 3, 10, 18), (59, 1, 10, 5), (60, 0, 10, 6), (0, 3, 10, 0), (5, 1, 0, 5)],
)
def test_the_day_holds_open_time_by_counters_by_service_time(
    minutes: int, counters: int, service: int, citizens: int
) -> None:
    left, each = timedelta(minutes=minutes), timedelta(minutes=service)

    assert Capacity(left=left, counters=counters, service=each).citizens == citizens


def test_a_number_that_today_will_not_reach_is_for_the_next_working_day(desk: Desk) -> None:
    desk.clock.advance(LAST_HOUR)
    drawn = [draw(desk) for _ in range(8)]

    assert [one["hari_ini_cukup"] for one in drawn] == [True] * 6 + [False] * 2
    assert [one["di_depan"] for one in drawn] == [0, 1, 2, 3, 4, 5, None, None]
    assert drawn[-1]["nomor_antrean"] == "A-002"
    assert drawn[-1]["perkiraan_dilayani"] == drawn[-1]["tanggal_antrean"] == "2026-11-25"
    assert waiting(desk, date(2026, 11, 25)) == ["A-001", "A-002"]


def test_a_second_counter_lets_twice_as_many_be_served(desk: Desk) -> None:
    desk.clock.advance(LAST_HOUR)
    for window in ("1", "2"):
        windows.open_window(desk.kernel, WORKER, OFFICE, window)

    assert [draw(desk)["hari_ini_cukup"] for _ in range(13)] == [True] * 12 + [False]


def test_a_priority_number_is_served_today_though_the_line_is_full(desk: Desk) -> None:
    desk.clock.advance(LAST_HOUR)
    for _ in range(7):
        draw(desk)

    assert draw(desk, "HAMIL")["hari_ini_cukup"] is True


@pytest.mark.parametrize("hours", [7, 20, 4 * 24])
def test_after_service_and_on_a_closed_day_the_next_working_day_is_told(
    desk: Desk, hours: int
) -> None:
    desk.clock.advance(timedelta(hours=hours))  # 16:00, 05:00, Saturday
    drawn = draw(desk)

    expected = {7: (False, "2026-11-25"), 20: (True, "2026-11-25"), 96: (False, "2026-11-30")}
    assert (drawn["hari_ini_cukup"], drawn["perkiraan_dilayani"]) == expected[hours]


def test_the_median_of_noted_services_replaces_the_policy(desk: Desk) -> None:
    for _ in range(10):
        ticket = draw(desk)
        desk.do("antrean.layani", 0, ticket)
        desk.clock.advance(timedelta(minutes=30))
        desk.do("antrean.selesai", 0, ticket)  # 09:00 to 14:00
    desk.clock.advance(timedelta(hours=1))

    assert [draw(desk)["hari_ini_cukup"] for _ in range(3)] == [True, True, False]


def test_the_minutes_of_a_service_are_policy(desk: Desk) -> None:
    desk.clock.advance(LAST_HOUR)
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {"antrean.menit_layanan": 40})

    assert [draw(desk)["hari_ini_cukup"] for _ in range(2)] == [True, False]


def test_a_ticket_comes_back_behind_the_next_three_of_its_class(desk: Desk) -> None:
    drawn = [draw(desk) for _ in range(5)]
    priority = draw(desk, "SAKIT")
    desk.do("antrean.panggil", 0, drawn[0])
    assert desk.do("antrean.lewat", 0, drawn[0]) == {"boleh_masuk_lagi": True}
    assert "A-001" not in waiting(desk)  # nobody is called who is not there

    desk.do("antrean.kembali", 0, drawn[0])

    ordinary = [number for number in waiting(desk) if number != priority["nomor_antrean"]]
    assert ordinary == ["A-002", "A-003", "A-004", "A-001", "A-005"]
    assert draw(desk)["di_depan"] == 6  # whoever comes now stands behind them all


def test_a_ticket_comes_back_on_its_own_day_only(desk: Desk) -> None:
    ticket = draw(desk)
    desk.clock.advance(timedelta(days=1))

    assert desk.do("antrean.lewat", 0, ticket) == {"boleh_masuk_lagi": False}


def test_a_call_from_the_work_list_is_noted_as_out_of_turn(desk: Desk) -> None:
    draw(desk)
    priority = draw(desk, "LANSIA")
    for _ in range(2):
        desk.do("antrean.panggil", 0, priority)

    with desk.kernel.reads.begin() as session:
        calls = calling.of_day(session, OFFICE, TODAY)
    assert [(call.jenis, call.berturut, call.biasa_menunggu) for call in calls] == [
        ("LANGSUNG", 1, True),
        ("ULANG", 1, True),
    ]


def test_a_counter_is_opened_and_closed_once_and_every_turn_stays(desk: Desk) -> None:
    first = windows.open_window(desk.kernel, WORKER, OFFICE, " Loket 1 ")
    again = windows.open_window(desk.kernel, WORKER, OFFICE, "Loket 1")
    windows.open_window(desk.kernel, WORKER, OFFICE, "Loket 2")
    closed = windows.close_window(desk.kernel, WORKER, OFFICE, "Loket 1")

    with desk.kernel.reads.begin() as session:
        still = windows.open_windows(session, OFFICE)
    assert (first, again, closed) == (True, False, True)
    assert [(one.name, one.by) for one in still] == [("Loket 2", "sri")]
    assert not windows.close_window(desk.kernel, WORKER, OFFICE, "Loket 3")


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_counter_needs_a_short_name(desk: Desk, name: str) -> None:
    with pytest.raises(WindowNameInvalid):
        windows.open_window(desk.kernel, WORKER, OFFICE, name)


def test_counters_are_opened_by_who_works_in_the_office(desk: Desk) -> None:
    elsewhere = Actor(id="x", offices=frozenset({"999999"}), rights=frozenset({"work"}))
    with pytest.raises(RightMissing):
        windows.open_window(desk.kernel, Request(actor=CLERK), OFFICE, "1")
    with pytest.raises(OfficeForbidden):
        windows.open_window(desk.kernel, Request(actor=elsewhere), OFFICE, "1")


def test_a_ticket_slip_says_when_today_is_full(desk: Desk) -> None:
    slip = Slip(
        kind=SlipKind.ANTREAN,
        office="Kecamatan Kiaracondong",
        number="A-002",
        printed_on=TODAY,
        served_on=date(2026, 11, 25),
    )

    assert slips.lines(slip)[-3:] == (
        "Antrean hari ini sudah penuh",
        "Nomor ini berlaku 25 November 2026",
        "GRATIS",
    )
    given: dict[str, JsonValue] = {"nomor_antrean": "A-001", "perkiraan_dilayani": "2026-11-24"}
    printed = desk.do("slip.cetak", 0, given, {"jenis": "ANTREAN"})["slip"]
    assert isinstance(printed, dict)
    assert "Antrean hari ini sudah penuh" not in str(printed["baris"])
