"""The registry of job types and its documentation say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.services.catalogue import Catalogue
from engine.store.sealing import Sealer
from office import validators, workers
from office.notices.texts import Channel, Template
from office.workers.given import VariableWrong
from tests.office.conftest import Desk

DOCUMENT = Path(__file__).parents[2] / "docs" / "job-types.md"
TYPE = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \|", re.MULTILINE)


def test_every_job_type_is_documented_and_every_documented_one_exists() -> None:
    documented = TYPE.findall(DOCUMENT.read_text(encoding="utf-8"))
    registered = [worker.type for worker in workers.build(Sealer(bytes(32)), Catalogue())]
    assert sorted(documented) == registered


def test_every_job_of_the_shipped_diagrams_has_its_worker() -> None:
    diagrams = (DOCUMENT.parents[1] / "workflows").rglob("*.bpmn")
    text = "".join(file.read_text(encoding="utf-8") for file in diagrams)
    asked = set(re.findall(r'zeebe:taskDefinition type="([^"=]+)"', text))
    assert (
        asked - {worker.type for worker in workers.build(Sealer(bytes(32)), Catalogue())} == set()
    )
    assert len(asked) > 20


def test_every_worker_runs_inside_the_cases_transaction() -> None:
    assert all(worker.inline for worker in workers.build(Sealer(bytes(32)), Catalogue()))


def test_templates_channels_and_validators_are_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    names = [*Template, *Channel, *validators.NAMES]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_a_wrong_variable_is_named_and_not_shown(desk: Desk) -> None:
    with pytest.raises(VariableWrong, match="tgl_lahir") as told:
        desk.do("usia.hitung", 0, {"tgl_lahir": "01-07-1990"})
    assert "1990" not in str(told.value)
