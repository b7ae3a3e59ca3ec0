"""Checks a form as a whole: keys, order of conditions, size, validators. Reads no file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from engine.feel import Expression
from forms.attributes import Faults
from forms.messages import N_
from forms.model import (
    REASONS,
    SUGGESTED,
    AnyComponent,
    DynamicList,
    Field,
    Form,
    Group,
    all_fields,
    in_scope,
)

MAX_COMPONENTS: Final = 500


def check(form: Form, faults: Faults, validators: Collection[str] | None) -> None:
    """Note the faults of a form whose components have been built."""
    if sum(1 for _ in _everything(form.components)) > MAX_COMPONENTS:
        faults.add(
            "form-size",
            form.id,
            N_("The form has more than %(limit)s components."),
            N_("Divide it over several user tasks."),
            limit=MAX_COMPONENTS,
        )
    _check_keys(form.components, faults)
    _check_order(form.components, _Sight(), faults)
    for field in all_fields(form.components):
        name = field.rules.validator
        if validators is not None and name and name not in validators:
            faults.add(
                "form-validator",
                field.key,
                N_("%(element)s names the validator %(name)s, which the office does not have."),
                N_("Use one of: %(names)s."),
                name=name,
                names=", ".join(sorted(validators)),
            )


def _everything(components: tuple[AnyComponent, ...]) -> Iterator[AnyComponent]:
    for component in components:
        yield component
        if isinstance(component, (Group, DynamicList)):
            yield from _everything(component.components)


def _check_keys(components: tuple[AnyComponent, ...], faults: Faults) -> None:
    seen: set[str] = set()
    for item in in_scope(components):
        clash = item.key in seen or any(
            other.startswith(f"{item.key}.") or item.key.startswith(f"{other}.") for other in seen
        )
        if clash or item.key in {REASONS, SUGGESTED}:
            faults.add(
                "form-duplicate-key",
                item.key,
                N_("The key %(element)s is used twice, or a part of another key, or reserved."),
                N_("Give every field a key of its own."),
            )
        seen.add(item.key)
        if isinstance(item, DynamicList):
            _check_keys(item.components, faults)
            _check_rows(item, faults)


def _check_rows(rows: DynamicList, faults: Faults) -> None:
    """Refuse in rows what only works outside them."""
    for field in all_fields(rows.components):
        if field.suggest is not None:
            faults.add(
                "form-suggest",
                field.key,
                N_("%(element)s stands in a list and cannot have suggest."),
                N_("Give it defaultValue, or take it out of the list."),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """First names of keys: all that are around, and those that stand above."""

    around: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()


def _check_order(components: tuple[AnyComponent, ...], sight: _Sight, faults: Faults) -> _Sight:
    """Refuse conditions that read fields further down: they would always read null there."""
    own = frozenset(item.key.partition(".")[0] for item in in_scope(components))
    sight = _Sight(around=sight.around | own, above=sight.above - own)
    return _walk_order(components, sight, faults)


def _walk_order(components: tuple[AnyComponent, ...], sight: _Sight, faults: Faults) -> _Sight:
    for component in components:
        _check_conditions(component, sight, faults)
        if isinstance(component, Group):
            sight = _walk_order(component.components, sight, faults)
        elif isinstance(component, DynamicList):
            _check_order(component.components, sight, faults)
        if isinstance(component, (Field, DynamicList)):
            first = component.key.partition(".")[0]
            sight = _Sight(around=sight.around, above=sight.above | {first})
    return sight


def _check_conditions(component: AnyComponent, sight: _Sight, faults: Faults) -> None:
    for name, expression in _conditions(component):
        below = (expression.names & sight.around) - sight.above
        if below:
            element = component.key if isinstance(component, (Field, DynamicList)) else component.id
            faults.add(
                "form-order",
                element,
                N_("%(name)s of %(element)s reads %(below)s, which stands no higher in the form."),
                N_("Move %(element)s below it."),
                name=name,
                below=", ".join(sorted(below)),
            )


def _conditions(component: AnyComponent) -> Iterator[tuple[str, Expression]]:
    if component.hide is not None:
        yield "hide", component.hide
    if isinstance(component, Field):
        if isinstance(component.readonly, Expression):
            yield "readonly", component.readonly
        if component.choices is not None and component.choices.expression is not None:
            yield "valuesExpression", component.choices.expression
