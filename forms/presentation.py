"""Makes of a form, answers and faults what a page shows, so that templates decide nothing.

Texts come in the language of the file, faults as values, inputs as they are typed. The page
translates and escapes all of it, and says by `Speak` how a value inside a text reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, TypedDict

from engine.errors import Fault, Severity
from engine.values import JsonValue, Variables
from forms import answers as raw_answers
from forms import choosing, masking, resolution, steering, suggesting, tables, wording
from forms.model import REASONS, SUGGESTED, Component, Form, Kind, Rules, Table
from forms.resolution import Answered, Entry, Grouped, Listed, Row, Shown
from forms.rules import LONGEST
from forms.scopes import DEFAULT_ZONE, Moment, Scope
from forms.views import (
    FieldView,
    GroupView,
    ListView,
    Page,
    PartView,
    RowView,
    TableView,
    TextView,
    View,
    WarningView,
)
from forms.wording import Speak

_SEVERAL: Final = frozenset({Kind.CHECKLIST, Kind.TAGLIST})
_DATED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.DATE: ("day", "month", "year"),
    Kind.DATETIME: ("day", "month", "year", "time"),
}


class _Common(TypedDict):
    kind: Kind
    id: str
    label: str
    hint: str
    row: str
    columns: int
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is to be said beside the fields."""

    form: Form
    faults: Mapping[str, tuple[Fault, ...]]
    reasons: Mapping[str, JsonValue]
    suggested: Mapping[str, JsonValue]
    unmasked: bool
    speak: Speak


def present(  # noqa: PLR0913 - the page's inputs, by name
    form: Form,
    variables: Variables,
    answers: Mapping[str, JsonValue] | None = None,
    *,
    now: datetime,
    zone: str = DEFAULT_ZONE,
    faults: Iterable[Fault] = (),
    unmasked: bool = False,
    speak: Speak = wording.plainly,
) -> Page:
    """Show a form: conditions applied, texts filled in, faults beside their fields.

    `answers` are raw, a draft, or None for an untouched form. `faults` are those of
    `AnswersInvalid` (warnings among them) or of `Cleaned.warnings`. `unmasked` shows sensitive
    read-only values whole: log that. `speak` words the values inside texts, tables and read-only
    fields; without it they stand as they are kept.
    """
    moment = Moment(now=now, zone=zone)
    given = raw_answers.initial(form, variables) if answers is None else answers
    by_element: dict[str, list[Fault]] = {}
    for fault in faults:
        by_element.setdefault(fault.element, []).append(fault)
    summary = tuple(_summary(by_element, Severity.ERROR))
    if not summary:  # what was refused for being empty is shown empty
        given = suggesting.fill(form, given, variables, moment)
    resolved = resolution.resolve(form, given, variables, moment)
    told = _Told(
        form=form,
        faults={element: tuple(found) for element, found in by_element.items()},
        reasons=_kept(given, REASONS),
        suggested=_kept(given, SUGGESTED),
        unmasked=unmasked,
        speak=speak,
    )
    items = tuple(_view(entry, told) for entry in resolved.entries)
    warned = tuple(_summary(by_element, Severity.WARNING))
    return Page(items=items, summary=summary, warned=warned)


def _kept(answers: Mapping[str, JsonValue], name: str) -> Mapping[str, JsonValue]:
    found = answers.get(name)
    return found if isinstance(found, dict) else {}


def html_id(path: str) -> str:
    """Give the id of a field's (first) input on the page; faults link to it."""
    return "f-" + path.replace(".", "-")


def html_name(path: str) -> str:
    """Give the name of an input (`forms.answers`): row numbers stand between hyphens."""
    parts = path.split(".")
    name = parts[0]
    for before, part in pairwise(parts):
        name += ("-" if part.isdigit() or before.isdigit() else ".") + part
    return name


def _summary(
    by_element: Mapping[str, list[Fault]], severity: Severity
) -> Iterator[tuple[str, Fault]]:
    for element, faults in by_element.items():
        for fault in faults:
            if fault.severity is severity:
                asked = f"{REASONS}.{fault.rule}" if severity is Severity.WARNING else element
                yield html_id(asked), fault


def _view(entry: Entry, told: _Told) -> View:
    match entry:
        case Answered():
            return _field(entry, told)
        case Shown():
            return _shown(entry, told)
        case Grouped():
            group = entry.group
            return GroupView(
                **_common(group, html_id(group.id), entry.scope, told),
                items=tuple(_view(inner, told) for inner in entry.entries),
            )
        case Listed():
            return _list(entry, told)


def _common(component: Component, page_id: str, scope: Scope, told: _Told) -> _Common:
    return {
        "kind": component.kind,
        "id": page_id,
        "label": wording.fill(component.label, scope, told.speak),
        "hint": wording.fill(component.hint, scope, told.speak),
        "row": component.row,
        "columns": component.columns or 0,
        "properties": component.properties,
    }


def _field(entry: Answered, told: _Told) -> FieldView:
    field, faults = entry.field, told.faults.get(entry.path, ())
    page_id = html_id(entry.path)
    masked = entry.readonly and field.mask is not None and not told.unmasked
    return FieldView(
        **_common(field, page_id, entry.scope, told),
        path=entry.path,
        name=html_name(entry.path),
        value=_shown_value(entry, told, masked=masked) if entry.readonly else _typed(entry),
        required=field.rules.required or entry.scope.holds(field.rules.required_if),
        readonly=entry.readonly,
        sensitive=field.mask is not None,
        masked=masked,
        options=() if masked else tuple(choosing.options(entry, page_id)),
        parts=() if entry.readonly else tuple(_parts(entry)),
        files=tuple(wording.texts(entry.value)) if field.kind is Kind.FILEPICKER else (),
        multiple=field.multiple,
        accept=field.accept,
        prefix=field.prefix,
        suffix=field.suffix,
        limits=_limits(field.kind, field.rules, entry.scope),
        steers=not entry.readonly and steering.steers(told.form, entry.path, field.key),
        suggested=raw_answers.text_of(told.suggested.get(entry.path)),
        refusal=choosing.refusal(entry),
        errors=tuple(fault for fault in faults if fault.severity is Severity.ERROR),
        warnings=tuple(
            _warning(fault, entry, told) for fault in faults if fault.severity is Severity.WARNING
        ),
    )


def _warning(fault: Fault, entry: Answered, told: _Told) -> WarningView:
    reason = told.reasons.get(fault.rule)
    return WarningView(
        fault=fault,
        name=f"{REASONS}-{fault.rule}",
        id=html_id(f"{REASONS}.{fault.rule}"),
        reason=reason if isinstance(reason, str) else "",
        reason_required=entry.field.rules.warn_reason,
        faults=told.faults.get(f"{REASONS}.{fault.rule}", ()),
    )


def _shown_value(entry: Answered, told: _Told, *, masked: bool) -> str:
    labels = [option.label for option in choosing.chosen(entry)]
    text = ", ".join(labels) or told.speak(entry.field.key, entry.value)
    return masking.mask(text, entry.field.mask) if masked and entry.field.mask else text


def _typed(entry: Answered) -> str:
    """Give back what was typed as it was typed, also where it is right: nobody's text changes."""
    if entry.field.kind in _DATED or entry.field.kind in _SEVERAL:
        return ""
    if isinstance(entry.raw, str) and (entry.faults or entry.field.kind is not Kind.TIME):
        return entry.raw
    text = raw_answers.text_of(entry.value)
    return text[:5] if entry.field.kind is Kind.TIME and text.endswith(":00") else text


def _parts(entry: Answered) -> Iterator[PartView]:
    typed = raw_answers.date_parts(entry.raw if entry.value is None else entry.value)
    for number, part in enumerate(_DATED.get(entry.field.kind, ())):
        yield PartView(
            part=part,
            id=html_id(entry.path) + (f"-{part}" if number else ""),
            name=f"{html_name(entry.path)}-{part}",
            value=typed[part],
        )


def _limits(kind: Kind, rules: Rules, scope: Scope) -> dict[str, str]:
    """Give hints for the browser; the server judges."""
    longest = scope.limit(rules.max_length) or LONGEST.get(kind)
    limits = {
        "maxlength": longest,
        "min": scope.limit(rules.minimum),
        "max": scope.limit(rules.maximum),
        "pattern": rules.pattern_source or None,
    }
    return {name: str(value) for name, value in limits.items() if value is not None}


def _shown(entry: Shown, told: _Told) -> View:
    component, scope = entry.component, entry.scope
    common = _common(component, html_id(entry.path), scope, told)
    if isinstance(component, Table):
        headers, rows = tables.fill(component, scope, told.speak)
        return TableView(**common, headers=headers, rows=rows)
    return TextView(
        **common, text=wording.fill(component.text, scope, told.speak), source=component.source
    )


def _list(entry: Listed, told: _Told) -> ListView:
    name = html_name(entry.path)
    return ListView(
        **_common(entry.component, html_id(entry.path), entry.scope, told),
        path=entry.path,
        name=name,
        rows=tuple(_row(row, name, number, told) for number, row in enumerate(entry.rows)),
        grows=entry.component.grows,
        errors=told.faults.get(entry.path, ()),
    )


def _row(row: Row, name: str, number: int, told: _Told) -> RowView:
    items = tuple(_view(entry, told) for entry in row.entries)
    first = items[0] if items else None
    title = first.text if isinstance(first, TextView) else ""
    return RowView(
        number=number,
        title=title.replace("**", ""),
        marker=f"{name}-{number}-",
        items=items[1:] if title else items,
    )
