"""Random walks over the real diagrams: answers are made up from what their conditions compare."""

from __future__ import annotations

import hashlib
import html
import random
import re
import sys
from collections.abc import Iterator
from datetime import time
from functools import cache
from pathlib import Path

from engine import feel
from engine.bpmn.model import Kind as NodeKind
from engine.dmn.model import DecisionModel
from engine.dmn.reading import read as read_decisions
from engine.runtime import CompiledProcess
from engine.values import Calendar, DeliverMessage, JsonValue, OpenSpan, StartCase
from tests.runtime.play import Play, compiled

WORKFLOWS = Path(__file__).parents[2] / "workflows"
MAIN = "ktp_utama"
_CONDITION = re.compile(r"<bpmn:conditionExpression[^>]*>\s*=?([^<]+)<")
_HOURS = (OpenSpan(start=time(8), end=time(15)),)


@cache
def files() -> tuple[bytes, ...]:
    """The diagrams of the identity card, the main one first."""
    found = sorted((WORKFLOWS / "ektp").glob("*.bpmn"), key=lambda path: path.stem != MAIN)
    return tuple(path.read_bytes() for path in found)


@cache
def text() -> str:
    return "".join(html.unescape(content.decode()) for content in files())


@cache
def processes() -> dict[int, CompiledProcess]:
    return compiled(*files())


@cache
def decisions() -> dict[int, DecisionModel]:
    found = sorted((WORKFLOWS / "ektp").glob("*.dmn"))
    models = (read_decisions(path.read_bytes(), path.name) for path in found)
    return {500 + number: model for number, model in enumerate(models)}


@cache
def choices() -> dict[str, list[JsonValue]]:
    """What each variable of a condition is compared with; booleans are mostly true.

    Numbers and objects are left to the diagrams themselves.
    """
    raw = _CONDITION.findall("".join(content.decode() for content in files()))
    conditions = [html.unescape(one).strip() for one in raw]
    names = frozenset[str]().union(*(feel.compile_expression(one).names for one in conditions))
    whole = " ; ".join(conditions)
    found: dict[str, list[JsonValue]] = {}
    for name in sorted(names - {"kantor"}):
        texts = set(re.findall(rf'\b{name} = "([^"]+)"', text()))
        for group in re.findall(rf"\b{name} in \(([^)]*)\)", text()):
            texts |= set(re.findall(r'"([^"]+)"', group))
        if not re.search(rf"\b{name}( [<>]|\.)", whole):
            mostly_true: list[JsonValue] = [True, True, True, True, True, False]
            found[name] = [*sorted(texts), "LAIN"] if texts else mostly_true
    return found


@cache
def office() -> dict[str, JsonValue]:
    given: dict[str, JsonValue] = dict.fromkeys(re.findall(r"kantor\.(\w+)", text()), True)
    limits: dict[str, JsonValue] = dict.fromkeys(re.findall(r"kantor\.batas\.(\w+)", text()), "P1D")
    return given | {"kode": "317401", "batas": limits}


def begin(mode: str, key: int, numbers: random.Random) -> Play:
    """A new case of one of the processes, with answers made up."""
    latest = {f"form:{name}": 900 for name in re.findall(r'formId="([^"]+)"', text())}
    latest |= {
        f"decision:{one}": key for key, model in decisions().items() for one in model.decisions
    }
    names = re.findall(r'name="calendar" value="([^"]+)"', text())
    calendars = {
        name: Calendar(name=name, version=1, hours=(_HOURS,) * 5 + ((), ())) for name in names
    }
    play = Play(
        processes=processes(),
        mode=mode,
        decisions=decisions(),
        latest=latest,
        calendars=calendars,
        context={"kantor": office()},
    )
    return play.do(
        StartCase(
            definition=key,
            variables=_answers(numbers),
            start_element=numbers.choice(_starts(processes()[key])),
        )
    )


def _starts(process: CompiledProcess) -> list[str]:
    """Its start events: a process that only a message begins has no other."""
    nodes = process.process.scope.nodes.values()
    return sorted(node.id for node in nodes if node.kind is NodeKind.START)


def _answers(numbers: random.Random) -> dict[str, JsonValue]:
    return {name: numbers.choice(values) for name, values in choices().items()}


def moves(play: Play, numbers: random.Random) -> Iterator[None]:
    """Move a case on at random until it is over or has an incident; yields after every move."""
    while 1 not in play.books.closed and not play.incidents:
        _move(play, numbers)
        yield


def _move(play: Play, numbers: random.Random) -> None:
    answers = _answers(numbers)
    luck = numbers.random()
    messages = sorted(play.books.subscriptions.items())
    idle = not (play.tasks or play.jobs)
    if play.books.timers and (luck > 0.985 or (idle and luck < 0.5) or (not messages and idle)):
        play.wait(numbers.choice([1, 24, 72]))
    elif messages and (idle or luck > 0.97):
        key, one = numbers.choice(messages)
        play.do(DeliverMessage(subscription=key, message=one.name, variables=answers))
    elif play.tasks and (luck > 0.4 or not play.jobs):
        play.complete(numbers.choice(play.tasks), **answers)
    else:
        play.work(numbers.choice(play.jobs), **answers)


def walk(mode: str, seed: int) -> Play:
    """A whole walk through the process that the seed stands for."""
    numbers = random.Random(seed)
    play = begin(mode, sorted(processes())[seed % len(processes())], numbers)
    for _ in moves(play, numbers):
        pass
    return play


def digest(seed: int) -> str:
    numbers, whole = random.Random(seed), hashlib.sha256()
    play = begin("saved", sorted(processes())[seed % len(processes())], numbers)
    for _ in moves(play, numbers):
        whole.update(play.bytes + repr(play.effects).encode())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.stdout.write("\n".join(digest(seed) for seed in range(int(sys.argv[1]))))
