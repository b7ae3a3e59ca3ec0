"""What a page shows of a form, as values. How it comes about is told in `forms.presentation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.errors import Fault
from forms.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """`id` is unique on the page; `value` is the text to send; `refused`: not to be chosen now."""

    id: str
    value: str
    label: str
    chosen: bool
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One of the inputs of a date: `part` is day, month, year or time."""

    part: str
    id: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningView:
    """A warning, the input for its reason, and whether the form is refused without one."""

    fault: Fault
    id: str
    name: str
    reason: str
    reason_required: bool
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """What every item has. `columns` of 16, 0: what is left; the same `row` shares a line."""

    kind: Kind
    id: str
    label: str = ""
    hint: str = ""
    row: str = ""
    columns: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView(ItemView):
    """A field. `value` is the text of its input as last typed; for a read-only one what to show.

    `path` is the element of its faults. `masked` tells that a read-only value was masked.
    `limits` are attributes for the input: maxlength, min, max, pattern, as texts. `steers`: what
    else is shown hangs on the answer. `suggested` is the text of what the form filled in by itself.
    `refusal` says why options are `refused`.
    """

    path: str
    name: str
    value: str = ""
    required: bool = False
    readonly: bool = False
    sensitive: bool = False
    masked: bool = False
    options: tuple[OptionView, ...] = ()
    parts: tuple[PartView, ...] = ()
    files: tuple[str, ...] = ()
    multiple: bool = False
    accept: str = ""
    prefix: str = ""
    suffix: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)
    steers: bool = False
    suggested: str = ""
    refusal: Fault | None = None
    errors: tuple[Fault, ...] = ()
    warnings: tuple[WarningView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView(ItemView):
    """Text (markdown), an image (`source`, its text the alternative), a separator or a spacer."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView(ItemView):
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView(ItemView):
    items: tuple[View, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row; `marker` is the name of a hidden empty input that says the row is there.

    `title` is the text that the row begins with ("" for none), without its marks of bold type.
    """

    number: int
    title: str
    marker: str
    items: tuple[View, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView(ItemView):
    """A dynamic list; with `grows` rows may be added and removed (`forms.answers.with_row`)."""

    path: str
    name: str
    rows: tuple[RowView, ...]
    grows: bool
    errors: tuple[Fault, ...] = ()


View: TypeAlias = FieldView | TextView | TableView | GroupView | ListView


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that is visible, in reading order.

    `summary` are the errors, each with its field's id; `warned` the warnings, each with the id of
    the field for its reason.
    """

    items: tuple[View, ...]
    summary: tuple[tuple[str, Fault], ...] = ()
    warned: tuple[tuple[str, Fault], ...] = ()
