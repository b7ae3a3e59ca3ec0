"""What one completion asks of the database: part 8's limits, held from the start."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from engine.services import tasks
from tests.bpmn.drawing import boundary, chain, draw, end, flow, start, timer, user
from tests.services.offices import BUDI, Office, by

MOST_STATEMENTS = 12
DIAGRAM = draw(
    *chain(start(), user("u", groups="loket"), user("v", groups="loket"), end()),
    boundary("t", "u", timer("P1D"), interrupting=False),
    end("e2"),
    flow("t", "e2"),
    boundary("t2", "v", timer("P1D"), interrupting=False),
    end("e3"),
    flow("t2", "e3"),
)


@pytest.fixture
def counted(office: Office) -> tuple[Office, list[str]]:
    """An office with a claimed task, and the statements it sends from now on."""
    office.deploy(DIAGRAM)
    office.start()
    tasks.claim(office.kernel, by(BUDI), office.task("u").key)
    sent: list[str] = []
    database = office.kernel.database
    event.listen(database, "before_cursor_execute", lambda *asked: sent.append(str(asked[2])))
    event.listen(database, "commit", lambda connection: sent.append("COMMIT"))
    return office, sent


def test_completion_is_one_commit_and_few_statements(counted: tuple[Office, list[str]]) -> None:
    office, sent = counted
    key = office.task("u").key
    sent.clear()

    tasks.complete(office.kernel, by(BUDI), key, {"nama": "Asep", "umur": 17, "alamat": "x"})

    assert sent.count("COMMIT") == 1
    begins = [statement for statement in sent if statement.startswith("BEGIN")]
    assert len(sent) - 1 - len(begins) <= MOST_STATEMENTS, sent


def test_claim_writes_no_snapshot(counted: tuple[Office, list[str]]) -> None:
    office, sent = counted
    key = office.task("u").key
    sent.clear()

    tasks.unclaim(office.kernel, by(BUDI), key)

    updates = [statement for statement in sent if statement.startswith("UPDATE case_")]
    assert ["snapshot" in statement for statement in updates] == [False]
