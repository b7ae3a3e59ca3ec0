"""Lets an office hide an answer before it is logged: a code is to be known once and never read.

A form names the rule as a field's property `conceal`. What the office makes of the answer takes its
place in the log, in the variables and in the kept receipt; the answer itself is nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from engine.errors import Failed
from engine.values import JsonValue, Variables
from forms.model import Form, all_fields

PROPERTY: Final = "conceal"

#: Gets the cleaned answer (never None) and what else is known: answers over variables.
Concealer: TypeAlias = Callable[[JsonValue, Mapping[str, JsonValue]], JsonValue]


class ConcealerMissing(Failed):
    """A deployed form names a rule for hiding that this installation does not have."""

    code = "concealer-missing"
    message = "The form needs the rule %(name)s to hide an answer. Tell the administrator."


def conceal(
    form: Form,
    values: Variables,
    known: Mapping[str, JsonValue],
    concealers: Mapping[str, Concealer],
) -> Variables:
    """Give the answers with those hidden that the form says; only fields at the top are looked at.

    Raises:
        ConcealerMissing: the form names a rule that is not there.
    """
    found = dict(values)
    for field in all_fields(form.components):
        name = field.properties.get(PROPERTY)
        value = found.get(field.key) if name else None
        if name is None or value is None:
            continue
        if name not in concealers:
            raise ConcealerMissing(name=name)
        found[field.key] = concealers[name](value, known)
    return found


def without_concealed(form: Form, answers: Variables) -> Variables:
    """Give unfinished answers without those to be hidden: they are typed again."""
    hidden = {field.key for field in all_fields(form.components) if PROPERTY in field.properties}
    return {key: value for key, value in answers.items() if key not in hidden}
