"""Drawing small DMN files in tests, as the modeler would write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from engine import dmn, feel
from engine.values import JsonValue

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(*decisions: str, space: str = SPACE) -> bytes:
    """A DMN file of these decisions."""
    inside = "\n".join(decisions)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{space}" id="uji" name="Uji"'
        f' namespace="http://camunda.org/schema/1.0/dmn">\n{inside}\n</definitions>'
    ).encode()


def decision(key: str, logic: str, *, name: str = "", requires: Sequence[str] = ()) -> str:
    """A decision; a requirement "a" is a decision, "input:a" an input."""
    wanted = "".join(
        f'<informationRequirement id="r_{key}_{place}">'
        + (
            f'<requiredInput href="#{one.removeprefix("input:")}"/>'
            if one.startswith("input:")
            else f'<requiredDecision href="#{one}"/>'
        )
        + "</informationRequirement>"
        for place, one in enumerate(requires)
    )
    return f'<decision id="{key}" name="{name or key}">{wanted}\n{logic}</decision>'


def literal(text: str) -> str:
    return f'<literalExpression id="l"><text>{escape(text)}</text></literalExpression>'


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: str = "",
    defaults: Sequence[str] = (),
) -> str:
    """A table; every rule lists its input cells, then its output cells."""
    chosen = f' aggregation="{aggregation}"' if aggregation else ""
    lines = [f'<decisionTable id="t" hitPolicy="{policy}"{chosen}>']
    for place, text in enumerate(inputs, start=1):
        lines.append(
            f'<input id="i{place}"><inputExpression id="ie{place}"><text>{escape(text)}</text>'
            "</inputExpression></input>"
        )
    for place, name in enumerate(outputs, start=1):
        allowed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
        default = defaults[place - 1] if defaults else ""
        entry = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
        lines.append(
            f'<output id="o{place}" name="{name}">{allowed}{entry if default else ""}</output>'
        )
    for number, cells in enumerate(rules, start=1):
        lines.append(f'<rule id="rule{number}">')
        for place, cell in enumerate(cells):
            kind = "inputEntry" if place < len(inputs) else "outputEntry"
            lines.append(f'<{kind} id="c{number}_{place + 1}"><text>{escape(cell)}</text></{kind}>')
        lines.append("</rule>")
    return "\n".join([*lines, "</decisionTable>"])


def decide(content: bytes, key: str, **context: object) -> dmn.DecisionResult:
    return dmn.evaluate(dmn.read(content, "uji.dmn"), key, context, now=NOW)


def value(content: bytes, key: str, **context: object) -> JsonValue:
    return feel.to_json(decide(content, key, **context).value)
