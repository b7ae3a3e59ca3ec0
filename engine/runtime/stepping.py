"""One step of a case: a command goes in, a new snapshot and what happened come out. Pure.

What each command does is `commands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import StepRefused
from engine.runtime import commands, snapshots
from engine.runtime.workflows import CaseWorkflow
from engine.values import StartCase, StepResult

if TYPE_CHECKING:
    from engine.runtime.definitions import Definitions
    from engine.values import Command, Effect, Inputs


def step(
    definitions: Definitions, snapshot: bytes | None, command: Command, inputs: Inputs
) -> StepResult:
    """Let one case take one step.

    `snapshot` is None for `StartCase` and only then. Equal arguments give equal bytes and effects,
    in any process. Nothing is ever fired by itself: a timer that is due waits for its `FireTimer`.
    What goes wrong in the diagram is an incident in the answer, never an error here.

    Raises:
        StepRefused: when the command does not fit the snapshot's state; nothing has changed.
        SnapshotUnreadable: when the snapshot is not of this release or its definitions lack.
    """
    case = open_case(definitions, snapshot, command, inputs)
    effects = take(case, command, inputs)
    return StepResult(snapshot=snapshots.dump(case), effects=effects)


def open_case(
    definitions: Definitions, snapshot: bytes | None, command: Command, inputs: Inputs
) -> CaseWorkflow:
    """Bring the case to life, or make the new one that `StartCase` asks for."""
    if snapshot is not None:
        if isinstance(command, StartCase):
            raise StepRefused(what="A case that has begun")
        return snapshots.load(definitions, snapshot, inputs)
    if not isinstance(command, StartCase) or command.definition not in definitions.processes:
        raise StepRefused(what="A case that has not begun")
    return CaseWorkflow(definitions, command.definition, inputs, sequence=1)


def take(case: CaseWorkflow, command: Command, inputs: Inputs) -> tuple[Effect, ...]:
    """Let a living case take the step, without saving: for `step`, and for tests that save never.

    A refused command leaves nothing changed that counts: throw the case away all the same.
    """
    case.inputs = inputs
    case.effects.clear()
    case.runs = 0
    commands.apply(case, command)
    case.advance()
    return tuple(case.effects)
