"""Personal data before a reader's eyes: recorded where it is shown in full, veiled where not.

What is personal is `api.pages.disclosing`'s, what a look means and when it raises the alarm
`office.disclosures`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from flask_babel import gettext

from api import asking, auth
from api.pages import diagrams, disclosing, labelling
from api.pages.disclosing import Secret
from api.pages.labelling import Labels
from engine.services import reading
from engine.services.reading.views import TaskView
from engine.values import Variables
from forms.views import FieldView, GroupView, ListView, Page, TableView, TextView, View
from office import disclosures
from office.disclosures import Shown, Way

#: shorter texts stand in a page by chance: an RT, a day
_TELLING: Final = 4
_VEIL: Final = "******"


def asked(case: int, reason: str, variables: Variables, labels: Labels) -> None:
    """Record that the reader asked to see a case's data in full, before it is shown.

    Raises:
        NotFound, ReasonMissing: as `office.disclosures.disclose`.
    """
    text = gettext("Personal data was shown in full. Reason: %(reason)s", reason=reason)
    fields = tuple({secret.path for secret in disclosing.secrets(variables, labels)})
    shown = Shown(fields=fields, way=Way.KASUS, reason=reason, origin=auth.origin())
    disclosures.disclose(asking.kernel(), asking.as_posted(), case, text, shown)


def brought_along(case: int, fields: Iterable[str], way: Way, reason: str = "") -> None:
    """Record a look that the work itself brings along; nothing when there are no fields."""
    shown = Shown(fields=tuple(fields), way=way, reason=reason, origin=auth.origin())
    disclosures.note_reading(asking.kernel(), asking.as_posted(), case, shown)


def by_api(root: int, variables: Variables) -> None:
    """Record what personal data of a case a program reads with an officer's credentials."""
    family = reading.case(asking.kernel(), auth.actor(), root).family
    labels = labelling.labels(diagrams.forms_of(family.values()))
    fields = {secret.path for secret in disclosing.secrets(variables, labels)}
    brought_along(root, fields, Way.API)


def of_form(view: TaskView, page: Page | None, *, works: bool) -> Page | None:
    """The form as this reader may see it.

    Whoever works on the task sees the whole, and that is recorded; for everybody else personal
    data is veiled, as beside the form.
    """
    if page is None:
        return None
    labels = labelling.labels(diagrams.forms_of([view.row.definition_key]))
    secrets = disclosing.secrets(view.variables, labels)
    if not works:
        return replace(page, items=tuple(map(partial(_veiled, secrets, labels), page.items)))
    fields = _shown_fields(page, secrets)
    reason = gettext("Task: %(name)s", name=view.row.name or view.row.element)
    brought_along(view.row.root_key, fields, Way.TUGAS, reason)
    return page


def _shown_fields(page: Page, secrets: Iterable[Secret]) -> set[str]:
    """The personal data of the case that stands in the page: in its fields, or within its texts."""
    views = list(_walk(page.items))
    asked_for = {disclosing.general(one.path) for one in _clear(views)}
    texts = "\n".join(_text(one) for one in views)
    return {
        secret.path
        for secret in secrets
        if secret.path in asked_for or (len(secret.full) >= _TELLING and secret.full in texts)
    }


def _clear(views: Iterable[View]) -> Iterator[FieldView]:
    for view in views:
        if isinstance(view, FieldView) and not view.masked:
            yield view


def _text(view: View) -> str:
    if isinstance(view, TableView):
        return "\n".join(cell for row in view.rows for cell in row)
    return view.text if isinstance(view, TextView) else view.label


def _walk(items: Iterable[View]) -> Iterator[View]:
    for item in items:
        yield item
        if isinstance(item, GroupView):
            yield from _walk(item.items)
        elif isinstance(item, ListView):
            for row in item.rows:
                yield from _walk(row.items)


def _veiled(secrets: tuple[Secret, ...], labels: Labels, view: View) -> View:
    veil = partial(_veiled, secrets, labels)
    view = replace(view, label=_without(view.label, secrets))
    if isinstance(view, GroupView):
        return replace(view, items=tuple(map(veil, view.items)))
    if isinstance(view, ListView):
        rows = (
            replace(row, title=_without(row.title, secrets), items=tuple(map(veil, row.items)))
            for row in view.rows
        )
        return replace(view, rows=tuple(rows))
    if isinstance(view, TextView):
        return replace(view, text=_without(view.text, secrets))
    if isinstance(view, TableView):
        rows_ = (tuple(_without(cell, secrets) for cell in row) for row in view.rows)
        return replace(view, rows=tuple(rows_))
    return _veiled_field(secrets, labels, view)


def _veiled_field(secrets: tuple[Secret, ...], labels: Labels, view: FieldView) -> FieldView:
    path = disclosing.general(view.path)
    if view.masked or not disclosing.is_personal(path, labels):
        return replace(view, value=_without(view.value, secrets))
    known = {secret.path: secret.masked for secret in secrets}
    is_empty = not view.value and not any(part.value for part in view.parts)
    return replace(
        view,
        value="" if is_empty else known.get(path, _VEIL),
        readonly=True,
        masked=True,
        suggested="",
        options=(),
        parts=(),
    )


def _without(text: str, secrets: Iterable[Secret]) -> str:
    """A text with every personal value in it masked."""
    for secret in secrets:
        if len(secret.full) >= _TELLING:
            text = text.replace(secret.full, secret.masked)
    return text
