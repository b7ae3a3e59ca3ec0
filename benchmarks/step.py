"""Question: what does one completion cost next to plain SpiffWorkflow? JSON and a table.

Fifteen user tasks, each with two boundary timers (P1D, not interrupting; P2D, interrupting); the
eighth is completed. Ours: restore + step + prune + dump, by `engine.runtime.step`. Plain: the same
diagram in the library's dialect, deserialize_json + run + serialize_json. Same process, medians.

python -m benchmarks.step [rounds]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from time import perf_counter

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import reading
from engine.runtime import Definitions, compile_process, step
from engine.values import CompleteUserTask, Inputs, StartCase, UserTaskOpened

TASKS = 15
AT = 8
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
_NS = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'


def diagram(quote: str) -> bytes:
    """The diagram. The plain library takes durations for Python and wants quotes around."""
    names = ["s", *(f"u{number}" for number in range(1, TASKS + 1)), "e"]
    body = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
    for source, target in pairwise(names):
        body += _flow(source, target)
    for name in names[1:-1]:
        body += f'<bpmn:userTask id="{name}" name="{name}"/>'
        for event, text, cancel in (("a", "P1D", "false"), ("b", "P2D", "true")):
            duration = f"<bpmn:timeDuration>{quote}{text}{quote}</bpmn:timeDuration>"
            body += (
                f'<bpmn:boundaryEvent id="{name}{event}" attachedToRef="{name}" '
                f'cancelActivity="{cancel}"><bpmn:timerEventDefinition>{duration}'
                "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
                f'<bpmn:endEvent id="{name}{event}e"/>'
            ) + _flow(f"{name}{event}", f"{name}{event}e")
    return (
        f'<bpmn:definitions {_NS} id="d" targetNamespace="x">'
        f'<bpmn:process id="p" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


def _flow(source: str, target: str) -> str:
    return (
        f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'
    )


def ours() -> tuple[Callable[[], object], int]:
    """One completion to repeat, and the bytes of the snapshot it starts from."""
    process = reading.read(diagram(""), "step.bpmn").processes[0]
    definitions = Definitions(processes={1: compile_process(process)})
    inputs = Inputs(now=NOW)
    result = step(definitions, None, StartCase(definition=1), inputs)
    for _ in range(AT - 1):
        result = step(definitions, result.snapshot, _completion(result.effects), inputs)
    command, snapshot = _completion(result.effects), result.snapshot
    return lambda: step(definitions, snapshot, command, inputs), len(snapshot)


def _completion(effects: tuple[object, ...]) -> CompleteUserTask:
    task = next(effect.task for effect in effects if isinstance(effect, UserTaskOpened))
    return CompleteUserTask(task=task, variables={"ok": True})


def plain() -> tuple[Callable[[], object], int]:
    parser = BpmnParser()
    parser.add_bpmn_str(diagram('"'))
    workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    workflow.do_engine_steps()
    for _ in range(AT - 1):
        _complete(workflow)
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    text = serializer.serialize_json(workflow)

    def once() -> str:
        restored = serializer.deserialize_json(text)
        _complete(restored)
        return str(serializer.serialize_json(restored))

    return once, len(text)


def _complete(workflow: BpmnWorkflow) -> None:
    task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
    task.set_data(ok=True)
    task.run()
    workflow.do_engine_steps()


def milliseconds(action: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = perf_counter()
        action()
        times.append((perf_counter() - began) * 1000)
    return median(times)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    (our_step, our_bytes), (plain_step, plain_bytes) = ours(), plain()
    our_ms, plain_ms = milliseconds(our_step, rounds * 5), milliseconds(plain_step, rounds)
    print(
        json.dumps(
            {
                "benchmark": "step",
                "ours": {"ms": round(our_ms, 4), "bytes": our_bytes},
                "plain": {"ms": round(plain_ms, 4), "bytes": plain_bytes},
                "faster": round(plain_ms / our_ms, 1),
                "targets": {"ms": 0.3, "bytes": 2048, "faster": 20},
            }
        )
    )
    print(f"{'':8}{'ms a completion':>18}{'bytes':>10}")
    print(f"{'ours':8}{our_ms:18.3f}{our_bytes:10}")
    print(f"{'plain':8}{plain_ms:18.3f}{plain_bytes:10}")
    print(f"{plain_ms / our_ms:.0f} times faster")


if __name__ == "__main__":
    main()
