"""Walks a form in reading order: what is shown, what each answer is. Judges no rule over fields.

Validation and presentation both stand on this walk, so that the page and the server never disagree
about what is visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine import feel
from engine.errors import Fault
from engine.values import JsonValue, Variables
from forms import conversion, paths, schema
from forms.model import (
    AnyComponent,
    Choices,
    Display,
    DynamicList,
    Field,
    Form,
    Group,
    Kind,
    Option,
    Table,
    in_scope,
)
from forms.scopes import Moment, Scope

_SEVERAL = frozenset({Kind.CHECKLIST, Kind.TAGLIST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A visible field. `path` is dotted with row numbers from 0: `berkas.2.ada`.

    `value` is what is kept (a read-only field's: the variable's), None also where it has `faults`.
    """

    field: Field
    path: str
    scope: Scope
    value: JsonValue
    raw: JsonValue
    readonly: bool = False
    options: tuple[Option, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A visible text, image, table, separator or spacer."""

    component: Display | Table
    path: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """A visible group and what of it is visible."""

    group: Group
    scope: Scope
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; `kept` is what is kept of it: its answers, over a fixed list's own row."""

    scope: Scope
    entries: tuple[Entry, ...]
    kept: dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A visible dynamic list."""

    component: DynamicList
    path: str
    scope: Scope
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


Entry: TypeAlias = Answered | Shown | Grouped | Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The visible form. `kept` are the answers to keep, nested as their keys say.

    What the form does not ask of a nested variable stays: `pemohon.nama` leaves `pemohon.nik`.
    """

    entries: tuple[Entry, ...]
    kept: dict[str, JsonValue]
    scope: Scope


def resolve(
    form: Form, answers: Mapping[str, JsonValue], variables: Variables, moment: Moment
) -> Resolved:
    """Convert the answers and decide what is visible, field by field in reading order.

    `answers` are raw (JSON or of an HTML form) and nested; keys the form does not have are ignored.

    Raises:
        AnswersInvalid: only when expressions cannot cope with the size of the answers.
    """
    scope = Scope(variables, moment)
    walk = _Walk(form.components, schema.compile_schema(form), answers, variables, scope, "")
    entries = tuple(walk.entries(form.components))
    return Resolved(entries=entries, kept=_over(variables, walk.kept), scope=scope)


def answered(entries: tuple[Entry, ...]) -> Iterator[Answered | Listed]:
    """Give every visible field and list, in reading order; a list comes before its rows' fields."""
    for entry in entries:
        match entry:
            case Answered():
                yield entry
            case Grouped():
                yield from answered(entry.entries)
            case Listed():
                yield entry
                for row in entry.rows:
                    yield from answered(row.entries)
            case Shown():
                pass


class _Walk:
    """The walk through one scope: the form, or one row."""

    def __init__(  # noqa: PLR0917 - private; all of it is one scope's state
        self,
        components: tuple[AnyComponent, ...],
        schema_class: type[schema.Scope],
        answers: Mapping[str, JsonValue],
        variables: Variables,
        scope: Scope,
        prefix: str,
    ) -> None:
        self._schema = schema_class
        self._answers = answers
        self._variables = variables
        self._scope = scope
        self._prefix = prefix
        self._loaded, self._faults = schema.load(schema_class, answers)
        self.kept: dict[str, JsonValue] = {}
        for item in in_scope(components):  # what has not been reached yet reads as null
            scope.set(item.key, None)

    def entries(self, components: tuple[AnyComponent, ...]) -> Iterator[Entry]:
        for component in components:
            if self._scope.holds(component.hide):
                continue
            match component:
                case Field():
                    yield self._answer(component)
                case Group():
                    inner = tuple(self.entries(component.components))
                    yield Grouped(group=component, scope=self._scope, entries=inner)
                case DynamicList():
                    yield self._list(component)
                case Display() | Table():
                    path = self._prefix + component.id
                    yield Shown(component=component, path=path, scope=self._scope)

    def _answer(self, field: Field) -> Answered:
        readonly = field.readonly
        if isinstance(readonly, feel.Expression):
            readonly = self._scope.holds(readonly)
        options = self._options(field.choices) if field.choices is not None else ()
        faults: tuple[Fault, ...] = ()
        if readonly:
            value = paths.get(self._variables, field.key)
        else:
            value, faults = self._value(field, options)
            paths.put(self.kept, field.key, value)
        self._scope.set(field.key, value)
        return Answered(
            field=field,
            path=self._prefix + field.key,
            scope=self._scope,
            value=value,
            raw=paths.get(self._answers, field.key),
            readonly=readonly,
            options=options,
            faults=faults,
        )

    def _value(
        self, field: Field, options: tuple[Option, ...]
    ) -> tuple[JsonValue, tuple[Fault, ...]]:
        faults = self._faults.get(field.key, ())
        value = None if faults else paths.get(self._loaded, field.key)
        if value is None:
            return None, faults
        if field.kind is Kind.DATETIME and isinstance(value, str):
            return self._with_offset(value), ()
        if field.choices is None or field.choices.options:
            return value, ()
        try:
            several = field.kind in _SEVERAL
            chosen = (conversion.pick_several if several else conversion.pick)(options, value)
        except conversion.Unfit as unfit:
            return None, (unfit.fault,)
        return chosen, ()

    def _with_offset(self, text: str) -> str:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=self._scope.moment.place)
        return instant.isoformat()

    def _options(self, choices: Choices) -> tuple[Option, ...]:
        if choices.expression is not None:
            return conversion.options_from(feel.to_json(self._scope.evaluate(choices.expression)))
        if choices.key:
            return conversion.options_from(paths.get(self._variables, choices.key))
        return choices.options

    def _list(self, component: DynamicList) -> Listed:
        given = _rows(paths.get(self._loaded, component.key))
        own = _rows(paths.get(self._variables, component.key))
        if component.grows:
            own = []
        else:
            given = [given[at] if at < len(given) else {} for at in range(len(own))]
        rows = tuple(
            self._row(component, at, row, own[at] if at < len(own) else {})
            for at, row in enumerate(given)
        )
        kept: list[JsonValue] = [row.kept for row in rows]
        paths.put(self.kept, component.key, kept)
        self._scope.set(component.key, kept)
        return Listed(
            component=component,
            path=self._prefix + component.key,
            scope=self._scope,
            rows=rows,
            faults=self._faults.get(component.key, ()),
        )

    def _row(self, component: DynamicList, at: int, answers: Variables, own: Variables) -> Row:
        scope = Scope(own, self._scope.moment, self._scope, at + 1)
        row_schema = self._schema.rows[component.key]
        prefix = f"{self._prefix}{component.key}.{at}."
        walk = _Walk(component.components, row_schema, answers, own, scope, prefix)
        entries = tuple(walk.entries(component.components))
        kept = dict(own) | _over(own, walk.kept)
        return Row(scope=scope, entries=entries, kept=kept)


def _rows(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]


def _over(below: Variables, above: Variables) -> dict[str, JsonValue]:
    """Complete what was answered by what is known of the same contexts."""
    return {name: _merged_over(below.get(name), value) for name, value in above.items()}


def _merged_over(below: JsonValue, above: JsonValue) -> JsonValue:
    """Lay a context over another, entry by entry; anything but two contexts is the upper one."""
    match below, above:
        case dict(), dict():
            return below | _over(below, above)
        case _:
            return above
