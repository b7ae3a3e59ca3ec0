"""The page of a conflict on a task: who was faster, what happened, and what had been typed.

Nothing typed is lost: where the reader may still work on the task it is put back with one press.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, errors
from api.pages import diagrams, disclosing, forming, framing, labelling, onward, telling
from engine.errors import Conflict, KeyReused
from engine.services import reading
from engine.services.reading.views import TaskView
from engine.values import JsonValue, UserTaskState
from forms import answers as raw

_LOOKED_AT: Final = 60
_TOLD: Final = 4
#: states that a conflict's message names, in words
_STATES: Final = {
    **{state.value: word for state, word in telling.STATES.items()},
    UserTaskState.COMPLETED.value: lazy_gettext("done"),
    UserTaskState.CANCELED.value: lazy_gettext("no longer needed"),
}


def page(view: TaskView, typed: Mapping[str, JsonValue], conflict: Conflict) -> ResponseReturnValue:
    """The page with the conflict's status; `view` is the task as it is now."""
    kernel, actor, root = asking.kernel(), auth.actor(), view.row.root_key
    form = forming.form_of(view)
    labels = labelling.labels(diagrams.forms_of([view.row.definition_key]))
    family = reading.case(kernel, actor, root).family
    history = reading.history(kernel, actor, root, size=_LOOKED_AT, backwards=True)
    shown = render_template(
        "pages/task_conflict.html",
        view=view,
        detail=_detail(conflict),
        typed=disclosing.facts(_as_typed(typed), labels, disclosed=True),
        fields=raw.to_html(form, typed) if form is not None and view.may_complete else {},
        events=telling.tell(history.items, family)[: -_TOLD - 1 : -1],
        home=onward.home(),
        origin=onward.origin(),
    )
    return shown, errors.status_of(conflict)


def _as_typed(answers: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Raw answers to be read: a date's parts in one, a tick as yes."""
    return {name: _whole(value) for name, value in answers.items()}


def _whole(value: JsonValue) -> JsonValue:
    match value:
        case {"day": day, "month": month, "year": year, **more}:
            return " ".join(str(part) for part in (day, month, year, more.get("time")) if part)
        case dict():
            return _as_typed(value)
        case list():
            return [_whole(each) for each in value]
        case "true":
            return True
        case _:
            return value


def _detail(conflict: Conflict) -> str:
    if isinstance(conflict, KeyReused):  # a page that the browser kept and sent again
        said = gettext("This page was sent before, with other answers. Look at what was kept.")
        return str(said)
    return errors.translate(conflict.message, _named(conflict))


def _named(conflict: Conflict) -> dict[str, str | int]:
    """The conflict's parameters as people say them: the holder's name, states in words."""
    params = dict(conflict.params)
    if "holder" in params:
        params["holder"] = framing.person(str(params["holder"]))
    if "state" in params:
        params["state"] = str(_STATES.get(str(params["state"]), params["state"]))
    return params
