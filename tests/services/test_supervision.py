"""What a supervisor reads and mends: causes, jobs, timers, suspended cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.errors import NotFound
from engine.services import cases, incidents, jobs, reading, replaying, timers
from engine.services.reading import IncidentQuery, JobQuery, JobView, TimerQuery
from engine.services.rights import ReasonMissing, RightMissing
from engine.services.workers import Worker
from tests.bpmn.drawing import boundary, chain, draw, end, flow, service, start, timer, user
from tests.services.offices import ADMIN, BUDI, KASI, STRANGER, Office, by
from tests.services.test_jobs import broken
from tests.services.test_timers import ESCALATING

MakeOffice = Callable[..., Office]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONCE = draw(*chain(start(), service("w", "hitung", retries="1"), end()))
OFTEN = draw(*chain(start(), service("w", "hitung"), end()))
TWO_CLOCKS = draw(
    *chain(start(), user("u", groups="loket"), end()),
    *(boundary(name, "u", timer(span)) for name, span in (("t1", "P1D"), ("t2", "P1D"))),
    *(end(f"e{name}") for name in ("t1", "t2")),
    *(flow(name, f"e{name}") for name in ("t1", "t2")),
)


@pytest.fixture
def stuck(make_office: MakeOffice) -> Office:
    """Five cases that stand still for one cause."""
    office = make_office(Worker(type="hitung", run=broken))
    office.deploy(ONCE)
    for number in range(5):
        office.start("p", {"n": number})
    return office


@pytest.fixture
def failing(make_office: MakeOffice) -> Office:
    """A case whose job waits out its back-off."""
    office = make_office(Worker(type="hitung", run=broken))
    office.deploy(OFTEN)
    office.start("p", {"n": 1})
    return office


def the_job(office: Office) -> JobView:
    return reading.jobs(office.kernel, ADMIN, JobQuery()).items[0]


def test_incidents_alike_are_one_cause(stuck: Office) -> None:
    found = reading.causes(stuck.kernel, KASI)

    assert [(one.element, one.code, one.count) for one in found] == [("w", "job-no-retries", 5)]
    assert reading.causes(stuck.kernel, STRANGER) == ()


@on_sqlite
def test_a_cause_is_retried_page_by_page_until_every_incident_was_tried(stuck: Office) -> None:
    what = IncidentQuery(process_id="p", element="w", code="job-no-retries", size=3)
    first = incidents.retry_cause(stuck.kernel, by(KASI), what)
    second = incidents.retry_cause(
        stuck.kernel,
        by(KASI),
        IncidentQuery(process_id="p", element="w", size=3, after=first.after),
    )

    assert (first.resolved, second.resolved, second.after) == (3, 2, "")


@on_sqlite
def test_who_only_works_neither_reads_causes_nor_retries(stuck: Office) -> None:
    with pytest.raises(RightMissing):
        reading.causes(stuck.kernel, BUDI)
    with pytest.raises(RightMissing):
        incidents.retry_cause(stuck.kernel, by(BUDI), IncidentQuery())


@on_sqlite
def test_a_hastened_job_runs_before_its_backoff_ends_and_the_case_keeps_why(
    failing: Office,
) -> None:
    assert jobs.run_due(failing.kernel) == 0
    job = the_job(failing)

    jobs.hasten(failing.kernel, by(ADMIN), job.key, 5, reason="kabel terpasang lagi")

    assert (the_job(failing).retries, the_job(failing).retry_at) == (5, None)
    assert failing.case(job.root_key).notes[0].text == "kabel terpasang lagi"
    assert jobs.run_due(failing.kernel) == 1


@on_sqlite
def test_a_job_is_hastened_once_for_a_double_click(failing: Office) -> None:
    job = the_job(failing)
    for _ in range(2):
        jobs.hasten(failing.kernel, by(ADMIN, "satu"), job.key, 5, reason="coba")

    assert len(failing.case(job.root_key).notes) == 1


@on_sqlite
def test_hastening_needs_the_right_and_a_reason(failing: Office) -> None:
    key = the_job(failing).key
    with pytest.raises(RightMissing):
        jobs.hasten(failing.kernel, by(KASI), key, 5, reason="coba")
    with pytest.raises(ReasonMissing):
        jobs.hasten(failing.kernel, by(ADMIN), key, 5, reason=" ")


def test_jobs_are_counted_by_type(failing: Office) -> None:
    assert reading.job_types(failing.kernel, KASI, "CREATED") == {"hitung": 1}


def test_timers_are_read_by_due_instant_a_page_at_a_time(office: Office) -> None:
    office.deploy(TWO_CLOCKS)
    for _ in range(2):
        office.start()
        office.clock.advance(timedelta(hours=1))
    first = reading.timers(office.kernel, KASI, TimerQuery(size=3))
    rest = reading.timers(office.kernel, KASI, TimerQuery(size=3, after=first.after))

    keys = [one.key for one in (*first.items, *rest.items)]
    assert (first.total, len(first.items), len(rest.items), rest.after) == (4, 3, 1, "")
    assert len(set(keys)) == 4
    assert reading.timers(office.kernel, STRANGER, TimerQuery()).items == ()


@on_sqlite
def test_a_timer_whose_sweep_is_late_is_overdue_and_one_that_sleeps_is_not(office: Office) -> None:
    office.deploy(ESCALATING)
    office.start()
    sleeping = office.start()
    cases.suspend(office.kernel, by(ADMIN), sleeping.key, "diperiksa")
    office.clock.advance(timedelta(days=2))

    late = reading.timers(office.kernel, KASI, TimerQuery(overdue=True))

    assert [one.root_key == sleeping.key for one in late.items] == [False]


def test_a_timer_fired_by_hand_fires_at_once_and_its_case_replays_alike(office: Office) -> None:
    office.deploy(ESCALATING)
    case = office.start()
    key = office.case(case.key).timers[0].key
    for _ in range(2):
        timers.fire_now(office.kernel, by(ADMIN, "satu"), key, reason="warga sudah menunggu")

    assert [task.element for task in office.open_tasks()] == ["late"]
    commands = office.sql("SELECT kind, actor FROM case_command ORDER BY seq")
    assert commands[2:] == [("MoveTimers", "admin"), ("FireTimer", "sistem")]
    assert [note.text for note in office.case(case.key).notes] == ["warga sudah menunggu"]
    assert replaying.replay(office.kernel, case.key).parted_at is None


@on_sqlite
def test_firing_a_timer_needs_the_right_a_reason_and_a_timer(office: Office) -> None:
    office.deploy(ESCALATING)
    key = office.case(office.start().key).timers[0].key
    with pytest.raises(RightMissing):
        timers.fire_now(office.kernel, by(KASI), key, reason="mendesak")
    with pytest.raises(ReasonMissing):
        timers.fire_now(office.kernel, by(ADMIN), key, reason="")
    with pytest.raises(NotFound):
        timers.fire_now(office.kernel, by(ADMIN), key + 1, reason="mendesak")


def test_a_suspended_case_says_since_when_by_whom_and_why(office: Office) -> None:
    office.deploy(ESCALATING)
    case = office.start()
    for reason in ("pertama", "kedua"):
        cases.suspend(office.kernel, by(ADMIN), case.key, reason)
        office.clock.advance(timedelta(hours=1))
        if reason == "pertama":
            cases.resume(office.kernel, by(ADMIN), case.key, "lanjut")

    found = reading.suspended(office.kernel, KASI, size=50, after="").items

    assert [(one.actor, one.reason) for one in found] == [("admin", "kedua")]
    assert office.clock.now() - found[0].since == timedelta(hours=1)
    assert reading.suspended(office.kernel, STRANGER, size=50, after="").items == ()
