"""Job types inside real cases: one transaction with the step, logged, and replayed without them."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from engine.services import cases, deployments, reading, replaying, verifying
from engine.services.cases import Start
from engine.services.kernel import Request
from engine.values import Actor, JsonValue
from office.applications import Application
from tests.office.conftest import OFFICE, Desk

CHIEF = Actor(
    id="kasi",
    groups=frozenset({"loket"}),
    offices=frozenset({OFFICE}),
    rights=frozenset({"deploy", "work", "supervise", "audit", "administer"}),
)
ASKED: dict[str, JsonValue] = {"nik": "3273164107900001", "jenis_permohonan": "BARU_WNI"}
DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="alur" id="Definisi">
  <bpmn:error id="Error_terbuka" name="NIK terbuka" errorCode="NIK_TERBUKA"/>
  <bpmn:process id="uji_buka" isExecutable="true">
    <bpmn:startEvent id="Mulai"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="Mulai" targetRef="Buka"/>
    <bpmn:serviceTask id="Buka"><bpmn:extensionElements>
      <zeebe:taskDefinition type="permohonan.buka"/></bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:boundaryEvent id="Terbuka" attachedToRef="Buka"><bpmn:outgoing>d</bpmn:outgoing>
      <bpmn:errorEventDefinition errorRef="Error_terbuka"/></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="d" sourceRef="Terbuka" targetRef="Tunjukkan"/>
    <bpmn:userTask id="Tunjukkan" name="Tunjukkan"><bpmn:extensionElements><zeebe:userTask/>
      </bpmn:extensionElements><bpmn:incoming>d</bpmn:incoming></bpmn:userTask>
    <bpmn:sequenceFlow id="b" sourceRef="Buka" targetRef="Periksa"/>
    <bpmn:userTask id="Periksa" name="Periksa"><bpmn:extensionElements><zeebe:userTask/>
      <zeebe:taskSchedule dueDate="=kantor.tutup"/></bpmn:extensionElements>
      <bpmn:incoming>b</bpmn:incoming></bpmn:userTask>
  </bpmn:process>
</bpmn:definitions>"""


def start(desk: Desk) -> int:
    request = Request(actor=CHIEF)
    what = Start(process_id="uji_buka", variables=ASKED, office=OFFICE)
    return cases.start(desk.kernel, request, what).key


@pytest.fixture
def deployed(desk: Desk) -> Desk:
    deployments.deploy(desk.kernel, Request(actor=CHIEF), {"uji.bpmn": DIAGRAM})
    return desk


def test_the_register_number_becomes_the_business_key(deployed: Desk) -> None:
    seen = reading.case(deployed.kernel, CHIEF, start(deployed))
    assert seen.row.business_key == "KRC-2611-00001-5"
    assert seen.variables["no_register"] == "KRC-2611-00001-5"
    (task,) = seen.tasks
    assert task.element == "Periksa"
    assert task.due_at is not None
    assert task.due_at.isoformat() == "2026-11-24T09:00:00+00:00"


def test_scenario_1_a_second_case_goes_the_way_of_the_error(deployed: Desk) -> None:
    start(deployed)
    seen = reading.case(deployed.kernel, CHIEF, start(deployed))
    assert [task.element for task in seen.tasks] == ["Tunjukkan"]
    assert seen.variables["no_register_terbuka"] == "KRC-2611-00001-5"


def test_scenario_1_two_cases_at_the_same_moment_make_one_application(deployed: Desk) -> None:
    gate, started = threading.Barrier(2), []

    def go() -> None:
        gate.wait()
        started.append(start(deployed))

    counters = [threading.Thread(target=go) for _ in range(2)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    with deployed.kernel.reads.begin() as session:
        count = session.execute(select(func.count()).select_from(Application)).scalar_one()
    waiting = [
        task.element
        for case in started
        for task in reading.case(deployed.kernel, CHIEF, case).tasks
    ]
    assert count == 1
    assert sorted(waiting) == ["Periksa", "Tunjukkan"]


def test_replay_needs_no_office(deployed: Desk) -> None:
    keys = [start(deployed), start(deployed)]
    assert [replaying.replay(deployed.kernel, key).parted_at for key in keys] == [None, None]
    assert verifying.verify(deployed.kernel) == ()
