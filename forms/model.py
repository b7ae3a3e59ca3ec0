"""A form as data: frozen components in document order. Reading and checking are told elsewhere.

Keys are dotted paths inside their scope. A scope is the form itself, or one row of a dynamic list;
a group with a `path` only puts it before the keys inside, so every key here is already whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from engine.feel import Expression
from engine.values import JsonValue

#: Where answers carry the reasons given for warnings, and cleaned values the warnings with them.
REASONS: Final = "_peringatan"
#: Where raw answers carry what the form itself suggested (`forms.suggesting`); never kept.
SUGGESTED: Final = "_usulan"


class Kind(StrEnum):
    """Component types of form-js that Alur takes."""

    TEXT = "text"
    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATE = "date"  # form-js writes "datetime" with a subtype
    TIME = "time"
    DATETIME = "datetime"
    SELECT = "select"
    RADIO = "radio"
    CHECKBOX = "checkbox"
    CHECKLIST = "checklist"
    TAGLIST = "taglist"
    TABLE = "table"
    GROUP = "group"
    DYNAMICLIST = "dynamiclist"
    FILEPICKER = "filepicker"
    IMAGE = "image"
    SEPARATOR = "separator"
    SPACER = "spacer"


class Mask(StrEnum):
    """How a sensitive value is shown to whom it is not meant for (`forms.masking`)."""

    NIK = "nik"
    PHONE = "phone"
    NAME = "name"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text with FEEL in it: literal pieces and expressions, in order. None: there is no text."""

    pieces: tuple[str | Expression, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pieces)


#: A limit is written down, or FEEL over variables and answers.
Bound: TypeAlias = "Decimal | Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice; answers are compared by text, so that HTML's "true" finds the option true."""

    value: str | int | Decimal | bool
    label: str

    @property
    def text(self) -> str:
        """The value as an HTML form sends it."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Where options come from: the file, a variable (`key`), or FEEL; exactly one of them."""

    options: tuple[Option, ...] = ()
    key: str = ""
    expression: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an answer must satisfy. `refuse_if`, `warn_if`, `required_if` are FEEL over everything.

    `refuses_options`: an option that `refuse_if` would refuse cannot be chosen on the page either.
    `pattern_text` says what the pattern asks for. `warn_rule` names the warning in answers and
    history; `warn_reason`: it must be given a reason. `validator` names a rule of the office;
    `normalize` are names of `forms.normalizing`, in order.
    """

    required: bool = False
    required_if: Expression | None = None
    min_length: Bound | None = None
    max_length: Bound | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    decimals: int | None = None
    pattern: re.Pattern[str] | None = None
    pattern_source: str = ""
    pattern_text: str = ""
    format: str = ""  # "", "email", "phone"
    not_before_today: bool = False
    minutes: int = 1  # a time is a multiple of so many
    refuse_if: Expression | None = None
    refuse_text: str = ""
    refuses_options: bool = False
    warn_if: Expression | None = None
    warn_text: str = ""
    warn_rule: str = ""
    warn_reason: bool = False
    validator: str = ""
    normalize: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What all components have. `columns` of 16, None: what is left; equal `row`s share a line."""

    kind: Kind
    id: str
    label: Template = Template()
    hint: Template = Template()
    hide: Expression | None = None
    row: str = ""
    columns: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Component):
    """A component that takes an answer. `default` is what an empty form shows, nothing more.

    `suggest` is FEEL for what an empty field is filled with (`forms.suggesting`).
    """

    key: str
    rules: Rules = Rules()
    choices: Choices | None = None
    default: JsonValue = None
    suggest: Expression | None = None
    readonly: bool | Expression = False
    mask: Mask | None = None
    multiple: bool = False
    accept: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Display(Component):
    """Text, image, separator or spacer: shown, never answered."""

    text: Template = Template()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Component):
    """A list of contexts, read only. `data` must give a list; anything else shows no rows.

    Columns are written down, or `columns_computed` gives contexts with `key` and `label`.
    """

    data: Expression
    columns_shown: tuple[Column, ...]
    columns_computed: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Component):
    components: tuple[AnyComponent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicList(Component):
    """Rows of the same components; each is a scope of its own. The answer is a list of contexts.

    Without `grows` the rows are those of the variable of the same key: each answered row stands on
    the variable's row at its place and keeps what the form does not ask.
    """

    key: str
    components: tuple[AnyComponent, ...]
    grows: bool = True
    repetitions: int = 1


AnyComponent: TypeAlias = Field | Display | Table | Group | DynamicList


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Form:
    """A whole form. Compared and hashed by identity: it is read once and shared."""

    id: str
    components: tuple[AnyComponent, ...]
    schema_version: int = 0


def in_scope(components: tuple[AnyComponent, ...]) -> Iterator[Field | DynamicList]:
    """Give everything of one scope that takes answers, groups opened, in document order."""
    for component in components:
        if isinstance(component, Group):
            yield from in_scope(component.components)
        elif isinstance(component, (Field, DynamicList)):
            yield component


def all_fields(components: tuple[AnyComponent, ...]) -> Iterator[Field]:
    """Give every field of a form, those in rows too, in document order."""
    for component in in_scope(components):
        if isinstance(component, DynamicList):
            yield from all_fields(component.components)
        else:
            yield component
