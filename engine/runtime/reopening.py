"""Putting a completed user task back on somebody's desk. Decides nothing about who may ask for it.

What the same task led to is undone as far as tokens go: those that stand downstream of it end. What
other branches have done stays done: where a parallel join had already taken their tokens, it gets
them back, or it would wait for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import StepRefused
from engine.runtime.mappings import written
from engine.runtime.specs.activities import UserTask
from engine.runtime.specs.base import Element
from engine.runtime.specs.gateways import Join, ParallelGateway
from engine.runtime.specs.inner import MultiInstance
from engine.runtime.tasks import WAITING, CaseTask
from engine.values import Happened

if TYPE_CHECKING:
    from engine.runtime.workflows import CaseWorkflow, Workflow
    from engine.values import Reopen


def reopen(case: CaseWorkflow, command: Reopen) -> None:
    """Carry out the command.

    Raises:
        StepRefused: when the scope has ended, or the element is no user task of it.
    """
    what = f"Element {command.element}"
    workflow = next((at for at in case.workflows() if at.scope_id == command.scope), None)
    if workflow is None or _is_instance(workflow):
        raise StepRefused(what=what)
    element = workflow.spec.elements.get(command.element)
    if not isinstance(element, UserTask):
        raise StepRefused(what=what)
    elements, flows = _downstream(element)
    for token in reversed(tuple(workflow.living.values())):
        if _led_to(token, elements, flows):
            token.cancel()
    task = workflow.task_tree.spawn(element)
    case.record(task, Happened.MOVED)
    written(task, case.scopes.propagate(workflow.scope_id, command.variables))
    _give_back(workflow, elements)
    task.arrive()


def _is_instance(workflow: Workflow) -> bool:
    host = workflow.host
    return host is not None and isinstance(host.task_spec, MultiInstance)


def _downstream(element: Element, without: Element | None = None) -> tuple[set[Element], set[str]]:
    """The elements reached from `element`, itself among them, and the flows passed on the way.

    The search does not go on behind `without`.
    """
    elements: set[Element] = set()
    flows: set[str] = set()
    stack = [element]
    while stack:
        at = stack.pop()
        if at in elements or at is without:
            continue
        elements.add(at)
        flows.update(flow.id for flow in at.flows)
        stack.extend(flow.target for flow in at.flows)
        stack.extend(at.boundaries)
    return elements, flows


def _led_to(token: CaseTask, elements: set[Element], flows: set[str]) -> bool:
    spec = token.task_spec
    if isinstance(spec, Join) and token._state == WAITING:  # noqa: SLF001 - of our own class
        return token.via in flows
    return spec in elements


def _give_back(workflow: Workflow, elements: set[Element]) -> None:
    """Refill the parallel joins ahead on the flows by which nothing can come any more."""
    for join in workflow.spec.elements.values():
        if isinstance(join, ParallelGateway) and join in elements:
            _refill(workflow, join)


def _refill(workflow: Workflow, join: ParallelGateway) -> None:
    """What can come is what a living token reaches without passing the join itself."""
    coming: set[str] = set()
    for token in workflow.living.values():
        if token.task_spec is join:
            coming.add(token.via)
        else:
            coming |= _downstream(token.task_spec, join)[1]
    for flow in join.node.incoming:
        if flow not in coming:
            token = workflow.task_tree.spawn(join, via=flow)
            token._set_state(WAITING)  # noqa: SLF001 - of our own class
