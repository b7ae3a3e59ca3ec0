"""The demo's officers at their desks: who is there today, and tasks done by whoever may do them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, timedelta
from random import Random
from typing import Final

from api.demo import answering
from api.demo.answering import Asked
from api.demo.persons import NOBODY, Person
from engine.clock import Clock
from engine.errors import AnswersInvalid, Forbidden, TaskNotOpen, TaskTaken
from engine.services import reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.reading import SortBy, TaskRow, Whose, WorkListQuery
from engine.values import SYSTEM_ACTOR, Actor, Variables
from office import duties

_PAGE: Final = 200
#: how long work that no citizen waits for lies on a desk
_LIES: Final = timedelta(hours=20)
_log = logging.getLogger(__name__)


class Desks:
    """The officers of one office. `refused`: elements whose answers a form would not take."""

    def __init__(self, kernel: Kernel, clock: Clock, office: str) -> None:
        self._kernel = kernel
        self._clock = clock
        self._office = office
        self._day: date | None = None
        self._present: tuple[Actor, ...] = ()
        self.refused: set[str] = set()

    def actors(self) -> tuple[Actor, ...]:
        """Who is there today, by name, with the lanes they stand in for."""
        now = self._clock.now()
        if self._day != now.date():
            self._day = now.date()
            self._present = duties.present(self._kernel, self._office)
        return self._present

    def open_tasks(self, case_key: int | None = None) -> tuple[TaskRow, ...]:
        """What waits for an officer in a root case, or in all of them; the oldest first."""
        query = WorkListQuery(whose=Whose.ALL, sort=SortBy.AGE, size=_PAGE, case_key=case_key)
        return reading.work_list(self._kernel, SYSTEM_ACTOR, query).items

    def do(self, row: TaskRow, random: Random, person: Person = NOBODY) -> bool:
        """Have the first officer who may do a task do it; False when it stays on the desk."""
        if not answering.knows(row.element):
            return False
        return any(
            self._done_by(actor, row, random, person)
            for actor in self.actors()
            if actor.groups & set(row.groups) or actor.id in {*row.users, row.assignee}
        )

    def clear(self, is_citizens: Callable[[int], bool], random: Random) -> None:
        """Do what has lain since yesterday and belongs to no citizen's case."""
        since = self._clock.now() - _LIES
        for row in self.open_tasks():
            if row.created_at <= since and not is_citizens(row.root_key):
                self.do(row, random)

    def _done_by(self, actor: Actor, row: TaskRow, random: Random, person: Person) -> bool:
        today = self._clock.now().astimezone(UTC).date()
        answers = answering.answer(
            row.element, Asked(person, today, self._seen(actor, row), random)
        )
        try:
            tasks.complete(self._kernel, Request(actor=actor), row.key, answers)
        except (Forbidden, TaskTaken, TaskNotOpen):  # a timer may have been first
            return False
        except AnswersInvalid as error:
            if row.element not in self.refused:
                self.refused.add(row.element)
                wrong = ", ".join(f"{fault.element}: {fault.rule}" for fault in error.faults)
                _log.warning("%s stays on its desk: %s", row.element, wrong)
            return False
        return True

    def _seen(self, actor: Actor, row: TaskRow) -> Variables:
        """What the task's page shows, where an answer depends on it: reading it costs time."""
        if not answering.looks(row.element):
            return {}
        return reading.task(self._kernel, actor, row.key).variables
