"""The recorded cases of the real procedure once more, at the runtime: saved and living, watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from engine.errors import StepRefused
from engine.runtime import Definitions, snapshots, step
from engine.runtime.stepping import open_case, take
from engine.runtime.workflows import CaseWorkflow
from engine.services import replaying
from engine.services.catalogue import Shelf
from engine.services.replaying import Recorded
from engine.values import AssignUserTask, ChangeUserTask, Command, HistoryEvent, Inputs
from tests.properties import rerun
from tests.properties.wandering import Wanderer
from tests.runtime.probing import missing, watch_runs


def test_pruned_and_restored_equals_unpruned_in_memory(wandered: Wanderer) -> None:
    for definitions, log in logs(wandered):
        living: CaseWorkflow | None = None
        snapshot: bytes | None = None
        for command, inputs in steps(log):
            saved = step(definitions, snapshot, command, inputs)
            living = living or open_case(definitions, None, command, inputs)
            effects = take(living, command, inputs)
            assert effects == saved.effects
            assert snapshots.dump(living) == saved.snapshot  # tokens, scopes and variables
            snapshot = saved.snapshot


def test_command_tried_twice_leaves_nothing_behind(wandered: Wanderer) -> None:
    """Definitions are shared by all cases: a step taken or refused on them changes none of them."""
    for definitions, log in logs(wandered):
        before: bytes | None = None
        for command, inputs in steps(log):
            after = step(definitions, before, command, inputs).snapshot
            with suppress(StepRefused):
                step(definitions, after, command, inputs)
            assert step(definitions, before, command, inputs).snapshot == after
            before = after


def test_every_element_of_every_case_ran_through_the_library(wandered: Wanderer) -> None:
    for definitions, log in logs(wandered):
        snapshot: bytes | None = None
        history: list[HistoryEvent] = []
        with watch_runs() as runs:
            for command, inputs in steps(log):
                result = step(definitions, snapshot, command, inputs)
                snapshot = result.snapshot
                history += [one for one in result.effects if isinstance(one, HistoryEvent)]

        assert history
        assert not missing(runs, history)


def logs(wandered: Wanderer) -> Iterator[tuple[Definitions, tuple[Recorded, ...]]]:
    """Each case's log, with the definitions it was recorded on."""
    kernel = wandered.kernel
    for key in rerun.root_keys(kernel):
        with kernel.reads.begin() as session:
            yield Shelf(session, kernel.catalogue).definitions(), replaying.read_log(kernel, key)


def steps(log: tuple[Recorded, ...]) -> Iterator[tuple[Command, Inputs]]:
    """The commands that a step is taken on."""
    for recorded in log:
        if not isinstance(recorded.command, AssignUserTask | ChangeUserTask):
            yield recorded.command, recorded.inputs
