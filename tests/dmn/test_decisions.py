from __future__ import annotations

import pytest

from engine import dmn
from tests.dmn.drawing import NOW, decide, decision, file, literal, table, value

SPACES = [
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
]
INPUT = '<inputData id="berkas" name="jumlah berkas"/>'


@pytest.mark.parametrize("space", SPACES)
def test_dmn_1_2_to_1_5_are_read(space: str) -> None:
    assert value(file(decision("d", literal("1 + 1")), space=space), "d") == 2


def test_required_decisions_are_made_first_and_read_by_name_or_id() -> None:
    content = file(
        INPUT,
        decision("akhir", literal("nilai antara + antara"), requires=["antara"]),
        decision(
            "antara", literal("jumlah berkas * 2"), name="nilai antara", requires=["input:berkas"]
        ),
    )
    found = decide(content, "akhir", **{"jumlah berkas": 3})
    assert found.value == 12
    assert [(one.decision, one.value) for one in found.trail] == [("antara", 6), ("akhir", 12)]


def test_a_decision_required_twice_is_made_once() -> None:
    content = file(
        decision("a", literal("b + c"), requires=["b", "c"]),
        decision("b", literal("d"), requires=["d"]),
        decision("c", literal("d"), requires=["d"]),
        decision("d", literal("1")),
    )
    assert [one.decision for one in decide(content, "a").trail] == ["d", "b", "c", "a"]


def test_a_boxed_context_sees_its_earlier_entries() -> None:
    logic = """<context id="c">
      <contextEntry><variable name="dasar hari"/><literalExpression><text>5</text></literalExpression></contextEntry>
      <contextEntry><variable name="ganda"/><literalExpression><text>dasar hari * 2</text></literalExpression></contextEntry>
      %s</context>"""
    last = (
        "<contextEntry><literalExpression><text>ganda + 1</text></literalExpression></contextEntry>"
    )
    assert value(file(decision("d", logic % "")), "d") == {"dasar hari": 5, "ganda": 10}
    assert value(file(decision("d", logic % last)), "d") == 11


def test_the_model_tells_requirements_and_inputs() -> None:
    content = file(
        INPUT,
        decision("a", literal("1"), name="Akhir", requires=["b", "input:berkas"]),
        decision("b", literal("1")),
    )
    found = dmn.read(content, "x.dmn").decisions["a"]
    assert (found.name, found.required, found.inputs) == ("Akhir", ("b",), ("jumlah berkas",))


def test_names_of_entries_come_from_item_definitions() -> None:
    item = '<itemDefinition id="t" name="T"><itemComponent id="c" name="tanggal and jam"/></itemDefinition>'
    content = file(
        item,
        INPUT,
        decision("a", literal("jumlah berkas.tanggal and jam"), requires=["input:berkas"]),
    )
    assert value(content, "a", **{"jumlah berkas": {"tanggal and jam": 4}}) == 4


def test_rules_matched_are_named_by_id_too() -> None:
    content = file(decision("d", table(["a"], ["x"], [("1", "1"), ("2", "2")])))
    assert decide(content, "d", a=2).rules == ("rule2",)


def test_reasons_tell_what_became_null() -> None:
    found = decide(file(decision("d", literal("tak_ada + 1"))), "d")
    assert found.value is None
    assert str(found.reasons[0]).startswith("There is no variable tak_ada.")


def test_an_unknown_decision_is_named() -> None:
    model = dmn.read(file(decision("d", literal("1"))), "x.dmn")
    with pytest.raises(dmn.DecisionUnknown, match=r"no decision lain in x\.dmn"):
        dmn.evaluate(model, "lain", {}, now=NOW)
