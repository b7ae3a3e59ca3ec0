"""Camunda 8's input and output mappings: which variables go into an element and come out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime.expressions import Text, View, value_of
from engine.values import Happened, JsonValue, Variables

if TYPE_CHECKING:
    from engine.runtime.tasks import CaseTask

Mappings = tuple[tuple[Text, str], ...]


def map_inputs(task: CaseTask, mappings: Mappings) -> None:
    """Write each target into the element's own scope, which is opened for it.

    Later mappings see earlier targets. All or nothing.

    Raises:
        Trouble: ("io-mapping-error") when a source fails.
    """
    if not mappings:
        return
    own = task.case.scopes.local(task.id) if task.id in task.case.scopes else {}
    view = View.of(task)
    results: dict[str, JsonValue] = {}
    for text, target in mappings:
        view.own = results
        value = value_of(text, view, "io-mapping-error", f"Input mapping to {target}")
        _place(results, target, value, own)
    open_local(task)
    written(task, task.case.scopes.write(task.id, results))


def map_outputs(task: CaseTask, mappings: Mappings) -> None:
    """Write each target to where its variable is known, from the scope around the element on.

    Raises:
        Trouble: ("io-mapping-error") when a source fails; then nothing is written.
    """
    if not mappings:
        return
    scopes, around = task.case.scopes, task.workflow.scope_id
    view = View.of(task)
    results: dict[str, JsonValue] = {}
    for text, target in mappings:
        view.own = results
        value = value_of(text, view, "io-mapping-error", f"Output mapping to {target}")
        holder = scopes.holder(around, target.partition(".")[0])
        _place(results, target, value, holder.variables if holder else {})
    written(task, scopes.propagate(around, results))


def receive(task: CaseTask, variables: Variables, mappings: Mappings) -> None:
    """Take in what a completed element, a worker or a message brought.

    With output mappings they stay in the element's own scope for `map_outputs` to read; without,
    each goes to the nearest scope that knows it, else to the process.
    """
    if not variables:
        return
    if mappings:
        open_local(task)
        written(task, task.case.scopes.write(task.id, variables))
    else:
        written(task, task.case.scopes.propagate(task.scope_id, variables))


def open_local(task: CaseTask) -> None:
    """Give the element a scope of its own, if it has none yet."""
    if task.id not in task.case.scopes:
        task.case.scopes.open(task.id, task.workflow.scope_id, task.task_spec.shown)


def local_variables(task: CaseTask) -> dict[str, JsonValue]:
    """What the input mappings made: the payload of what the element throws."""
    scopes = task.case.scopes
    return scopes.local(task.id) if task.id in scopes else {}


def written(task: CaseTask, owners: dict[str, int]) -> None:
    """Tell the history which variables an element wrote, and whose they are."""
    if owners:
        task.case.record(task, Happened.CHANGED, variables=owners)


def _place(results: dict[str, JsonValue], target: str, value: JsonValue, known: Variables) -> None:
    """Put `value` at the dotted path `target`; objects on the way keep their other entries."""
    first, *inner = target.split(".")
    if not inner:
        results[first] = value
        return
    at = results.get(first, known.get(first))
    results[first] = top = dict(at) if isinstance(at, dict) else {}
    for name in inner[:-1]:
        below = top.get(name)
        top[name] = kept = dict(below) if isinstance(below, dict) else {}
        top = kept
    top[inner[-1]] = value
