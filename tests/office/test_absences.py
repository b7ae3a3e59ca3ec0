"""Absence: the substitute has the lanes and tasks for the span, and stays one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import NotFound, SeparationOfDuties, TaskTaken
from engine.services import cases, deployments, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Request
from engine.services.reading import Whose, WorkListQuery
from engine.services.rights import OfficeForbidden, RightMissing
from engine.values import Actor
from office import absences, candidates, duties, officers
from office.absences import AbsenceInvalid, NewAbsence
from office.officers import NewOfficer
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.bpmn.markup import properties
from tests.office.conftest import ADMIN, CLERK, NOW, OFFICE, Desk

DAY = timedelta(days=1)
CHIEF = Actor(
    id="kasi",
    groups=frozenset({"verifikator"}),
    offices=frozenset({OFFICE}),
    rights=frozenset({"work", "supervise"}),
)
DIAGRAM = draw(
    *chain(
        start(),
        user("terima", groups="loket"),
        user("periksa", properties(separateFrom="terima"), groups="verifikator"),
        end(),
    )
)


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    for name, lane in (
        ("sri", "loket"),
        ("dewi", "loket"),
        ("kasi", "verifikator"),
        ("eko", "cetak"),
    ):
        new = NewOfficer(
            username=name,
            name=name.title(),
            office=OFFICE,
            roles=frozenset({lane}),
            password="kuda-laut-biru",
        )
        officers.create(desk.kernel, Request(actor=ADMIN), new)
    return desk


def away(desk: Desk, officer: str, substitute: str = "", begin: int = 0, days: int = 3) -> int:
    new = NewAbsence(
        officer=officer,
        since=NOW + DAY * begin,
        until=NOW + DAY * (begin + days),
        reason="cuti tahunan",
        substitute=substitute,
    )
    return absences.record(desk.kernel, Request(actor=CHIEF), new)


def now_is(desk: Desk, name: str) -> Actor:
    with desk.kernel.reads.begin() as session:
        return duties.actor_at(session, officers.officer(session, name), desk.clock.now())


def a_case(desk: Desk) -> int:
    chief = Request(actor=Actor(id="a", offices=frozenset({"*"}), rights=frozenset({"deploy"})))
    deployments.deploy(desk.kernel, chief, {"p.bpmn": DIAGRAM})
    return cases.start(desk.kernel, Request(actor=ADMIN), Start(process_id="p", office=OFFICE)).key


def open_task(desk: Desk, case: int) -> int:
    query = WorkListQuery(whose=Whose.ALL)
    found = reading.work_list(desk.kernel, CHIEF, query).items
    return next(row.key for row in found if row.root_key == case)


def listed(desk: Desk, name: str, whose: Whose = Whose.GROUPS) -> list[int]:
    page = reading.work_list(desk.kernel, now_is(desk, name), WorkListQuery(whose=whose))
    return [row.key for row in page.items]


def faults(desk: Desk, *args: object, **named: object) -> list[str]:
    with pytest.raises(AbsenceInvalid) as told:
        away(desk, *args, **named)  # type: ignore[arg-type]  # handed on
    return [fault.rule for fault in told.value.faults]


def test_the_substitute_has_the_lanes_for_the_span_and_no_longer(staffed: Desk) -> None:
    away(staffed, "sri", "eko", begin=1)
    assert now_is(staffed, "eko").groups == {"cetak"}
    staffed.clock.advance(DAY)
    assert now_is(staffed, "eko").groups == {"cetak", "loket"}
    staffed.clock.advance(DAY * 3)
    assert now_is(staffed, "eko").groups == {"cetak"}


def test_who_stands_in_for_the_kasi_supervises_meanwhile(staffed: Desk) -> None:
    away(staffed, "kasi", "sri")
    assert "supervise" in now_is(staffed, "sri").rights
    assert "supervise" not in now_is(staffed, "dewi").rights


def test_the_substitute_claims_what_waits_for_the_absent_ones_lane(staffed: Desk) -> None:
    task = open_task(staffed, a_case(staffed))
    eko = now_is(staffed, "eko")
    with pytest.raises(NotFound):
        tasks.claim(staffed.kernel, Request(actor=eko), task)
    away(staffed, "sri", "eko")
    assert listed(staffed, "eko") == [task]
    tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "eko")), task)
    assert listed(staffed, "eko", Whose.MINE) == [task]


def test_what_the_absent_one_holds_is_the_substitutes_to_take_with_the_reason_logged(
    staffed: Desk,
) -> None:
    case = a_case(staffed)
    task = open_task(staffed, case)
    tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "sri")), task)
    away(staffed, "sri", "eko")
    with pytest.raises(TaskTaken):
        tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "dewi")), task)
    assert listed(staffed, "eko") == [task]
    tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "eko")), task)
    rows = reading.history(staffed.kernel, CHIEF, case).items
    details = [row.detail for row in rows if row.happened == "assigned"]
    assert details[-1] == {"assignee": "eko", "reason": "Stands in for sri"}


def test_a_substitute_completes_what_the_absent_one_holds(staffed: Desk) -> None:
    task = open_task(staffed, a_case(staffed))
    tasks.claim(staffed.kernel, Request(actor=now_is(staffed, "sri")), task)
    away(staffed, "sri", "eko")
    done = tasks.complete(staffed.kernel, Request(actor=now_is(staffed, "eko")), task, {})
    assert done.assignee == "eko"


def test_standing_in_gives_nobody_a_second_pair_of_hands(staffed: Desk) -> None:
    case = a_case(staffed)
    sri = now_is(staffed, "sri")
    tasks.complete(staffed.kernel, Request(actor=sri), open_task(staffed, case), {})
    away(staffed, "kasi", "sri")
    acting = Request(actor=now_is(staffed, "sri"))
    second = open_task(staffed, case)
    with pytest.raises(SeparationOfDuties):
        tasks.claim(staffed.kernel, acting, second)
    with pytest.raises(SeparationOfDuties):
        tasks.complete(staffed.kernel, acting, second, {})


def test_whoever_is_back_early_has_no_substitute_any_more(staffed: Desk) -> None:
    away(staffed, "sri", "eko")
    assert absences.end(staffed.kernel, Request(actor=CHIEF), "sri") == 1
    assert now_is(staffed, "eko").groups == {"cetak"}


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (("sri", "dewi"), "absence-twice"),
        (("kasi", "sri"), "substitute-absent"),
        (("eko", "sri"), "absence-substitute"),
        (("dewi", "dewi"), "substitute-self"),
        (("dewi", "tidak-ada"), "substitute-unknown"),
    ],
)
def test_overlapping_and_circular_substitution_is_refused(
    staffed: Desk, args: tuple[str, str], rule: str
) -> None:
    away(staffed, "sri", "eko")
    assert rule in faults(staffed, *args)


def test_the_same_substitution_one_after_the_other_is_no_circle(staffed: Desk) -> None:
    away(staffed, "sri", "eko")
    away(staffed, "eko", "sri", begin=3)


def test_every_fault_of_an_absence_is_told_at_once(staffed: Desk) -> None:
    wrong = NewAbsence(officer="sri", since=NOW, until=NOW, reason=" ", substitute="sri")
    with pytest.raises(AbsenceInvalid) as told:
        absences.record(staffed.kernel, Request(actor=CHIEF), wrong)
    assert [fault.element for fault in told.value.faults] == ["reason", "until", "substitute"]


def test_only_a_chief_of_the_office_records_an_absence(staffed: Desk) -> None:
    new = NewAbsence(officer="sri", since=NOW, until=NOW + DAY, reason="sakit")
    with pytest.raises(RightMissing):
        absences.record(staffed.kernel, Request(actor=CLERK), new)
    stranger = Actor(id="x", offices=frozenset({"999999"}), rights=frozenset({"supervise"}))
    with pytest.raises(OfficeForbidden):
        absences.record(staffed.kernel, Request(actor=stranger), new)


def test_on_duty_is_who_is_active_and_not_absent_substitutes_included(staffed: Desk) -> None:
    def on_duty(lane: str) -> int:
        with staffed.kernel.reads.begin() as session:
            return duties.on_duty(session, OFFICE, lane, staffed.clock.now())

    assert (on_duty("loket"), on_duty("cetak"), on_duty("gudang_blanko")) == (2, 1, 0)
    away(staffed, "eko")
    assert on_duty("cetak") == 0
    away(staffed, "dewi", "kasi")
    assert (on_duty("loket"), on_duty("verifikator")) == (2, 1)


def test_expressions_read_how_many_are_on_duty(staffed: Desk) -> None:
    away(staffed, "eko")
    with staffed.kernel.reads.begin() as session:
        context = staffed.kernel.inputs(session, OFFICE, staffed.clock.now()).context["kantor"]
    assert isinstance(context, dict)
    assert context["bertugas"] == {"cetak": 0, "loket": 2, "verifikator": 1}


def test_nobody_absent_is_offered_a_task_and_the_substitute_is(staffed: Desk) -> None:
    away(staffed, "sri", "eko")
    with staffed.kernel.reads.begin() as session:
        lanes = frozenset({"loket"})
        found = candidates.candidates(session, OFFICE, lanes, frozenset(), staffed.clock.now())
    assert [row.nama_masuk for row in found] == ["dewi", "eko"]
