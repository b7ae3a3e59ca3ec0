"""The form of a user task between service and page: read it, take what was sent, lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from itertools import groupby

from flask import request

from api import asking, texts
from api.keys import read_key
from api.pages import diagrams, disclosing, labelling
from engine.errors import AnswersInvalid, Fault, Severity
from engine.services.reading.views import TaskView
from engine.values import JsonValue, Variables
from forms import answers as raw
from forms import definition, presentation, validation
from forms.model import REASONS, Form
from forms.validation import Cleaned
from forms.views import GroupView, ListView, Page, View

_CACHED = 256


@lru_cache(maxsize=_CACHED)
def _read(text: str, form_id: str) -> Form:
    return definition.read(text.encode(), f"{form_id}.form")


def form_of(view: TaskView) -> Form | None:
    """The task's form in the reader's language; None when it has none."""
    return _read(texts.form_said(view.form), view.form_id) if view.form else None


def sent_answers(form: Form | None) -> dict[str, JsonValue]:
    """The raw answers of the posted page."""
    return raw.from_html(form, request.form) if form is not None else {}


def present(
    form: Form,
    view: TaskView,
    answers: Mapping[str, JsonValue] | None = None,
    faults: Iterable[Fault] = (),
) -> Page:
    """What the page shows: what was just sent, else the draft, else what the case knows."""
    return presentation.present(
        form,
        _readable(view),
        answers if answers is not None else (view.draft or None),
        now=asking.kernel().clock.now(),
        faults=faults,
        speak=partial(_speak, diagrams.forms_of([view.row.definition_key])),
    )


def _speak(forms: frozenset[str], name: str, value: JsonValue) -> str:
    """A value inside a form's text as a person reads it: the label of its option, dates, yes/no."""
    return disclosing.in_words(value, labelling.labels(forms).options.get(name))


def cleaned(view: TaskView, answers: Mapping[str, JsonValue]) -> Variables:
    """The corrected answers of a completed task, judged as of when it was completed.

    Raises:
        AnswersInvalid: with every fault.
    """
    form = form_of(view)
    return _clean(form, view, answers).values if form is not None else {}


def unseen_warnings(view: TaskView, answers: Mapping[str, JsonValue]) -> tuple[Fault, ...]:
    """The warnings of answers without a fault, when the page did not ask about one of them yet.

    A warning that the page showed has its reason among the answers, be it empty: it was seen, and
    stands in nobody's way again.
    """
    form = form_of(view)
    if form is None:
        return ()
    try:
        found = [warned.fault for warned in _clean(form, view, answers).warnings]
    except AnswersInvalid:
        return ()  # all is told together, by whoever refuses the answers
    return tuple(found) if any(fault.rule not in _reasons(answers) for fault in found) else ()


def seen_warnings(view: TaskView, answers: Mapping[str, JsonValue]) -> tuple[Fault, ...]:
    """The warnings that still hold and that the page had asked about."""
    form = form_of(view)
    if form is None or not _reasons(answers):
        return ()
    try:
        found = [warned.fault for warned in _clean(form, view, answers).warnings]
    except AnswersInvalid as refused:
        found = [fault for fault in refused.faults if fault.severity is Severity.WARNING]
    return tuple(fault for fault in found if fault.rule in _reasons(answers))


def _reasons(answers: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    reasons = answers.get(REASONS)
    return reasons if isinstance(reasons, dict) else {}


def _clean(form: Form, view: TaskView, answers: Mapping[str, JsonValue]) -> Cleaned:
    kernel = asking.kernel()
    return validation.clean(
        form,
        dict(answers),
        _readable(view),
        now=view.row.completed_at or kernel.clock.now(),
        zone=kernel.zone,
        validators=kernel.validators,
    )


def _readable(view: TaskView) -> Variables:
    """What the form's expressions can read: the case's variables over the office's context."""
    kernel = asking.kernel()
    with kernel.reads() as session:
        inputs = kernel.inputs(session, view.row.office, kernel.clock.now())
    return {**inputs.context, **view.variables}


def change_rows(answers: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Add or take out a row of a dynamic list, as the button pressed says."""
    added, removed = request.form.get("tambah", ""), request.form.get("hapus", "")
    if added:
        return raw.with_row(answers, added)
    key, _, number = removed.rpartition(":")
    row = read_key(number) if number != "0" else 0
    return answers if not key or row is None else raw.without_row(answers, key, row)


def lines(items: Iterable[View]) -> list[list[View]]:
    """Items in reading order, those that share a line together."""
    numbered = enumerate(items)
    grouped = groupby(numbered, key=lambda pair: pair[1].row or f"#{pair[0]}")
    return [[item for _, item in pairs] for _, pairs in grouped]


def labels(items: Iterable[View]) -> dict[str, str]:
    """Page id to label of every field, those in groups and rows too: for the summary of faults."""
    found: dict[str, str] = {}
    for item in items:
        if isinstance(item, GroupView):
            found |= labels(item.items)
        elif isinstance(item, ListView):
            found[item.id] = item.label
            for row in item.rows:
                found |= labels(row.items)
        else:
            found[item.id] = item.label
    return found
