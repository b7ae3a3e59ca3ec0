"""Question: does a step get dearer as a case gets older? Answers as JSON and a table.

5,000 rework loops: a user task with two boundary timers (P1D and P2D, not interrupting), then two
branches in parallel, one of them with a timer, completed in alternating order. At the top level, in
a sub-process, and in a sub-process beside a long-lived parallel branch. Every step starts from
bytes and ends in bytes; every 1,000 loops a day passes and the P1D timers fire. Compared: loops 10
to 109 and the last hundred.

python -m benchmarks.loops [loops]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from engine.bpmn import reading
from engine.runtime import Definitions, compile_process, step
from engine.values import (
    Command,
    CompleteUserTask,
    FireTimer,
    Happened,
    HistoryEvent,
    Inputs,
    JsonValue,
    StartCase,
    TimerClosed,
    TimerSet,
    UserTaskClosed,
    UserTaskOpened,
)

_NS = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
PLACES = ("top level", "sub-process", "beside a branch")


def diagram(place: str) -> bytes:
    body = _loop()
    if place != PLACES[0]:
        outside = _flow("S", "g" if place == PLACES[2] else "SP") + _flow("SP", "E")
        if place == PLACES[2]:
            outside += _flow("g", "SP") + _flow("g", "lama") + _flow("lama", "E")
            outside += '<bpmn:parallelGateway id="g"/><bpmn:userTask id="lama"/>'
        body = (
            f'<bpmn:startEvent id="S"/><bpmn:endEvent id="E"/>{outside}'
            f'<bpmn:subProcess id="SP">{body}</bpmn:subProcess>'
        )
    return (
        f'<bpmn:definitions {_NS} id="d" targetNamespace="x">'
        f'<bpmn:process id="p" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


def _loop() -> str:
    pairs = "s:m m:u1 u1:split split:a split:b a:join b:join join:x x:m"
    body = "".join(_flow(*pair.split(":")) for pair in pairs.split())
    body += '<bpmn:sequenceFlow id="out" sourceRef="x" targetRef="e"/>'
    body += '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:exclusiveGateway id="m"/>'
    body += '<bpmn:exclusiveGateway id="x" default="out"/>'
    body += '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>'
    body += "".join(f'<bpmn:userTask id="{name}"/>' for name in ("u1", "a", "b"))
    for event, host, text in (("t1", "u1", "P1D"), ("t2", "u1", "P2D"), ("ta", "a", "P2D")):
        body += (
            f'<bpmn:boundaryEvent id="{event}" attachedToRef="{host}" cancelActivity="false">'
            f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration>"
            f'</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="{event}e"/>'
        ) + _flow(event, f"{event}e")
    return body


def _flow(source: str, target: str) -> str:
    condition = "<bpmn:conditionExpression>=lagi</bpmn:conditionExpression>"
    inside = condition if (source, target) == ("x", "m") else ""
    return (
        f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


class Case:
    """One case, driven by its effects; measures every completion."""

    def __init__(self, place: str) -> None:
        process = reading.read(diagram(place), "loops.bpmn").processes[0]
        self.definitions = Definitions(processes={1: compile_process(process)})
        self.now = datetime(2026, 11, 24, 1, tzinfo=UTC)
        self.snapshot: bytes | None = None
        self.tasks: dict[str, int] = {}
        self.timers: dict[int, datetime] = {}
        self.history: Counter[tuple[Happened, str]] = Counter()
        self.do(StartCase(definition=1))

    def do(self, command: Command) -> float:
        began = perf_counter()
        result = step(self.definitions, self.snapshot, command, Inputs(now=self.now))
        took = (perf_counter() - began) * 1000
        self.snapshot = result.snapshot
        for effect in result.effects:
            self._keep(effect)
        return took

    def complete(self, element: str, **variables: JsonValue) -> float:
        return self.do(CompleteUserTask(task=self.tasks[element], variables=variables))

    def a_day_passes(self) -> None:
        self.now += timedelta(hours=25)
        for timer, due in sorted(self.timers.items()):
            if due <= self.now:
                self.do(FireTimer(timer=timer))

    def _keep(self, effect: object) -> None:
        match effect:
            case UserTaskOpened():
                self.tasks[effect.element] = effect.task
            case UserTaskClosed():
                self.tasks = {key: one for key, one in self.tasks.items() if one != effect.task}
            case TimerSet():
                self.timers[effect.timer] = effect.due_at
            case TimerClosed():
                del self.timers[effect.timer]
            case HistoryEvent():
                self.history[effect.happened, effect.element] += 1


def measure(place: str, loops: int) -> dict[str, object]:
    case, times, sizes = Case(place), [], []
    for loop in range(1, loops + 1):
        if loop % 1000 == 0:
            case.a_day_passes()
        first, second = "ab" if loop % 2 else "ba"
        more = loop < loops
        took = [case.complete("u1"), case.complete(first), case.complete(second, lagi=more)]
        times.append(sum(took) / 3)
        sizes.append(len(case.snapshot or b""))
    early, late = median(times[9:109]), median(times[-101:-1])
    completed = case.history[Happened.COMPLETED, "u1"]
    assert completed == loops, completed
    return {
        "place": place,
        "loops": loops,
        "ms_early": round(early, 4),
        "ms_late": round(late, 4),
        "bytes_early": sizes[9],
        "bytes_late": sizes[-2],
        "history": sum(case.history.values()),
        "slower": round(late / early, 3),
        "larger": round(sizes[-2] / sizes[9], 3),
    }


def main() -> None:
    loops = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    found = [measure(place, loops) for place in PLACES]
    print(json.dumps({"benchmark": "loops", "target": 1.3, "results": found}))
    print(f"{'where':18}{'ms early':>10}{'ms late':>10}{'':>8}{'bytes':>8}{'':>8}{'':>8}")
    for one in found:
        print(
            f"{one['place']:18}{one['ms_early']:10}{one['ms_late']:10}{one['slower']:8}"
            f"{one['bytes_early']:8}{one['bytes_late']:8}{one['larger']:8}"
        )


if __name__ == "__main__":
    main()
