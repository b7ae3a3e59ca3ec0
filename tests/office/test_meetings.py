"""The meeting's agenda and actions: nothing is forgotten, nothing stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pytest

from engine.services.kernel import Request
from engine.services.workers import BpmnError
from engine.values import JsonValue, Variables
from office import config, meetings
from office.meetings import Outcome
from tests.office.conftest import ADMIN, NOW, OFFICE, Desk

NUMBER: Final = "KRC-2611-00001-5"
ORDER: Final[Mapping[str, JsonValue]] = {
    "apa": "Minta blanko",
    "siapa": "gudang_blanko",
    "batas": "2026-11-27",
}


def decide(desk: Desk, wanted: list[JsonValue], old: list[JsonValue] | None = None) -> Variables:
    given: dict[str, JsonValue] = {
        "laporan_bulan": "2026-10",
        "tindak_lanjut": wanted,
        "tindak_lalu": old or [],
    }
    return desk.do("rapat.putuskan", desk.new_case(), given)


def decided(desk: Desk) -> dict[str, JsonValue]:
    rows = decide(desk, [dict(ORDER)])["tindakan"]
    assert isinstance(rows, list)
    (row,) = rows
    assert isinstance(row, dict)
    return row


def put(desk: Desk, case: int, subject: str = "BLANKO_LAMA") -> JsonValue:
    headers = {"pokok": subject}
    return desk.do("rapat.agendakan", case, {"no_register": NUMBER}, headers)["diagendakan"]


def test_a_case_stands_on_the_agenda_once_a_subject(desk: Desk) -> None:
    case = desk.new_case()
    assert (put(desk, case), put(desk, case), put(desk, case, "LAIN")) == (True, False, True)
    with desk.kernel.reads.begin() as session:
        found = [(item.pokok, item.no_register) for item in meetings.agenda(session, OFFICE)]
    assert found == [("BLANKO_LAMA", NUMBER), ("LAIN", NUMBER)]


def test_what_a_meeting_has_talked_about_may_come_again(desk: Desk) -> None:
    case = desk.new_case()
    put(desk, case)
    decide(desk, [])
    with desk.kernel.reads.begin() as session:
        assert meetings.agenda(session, OFFICE) == ()
    assert put(desk, case) is True


def test_an_action_is_due_at_the_close_of_service_of_its_day(desk: Desk) -> None:
    row = decided(desk)
    assert (row["siapa"], row["batas_pada"]) == ("gudang_blanko", "2026-11-27T16:00:00+07:00")


def test_an_open_action_without_a_verdict_stops_the_meeting(desk: Desk) -> None:
    decided(desk)
    with pytest.raises(BpmnError) as told:
        decide(desk, [{**ORDER, "batas": "2026-11-23"}])
    assert told.value.variables["alasan_ditolak"] == ["BELUM_DIPUTUS", "BATAS"]


def test_carrying_over_needs_a_new_date(desk: Desk) -> None:
    row = decided(desk)
    with pytest.raises(BpmnError, match="BATAS"):
        decide(desk, [], [{**row, "keputusan": "DIBAWA"}])


def test_a_carried_action_keeps_its_line_and_an_older_one_is_off_the_list(desk: Desk) -> None:
    row = decided(desk)
    found = decide(desk, [], [{**row, "keputusan": "DIBAWA", "batas_baru": "2026-12-04"}])
    with desk.kernel.reads.begin() as session:
        (action,) = meetings.open_actions(session, OFFICE)
        assert (str(action.asal), action.batas) == (row["kunci"], date(2026, 12, 4))
    assert found["tindak_dibahas"] == [row["kunci"]]


def test_what_was_finished_is_not_finished_again(desk: Desk) -> None:
    row = decided(desk)
    first = desk.do("rapat.selesai", desk.new_case(), {"tindak": row})
    again = desk.do("rapat.selesai", desk.new_case(), {"tindak": row})
    assert (first["tindak_selesai"], again["tindak_selesai"]) == (True, False)
    with desk.kernel.reads.begin() as session:
        done = session.get(meetings.Action, int(str(row["kunci"])))
        assert done is not None
        assert (done.hasil, done.selesai_pada) == (Outcome.SELESAI, NOW)


@pytest.mark.parametrize(
    ("number", "at"), [(1, "2026-11-02T09:30:00+07:00"), (3, "2026-11-04T09:30:00+07:00")]
)
def test_the_meeting_is_on_the_working_day_and_at_the_hour_of_the_office(
    desk: Desk, number: int, at: str
) -> None:
    rules: dict[str, JsonValue] = {"laporan.hari_kerja_ke": number, "laporan.jam": "09:30"}
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, rules)
    assert desk.do("rapat.jadwal", desk.new_case())["rapat_pada"] == at
