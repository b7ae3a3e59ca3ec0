"""A case's rows as they stand in the tables, and as the effects of its log say they must."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from engine.services import turns
from engine.services.kernel import Kernel
from engine.store import cases, coding, recording
from engine.store.base import Base
from engine.store.jobs import Incident, Job
from engine.store.keys import id_of
from engine.store.log import HistoryEvent as Event
from engine.store.sealing import DataKey
from engine.store.subscriptions import Subscription
from engine.store.tasks import UserTask
from engine.store.timers import Timer
from engine.store.variables import Variable
from engine.values import HistoryEvent, ScopeOpened, StepResult
from tests.runtime.play import Books

Steps: TypeAlias = Sequence[tuple[int, StepResult]]
R = TypeVar("R", bound=Base)
#: written by the services when no step is taken
_UNSTEPPED = ("assigned", "noted", "updated")


def by_effects(steps: Steps) -> str:
    """What the effects amount to, as canonical JSON."""
    books, names = Books(), dict[int, str]()
    for _, step in steps:
        books.enter(step.effects)
        names |= {one.scope: one.element for one in step.effects if isinstance(one, ScopeOpened)}
    told = {
        "tasks": {
            key: [one.element, one.scope, one.name, one.due_at, one.follow_up_at, one.form]
            for key, one in books.tasks.items()
        },
        "jobs": {key: [one.element, one.type, one.variables] for key, one in books.jobs.items()},
        "timers": {
            key: [one.element, one.due_at, one.calendar, one.expression, one.since]
            for key, one in books.timers.items()
        },
        "subscriptions": {
            key: [one.element, one.kind, one.name] for key, one in books.subscriptions.items()
        },
        "incidents": {
            key: [one.element, one.code, one.message] for key, one in books.incidents.items()
        },
        "variables": {scope: values for scope, values in books.variables.items() if values},
        "scopes": {
            scope: [element, books.closed[scope].value if scope in books.closed else "ACTIVE"]
            for scope, element in names.items()
            if scope != 1
        },
        "history": [
            [seq, one.happened, one.element, one.type, one.instance, one.scope, one.flow]
            for seq, step in steps
            for one in step.effects
            if isinstance(one, HistoryEvent)
        ],
    }
    return coding.to_text(told)


def stored(kernel: Kernel, root_key: int) -> str:
    """What the tables hold, as the same canonical JSON."""
    with kernel.reads.begin() as session:
        found = cases.find(session, root_key)
        assert found is not None
        key = turns.open_key(kernel, *found)
        told = {
            "tasks": {
                id_of(one.key): [
                    *(one.element, one.scope, one.name),
                    *(one.due_at, one.follow_up_at, one.form_key),
                ]
                for one in _rows(session, UserTask, root_key)
                if one.state == "CREATED"
            },
            "jobs": {
                id_of(one.key): [one.element, one.type, _opened(key, one)]
                for one in _rows(session, Job, root_key)
                if one.state in {"CREATED", "FAILED"}
            },
            "timers": {
                id_of(one.key): [one.element, one.due_at, one.calendar, one.expression, one.since]
                for one in _rows(session, Timer, root_key)
            },
            "subscriptions": {
                id_of(one.key): [one.element, one.kind, one.name]
                for one in _rows(session, Subscription, root_key)
            },
            "incidents": {
                id_of(one.key): [one.element, one.code, _message(key, one)]
                for one in _rows(session, Incident, root_key)
                if one.state == "ACTIVE"
            },
            "variables": _variables(session, key, root_key),
            "scopes": {
                scope: [one.element, one.state]
                for scope, one in cases.scopes(session, root_key).items()
                if scope != 1
            },
            "history": [
                [one.seq, one.happened, one.element, one.type, one.instance, one.scope, one.flow]
                for one in _rows(session, Event, root_key)
                if one.happened not in _UNSTEPPED
            ],
        }
    return coding.to_text(told)


def _rows(session: Session, table: type[R], root_key: int) -> list[R]:
    keys = inspect(table).primary_key
    wanted = select(table).filter_by(root_key=root_key).order_by(*keys)
    return list(session.execute(wanted).scalars())


def _opened(key: DataKey, job: Job) -> object:
    return coding.mapping(
        key.open(job.variables or b"", recording.bound("job", job.root_key, id_of(job.key)))
    )


def _message(key: DataKey, one: Incident) -> str:
    place = recording.bound("incident", one.root_key, id_of(one.key))
    return key.open(one.message, place).decode()


def _variables(session: Session, key: DataKey, root_key: int) -> dict[int, dict[str, object]]:
    told: dict[int, dict[str, object]] = {}
    for one in _rows(session, Variable, root_key):
        place = recording.bound("variable", root_key, one.scope, one.name)
        told.setdefault(one.scope, {})[one.name] = coding.from_bytes(key.open(one.value, place))
    return told
