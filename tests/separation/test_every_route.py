"""Separate hands by every route: who did the one does not do the other, whatever they hold.

On both databases, with the real diagrams. The routes are those of the application itself: a new one
fails the first test until `routes` says what it does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from api import cli, officers
from engine.errors import SeparationOfDuties
from engine.services import corrections, deployments, reading, tasks
from engine.store.tasks import UserTask
from engine.values import Actor
from office import absences
from office.absences import NewAbsence
from tests.api.conftest import Caller
from tests.bpmn.drawing import draw, end, flow, parallel, start, user
from tests.bpmn.markup import properties
from tests.scenarios import steps
from tests.scenarios.kecamatan import ADMIN, KASI, LOKET, Kecamatan, Perkara, by
from tests.separation import stages
from tests.separation.routes import ATTEMPTS, ELSEWHERE, GIVE_NOTHING, REFUSALS, Try
from tests.separation.stages import STAGES, Stage

#: the same person in their own lanes, and in those of somebody they stand in for
WHO = ("rangkap", "pengganti")


def test_every_route_that_changes_something_is_told(app: Flask) -> None:
    found = {
        f"{method} {route.rule}"
        for route in app.url_map.iter_rules()
        for method in (route.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }

    assert found == {*ATTEMPTS, *GIVE_NOTHING, *ELSEWHERE}


def test_every_rule_of_the_diagrams_has_its_stage() -> None:
    assert {(stage.task, stage.done) for stage in STAGES} == stages.rules()


def person(office: Kecamatan, login: str) -> Actor:
    """An officer as a request makes him; the substitute serves in the lanes of the absent one."""
    if login == "pengganti":
        now = office.clock.now()
        away = NewAbsence(
            officer="absen",
            since=now,
            until=now + timedelta(days=30),
            reason="cuti",
            substitute=login,
        )
        absences.record(office.kernel, by(KASI), away)
    who = officers.find(office.kernel, login)
    assert who is not None
    return who.actor


def begin(app: Flask, office: Kecamatan, stage: Stage, login: str) -> tuple[Perkara, Try]:
    case = stage.way(office, person(office, login))
    own = office_rows(office, case, stage.done)
    assert login in {row.completed_by for row in own}
    return case, Try(
        who=Caller(app.test_client(), office.kernel, login),
        chief=Caller(app.test_client(), office.kernel, "atasan"),
        task=case.task(stage.task).key,
        own=next(row.key for row in own if row.completed_by == login),
        case=case.key,
        answers=stage.answers,
    )


def office_rows(office: Kecamatan, case: Perkara, element: str) -> list[UserTask]:
    wanted = select(UserTask).where(UserTask.root_key == case.key, UserTask.element == element)
    with office.kernel.reads.begin() as session:
        return list(session.execute(wanted).scalars())


def touched(office: Kecamatan, case: Perkara, task: str, login: str) -> bool:
    """Whether somebody holds or did the task."""
    return any(login in {row.assignee, row.completed_by} for row in office_rows(office, case, task))


@pytest.mark.parametrize("login", WHO)
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.task}-{stage.done}")
def test_every_route_refuses_the_same_hands(
    app: Flask, staffed: Kecamatan, stage: Stage, login: str
) -> None:
    case, one = begin(app, staffed, stage, login)
    wrong = {}

    for route, attempt in ATTEMPTS.items():
        answers = [answer.status_code for answer in attempt(one)]
        if not REFUSALS.issuperset(answers) or touched(staffed, case, stage.task, login):
            wrong[route] = answers
    for route, attempt in GIVE_NOTHING.items():
        answers = [answer.status_code for answer in attempt(one)]
        if max(answers) >= 500 or touched(staffed, case, stage.task, login):
            wrong[route] = answers

    assert wrong == {}
    assert stage.task in case.waiting()


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.task}-{stage.done}")
def test_other_hands_are_let_through_by_the_same_routes(
    app: Flask, staffed: Kecamatan, stage: Stage
) -> None:
    case, one = begin(app, staffed, stage, "rangkap")
    other = Caller(app.test_client(), staffed.kernel, "lain")

    assert (
        one.chief.call(
            "POST", f"/user-tasks/{one.task}/assignment", {"assignee": "lain"}
        ).status_code
        == 204
    )
    body = {"variables": dict(stage.answers)}
    answer = other.call("POST", f"/user-tasks/{one.task}/completion", body)
    assert answer.status_code == 204, answer.text
    assert stage.task in case.passed()


def test_putting_it_back_on_the_desk_washes_no_hands(staffed: Kecamatan) -> None:
    """Who received the application stays its receiver when somebody else receives it anew."""
    (stage,) = (one for one in STAGES if one.task == "U6_verifikasi")
    both = person(staffed, "rangkap")
    case = stage.way(staffed, both)
    (first,) = office_rows(staffed, case, "U3_terima_permohonan")
    corrections.reopen(staffed.kernel, by(both), first.key, {}, reason="salah ketik")
    case.do("U3_terima_permohonan", LOKET, **{**steps.SITI, "jenis_kelamin": "L"})
    steps.check_papers(case)
    steps.look_up(case)

    with pytest.raises(SeparationOfDuties):
        case.do("U6_verifikasi", both, **stage.answers)


def test_holding_a_task_before_doing_the_other_is_no_way_round(staffed: Kecamatan) -> None:
    """Two tasks open at once: who holds the one and does the other may not finish the one."""
    apart = user("B", properties(separateFrom="A"), groups="loket")
    fork, join = parallel("f"), parallel("j")
    lines = (("s", "f"), ("f", "A"), ("f", "B"), ("A", "j"), ("B", "j"), ("j", "e"))
    content = draw(
        start(), fork, user("A", groups="loket"), apart, join, end(), *(flow(*x) for x in lines)
    )
    deployments.deploy(staffed.kernel, by(ADMIN), {"p.bpmn": content})
    case, both = staffed.start("p"), person(staffed, "rangkap")
    held = case.task("B").key
    tasks.claim(staffed.kernel, by(both), held)
    case.do("A", both)

    with pytest.raises(SeparationOfDuties):
        tasks.complete(staffed.kernel, by(both), held, {})
    assert not reading.task(staffed.kernel, both, held).may_complete


#: the command line works on no user task; `user deactivate` hands over by the rules of assignment
COMMANDS = frozenset({"user deactivate"})


def test_no_command_works_on_a_task_unheard_of() -> None:
    """A command of these names would have to be told, and tried, here."""
    working = {"assign", "claim", "complete", "correct", "deactivate", "hand-over", "reopen"}
    found = {name for name in commands(cli.build_parser()) if name.split()[-1] in working}

    assert found == COMMANDS


def commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    for action in parser._actions:  # argparse tells its commands no other way
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield f"{before}{name}"
                yield from commands(inner, f"{before}{name} ")
