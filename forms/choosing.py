"""The options of a field as a page offers them: which is chosen, which cannot be. Asks no rule that
reads no other answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Fault
from forms import wording
from forms.messages import N_
from forms.model import Kind, Option
from forms.resolution import Answered
from forms.views import OptionView


def chosen(entry: Answered) -> list[Option]:
    """The options that the answer names."""
    texts = wording.texts(entry.value)
    return [option for option in entry.options if option.text in texts]


def options(entry: Answered, page_id: str) -> Iterator[OptionView]:
    """Give the options in order; `page_id` is the id of the field's first input."""
    if entry.field.kind is Kind.CHECKBOX:
        yield OptionView(id=page_id, value="true", label="", chosen=entry.value is True)
    texts = {option.text for option in chosen(entry)}
    refused = refused_texts(entry)
    for number, option in enumerate(entry.options):
        yield OptionView(
            id=page_id + (f"-{number}" if number else ""),
            value=option.text,
            label=option.label,
            chosen=option.text in texts and option.text not in refused,
            refused=option.text in refused,
        )


def refused_texts(entry: Answered) -> frozenset[str]:
    """The options that the field's `refuseIf` would refuse as the other answers stand.

    Only where the form says `refuseOptions`: without a script an option comes back only when the
    page is asked for anew.
    """
    rules, scope, key = entry.field.rules, entry.scope, entry.field.key
    if rules.refuse_if is None or not rules.refuses_options or entry.readonly:
        return frozenset()
    refused = set()
    for option in entry.options:
        scope.set(key, option.value)
        if scope.holds(rules.refuse_if):
            refused.add(option.text)
    scope.set(key, entry.value)
    return frozenset(refused)


def refusal(entry: Answered) -> Fault | None:
    """Why some options cannot be chosen; None when all can."""
    if not refused_texts(entry):
        return None
    message = entry.field.rules.refuse_text or N_("This cannot be so.")
    return Fault(rule="refused", element=entry.path, message=message)
