from __future__ import annotations

import pytest

from engine import dmn
from engine.values import JsonValue
from tests.dmn.drawing import decide, decision, file, table, value

RULES = [("< 5", '"B"'), ("[3..8]", '"A"'), ("> 7", '"A"')]


def classes(policy: str, **options: str) -> bytes:
    logic = table(["n"], ["kelas"], RULES, policy=policy, values='"A","B"', **options)
    return file(decision("kelas", logic))


@pytest.mark.parametrize(
    ("policy", "n", "expected", "matched"),
    [
        ("UNIQUE", 1, "B", (1,)),
        ("UNIQUE", -0.5, "B", (1,)),
        ("FIRST", 4, "B", (1,)),
        ("PRIORITY", 4, "A", (2,)),
        ("ANY", 8, "A", (2, 3)),
        ("COLLECT", 4, ["B", "A"], (1, 2)),
        ("RULE ORDER", 4, ["B", "A"], (1, 2)),
        ("OUTPUT ORDER", 4, ["A", "B"], (2, 1)),
        ("COLLECT", None, None, ()),
    ],
)
def test_each_hit_policy_answers_in_its_way(
    policy: str, n: object, expected: JsonValue, matched: tuple[int, ...]
) -> None:
    found = decide(classes(policy), "kelas", n=n)
    assert (found.value, found.matched) == (expected, matched)


@pytest.mark.parametrize(("policy", "why"), [("UNIQUE", "rules 1, 2"), ("ANY", "rules 1, 2")])
def test_rules_that_contradict_the_hit_policy_fail_the_decision(policy: str, why: str) -> None:
    with pytest.raises(dmn.DecisionFailed, match=why):
        decide(classes(policy), "kelas", n=4)


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("SUM", 17), ("MIN", 7), ("MAX", 10), ("COUNT", 2)]
)
def test_collect_aggregates(aggregation: str, expected: int) -> None:
    logic = table(
        ["hari"],
        ["denda"],
        [("> 1", "10"), ("> 2", "7"), ("> 99", "1")],
        policy="COLLECT",
        aggregation=aggregation,
    )
    assert value(file(decision("denda", logic)), "denda", hari=3) == expected


def test_outputs_that_cannot_be_aggregated_fail_the_decision() -> None:
    rules = [("-", "1"), ("-", '"x"')]
    logic = table(["a"], ["b"], rules, policy="COLLECT", aggregation="SUM")
    with pytest.raises(dmn.DecisionFailed, match="SUM"):
        decide(file(decision("d", logic)), "d")


def test_several_outputs_give_a_context() -> None:
    logic = table(["a"], ["kelas", "hari"], [("1", '"A"', "a + 1")])
    assert value(file(decision("d", logic)), "d", a=1) == {"kelas": "A", "hari": 2}


def test_priority_looks_at_the_next_output_when_the_first_is_level() -> None:
    rules = [("-", '"A"', '"B"'), ("-", '"A"', '"A"')]
    logic = table(["a"], ["x", "y"], rules, policy="PRIORITY", values='"A","B"')
    assert decide(file(decision("d", logic)), "d", a=1).matched == (2,)


def test_without_a_match_the_default_outputs_answer() -> None:
    logic = table(["a"], ["x", "y"], [("1", "1", "2")], defaults=["0", "a"])
    assert value(file(decision("d", logic)), "d", a=7) == {"x": 0, "y": 7}


def test_empty_cells_pass_and_empty_outputs_are_null() -> None:
    logic = table(["a", "b"], ["x", "y"], [("", "-", "", "1")])
    assert value(file(decision("d", logic)), "d") == {"x": None, "y": 1}


def test_a_cell_that_cannot_be_told_does_not_match() -> None:
    logic = table(["a"], ["x"], [("< 5", "1"), ("-", "2")], policy="FIRST")
    assert value(file(decision("d", logic)), "d", a="teks") == 2
