"""Keeps the rows of escalations in step with the tasks: new ones are written, gone ones closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.orm import Session

from engine.services.catalogue import Catalogue
from engine.store.cases import Case
from engine.store.tasks import UserTask
from engine.values import CaseState, UserTaskState
from office.escalations import raised
from office.escalations.raised import Raise
from office.escalations.rows import Escalation

#: definition and element of a user task
_Place: TypeAlias = tuple[int, str]
_IS_OPEN: Final[ColumnElement[bool]] = UserTask.state == UserTaskState.CREATED.value


def register(session: Session, catalogue: Catalogue, office: str) -> None:
    """Write a row for every open escalation of running cases that has none."""
    places = _places(session, catalogue, office)
    if not places:
        return
    known = exists().where(Escalation.tugas == UserTask.key)
    wanted = _open_tasks(office).where(
        UserTask.definition_key.in_({definition for definition, _ in places}),
        UserTask.element.in_({element for _, element in places}),
        ~known,
    )
    for task in session.execute(wanted).scalars():
        why = places.get((task.definition_key, task.element))
        if why is not None:
            session.add(_row(task, why))
    session.flush()


def close_gone(session: Session, office: str, now: datetime) -> None:
    """Close the rows whose task was completed, or is gone."""
    waits = exists().where(UserTask.key == Escalation.tugas, _IS_OPEN)
    statement = update(Escalation).where(
        Escalation.kantor == office, Escalation.ditutup_pada.is_(None), ~waits
    )
    session.execute(statement.values(ditutup_pada=now))


def _places(session: Session, catalogue: Catalogue, office: str) -> Mapping[_Place, Raise]:
    """Which of the elements that an office has open tasks of are escalations."""
    wanted = _open_tasks(office).with_only_columns(UserTask.definition_key, UserTask.element)
    found: dict[int, Mapping[str, Raise]] = {}
    places: dict[_Place, Raise] = {}
    for definition, element in session.execute(wanted.distinct()):
        if definition not in found:
            process = catalogue.process(session, definition).process
            found[definition] = raised.of_process(process)
        if element in found[definition]:
            places[definition, element] = found[definition][element]
    return places


def _open_tasks(office: str) -> Select[UserTask]:
    return (
        select(UserTask)
        .join(Case, Case.key == UserTask.root_key)
        .where(UserTask.office == office, _IS_OPEN, Case.state == CaseState.ACTIVE.value)
    )


def _row(task: UserTask, why: Raise) -> Escalation:
    return Escalation(
        tugas=task.key,
        kantor=task.office,
        kasus=task.root_key,
        definisi=task.definition_key,
        elemen=task.element,
        pemicu=why.timer,
        langkah=why.late,
        kelompok=task.groups,
        orang=task.users,
        tingkat="",
        tingkat_sejak=task.created_at,
        dibuka_pada=task.created_at,
    )
