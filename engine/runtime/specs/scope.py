"""The specification of a scope: a process, the inside of a sub-process or multi-instance body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from typing_extensions import override

from engine.runtime.specs.base import Element, arm
from engine.runtime.tasks import CaseTask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.model import Scope

#: No XML id can begin with "~".
START: Final = "~start"


class Opening(Element, BpmnStartTask):
    """The root of a scope's token tree: arms its event sub-processes, starts its start events."""

    def __init__(self, owner: ScopeSpec) -> None:  # no node: it is in no diagram
        BpmnStartTask.__init__(self, owner, START)
        self.hidden = True
        self.shown = owner.name
        self.type = "scope"
        self.input_mappings = self.output_mappings = ()
        self.flows = self.boundaries = ()
        self.owner = owner

    @override
    def _run_hook(self, task: CaseTask) -> bool:
        for trigger in self.owner.triggers:
            arm(task.spawn(trigger))
        chosen = self.owner.elements[task.via] if task.via else None
        for start in (chosen,) if chosen else self.owner.starts:
            task.spawn(start)
        return True


class ScopeSpec(BpmnProcessSpec):
    """`elements` by id in document order; `starts` are the none start events, `triggers` those
    armed when the scope opens.

    The library's constructor would add its own end elements, which look at all tokens ever: here a
    scope ends when its last living token does.
    """

    task_specs: Mapping[str, Element]
    start: Opening

    def __init__(self, name: str, drawn: Scope) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.drawn = drawn
        self.starts: tuple[Element, ...] = ()
        self.triggers: tuple[Element, ...] = ()
        self.elements: Mapping[str, Element] = self.task_specs
        self._fill_library_attributes()
        self.start = Opening(self)

    def _fill_library_attributes(self) -> None:
        """Give what code of the library asks every BPMN process specification for."""
        library: dict[str, Any] = {
            "svg": None,
            "description": self.name,
            "io_specification": None,
            "data_objects": {},
            "data_stores": {},
            "correlation_keys": {},
            "bpmn_start_events": [],
        }
        self.__dict__.update(library)
