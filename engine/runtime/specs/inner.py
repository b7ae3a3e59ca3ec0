"""Activities with an inside: sub-processes, called processes, multi-instance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from typing_extensions import override

from engine.bpmn.model import Extensions, Node
from engine.runtime.expressions import Text, View, text_of, truth_of, value_of
from engine.runtime.mappings import local_variables, receive, written
from engine.runtime.specs.activities import resolve
from engine.runtime.specs.base import Element
from engine.runtime.tasks import CaseTask
from engine.runtime.troubles import MOST_INSTANCES, Trouble
from engine.values import CaseState, Happened, JsonValue

if TYPE_CHECKING:
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec
    from engine.runtime.workflows import Workflow


class Inner(Element):
    """An element that waits while a workflow of its own runs."""

    def inner_spec(self, host: CaseTask) -> ScopeSpec:
        """The specification of what runs inside; for restoring a snapshot too."""
        raise NotImplementedError(host.task_spec.name)

    def inner_scope(self, host: CaseTask) -> tuple[int, int]:
        """The ids of the inside's variable scope and of its process's scope."""
        return host.id, host.workflow.process_id

    @override
    def perform(self, task: CaseTask) -> bool:
        scope, process = self.inner_scope(task)
        task.case.enter(task, self.inner_spec(task), scope, process).kick_off()
        return False

    @override
    def withdraw(self, task: CaseTask) -> None:
        inner = task.case.subprocesses.get(task.id)
        if inner is not None:
            inner.close()


class SubProcess(Inner, defaults.SubWorkflowTask):
    """Its scope is its own; `body` is set when the scope around it is built."""

    owns_scope = True
    body: ScopeSpec

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts, subworkflow_spec=node.id)

    @override
    def inner_spec(self, host: CaseTask) -> ScopeSpec:
        return self.body


class CallActivity(Inner, defaults.CallActivity):
    """A process of its own definition inside the same case; sees only what is handed over."""

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        called = node.extensions.called
        super().__init__(owner, node, texts, subworkflow_spec=called.id if called else "")
        self.process = texts.text(called.id if called else "", node.id)
        self.called = called

    @override
    def inner_spec(self, host: CaseTask) -> ScopeSpec:
        case = host.case
        key = case.scopes[host.internal_data["process"]].definition
        assert key is not None
        return case.definitions.processes[key].spec

    @override
    def inner_scope(self, host: CaseTask) -> tuple[int, int]:
        scope = host.internal_data["process"]
        return scope, scope

    @override
    def perform(self, task: CaseTask) -> bool:
        code, called, case = "called-element-error", self.called, task.case
        case.require_depth(task)
        if called is None:
            raise Trouble(code, "No process is called.")
        name = text_of(self.process, View.of(task), code, "The called process's id")
        key = resolve(task, "process", name, called.binding, called.version_tag)
        compiled = case.definitions.processes.get(key)
        if compiled is None:
            raise Trouble(code, f"Process {name} is not deployed.")
        if not compiled.spec.starts:
            raise Trouble(code, f"Process {name} has no start event without a trigger.")
        handed = (
            case.scopes.visible(task.scope_id)
            if called.propagate_all_parent
            else local_variables(task)
        )
        self._open(task, compiled.process.id, key, handed)
        return super().perform(task)

    def _open(
        self, task: CaseTask, process: str, key: int, variables: dict[str, JsonValue]
    ) -> None:
        case = task.case
        scope = task.internal_data["process"] = case.next_id()
        case.scopes.open(scope, task.scope_id, process, key)
        case.record_process(scope, Happened.ACTIVATED)
        owners = case.scopes.write(scope, variables)
        if owners:
            case.record_process(scope, Happened.CHANGED, variables=owners)

    @override
    def inner_finished(self, host: CaseTask, inner: Workflow) -> None:
        scope, case = inner.scope_id, host.case
        variables = case.scopes.local(scope)
        case.record_process(scope, Happened.COMPLETED)
        case.scopes.close(scope, CaseState.COMPLETED)
        del host.internal_data["process"]
        propagate = self.called is not None and self.called.propagate_all_child
        if propagate or self.output_mappings:
            receive(host, variables, self.output_mappings)

    @override
    def withdraw(self, task: CaseTask) -> None:
        super().withdraw(task)
        scope = task.internal_data.get("process")
        if scope is not None:
            task.case.record_process(scope, Happened.TERMINATED)
            task.case.scopes.close(scope, CaseState.TERMINATED)


class MultiInstance(Inner, defaults.SubWorkflowTask):
    """The body around the instances of an activity (zeebe:loopCharacteristics).

    The instances are tokens of the one element in `body`, each in a scope of its own with its item
    and `loopCounter`, counted from 1. Boundary events and flows are the body's; mappings, job and
    inside are the instance's.
    """

    owns_scope = True
    body: ScopeSpec

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        assert node.loop is not None
        loop = self.loop = node.loop
        super().__init__(owner, body_node(node), texts, subworkflow_spec=node.id)
        self.type = "multiInstanceBody"
        self.collection = texts.formula(loop.input_collection or "null", node.id)
        self.output = _optional(texts, loop.output_element, node.id)
        self.enough = _optional(texts, loop.completion_condition, node.id)

    @override
    def inner_spec(self, host: CaseTask) -> ScopeSpec:
        return self.body

    @override
    def perform(self, task: CaseTask) -> bool:
        items = value_of(
            self.collection, View.of(task), "multi-instance-error", "The input collection"
        )
        if not isinstance(items, list) or len(items) > MOST_INSTANCES:
            why = f"The input collection is no list of at most {MOST_INSTANCES} items."
            raise Trouble("multi-instance-error", why)
        data, scopes = task.internal_data, task.case.scopes
        data["count"], data["done"], data["begun"] = len(items), 0, 0
        if self.loop.output_collection:
            scopes.write(task.id, {self.loop.output_collection: [None] * len(items)})
        if not items:
            self._hand_over(task)
            return True
        inner = task.case.enter(task, self.body, *self.inner_scope(task))
        inner.plant()
        if self.loop.sequential:
            data["items"] = items
            self._begin_next(task, inner, items[0])
        else:
            for item in items:
                self._begin_next(task, inner, item)
        return False

    def _begin_next(self, host: CaseTask, inner: Workflow, item: JsonValue) -> None:
        loop, scopes = self.loop, host.case.scopes
        host.internal_data["begun"] += 1
        instance = inner.task_tree.spawn(self.body.elements[self.name])
        own: dict[str, JsonValue] = {"loopCounter": host.internal_data["begun"]}
        if _is_name(loop.output_element):  # results of an instance stay its own (Camunda 8)
            own[loop.output_element.lstrip("= ").partition(".")[0]] = None
        if loop.input_element:
            own[loop.input_element] = item
        scopes.open(instance.id, host.id, self.shown)
        scopes.write(instance.id, own)
        instance.arrive()

    @override
    def collect(self, host: CaseTask, instance: CaseTask) -> None:
        """Keep the instance's output; find out whether it was the last one needed."""
        loop, scopes, data = self.loop, host.case.scopes, host.internal_data
        if self.output is not None and loop.output_collection:
            view = View.of(instance)
            value = value_of(self.output, view, "multi-instance-error", "The output element")
            kept = scopes[host.id].variables[loop.output_collection]
            number = scopes[instance.id].variables["loopCounter"]
            if not isinstance(kept, list) or not isinstance(number, int):
                message = "An element inside wrote over the output collection or the loop counter."
                raise Trouble("multi-instance-error", message)
            outputs = [*kept[: number - 1], value, *kept[number:]]
            scopes.write(host.id, {loop.output_collection: outputs})
        enough = self._is_enough(host, instance)
        data["done"] += 1
        if enough:
            data["enough"] = True

    def _is_enough(self, host: CaseTask, instance: CaseTask) -> bool:
        if self.enough is None:
            return False
        data = host.internal_data
        done = data["done"] + 1
        counters: dict[str, JsonValue] = {
            "numberOfInstances": data["count"],
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": data["begun"] - done,
        }
        return truth_of(self.enough, View.of(instance, counters), "The completion condition")

    @override
    def carry_on(self, host: CaseTask, inner: Workflow) -> bool:
        data = host.internal_data
        if data.get("enough"):
            for instance in reversed(tuple(inner.living.values())):
                instance.cancel()
            return False
        items = data.get("items")
        if items is None or data["begun"] >= data["count"]:
            return False
        self._begin_next(host, inner, items[data["begun"]])
        return True

    @override
    def inner_finished(self, host: CaseTask, inner: Workflow) -> None:
        self._hand_over(host)

    def _hand_over(self, host: CaseTask) -> None:
        name, scopes = self.loop.output_collection, host.case.scopes
        if name:
            outputs = scopes[host.id].variables[name]
            written(host, scopes.propagate(host.workflow.scope_id, {name: outputs}))


def body_node(node: Node) -> Node:
    """The node of a multi-instance body: without what belongs to each instance."""
    return replace(node, extensions=Extensions(), loop=None)


def instance_node(node: Node) -> Node:
    """The node of an instance: without flows and loop."""
    return replace(node, incoming=(), outgoing=(), default="", loop=None)


def _optional(texts: Texts, raw: str, element: str) -> Text | None:
    return texts.formula(raw, element) if raw else None


def _is_name(raw: str) -> bool:
    return all(part.isidentifier() for part in raw.lstrip("= ").split("."))
