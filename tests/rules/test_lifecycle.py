import pytest

from engine.rules import lifecycle
from engine.rules.lifecycle import IncidentState, TransitionRefused
from engine.values import CaseState, JobState, UserTaskState


def test_a_case_may_be_suspended_resumed_and_ended_and_then_nothing_more() -> None:
    assert lifecycle.may_become(CaseState.ACTIVE, CaseState.SUSPENDED)
    assert lifecycle.may_become(CaseState.SUSPENDED, CaseState.ACTIVE)
    assert lifecycle.is_final(CaseState.COMPLETED)
    assert lifecycle.is_final(CaseState.TERMINATED)


def test_a_suspended_case_does_not_complete() -> None:
    with pytest.raises(TransitionRefused, match="case 5 is SUSPENDED and cannot become COMPLETED"):
        lifecycle.require_may_become("case 5", CaseState.SUSPENDED, CaseState.COMPLETED)


def test_a_completed_task_is_never_opened_again() -> None:
    assert lifecycle.is_final(UserTaskState.COMPLETED)
    assert not lifecycle.may_become(UserTaskState.COMPLETED, UserTaskState.CREATED)


def test_a_job_without_retries_may_be_given_new_ones_and_not_be_completed() -> None:
    assert lifecycle.may_become(JobState.FAILED, JobState.CREATED)
    assert not lifecycle.may_become(JobState.FAILED, JobState.COMPLETED)


def test_no_state_follows_itself() -> None:
    for case in CaseState:
        assert not lifecycle.may_become(case, case)
    for job in JobState:
        assert not lifecycle.may_become(job, job)


def test_an_incident_is_resolved_once() -> None:
    lifecycle.require_may_become("incident 3", IncidentState.ACTIVE, IncidentState.RESOLVED)
    with pytest.raises(TransitionRefused):
        lifecycle.require_may_become("incident 3", IncidentState.RESOLVED, IncidentState.ACTIVE)
