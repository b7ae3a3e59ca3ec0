"""Odd diagrams and odd values stand still at the element that cannot go on, and replay to the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest

from engine.services import verifying
from engine.services.replaying import replay
from engine.values import JsonValue
from tests.bpmn.drawing import (
    boundary,
    call,
    catch,
    chain,
    draw,
    end,
    flow,
    inclusive,
    message,
    multi,
    script,
    start,
    timer,
    user,
    xor,
)
from tests.services.offices import Office


def each(collection: str) -> bytes:
    loop = multi(collection, "satu", output="hasil", output_item="satu")
    return draw(*chain(start(), script("x", "y", "1", loop=loop), end()))


def waiting(definition: str) -> bytes:
    return draw(*chain(start(), catch("x", definition), end()))


def scripted(expression: str) -> bytes:
    return draw(*chain(start(), script("x", "y", expression), end()))


def choosing(gateway: str, condition: str) -> bytes:
    branches = (flow("s", "x"), flow("x", "e", condition), flow("x", "e2", "tidak_ada = 1"))
    return draw(start(), gateway, end(), end("e2"), *branches)


ENDLESS: Final = draw(
    *(start(), xor("x"), script("a", "n", "1"), xor("g", "g-x"), end()),
    *(flow("s", "x"), flow("x", "a"), flow("a", "g"), flow("g", "e", "n < 0"), flow("g", "x")),
)
#: what is drawn -> the code of the incident at element x (or g, which closes the loop)
STANDING: Final[dict[str, tuple[bytes, str]]] = {
    "a loop over null": (each("null"), "multi-instance-error"),
    "a loop over nothing known": (each("tidak_ada"), "multi-instance-error"),
    "a loop over a text": (each('"abc"'), "multi-instance-error"),
    "a loop over a context": (each("{a: 1}"), "multi-instance-error"),
    "a loop over too much": (each("for i in 1..1001 return i"), "multi-instance-error"),
    "a timer by nothing": (waiting(timer("=tidak_ada")), "timer-error"),
    "a timer by a word": (waiting(timer('="besok"')), "timer-error"),
    "a timer backwards": (waiting(timer('=duration("-PT1H")')), "timer-error"),
    "a timer beyond time": (waiting(timer('="P99999999Y"')), "timer-error"),
    "a key that is a context": (waiting(message("kabar", "{a: 1}")), "expression-error"),
    "a condition on nothing": (choosing(xor("x"), "tidak_ada"), "condition-error"),
    "a condition that is a text": (choosing(xor("x"), '"ya"'), "condition-error"),
    "no way at all": (choosing(inclusive("x"), "tidak_ada"), "condition-error"),
    "a process that calls itself": (
        draw(*chain(start(), call("x", "p"), end())),
        "called-element-error",
    ),
    "scripts without end": (ENDLESS, "too-many-steps"),
    "a list without end": (scripted("for i in 1..99999, j in 1..99999 return i"), "script-error"),
    "a text without end": (
        scripted('string join(for i in 1..90000 return "xxxxxxxxxxxxxxxxxxxx", "")'),
        "script-error",
    ),
    "a power beyond numbers": (scripted("10 ** 99999"), "script-error"),
    "a value beyond depth": (scripted("dalam"), "script-error"),
}


def deep(levels: int) -> JsonValue:
    value: JsonValue = 1
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize("what", STANDING)
def test_it_stands_still_where_it_cannot_go_on(office: Office, what: str) -> None:
    diagram, code = STANDING[what]
    office.deploy(diagram)

    key = office.start("p", {"dalam": deep(300)}).key

    view = office.case(key)
    assert {one.code for one in view.incidents} == {code}
    assert {one.element for one in view.incidents} <= {"x", "g"}
    assert view.row.state == "ACTIVE"
    assert replay(office.kernel, key).parted_at is None
    assert verifying.verify(office.kernel, key) == ()


#: variables named as FEEL's own words, and numbers beyond 64 bits
_NAMES: Final = (
    "if",
    "then",
    "null",
    "true",
    "for",
    "some",
    "function",
    "item",
    "a-b",
    "a b",
    "a.b",
)


def test_variables_named_as_the_language_itself_harm_nothing(office: Office) -> None:
    office.deploy(draw(*chain(start(), script("x", "y", "if n > 1 then n + 1 else null"), end())))
    given: dict[str, JsonValue] = {**dict.fromkeys(_NAMES, False), "n": 10**400}

    key = office.start("p", given).key

    assert office.case(key).row.state == "COMPLETED"
    assert replay(office.kernel, key).parted_at is None


def test_an_event_beside_a_broken_clock_still_works(office: Office) -> None:
    office.deploy(
        draw(
            *chain(start(), user("u", groups="loket"), end()),
            boundary("x", "u", timer("=tidak_ada")),
            *(end("e2"), flow("x", "e2")),
        )
    )
    key = office.start("p", {"besar": Decimal("1E+900")}).key

    office.complete()

    assert office.case(key).row.state == "COMPLETED"
    assert replay(office.kernel, key).parted_at is None
