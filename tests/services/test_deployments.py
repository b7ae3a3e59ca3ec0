from __future__ import annotations

import pytest

from engine.errors import DeploymentRefused, Forbidden
from engine.services import deployments, reading
from tests.bpmn.drawing import call, chain, draw, end, message, start, user
from tests.services.offices import ADMIN, BUDI, Office, by

FIRST = draw(*chain(start(), user("u", groups="loket"), end()))
SECOND = draw(*chain(start(), user("v", groups="loket"), end()))
FORM = b'{"id": "f1", "type": "default", "components": [{"type": "textfield", "key": "a", "label": "A"}]}'


def test_first_deployment_is_version_one(office: Office) -> None:
    receipt = deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": FIRST, "f1.form": FORM})

    found = [(one.kind, one.id, one.version, one.new) for one in receipt.definitions]
    assert found == [("process", "p", 1, True), ("form", "f1", 1, True)]


def test_same_bytes_make_no_new_version(office: Office) -> None:
    first = deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": FIRST})

    again = deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": FIRST})

    assert again.duplicate
    assert (again.key, again.definitions[0].version) == (first.key, 1)


def test_changed_bytes_make_the_next_version_and_running_cases_stay(office: Office) -> None:
    office.deploy(FIRST)
    office.start()

    deployments.deploy(office.kernel, by(ADMIN), {"test.bpmn": SECOND})
    office.start()

    assert [task.element for task in office.open_tasks()] == ["u", "v"]
    versions = reading.definitions(office.kernel, ADMIN, latest_only=False)
    assert [(one.version, one.open_cases) for one in versions] == [(2, 1), (1, 1)]


def test_all_faults_of_all_files_come_at_once_and_nothing_is_deployed(office: Office) -> None:
    files = {
        "a.bpmn": draw(*chain(start(), call("c", "nothing"), end())),
        "b.bpmn": b"no XML",
        "c.form": b"{}",
        "d.txt": b"",
    }

    with pytest.raises(DeploymentRefused) as refused:
        deployments.deploy(office.kernel, by(ADMIN), files)

    assert {fault.file for fault in refused.value.faults} == set(files)
    assert reading.definitions(office.kernel, ADMIN) == ()


def test_deploying_needs_the_right(office: Office) -> None:
    with pytest.raises(Forbidden):
        deployments.deploy(office.kernel, by(BUDI), {"a.bpmn": FIRST})


def test_old_versions_start_event_listens_no_more(office: Office) -> None:
    office.deploy(draw(*chain(start("s", message("lama")), end())))

    office.deploy(draw(*chain(start("s", message("baru")), end())))

    assert office.sql("SELECT name FROM start_subscription") == [("baru",)]


def test_deployed_bytes_are_given_back(office: Office) -> None:
    receipt = deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": FIRST})

    content = reading.definition_content(office.kernel, ADMIN, receipt.definitions[0].key)

    assert content == FIRST
