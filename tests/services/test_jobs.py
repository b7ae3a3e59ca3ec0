from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services import incidents, jobs, reading
from engine.services.jobs import JobNotYours
from engine.services.reading import IncidentQuery, IncidentView, JobView
from engine.services.workers import Activation, BpmnError, Failure, JobContext, Worker
from engine.values import Actor, Variables
from tests.bpmn.drawing import boundary, chain, draw, end, error, flow, service, start, user
from tests.services.offices import ADMIN, BUDI, OFFICE, Office, by

MakeOffice = Callable[..., Office]
ROBOT = Actor(id="robot", offices=frozenset({OFFICE}), kind="service")
WORK = draw(*chain(start(), service("w", "hitung"), user("u", groups="loket"), end()))
CAUGHT = draw(
    *chain(start(), service("w", "hitung"), end()),
    boundary("b", "w", error("KOSONG")),
    user("habis", groups="loket"),
    flow("b", "habis"),
    end("e2"),
    flow("habis", "e2"),
)


def double(session: Session, job: JobContext) -> Variables:
    del session
    return {"hasil": int(str(job.variables["n"])) * 2}


def empty(session: Session, job: JobContext) -> Variables:
    session.execute(text("UPDATE key_counter SET last = last"))
    raise BpmnError("KOSONG", "stok habis")


def broken(session: Session, job: JobContext) -> Variables:
    raise RuntimeError("printer mati")


def activate(office: Office) -> tuple[JobView, ...]:
    return jobs.activate(office.kernel, by(ROBOT), Activation(type="hitung", worker="w1"))


def open_incidents(office: Office) -> tuple[IncidentView, ...]:
    return reading.incidents(office.kernel, ADMIN, IncidentQuery()).items


def test_inline_worker_runs_with_the_start_and_its_result_is_a_variable(
    make_office: MakeOffice,
) -> None:
    office = make_office(Worker(type="hitung", run=double))
    office.deploy(WORK)

    case = office.start("p", {"n": 21})

    assert office.case(case.key).variables["hasil"] == 42
    assert [task.element for task in office.open_tasks()] == ["u"]


def test_inline_workers_bpmn_error_is_caught_and_its_writes_are_undone(
    make_office: MakeOffice,
) -> None:
    def writes_then_throws(session: Session, job: JobContext) -> Variables:
        session.execute(text("DELETE FROM start_timer"))
        session.execute(text("INSERT INTO kept_answer VALUES ('a', 'k', 'x', 'x', '2026-01-01')"))
        raise BpmnError("KOSONG", "stok habis")

    office = make_office(Worker(type="hitung", run=writes_then_throws))
    office.deploy(CAUGHT)

    office.start()

    assert [task.element for task in office.open_tasks()] == ["habis"]
    assert office.sql("SELECT count(*) FROM kept_answer") == [(0,)]


def test_failing_inline_worker_never_refuses_the_start_and_is_retried_after_its_backoff(
    make_office: MakeOffice,
) -> None:
    office = make_office(Worker(type="hitung", run=broken))
    office.deploy(WORK)
    case = office.start("p", {"n": 1})
    too_early = jobs.run_due(office.kernel)
    office.clock.advance(timedelta(minutes=1))

    assert (too_early, jobs.run_due(office.kernel)) == (0, 1)
    assert office.case(case.key).jobs[0].retries == 1


def test_worker_that_always_fails_raises_an_incident_that_names_element_and_cause(
    make_office: MakeOffice,
) -> None:
    office = make_office(Worker(type="hitung", run=broken))
    office.deploy(WORK)
    office.start("p", {"n": 1})

    for _ in range(3):
        office.clock.advance(timedelta(hours=1))
        jobs.run_due(office.kernel)

    incident = open_incidents(office)[0]
    assert (incident.element, incident.code) == ("w", "job-no-retries")
    assert "printer mati" in incident.message


def test_retried_incident_runs_the_worker_again(make_office: MakeOffice) -> None:
    office = make_office(Worker(type="hitung", run=broken))
    office.deploy(draw(*chain(start(), service("w", "hitung", retries="1"), end())))
    case = office.start("p", {"n": 1})
    mended = make_office(Worker(type="hitung", run=double))

    receipts = incidents.retry_many(mended.kernel, by(ADMIN), (open_incidents(office)[0].key, 7))
    jobs.run_due(mended.kernel)

    assert [(one.resolved, one.code) for one in receipts] == [(True, ""), (False, "not-found")]
    assert office.case(case.key).row.state == "COMPLETED"
    assert open_incidents(office) == ()


def test_outside_worker_runs_in_the_sweep(make_office: MakeOffice) -> None:
    office = make_office(Worker(type="hitung", run=double, inline=False))
    office.deploy(WORK)
    case = office.start("p", {"n": 4})

    ran = jobs.run_due(office.kernel)

    assert (ran, office.case(case.key).variables["hasil"]) == (1, 8)


def test_activated_job_is_not_handed_out_twice_before_its_timeout(office: Office) -> None:
    office.deploy(WORK)
    office.start("p", {"n": 4})
    first = activate(office)
    second = activate(office)
    office.clock.advance(timedelta(minutes=5))

    assert [job.variables for job in first] == [{"n": 4}]
    assert (second, len(activate(office))) == ((), 1)


def test_external_worker_completes_its_job_once(office: Office) -> None:
    office.deploy(WORK)
    case = office.start("p", {"n": 4})
    key = activate(office)[0].key
    jobs.complete(office.kernel, by(ROBOT), key, {"hasil": 5})

    with pytest.raises(NotFound):
        jobs.complete(office.kernel, by(ROBOT), key, {"hasil": 6})

    assert office.case(case.key).variables["hasil"] == 5


def test_external_failure_without_retries_is_an_incident(office: Office) -> None:
    office.deploy(WORK)
    office.start("p", {"n": 4})
    key = activate(office)[0].key

    receipt = jobs.fail(office.kernel, by(ROBOT), key, Failure(message="putus", retries=0))

    assert (receipt.state, receipt.retries) == ("FAILED", 0)
    assert [incident.element for incident in open_incidents(office)] == ["w"]


def test_external_bpmn_error_takes_the_boundary_event(office: Office) -> None:
    office.deploy(CAUGHT)
    office.start()
    key = activate(office)[0].key

    jobs.throw_error(office.kernel, by(ROBOT), key, BpmnError("KOSONG"))

    assert [task.element for task in office.open_tasks()] == ["habis"]


def test_officer_may_not_take_jobs(office: Office) -> None:
    with pytest.raises(JobNotYours):
        jobs.activate(office.kernel, by(BUDI), Activation(type="hitung", worker="w"))
