"""User tasks: what the desk is told when one opens."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from engine.values import Calendar, OpenSpan
from tests.runtime.diagrams import document, end, path, properties, start, user
from tests.runtime.play import T0, Play

ASSIGNED = (
    '<zeebe:assignmentDefinition assignee="=petugas" candidateGroups="a, b" '
    'candidateUsers="=[&#34;u1&#34;, &#34;u2&#34;]"/>'
    '<zeebe:taskSchedule dueDate="=now() + duration(&#34;P1D&#34;)" '
    'followUpDate="2026-11-24T08:00:00+07:00"/><zeebe:priorityDefinition priority="=10+5"/>'
)
HOURS = (OpenSpan(start=time(8), end=time(12)),)
CALENDAR = Calendar(name="jam", version=1, hours=(HOURS,) * 5 + ((), ()))


def one(ext: str = "", **more: str) -> bytes:
    return document(start() + path("s", "a", "e") + user("a", ext=ext) + end(), **more)


def test_everything_is_evaluated_when_it_opens(mode: str) -> None:
    play = Play(one(ASSIGNED + properties(separateFrom="x")), mode=mode).start(petugas="siti")

    opened = next(iter(play.books.tasks.values()))
    assert (opened.assignee, opened.groups, opened.users) == ("siti", ("a", "b"), ("u1", "u2"))
    assert opened.due_at == T0 + timedelta(days=1)
    assert opened.follow_up_at == T0
    assert (opened.priority, dict(opened.properties)) == (15, {"separateFrom": "x"})
    assert (opened.scope, opened.process, opened.name) == (1, 1, "a")


@pytest.mark.parametrize(
    ("when", "separate"),
    [("=kantor.n >= 2", False), ("=kantor.n = 1", True), ("=kantor.unknown >= 2", True)],
)
def test_hands_are_separated_unless_the_condition_says_no(
    mode: str, when: str, *, separate: bool
) -> None:
    escaped = when.replace(">", "&gt;")
    ext = ASSIGNED + properties(separateFrom="x", separateFromWhen=escaped)
    play = Play(one(ext), mode=mode).start(petugas="siti", kantor={"n": 1})

    opened = next(iter(play.books.tasks.values()))
    assert ("separateFrom" in opened.properties) is separate


def test_the_lane_is_the_group_when_none_is_given(mode: str) -> None:
    lane = '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="loket">'
    lane += "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    body = lane + start() + path("s", "a", "e") + user("a") + end()
    play = Play(document(body), mode=mode).start()

    assert next(iter(play.books.tasks.values())).groups == ("loket",)


def test_a_due_duration_counts_by_the_offices_calendar(mode: str) -> None:
    ext = '<zeebe:taskSchedule dueDate="PT6H"/>' + properties(calendar="jam")
    play = Play(one(ext), mode=mode, calendars={"jam": CALENDAR}).start()

    opened = next(iter(play.books.tasks.values()))
    assert opened.due_at == T0 + timedelta(hours=26)  # 4 hours today from 8:00, 2 tomorrow


def test_a_calendar_the_office_lacks_is_an_incident(mode: str) -> None:
    play = Play(one(properties(calendar="jam")), mode=mode).start()
    assert play.incidents == [("a", "expression-error")]

    play.calendars["jam"] = CALENDAR
    assert play.retry("expression-error").complete("a").done


def test_a_form_is_bound_when_the_task_opens(mode: str) -> None:
    ext = '<zeebe:formDefinition formId="f1"/>'
    play = Play(one(ext), mode=mode, latest={"form:f1": 77}).start()

    assert next(iter(play.books.tasks.values())).form == 77


def test_a_missing_form_is_an_incident_until_it_is_deployed(mode: str) -> None:
    play = Play(one('<zeebe:formDefinition formId="f1"/>'), mode=mode).start()
    assert play.incidents == [("a", "form-error")]
    assert play.tasks == []

    play.latest["form:f1"] = 77
    assert play.retry("form-error").tasks == ["a"]
    assert play.complete("a").done


def test_an_assignee_that_is_no_text_is_an_incident(mode: str) -> None:
    play = Play(one(ASSIGNED), mode=mode).start(petugas=[1])

    assert play.incidents == [("a", "expression-error")]
