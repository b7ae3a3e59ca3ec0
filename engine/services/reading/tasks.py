"""Work lists and the task page. Writes nothing."""

from __future__ import annotations

from engine.services.kernel import Kernel
from engine.services.reading.views import Page, TaskRow, TaskView, WorkListQuery
from engine.values import Actor


def work_list(kernel: Kernel, actor: Actor, query: WorkListQuery) -> Page[TaskRow]:
    """One page of open tasks of the actor's offices; `Whose.ALL` needs the right "supervise"."""
    raise NotImplementedError


def task(kernel: Kernel, actor: Actor, task_key: int) -> TaskView:
    """A task with form, visible variables and draft, for who may work on it, supervise or audit.

    Raises:
        NotFound: there is none, or it is of another office.
        Forbidden: it is not of the actor's groups.
    """
    raise NotImplementedError
