"""Every property of form-js 1.23 by component type: read here, or left aside with its reason.

What stands in neither is refused at deployment, so that a form never says something in Modeler that
its page silently does not do. docs/forms.md tells the same in a table; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from forms.attributes import Attributes
from forms.messages import N_


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALL: Final = _words("type id label description conditional layout properties")
_ANSWERED: Final = _ALL | _words("key validate disabled readonly defaultValue")
_CHOSEN: Final = _ANSWERED | _words("values valuesKey valuesExpression")

#: type -> what of it is read
READ: Final[Mapping[str, frozenset[str]]] = {
    "text": _ALL | _words("text"),
    "textfield": _ANSWERED | _words("appearance"),
    "textarea": _ANSWERED,
    "number": _ANSWERED | _words("appearance decimalDigits serializeToString"),
    "datetime": _ANSWERED | _words("subtype dateLabel timeLabel disallowPassedDates timeInterval"),
    "select": _CHOSEN,
    "radio": _CHOSEN,
    "checkbox": _ANSWERED,
    "checklist": _CHOSEN,
    "taglist": _CHOSEN,
    "filepicker": _ANSWERED - {"defaultValue"} | _words("accept multiple"),
    "dynamiclist": _ALL | _words("path components allowAddRemove defaultRepetitions"),
    "group": _ALL | _words("path components"),
    "table": _ALL | _words("dataSource columns columnsExpression"),
    "image": _ALL | _words("source alt"),
    "separator": _ALL,
    "spacer": _ALL,
}

_LOOKS: Final = "how rows and groups are set off is the page's own"
#: type -> what is left aside -> why
IGNORED: Final[Mapping[str, Mapping[str, str]]] = {
    "number": {"increment": "the input has no arrows to step by"},
    "datetime": {
        "use24h": "times run from 00:00 to 23:59",
        "timeSerializingFormat": "a time has no offset, a date with time always the office's",
    },
    "select": {"searchable": "browsers find an option by its first letters"},
    "dynamiclist": {
        "key": "`path` is its key",
        "isRepeating": "a list always repeats",
        "showOutline": _LOOKS,
        "verticalAlignment": _LOOKS,
        "disableCollapse": "no row is folded: a fault could hide in it",
        "nonCollapsedItems": "no row is folded: a fault could hide in it",
    },
    "group": {
        "key": "`path` goes before the keys inside",
        "showOutline": _LOOKS,
        "verticalAlignment": _LOOKS,
    },
    "table": {"rowCount": "all rows stand on one page"},
    "spacer": {"height": "the page keeps its own distances"},
}

_TEXT_RULES: Final = _words("required minLength maxLength pattern")
_RULES: Final[Mapping[str, frozenset[str]]] = {
    "textfield": _TEXT_RULES | _words("validationType"),
    "textarea": _TEXT_RULES,
    "number": _words("required min max"),
}
_INNER: Final[Mapping[str, frozenset[str]]] = {
    "conditional": _words("hide"),
    "layout": _words("row columns"),
    "appearance": _words("prefixAdorner suffixAdorner"),
}


def check(one: Attributes, kind: str) -> None:
    """Note every property of a component, and of the objects in it, that would be lost."""
    known = READ[kind] | IGNORED.get(kind, {}).keys()
    unknown = [name for name in one.data if name not in known]
    for name in (*unknown, *_unknown_inside(one, kind)):
        one.faults.add(
            "form-property",
            one.element,
            N_("%(element)s, a %(type)s, has the property %(name)s, which forms do not know."),
            N_("Take it out, or see docs/forms.md for what there is instead."),
            type=kind,
            name=name,
        )


def _unknown_inside(one: Attributes, kind: str) -> Iterator[str]:
    allowed = {**_INNER, "validate": _RULES.get(kind, _words("required"))}
    for name, inner in allowed.items():
        if name in READ[kind]:
            given = one.data.get(name)
            for key in given if isinstance(given, dict) else ():
                if key not in inner:
                    yield f"{name}.{key}"
