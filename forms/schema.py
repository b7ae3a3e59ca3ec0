"""Makes a marshmallow schema of a form: types, shapes and written limits of its answers.

What depends on other answers, variables or the day is not here but in `forms.validation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_dump, pre_load
from typing_extensions import override

from engine.errors import Fault
from engine.values import JsonValue
from forms import constraints, conversion, paths
from forms.messages import N_
from forms.model import AnyComponent, DynamicList, Field, Form, in_scope

MAX_ROWS: Final = 200


class Scope(Schema):
    """Base of the schemas of a form and of a list's rows. Errors are lists of `Fault`."""

    #: the schemas of the rows of this scope's lists, by key
    rows: ClassVar[Mapping[str, type[Scope]]] = {}
    keys: ClassVar[tuple[str, ...]] = ()

    class Meta:
        """Whatever else is sent is none of the form's business."""

        unknown = EXCLUDE

    @pre_load
    def _flatten(self, data: JsonValue, **_: object) -> JsonValue:
        if not isinstance(data, dict):
            return {}
        return {key: paths.get(data, key) for key in self.keys}

    @post_dump
    def _nest(self, data: dict[str, JsonValue], **_: object) -> dict[str, JsonValue]:
        nested: dict[str, JsonValue] = {}
        for key, value in data.items():
            paths.put(nested, key, value)
        return nested


class Answer(fields.Field[JsonValue]):
    """The answer of one field; blank loads as None."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            data_key=field.key,
            attribute=field.key,
            allow_none=False,
            metadata={"kind": field.kind.value},
        )
        self.field = field

    @override
    def deserialize(self, value: JsonValue, *_: object, **__: object) -> JsonValue:
        # Not _deserialize: blanks too go through the conversion.
        try:
            converted = conversion.convert(self.field, value)
        except conversion.Unfit as unfit:
            raise ValidationError([unfit.fault]) from unfit
        found = constraints.check(self.field, converted, constraints.written)
        if found:
            raise ValidationError(list(found))
        return converted


class Rows(fields.Field[JsonValue]):
    """The raw rows of a dynamic list; `forms.resolution` loads each with its own schema."""

    def __init__(self, component: DynamicList) -> None:
        super().__init__(data_key=component.key, attribute=component.key)

    @override
    def deserialize(self, value: JsonValue, *_: object, **__: object) -> JsonValue:
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ValidationError([Fault(rule="rows", message=N_("This must be a list of rows."))])
        if len(value) > MAX_ROWS:
            message = N_("At most %(most)s rows can be given here.")
            raise ValidationError([Fault(rule="rows", message=message, params={"most": MAX_ROWS})])
        return value


@lru_cache(maxsize=1_000)
def compile_schema(form: Form) -> type[Scope]:
    """Make the schema class of a form, once; answers are nested as their dotted keys say."""
    return _compile(form.components)


def load(
    schema: type[Scope], answers: Mapping[str, JsonValue]
) -> tuple[dict[str, JsonValue], dict[str, tuple[Fault, ...]]]:
    """Load the answers of one scope: what is right, and the faults of the rest by key."""
    try:
        return schema().load(answers), {}
    except ValidationError as error:
        valid = error.valid_data
        faults = error.messages_dict
        return dict(valid) if isinstance(valid, dict) else {}, {
            key: tuple(found) for key, found in faults.items()
        }


def _compile(components: tuple[AnyComponent, ...]) -> type[Scope]:
    items = tuple(in_scope(components))
    # The names are never seen: data_key and attribute say the key, which may be any word.
    declared: dict[str, fields.Field[JsonValue]] = {
        f"field_{number}": Rows(item) if isinstance(item, DynamicList) else Answer(item)
        for number, item in enumerate(items)
    }
    made = Scope.from_dict(declared, name="Answers")
    assert issubclass(made, Scope)
    lists = [item for item in items if isinstance(item, DynamicList)]
    made.rows = {item.key: _compile(item.components) for item in lists}
    made.keys = tuple(item.key for item in items)
    return made
