"""Builds components from form-js objects. What concerns several is checked in `forms.checks`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, TypedDict

from engine.feel import Expression
from forms import files, properties, rules
from forms.attributes import Attributes
from forms.messages import N_
from forms.model import (
    AnyComponent,
    Choices,
    Column,
    Display,
    DynamicList,
    Field,
    Group,
    Kind,
    Mask,
    Option,
    Table,
    Template,
)

_IGNORED: Final = frozenset({"button"})
_DISPLAYS: Final = frozenset({Kind.TEXT, Kind.IMAGE, Kind.SEPARATOR, Kind.SPACER})
_CHOOSING: Final = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST, Kind.TAGLIST})
_INSTEAD: Final[Mapping[str, str]] = {
    "html": N_("Use a text component."),
    "iframe": N_("Link to the page from a text component."),
    "expression": N_("Compute it in the diagram, by an output mapping of the user task."),
    "documentPreview": N_("Use an image, or let the page show the case's papers."),
}
#: what a page may load as a picture by its policy: this server's own, or what is in the file
_OWN_IMAGE: Final = re.compile(
    r"/(?![/\\])|data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.ASCII
)
#: what a device beside a file field gives
_CAPTURED: Final = {"camera": "jpg", "signature": "png"}
_TYPES: Final = ", ".join(
    sorted({kind.value for kind in Kind} - {"date", "time"})  # spelled datetime + subtype
)


class _Common(TypedDict):
    kind: Kind
    id: str
    label: Template
    hint: Template
    hide: Expression | None
    row: str
    columns: int | None
    properties: Mapping[str, str]


def build_all(parent: Attributes, prefix: str) -> tuple[AnyComponent, ...]:
    """Build the `components` of a form, a group or a list; `prefix` goes before their keys."""
    built = []
    for number, one in enumerate(parent.items("components"), start=1):
        kind_text = one.text("type")
        one.element = one.text("key") or one.text("path") or one.text("id") or f"#{number}"
        if kind_text in _IGNORED:
            continue
        kind = _kind(one, kind_text)
        if kind is None:
            one.faults.add(
                "form-component",
                one.element,
                N_("%(element)s is a %(type)s, which forms do not support."),
                _INSTEAD.get(kind_text, N_("Use one of: %(types)s.")),
                type=kind_text or "component without type",
                types=_TYPES,
            )
            continue
        properties.check(one, kind_text)
        component = _build(one, kind, prefix)
        if component is not None:
            built.append(component)
    return tuple(built)


def _kind(one: Attributes, text: str) -> Kind | None:
    if text == "datetime":
        text = one.text("subtype", "date")
    elif text in {Kind.DATE, Kind.TIME}:
        return None
    return Kind(text) if text in set(Kind) else None


def _build(one: Attributes, kind: Kind, prefix: str) -> AnyComponent | None:
    common = _common(one, kind)
    if kind in _DISPLAYS:
        return Display(
            **common,
            text=one.template("alt" if kind is Kind.IMAGE else "text"),
            source=_source(one) if kind is Kind.IMAGE else "",
        )
    if kind is Kind.GROUP:
        path = _joined(prefix, one.key("path"))
        return Group(**common, components=build_all(one, path))
    if kind is Kind.TABLE:
        return _table(one, common)
    key = one.key("path" if kind is Kind.DYNAMICLIST else "key")
    if not key:
        one.faults.add(
            "form-no-key",
            one.element,
            N_("%(element)s has no key."),
            N_("Give it one: the answer becomes a variable of that name."),
        )
    if kind is Kind.DYNAMICLIST:
        return _dynamic_list(one, common, _joined(prefix, key))
    return _field(one, common, _joined(prefix, key))


def _common(one: Attributes, kind: Kind) -> _Common:
    layout = one.inner("layout")
    label = "dateLabel" if kind in {Kind.DATE, Kind.DATETIME} else "label"
    label = "timeLabel" if kind is Kind.TIME else label
    return _Common(
        kind=kind,
        id=one.text("id") or one.element,
        label=one.template(label if one.data.get(label) else "label"),
        hint=one.template("description"),
        hide=one.inner("conditional").expression("hide"),
        row=layout.text("row"),
        columns=layout.whole("columns"),
        properties={
            name: value if isinstance(value, str) else str(value)
            for name, value in one.inner("properties").data.items()
        },
    )


def _field(one: Attributes, common: _Common, key: str) -> Field:
    kind = common["kind"]
    adorned = one.inner("appearance")
    own = one.inner("properties")
    mask = own.text("mask")
    if mask and mask not in set(Mask):
        one.faults.add(
            "form-mask",
            one.element,
            N_("mask of %(element)s must be one of: %(names)s."),
            names=", ".join(Mask),
        )
        mask = ""
    if kind is Kind.FILEPICKER:
        _check_files(one, own.text("capture"))
    elif kind is Kind.NUMBER and one.flag("serializeToString"):
        one.faults.add(
            "form-number-text",
            one.element,
            N_("%(element)s wants its number as a text."),
            N_(
                "Take serializeToString out: numbers are kept exactly; FEEL's string(x) writes one."
            ),
        )
    return Field(
        **common,
        key=key,
        rules=rules.build(one, kind, key),
        choices=_choices(one) if kind in _CHOOSING else None,
        default=one.data.get("defaultValue"),
        suggest=own.expression("suggest"),
        readonly=_readonly(one),
        mask=Mask(mask) if mask else None,
        multiple=one.flag("multiple"),
        accept=one.text("accept"),
        prefix=adorned.text("prefixAdorner"),
        suffix=adorned.text("suffixAdorner"),
    )


def _readonly(one: Attributes) -> bool | Expression:
    if one.flag("disabled"):
        return True
    if isinstance(one.data.get("readonly"), str):
        return one.expression("readonly") or False
    return one.flag("readonly")


def _choices(one: Attributes) -> Choices:
    options = tuple(
        Option(value=value, label=item.text("label") or str(value))
        for item in one.items("values")
        if isinstance(value := item.data.get("value"), (str, int, Decimal, bool)) and value != ""
    )
    if len(options) != len(one.items("values")) or len({o.text for o in options}) != len(options):
        one.faults.add(
            "form-options",
            one.element,
            N_("The options of %(element)s need values, each another one."),
        )
    choices = Choices(
        options=options,
        key=one.key("valuesKey"),
        expression=one.expression("valuesExpression"),
    )
    if sum(map(bool, (options, choices.key, one.data.get("valuesExpression")))) != 1:
        one.faults.add(
            "form-options",
            one.element,
            N_("%(element)s needs options from exactly one place."),
            N_("Give values, valuesKey or valuesExpression."),
        )
    return choices


def _source(one: Attributes) -> str:
    source = one.text("source")
    if not _OWN_IMAGE.match(source):
        one.faults.add(
            "form-image",
            one.element,
            N_("The source of %(element)s is no picture of this server."),
            N_("Give an address beginning with one /, or a data:image/ address."),
        )
    return source


def _check_files(one: Attributes, capture: str) -> None:
    accept = one.text("accept")
    unknown = files.unknown(accept)
    if unknown:
        one.faults.add(
            "form-accept",
            one.element,
            N_("%(element)s accepts %(unknown)s, which is never taken."),
            N_("Use some of: .pdf, .jpg, .png."),
            unknown=", ".join(unknown),
        )
    wanted = _CAPTURED.get(capture)
    if capture and (wanted is None or wanted not in files.kinds(accept)):
        one.faults.add(
            "form-capture",
            one.element,
            N_("%(element)s: capture must be camera (for .jpg) or signature (for .png)."),
        )


def _table(one: Attributes, common: _Common) -> Table | None:
    data = one.expression("dataSource")
    columns = tuple(
        Column(key=column.text("key"), label=column.text("label") or column.text("key"))
        for column in one.items("columns")
    )
    computed = one.expression("columnsExpression")
    has_columns = bool(columns) != bool(one.data.get("columnsExpression"))
    if (
        not one.data.get("dataSource")
        or not has_columns
        or not all(column.key for column in columns)
    ):
        one.faults.add(
            "form-table",
            one.element,
            N_("Table %(element)s needs a dataSource, and columns with keys from one place."),
            N_("Give dataSource a variable's name, and either columns or columnsExpression."),
        )
    if data is None:
        return None
    return Table(**common, data=data, columns_shown=columns, columns_computed=computed)


def _dynamic_list(one: Attributes, common: _Common, key: str) -> DynamicList:
    repetitions = one.whole("defaultRepetitions")
    return DynamicList(
        **common,
        key=key,
        components=build_all(one, prefix=""),
        grows="allowAddRemove" not in one.data or one.flag("allowAddRemove"),
        repetitions=min(max(1 if repetitions is None else repetitions, 0), 50),
    )


def _joined(prefix: str, key: str) -> str:
    return f"{prefix}.{key}" if prefix and key else prefix or key
