from __future__ import annotations

import pytest

from engine import dmn
from engine.errors import DeploymentRefused, Fault
from tests.dmn.drawing import decision, file, literal, table


def faults(content: bytes) -> list[Fault]:
    with pytest.raises(DeploymentRefused) as caught:
        dmn.read(content, "uji.dmn")
    return list(caught.value.faults)


def test_all_faults_come_at_once_each_at_its_place() -> None:
    content = file(
        decision(
            "a", table(["n +"], ["x"], [("< 5", '"A"'), ("[3..", "1 +\n * 2")], policy="ALLES")
        ),
        decision("b", literal("* 2")),
    )
    found = [(one.rule, one.element, one.line, one.column) for one in faults(content)]
    assert found == [
        ("dmn-hit-policy", "t", 4, 0),
        ("feel-syntax", "ie1", 5, 4),
        ("feel-syntax", "c2_1", 12, 5),
        ("feel-syntax", "c2_2", 14, 2),
        ("feel-syntax", "l", 18, 1),
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"kosong", "dmn-xml"),
        (b"", "dmn-xml"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "dmn-doctype"),
        ("<!DOCTYPE x><x/>".encode("utf-16"), "dmn-doctype"),
        (b"<definitions/>", "dmn-namespace"),
        (b" " * (5 * 1024 * 1024 + 1), "dmn-size"),
        (file(), "dmn-empty"),
        (file("<decision name='a'/>"), "dmn-id"),
        (file(decision("a", literal("1")), decision("a", literal("1"))), "dmn-id"),
        (file(decision("a", "")), "dmn-logic"),
        (file(decision("a", "<invocation id='i'/>")), "dmn-unsupported"),
        (file("<businessKnowledgeModel id='b' name='b'/>"), "dmn-unsupported"),
        (file(decision("a", literal("1"), requires=["b"])), "dmn-required"),
        (file(decision("a", literal("1"), requires=["input:b"])), "dmn-required"),
        (file(decision("a", literal("1"), requires=["a"])), "dmn-cycle"),
        (file(decision("a", table(["n"], [], []))), "dmn-output"),
        (file(decision("a", table(["n"], ["x", "x"], []))), "dmn-output"),
        (file(decision("a", table(["n"], ["x"], [], policy="PRIORITY"))), "dmn-priority"),
        (file(decision("a", table([""], ["x"], []))), "dmn-input"),
        (file(decision("a", table(["n"], ["x"], [("1",)]))), "dmn-rule"),
        (
            file(decision("a", table(["n"], ["x", "y"], [], policy="COLLECT", aggregation="SUM"))),
            "dmn-aggregation",
        ),
        (
            file(decision("a", literal("1").replace("id=", "expressionLanguage='groovy' id="))),
            "dmn-language",
        ),
    ],
)
def test_what_cannot_run_is_refused_by_its_rule(content: bytes, rule: str) -> None:
    assert rule in [one.rule for one in faults(content)]


def test_a_cycle_of_requirements_is_refused_at_each_decision_in_it() -> None:
    content = file(
        decision("a", literal("1"), requires=["b"]),
        decision("b", literal("1"), requires=["c"]),
        decision("c", literal("1"), requires=["b"]),
        decision("d", literal("1")),
    )
    assert {one.element for one in faults(content)} == {"a", "b", "c"}


def test_deep_nesting_is_refused_and_does_not_crash() -> None:
    deep = "<context><contextEntry>" * 120 + "</contextEntry></context>" * 120
    assert faults(file(decision("a", deep)))
    assert faults(b"<a>" * 100_000)


def test_a_chain_of_requirements_too_long_to_follow_is_refused() -> None:
    links = (
        decision(f"d{n}", literal("1"), requires=[f"d{n - 1}"] if n else []) for n in range(300)
    )
    assert [one.rule for one in faults(file(*links))] == ["dmn-depth"]
