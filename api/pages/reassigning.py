"""Handing ticked tasks to another officer, from any page that lists them: what was ticked, to whom,
why; and what became of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, texts
from api.keys import read_key
from api.pages import outcomes, posting
from api.pages.outcomes import Way
from engine.errors import Fault
from engine.services.reading import TaskRow
from office import loads, reassigning

#: tasks handed over by one request
MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """The part of the page: officers to choose from, what was ticked and typed, faults by field."""

    choices: Mapping[str, str]
    ticked: frozenset[str]
    values: Mapping[str, str]
    faults: tuple[Fault, ...] = field(default=())


def offer(office: str, faults: tuple[Fault, ...] = ()) -> Handing | None:
    """What the page offers; None for who may not hand tasks of others over."""
    if "supervise" not in auth.actor().rights:
        return None
    away = gettext("absent")
    return Handing(
        choices={
            each.login: f"{each.name} ({away})" if each.absent else each.name
            for each in loads.colleagues(asking.kernel(), auth.actor(), office)
        },
        ticked=frozenset(request.form.getlist("tugas")),
        values=posting.typed("kepada", "alasan"),
        faults=faults,
    )


def ticked() -> tuple[int, ...]:
    """The tasks that were ticked."""
    return tuple(filter(None, map(read_key, request.form.getlist("tugas"))))[:MOST]


def faults(*, needs_officer: bool) -> tuple[Fault, ...]:
    """What is missing of the form; the ticks first, as they stand on the page."""
    found = () if ticked() else (posting.fault("tugas", "Tick at least one task."),)
    no_officer = needs_officer and not posting.text("kepada")
    message = "Choose the officer who is to go on with it."
    chosen = (posting.fault("kepada", message),) if no_officer else ()
    return (*found, *chosen, *reason_faults())


def reason_faults() -> tuple[Fault, ...]:
    """What is wrong when no reason was typed."""
    return () if posting.text("alasan") else (posting.fault("alasan", "A reason is needed."),)


def reassign(names: Mapping[int, tuple[str, str]], back: Way) -> ResponseReturnValue:
    """Hand what is ticked to the chosen officer and say what became of each.

    Raises:
        RightMissing: the reader does not supervise.
    """
    done = reassigning.reassign(
        asking.kernel(),
        asking.as_posted(),
        ticked(),
        posting.text("kepada"),
        reason=posting.text("alasan"),
    )
    return outcomes.show(gettext("Handed over"), done, names, back)


def names_of(rows: Iterable[TaskRow]) -> dict[int, tuple[str, str]]:
    """Words and address of each task, for the page of outcomes."""
    return {
        row.key: (
            " ".join(filter(None, (row.business_key, texts.said(row.name) or row.element))),
            url_for("tasks.show", task=row.key),
        )
        for row in rows
    }
