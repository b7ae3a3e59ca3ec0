"""The procedure's files hold together: named elements exist, are described, and cost nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from engine.bpmn import reading
from engine.bpmn.model import Kind, Node
from tests.scenarios.kecamatan import ROOT, procedure

README = (ROOT / "workflows/ektp/README.md").read_text(encoding="utf-8")
ASKED = (
    *(f"U{number}" for number in range(1, 15)),
    *(f"G{number}" for number in range(1, 13)),
    *("T1", "T2a", "T2b", "T3a", "T3b", "T4a", "T4b", "T5a", "T5b", "T6a", "T6b", "T6c", "T6d1"),
    *("T6d2", "T6d3", "T7a", "T7b", "T7c", "T9a", "T9b", "T10", "T11", "T12a", "T12b", "T12c"),
    *("T12d", "T13", "T14"),
)
FEE = re.compile(r"\b(biaya|tarif|harga|bayar|pembayaran|retribusi|fee|price)\b", re.IGNORECASE)


def nodes() -> Iterator[Node]:
    for file, content in procedure().items():
        if file.endswith(".bpmn"):
            for process in reading.read(content, file).processes:
                yield from (node for _, _, node in process.walk())


def forms() -> dict[str, str]:
    files = {file: text.decode() for file, text in procedure().items() if file.endswith(".form")}
    return {json.loads(text)["id"]: text for text in files.values()}


@pytest.mark.parametrize("rule", ASKED)
def test_every_named_rule_is_drawn(rule: str) -> None:
    assert [node.id for node in nodes() if node.id.startswith(f"{rule}_")]


def test_every_drawn_rule_stands_in_the_readme() -> None:
    automatic = {Kind.SERVICE_TASK, Kind.RULE_TASK}
    drawn = {
        node.id
        for node in nodes()
        if re.match(r"[UGT]\d+[a-d]?\d?_", node.id) and node.kind not in automatic
    }
    assert sorted(one for one in drawn if f"`{one}`" not in README) == []


def test_every_element_that_asks_or_acts_has_a_name() -> None:
    silent = {Kind.START, Kind.END}
    assert [node.id for node in nodes() if not node.name and node.kind not in silent] == []


def test_no_element_is_named_by_its_rule_s_number_alone() -> None:
    assert [node.id for node in nodes() if re.fullmatch(r"[A-Z]+\d+[a-z]?\d?:?", node.name)] == []


def test_every_form_is_used_and_every_user_task_has_one() -> None:
    used = {node.extensions.form_id for node in nodes() if node.kind is Kind.USER_TASK}
    assert used == forms().keys()


def test_nothing_asks_for_money() -> None:
    found = {file: FEE.findall(text.decode()) for file, text in procedure().items()}
    assert {file: words for file, words in found.items() if words} == {}


def test_recording_stores_outcome_codes_only() -> None:
    components = json.loads(forms()["perekaman"])["components"]
    assert {one["type"] for one in components} <= {"text", "radio", "select", "number"}
