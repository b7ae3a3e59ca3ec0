"""Work done outside: jobs, decisions, messages sent; and what happens when it fails."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dmn.reading import read as read_decisions
from engine.errors import StepRefused
from engine.values import CompleteJob, FailJob, Happened, MessageThrown, RetryIncident
from tests.runtime.diagrams import (
    boundary,
    document,
    end,
    mapping,
    message,
    path,
    properties,
    script,
    service,
    start,
    task,
    throw,
    timer,
)
from tests.runtime.play import Play

TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="x"><decision id="biaya" name="biaya"><decisionTable id="t" hitPolicy="FIRST">
 <input id="i"><inputExpression id="ie" typeRef="number"><text>umur</text></inputExpression></input>
 <output id="o" name="rp" typeRef="number"/>
 <rule id="r1"><inputEntry id="a"><text>&lt; 17</text></inputEntry>
 <outputEntry id="b"><text>0</text></outputEntry></rule>
 <rule id="r2"><inputEntry id="c"><text>-</text></inputEntry>
 <outputEntry id="f"><text>1.50</text></outputEntry></rule></decisionTable></decision></definitions>"""
HEADERS = '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>'


def one(element: str, more: str = "") -> bytes:
    return document(start() + path("s", "a", "e") + element + end() + more)


def test_a_service_task_waits_for_its_worker(mode: str) -> None:
    play = Play(one(service("a", "stock.reserve", HEADERS)), mode=mode).start(x=1)

    job = next(iter(play.books.jobs.values()))
    assert (job.type, job.retries, dict(job.headers)) == ("stock.reserve", 3, {"k": "v"})
    assert dict(job.variables) == {"x": 1}
    assert play.work("a", ok=True).done


def test_a_job_is_done_once(mode: str) -> None:
    play = Play(one(service("a")), mode=mode).start()
    job = play.job("a")
    play.work("a")

    with pytest.raises(StepRefused):
        play.do(CompleteJob(job=job))


def test_failing_with_retries_left_keeps_the_job(mode: str) -> None:
    play = Play(one(service("a")), mode=mode).start()
    play.do(FailJob(job=play.job("a"), retries=1, message="tak terhubung"))

    assert play.incidents == []
    assert play.work("a").done


def test_failing_for_good_is_an_incident_with_its_job(mode: str) -> None:
    play = Play(one(service("a")), mode=mode).start()
    job = play.job("a")
    play.do(FailJob(job=job, retries=0, message="printer mati"))
    incident = next(iter(play.books.incidents.values()))
    assert (incident.element, incident.code, incident.job) == ("a", "job-no-retries", job)
    assert incident.message == "printer mati"

    play.do(RetryIncident(incident=incident.incident, retries=2))
    assert play.incidents == []
    assert play.work("a").done


def test_an_incident_ends_with_its_interrupted_element(mode: str) -> None:
    more = boundary("b", "a", timer("PT1H")) + path("b", "e2") + end("e2")
    play = Play(one(service("a"), more), mode=mode).start()
    play.do(FailJob(job=play.job("a"), retries=0, message="x")).wait(1)

    assert play.done


def test_a_boundary_timer_that_cannot_be_set_does_not_stop_the_work(mode: str) -> None:
    more = boundary("b", "a", timer("=tenggat")) + path("b", "e2") + end("e2")
    play = Play(one(service("a"), more), mode=mode).start(tenggat="besok")
    assert play.incidents == [("b", "timer-error")]

    assert play.work("a").done


def test_a_decision_answers_and_leaves_its_trail(mode: str) -> None:
    element = task(
        "businessRuleTask", "a", '<zeebe:calledDecision decisionId="biaya" resultVariable="tarif"/>'
    )
    decisions = {5: read_decisions(TABLE, "x.dmn")}
    play = Play(one(element), mode=mode, decisions=decisions, latest={"decision:biaya": 5})
    play.start(umur=20)

    assert play.variable("tarif") == Decimal("1.5")
    line = next(line for line in play.books.history if line.happened is Happened.DECIDED)
    assert dict(line.detail) == {
        "decision": 5,
        "matched": [2],
        "trail": [{"decision": "biaya", "matched": [2]}],
    }
    assert play.done


def test_an_unknown_decision_is_an_incident(mode: str) -> None:
    element = task(
        "businessRuleTask", "a", '<zeebe:calledDecision decisionId="biaya" resultVariable="tarif"/>'
    )
    play = Play(one(element), mode=mode).start(umur=20)

    assert play.incidents == [("a", "decision-error")]


def test_a_script_that_fails_is_an_incident(mode: str) -> None:
    play = Play(one(script("a", "y:=x + 1")), mode=mode).start(x="satu")

    assert play.incidents == [("a", "script-error")]


def test_a_message_is_thrown_with_its_key_and_mapped_payload(mode: str) -> None:
    ext = mapping({"isi": "=x"})
    body = start() + path("s", "t", "e") + throw("t", message(), ext) + end()
    play = Play(document(body), mode=mode).start(nomor="9", x=4)

    assert play.done
    assert play.books.thrown == [MessageThrown(name="m1", key="9", variables={"isi": 4})]


def test_a_message_throw_with_a_job_type_is_a_job(mode: str) -> None:
    ext = '<zeebe:taskDefinition type="kirim"/>'
    body = start() + path("s", "t", "e") + throw("t", message(), ext) + end()
    play = Play(document(body), mode=mode).start(nomor="9")

    assert play.jobs == ["t"]
    assert play.work("t").done
    assert play.books.thrown == []


def test_a_message_end_and_a_send_task_throw(mode: str) -> None:
    body = start() + path("s", "t", "e") + end("e", message("m2"))
    body += task("sendTask", "t", attributes='messageRef="m1"')
    play = Play(document(body), mode=mode).start(nomor=12)

    assert [(one.name, one.key) for one in play.books.thrown] == [("m1", "12"), ("m2", "k")]  # type: ignore[union-attr]  # messages
    assert play.done


def test_a_receive_task_waits_by_its_key(mode: str) -> None:
    element = task("receiveTask", "a", properties(x="y"), 'messageRef="m1"')
    play = Play(one(element), mode=mode).start(nomor=12)

    found = next(iter(play.books.subscriptions.values()))
    assert (found.kind, found.name, found.key, found.element) == ("message", "m1", "12", "a")
    assert play.message("m1", x=1).done
