"""Elements whose work is done outside by a worker: they open a job and wait for its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from typing_extensions import override

from engine.runtime.expressions import View, text_of
from engine.runtime.mappings import local_variables
from engine.runtime.specs.base import Element
from engine.runtime.tasks import CaseTask
from engine.runtime.troubles import Trouble
from engine.values import JobClosed, JobOpened, JobState

if TYPE_CHECKING:
    from engine.bpmn.model import Node
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec

_MOST_RETRIES = 1_000


class Worked(Element):
    """With a job type in the diagram a worker does it; without, `work` says what happens."""

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts, **library: object) -> None:
        super().__init__(owner, node, texts, **library)
        self.job_type = texts.text(node.extensions.job_type, node.id)
        self.job_retries = texts.text(node.extensions.job_retries or "3", node.id)

    def work(self, task: CaseTask) -> bool:
        """Do it inside the step; the same promise as `perform`."""
        raise NotImplementedError(task.task_spec.name)

    @override
    def perform(self, task: CaseTask) -> bool:
        if not self.node.extensions.job_type:
            return self.work(task)
        self._open_job(task)
        return False

    @override
    def withdraw(self, task: CaseTask) -> None:
        close_job(task, JobState.CANCELED)

    def _open_job(self, task: CaseTask) -> None:
        view, case = View.of(task), task.case
        kind = text_of(self.job_type, view, "expression-error", "The job type")
        retries = text_of(self.job_retries, view, "expression-error", "The number of retries")
        if not retries.isdigit() or not 0 < int(retries) <= _MOST_RETRIES:
            raise Trouble("expression-error", "The number of retries is not from 1 to 1000.")
        mapped = bool(self.input_mappings)
        job = task.internal_data["job"] = case.next_id()
        case.effects.append(
            JobOpened(
                job=job,
                scope=task.workflow.scope_id,
                process=task.workflow.process_id,
                element=self.shown,
                type=kind,
                retries=int(retries),
                headers=self.node.extensions.headers,
                variables=local_variables(task) if mapped else case.scopes.visible(task.scope_id),
            )
        )


class ServiceTask(Worked, defaults.ServiceTask):
    @override
    def work(self, task: CaseTask) -> bool:
        """Never without a job type in a deployed diagram; say so instead of passing it by."""
        raise Trouble("expression-error", f"Service task {task.task_spec.name} has no job type.")


def close_job(task: CaseTask, state: JobState) -> None:
    """Forget the token's job, if it has one."""
    job = task.internal_data.pop("job", None)
    if job is not None:
        task.case.effects.append(JobClosed(job=job, state=state))
