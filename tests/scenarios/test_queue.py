"""The line at the counters: called by the deployed table, by several at once, once a ticket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from engine.services import cases, deployments
from engine.values import JsonValue
from office import calling, windows
from office.calling import Called, NobodyWaits, NotCalled, TableAnswersWrongly
from office.windows import WindowClosed
from tests.scenarios.kecamatan import ADMIN, CODE, LOKET, LOKET_2, Kecamatan, Perkara, by, procedure

MINUTE = timedelta(minutes=1)


def draw(office: Kecamatan, priority: str = "TIDAK") -> Perkara:
    case = office.start()
    case.do("U1_ambil_nomor", LOKET, jenis_layanan="INFO", prioritas=priority)
    return case


def open_counters(office: Kecamatan, *names: str) -> None:
    for name in names:
        windows.open_window(office.kernel, by(LOKET), CODE, name)


def call(office: Kecamatan, window: str = "1") -> Called:
    office.clock.advance(MINUTE)
    return calling.call_next(office.kernel, by(LOKET), CODE, window)


def redeploy(office: Kecamatan, file: str, old: str, new: str) -> None:
    """Deploy the procedure with one text of one file changed, as its owner would in the modeler."""
    content = procedure()
    assert old.encode() in content[file]
    content[file] = content[file].replace(old.encode(), new.encode())
    deployments.deploy(office.kernel, by(ADMIN), content)


def test_the_deployed_table_calls_two_priorities_and_then_the_ordinary_who_waits(
    office: Kecamatan,
) -> None:
    open_counters(office, "1")
    drawn = [draw(office, kind) for kind in ("TIDAK", "TIDAK", *["HAMIL"] * 4)]

    called = [call(office).number for _ in drawn]

    assert called == ["P-001", "P-002", "A-001", "P-003", "P-004", "A-002"]
    with pytest.raises(NobodyWaits):
        call(office)


def test_priorities_called_while_no_ordinary_waited_do_not_count(office: Kecamatan) -> None:
    open_counters(office, "1")
    for _ in range(4):
        draw(office, "LANSIA")
    assert [call(office).number for _ in range(2)] == ["P-001", "P-002"]

    draw(office)

    assert [call(office).number for _ in range(3)] == ["P-003", "P-004", "A-001"]


def test_who_calls_holds_the_task_and_his_answer_is_no_second_call(office: Kecamatan) -> None:
    open_counters(office, "1")
    case = draw(office)

    called = call(office)

    assert (called.case, called.times) == (case.key, 1)
    assert case.task("U2_panggil").assignee == LOKET.id
    case.do("U2_panggil", LOKET, hadir=False)
    assert case.see("U2_panggil_ulang")["panggilan_ke"] == 1
    assert calling.call_again(office.kernel, by(LOKET), CODE, called.number).times == 2
    case.do("U2_panggil_ulang", LOKET, hadir=True)
    assert case.view.variables["hasil_antrean"] == "DILAYANI"


def test_a_ticket_is_called_again_only_while_it_is_called_and_three_times_in_all(
    office: Kecamatan,
) -> None:
    open_counters(office, "1")
    draw(office)
    with pytest.raises(NotCalled):
        calling.call_again(office.kernel, by(LOKET), CODE, "A-001")
    call(office)
    for _ in range(2):
        calling.call_again(office.kernel, by(LOKET), CODE, "A-001")
    with pytest.raises(NotCalled):
        calling.call_again(office.kernel, by(LOKET), CODE, "A-001")


def test_several_counters_at_once_call_no_ticket_twice(office: Kecamatan) -> None:
    names = [str(number) for number in range(1, 5)]
    open_counters(office, *names)
    drawn = [draw(office, kind) for kind in ("TIDAK", "SAKIT") * 4]

    def call_twice(window: str) -> list[str]:
        who = by(LOKET if int(window) % 2 else LOKET_2)
        calls = [calling.call_next(office.kernel, who, CODE, window) for _ in range(2)]
        return [called.number for called in calls]

    with ThreadPoolExecutor(len(names)) as counters:
        called = [number for numbers in counters.map(call_twice, names) for number in numbers]

    assert len(set(called)) == len(called) == len(drawn)
    with office.kernel.reads.begin() as session:
        calls = calling.of_day(session, CODE, date(2026, 11, 24))
    assert [one.urutan for one in calls] == list(range(1, 9))
    assert max(one.berturut for one in calls if one.biasa_menunggu) == 2


def test_a_closed_counter_calls_nobody(office: Kecamatan) -> None:
    draw(office)
    with pytest.raises(WindowClosed):
        call(office)


def test_a_ticket_whose_case_has_ended_is_not_called(office: Kecamatan) -> None:
    open_counters(office, "1")
    draw(office).do("U2_panggil", LOKET, hadir=True)
    gone = draw(office)
    cases.cancel(office.kernel, by(ADMIN), gone.key, "Pulang")
    draw(office)

    assert call(office).number == "A-003"


@pytest.mark.parametrize(
    ("change", "called"),
    [
        ("prioritas_berturut &gt;= 1", ["P-001", "A-001", "P-002", "P-003"]),
        ("prioritas_berturut &gt;= 9", ["P-001", "P-002", "P-003", "A-001"]),
    ],
)
def test_editing_the_table_moves_the_order(
    office: Kecamatan, change: str, called: list[str]
) -> None:
    old = "prioritas_berturut &gt;= kantor.antrean.prioritas_berturut_maks"
    redeploy(office, "urutan_antrean.dmn", old, change)
    open_counters(office, "1")
    for kind in ("TIDAK", "HAMIL", "HAMIL", "HAMIL"):
        draw(office, kind)

    assert [call(office).number for _ in range(4)] == called


def test_a_table_that_names_a_class_of_which_nobody_waits_is_told(office: Kecamatan) -> None:
    redeploy(
        office, "urutan_antrean.dmn", "<text>&quot;A&quot;</text>", "<text>&quot;Z&quot;</text>"
    )
    open_counters(office, "1")
    draw(office)
    with pytest.raises(TableAnswersWrongly):
        call(office)


@pytest.mark.parametrize("how", ["policy", "diagram"])
def test_t1_by_policy_and_by_diagram_moves_the_outcome(office: Kecamatan, how: str) -> None:
    if how == "policy":
        office.rule("batas.T1", "PT5M")
    else:
        redeploy(office, "antrean.bpmn", "=kantor.batas.T1", "PT5M")
    case = draw(office)
    case.do("U2_panggil", LOKET, hadir=False)

    office.pass_time(4 * MINUTE)
    assert case.waiting() == {"U2_panggil_ulang"}
    office.pass_time(MINUTE)

    assert (case.waiting(), case.passed()[-1]) == (set(), "Boleh_lagi")


def test_who_was_passed_over_comes_back_once_behind_the_next_three(office: Kecamatan) -> None:
    open_counters(office, "1")
    drawn = [draw(office) for _ in range(5)]
    call(office)
    drawn[0].do("U2_panggil", LOKET, hadir=False)
    office.pass_time(10 * MINUTE)
    assert office.publish("masuk_lagi", "A-001") == (drawn[0].key,)

    assert [call(office).number for _ in range(5)] == [f"A-00{n}" for n in (2, 3, 4, 1, 5)]

    drawn[0].do("U2_panggil", LOKET, hadir=False)
    office.pass_time(10 * MINUTE)
    assert drawn[0].view.row.state == "COMPLETED"
    assert drawn[0].view.variables["hasil_antrean"] == "LEWAT"


def test_a_number_that_nobody_called_lapses_with_its_day(office: Kecamatan) -> None:
    case = draw(office)
    office.pass_time(timedelta(hours=15))  # 23:00
    assert case.waiting() == {"U2_panggil"}

    office.pass_time(timedelta(hours=1))

    assert case.view.row.state == "COMPLETED"
    assert case.view.variables["hasil_antrean"] == "LEWAT"


def test_u1_says_when_today_is_full_and_the_number_is_called_the_next_working_day(
    office: Kecamatan,
) -> None:
    open_counters(office, "1")
    office.clock.advance(timedelta(hours=7, minutes=45))  # 15:45
    drawn = [draw(office) for _ in range(2)]

    said: list[JsonValue] = [case.see("U2_panggil")["hari_ini_cukup"] for case in drawn]
    slip = drawn[1].see("U2_panggil")["slip"]
    assert said == [True, False]
    assert isinstance(slip, dict)
    assert "Nomor ini berlaku 25 November 2026" in str(slip["baris"])
    assert call(office).case == drawn[0].key
    with pytest.raises(NobodyWaits):
        call(office)
    office.clock.advance(timedelta(hours=17))

    assert call(office).case == drawn[1].key
