"""Strolls through every diagram that ships, by the runtime alone: what no officer may be left with.

A stroll makes up every answer, lets jobs fail and throw, lets time pass, sends messages and signals,
and mends what stands still as an administrator would. `standing` then says what each token waits for.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from engine.bpmn.model import Kind
from engine.dmn.model import DecisionModel
from engine.dmn.reading import read as read_decisions
from engine.errors import StepRefused
from engine.runtime import CompiledProcess
from engine.values import (
    Command,
    CompleteJob,
    CompleteUserTask,
    DeliverMessage,
    DeliverSignal,
    FailJob,
    FireTimer,
    Happened,
    HistoryEvent,
    JsonValue,
    RetryIncident,
    SetVariables,
    StartCase,
    ThrowJobError,
)
from office import defaults, timetable
from office.config import Policies
from office.offices import Identity
from tests.runtime.play import Play, compiled

WORKFLOWS: Final = Path(__file__).parents[2] / "workflows"
LONGEST: Final = 300
_INSTANT: Final = "2026-11-25T16:00:00+07:00"
#: what holds in most strolls, so that they come further than the first expression
_WORLD: Final[dict[str, JsonValue]] = {
    "no_register": "KRC-2611-00042-9",
    "nomor_antrean": "A-001",
    "tanggal_antrean": "2026-11-24",
    "tgl_lahir": "1990-07-01",
    "siak_status_pada": _INSTANT,
    "siap_cetak_pada": _INSTANT,
    "siap_ambil_pada": _INSTANT,
    "direservasi_pada": _INSTANT,
    "buka_cetak_pada": _INSTANT,
    "estimasi_batas": _INSTANT,
    "diterima_pada": _INSTANT,
    "dokumen": [{"nama": "KK", "wajib": True, "ada": True}],
}
_WORDS: Final = frozenset({"and", "false", "if", "in", "null", "or", "then", "true"})
_NAME: Final = r'(?<![.\w"])([a-z_]\w+)\b'
_ODD: Final = 0.03
_MENDED: Final = 0.9
_LUCKY: Final = 0.7
_USUAL: Final = 0.95
#: elements that hold no token of their own
_HOLDERS: Final = frozenset(
    {"process", "subProcess", "callActivity", "eventSubProcess", "multiInstanceBody"}
)


@cache
def procedures() -> tuple[str, ...]:
    """The folders of workflows/."""
    return tuple(sorted(path.name for path in WORKFLOWS.iterdir() if any(path.glob("*.bpmn"))))


@cache
def processes(procedure: str) -> dict[int, CompiledProcess]:
    found = sorted((WORKFLOWS / procedure).glob("*.bpmn"))
    return compiled(*(path.read_bytes() for path in found))


@cache
def decisions(procedure: str) -> dict[int, DecisionModel]:
    found = sorted((WORKFLOWS / procedure).glob("*.dmn"))
    models = (read_decisions(path.read_bytes(), path.name) for path in found)
    return {500 + number: model for number, model in enumerate(models)}


@cache
def office() -> dict[str, JsonValue]:
    """`kantor` with every policy at its default, those without one at something."""
    identity = Identity(code="327316", name="Kiaracondong", city="Kota Bandung", prefix="KRC")
    given = {name: 1 if value is None else value for name, value in defaults.DEFAULTS.items()}
    day: dict[str, JsonValue] = {"hari_ini": "2026-11-24", "hari_kerja": True, "tutup": _INSTANT}
    return {**Policies(given).context(identity), **day}


@cache
def sources(procedure: str) -> str:
    found = sorted((WORKFLOWS / procedure).glob("*.bpmn"))
    return "".join(html.unescape(path.read_text(encoding="utf-8")) for path in found)


@cache
def vocabulary(procedure: str) -> dict[str, list[JsonValue]]:
    """What each variable is compared with in the diagrams; what is only asked for is yes or no."""
    text = sources(procedure)
    found = _compared(text)
    for condition in re.findall(r"<bpmn:conditionExpression[^>]*>\s*=?([^<]+)<", text):
        for name in re.findall(rf"{_NAME}(?! *[.(=<>])", condition):
            found.setdefault(name, [True, False])
    for source, target in re.findall(r'<zeebe:output source="=([^>]*)" target="(\w+)"', text):
        for name in set(re.findall(_NAME, source)) - {target}:
            found.setdefault(name, []).extend(found.get(target, []))
    others = {name: ["LAIN"] for name, values in found.items() if _are_texts(values)}
    return {
        name: [*dict.fromkeys(found[name]), *others.get(name, [])]
        for name in sorted(found.keys() - _WORDS)
        if found[name]
    }


def _compared(text: str) -> dict[str, list[JsonValue]]:
    found: dict[str, list[JsonValue]] = {}
    for name, value in re.findall(rf'{_NAME} = "(\w+)"', text):
        found.setdefault(name, []).append(value)
    for name, group in re.findall(rf"{_NAME} in \(([^)]*)\)", text):
        found.setdefault(name, []).extend(re.findall(r'"(\w+)"', group))
    for name in re.findall(rf"{_NAME} !?= (?:true|false)\b", text):
        found.setdefault(name, [True, False])
    return found


def _are_texts(values: list[JsonValue]) -> bool:
    return bool(values) and isinstance(values[0], str)


def begin(procedure: str, numbers: random.Random) -> Play:
    """A new case of one of the procedure's processes, by one of its start events."""
    latest = {f"form:{name}": 900 for name in re.findall(r'formId="([^"]+)"', sources(procedure))}
    for key, model in decisions(procedure).items():
        latest |= {f"decision:{one}": key for one in model.decisions}
    play = Play(
        processes=processes(procedure),
        decisions=decisions(procedure),
        latest=latest,
        calendars={timetable.NAME: timetable.to_calendar(timetable.Timetable(), 1)},
        context={"kantor": office()},
    )
    keys = sorted(processes(procedure))
    main = [key for key in keys if not _is_called(procedure, processes(procedure)[key])]
    key = numbers.choice([*keys, *numbers.choices(main, k=len(keys))])
    start = numbers.choice(_starts(processes(procedure)[key]))
    variables = answers(procedure, numbers)
    return play.do(StartCase(definition=key, variables=variables, start_element=start))


def _is_called(procedure: str, process: CompiledProcess) -> bool:
    return f'processId="{process.process.id}"' in sources(procedure)


def _starts(process: CompiledProcess) -> list[str]:
    nodes = process.process.scope.nodes.values()
    return sorted(node.id for node in nodes if node.kind is Kind.START)


def answers(procedure: str, numbers: random.Random) -> dict[str, JsonValue]:
    """Made-up answers: a world that mostly holds, and now and then something odd in it."""
    drawn = {name: numbers.choice(values) for name, values in vocabulary(procedure).items()}
    counts: dict[str, JsonValue] = {
        "stok": {"cukup": numbers.random() < _LUCKY, "kurang": []},
        "percobaan_rekam": numbers.randint(1, 3),
        "percobaan_cetak": numbers.randint(1, 3),
    }
    world = {**drawn, **_WORLD, **counts}
    return {
        name: numbers.choice([None, 0, "lain", []]) if numbers.random() < _ODD else value
        for name, value in world.items()
    }


def stroll(procedure: str, seed: int) -> Play:
    """A whole stroll: until the case is over, or the drawn number of moves is made."""
    numbers = random.Random(f"{procedure}:{seed}")
    play = begin(procedure, numbers)
    for _ in range(numbers.randrange(1, LONGEST)):
        if 1 in play.books.closed:
            break
        for command in _next(play, procedure, numbers):
            try:
                play.do(command)
            except StepRefused:
                break
    return play


def _next(play: Play, procedure: str, numbers: random.Random) -> list[Command]:
    """One move: usually what a person or a worker would do, seldom what comes from outside."""
    books, given = play.books, answers(procedure, numbers)
    usual: list[Command] = [CompleteUserTask(task=task, variables=given) for task in books.tasks]
    usual += [CompleteJob(job=job, variables=given) for job in books.jobs]
    rare = list(_rare(play, procedure, numbers))
    if books.incidents and (numbers.random() < _MENDED or not usual + rare):
        scope = numbers.choice(sorted(books.scopes))
        incident = numbers.choice(sorted(books.incidents))
        mended = SetVariables(variables=given, reason="uji", scope=scope)
        return [mended, RetryIncident(incident=incident)]
    if usual and numbers.random() < _USUAL:
        return [numbers.choice(usual)]
    return [numbers.choice(usual + rare)] if usual + rare else []


def _rare(play: Play, procedure: str, numbers: random.Random) -> Iterator[Command]:
    books, given = play.books, answers(procedure, numbers)
    for job in books.jobs:
        yield FailJob(job=job, retries=numbers.choice([0, 1]), message="uji")
        code = numbers.choice([*re.findall(r'errorCode="(\w+)"', sources(procedure)), "LAIN"])
        yield ThrowJobError(job=job, code=code, variables=given)
    if books.timers:
        timer = min(books.timers, key=lambda one: (books.timers[one].due_at, one))
        play.now = max(play.now, books.timers[timer].due_at)
        yield FireTimer(timer=timer)
    for key, one in numbers.sample(
        sorted(books.subscriptions.items()), min(1, len(books.subscriptions))
    ):
        if one.kind == "message":
            yield DeliverMessage(subscription=key, message=one.name, variables=given)
        else:
            yield DeliverSignal(signal=one.name)


def stuck(play: Play) -> list[str]:
    """The tokens that wait for nothing named. Empty for a case that is over.

    Every living token stands at a task, job, timer, subscription or incident of its own, or at a join
    in a scope where another still lives; every open scope holds a living token.
    """
    if 1 in play.books.closed:
        return []
    books = play.books
    named = {
        one.element
        for kind in (books.tasks, books.jobs, books.timers, books.subscriptions, books.incidents)
        for one in kind.values()
    }
    living = _living(books.history)
    held = [one for one in living if one.element in named or _waits(one, play, named)]
    # an element with mappings of its own is a scope too, numbered as its instance
    waiting = {one.scope for one in held} | {one.instance for one in held}
    lost = [
        one.element
        for one in living
        if one.type not in _HOLDERS and one.scope not in waiting and one.element not in named
    ]
    parents = {scope.parent for scope in books.scopes.values()}
    empty = [
        scope.element
        for number, scope in books.scopes.items()
        if number not in parents and number not in waiting
    ]
    return lost + empty


def _waits(event: HistoryEvent, play: Play, named: set[str]) -> bool:
    """An event-based gateway waits by the events behind it."""
    if event.type != "eventBasedGateway":
        return False
    for process in play.definitions.processes.values():
        for _, scope, node in process.process.walk():
            if node.id == event.element:
                targets = {scope.flows[flow].target for flow in node.outgoing}
                return not targets.isdisjoint(named)
    return False


def _living(history: list[HistoryEvent]) -> list[HistoryEvent]:
    """The element instances that began and did not end."""
    found: dict[int, HistoryEvent] = {}
    for event in history:
        if event.happened is Happened.ACTIVATED:
            found[event.instance] = event
        elif event.happened in (Happened.COMPLETED, Happened.TERMINATED):
            found.pop(event.instance, None)
    return list(found.values())
