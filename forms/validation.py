"""Cleans a form's answers: what is kept and warned of, or every fault at once. Stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from engine.errors import AnswersInvalid, Failed, Fault, Severity
from engine.values import JsonValue, Variables
from forms import constraints, conversion, resolution
from forms.messages import N_
from forms.model import REASONS, Form, Kind, all_fields
from forms.normalizing import plain
from forms.resolution import Answered, Listed, Resolved
from forms.scopes import DEFAULT_ZONE, Moment

LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a validator may look at: all answers over the variables, and the moment.

    `key` is the field's; in a list's row `values` holds the row's own fields over the form's.
    """

    key: str
    values: Mapping[str, JsonValue]
    moment: Moment
    properties: Mapping[str, str]


#: A rule of the office. It gets the field's value (never None) and answers with nothing, a fault or
#: several; one of severity WARNING warns under its `rule`. `element` may stay empty: the field.
Validator: TypeAlias = Callable[[JsonValue, Asked], "Fault | Iterable[Fault] | None"]


class ValidatorMissing(Failed):
    """A deployed form names a validator that this installation does not have."""

    code = "validator-missing"
    message = "The form needs the validator %(name)s. Tell the administrator."


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A warning, its `fault` of severity WARNING, and the reason the officer gave ("" for none)."""

    fault: Fault
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The answers to keep, nested as their keys say, and the warnings they cause.

    Visible fields left empty are None; hidden and read-only ones are absent. A form that can warn
    also keeps `_peringatan`: rule -> reason.
    """

    values: dict[str, JsonValue]
    warnings: tuple[Warned, ...] = ()


def clean(
    form: Form,
    answers: JsonValue,
    variables: Variables,
    *,
    now: datetime,
    zone: str = DEFAULT_ZONE,
    validators: Mapping[str, Validator] | None = None,
) -> Cleaned:
    """Clean the raw answers (nested JSON, or `forms.answers.from_html`) of a form.

    Cleaning what was cleaned changes nothing. `variables` are the case's and the office's context.

    Raises:
        AnswersInvalid: with a fault for each wrong field (`element` is its dotted key, row numbers
            from 0: `berkas.2.ada`), a missing reason at `_peringatan.<rule>`, and the warnings.
        ValidatorMissing: when the form names a validator that was not given.
    """
    if not isinstance(answers, dict):
        raise AnswersInvalid((Fault(rule="answers", message=N_("Answers must be an object.")),))
    resolved = resolution.resolve(form, answers, variables, Moment(now=now, zone=zone))
    found = tuple(judge(resolved, validators or {}))
    warned = tuple(_reasoned(found, answers))
    errors = [fault for fault in found if fault.severity is Severity.ERROR]
    errors += _missing_reasons(resolved, warned)
    if errors:
        everything = (*errors, *(warning.fault for warning in warned))
        raise AnswersInvalid(everything, count=len(errors))
    values = resolved.kept
    if can_warn(form):
        values[REASONS] = {warning.fault.rule: warning.reason for warning in warned}
    return Cleaned(values=values, warnings=warned)


def can_warn(form: Form) -> bool:
    """Tell whether the form has a field that may warn."""
    return any(
        field.rules.warn_if or field.rules.validator for field in all_fields(form.components)
    )


def judge(resolved: Resolved, validators: Mapping[str, Validator]) -> Iterator[Fault]:
    """Give every fault and warning of a resolved form, in reading order.

    Raises:
        ValidatorMissing: when a field names a validator that was not given.
    """
    for entry in resolution.answered(resolved.entries):
        if isinstance(entry, Listed):
            faults: Iterable[Fault] = entry.faults
        elif entry.readonly:
            continue
        else:
            faults = entry.faults or tuple(_judge_field(entry, validators))
        for fault in faults:
            yield replace(fault, element=fault.element or entry.path)


def _judge_field(entry: Answered, validators: Mapping[str, Validator]) -> Iterator[Fault]:
    rules, scope = entry.field.rules, entry.scope
    unticked = entry.field.kind is Kind.CHECKBOX and entry.value is False
    if entry.value is None or unticked:
        if rules.required or scope.holds(rules.required_if):
            yield Fault(rule="required", message=_REQUIRED.get(entry.field.kind, _FILL_IN))
            return
    elif constraints.has_computed_limits(rules):
        yield from constraints.check(entry.field, entry.value, scope.limit)
    if rules.not_before_today and str(entry.value or "9") < scope.moment.today.isoformat():
        yield Fault(rule="date-passed", message=N_("This day has passed."))
    if scope.holds(rules.refuse_if):
        yield Fault(rule="refused", message=rules.refuse_text or N_("This cannot be so."))
    if scope.holds(rules.warn_if):
        yield Fault(
            rule=_row_rule(rules.warn_rule, entry.path),
            message=rules.warn_text or N_("This is unusual. Look again."),
            severity=Severity.WARNING,
        )
    if rules.validator and entry.value is not None:
        yield from _validate(entry, validators)


def _validate(entry: Answered, validators: Mapping[str, Validator]) -> Iterator[Fault]:
    validator = validators.get(entry.field.rules.validator)
    if validator is None:
        raise ValidatorMissing(name=entry.field.rules.validator)
    asked = Asked(
        key=entry.field.key,
        values=entry.scope.visible(),
        moment=entry.scope.moment,
        properties=entry.field.properties,
    )
    found = validator(entry.value, asked)
    for fault in (found,) if isinstance(found, Fault) else found or ():
        warns = fault.severity is Severity.WARNING
        yield replace(fault, rule=_row_rule(fault.rule, entry.path)) if warns else fault


def _row_rule(rule: str, path: str) -> str:
    """Name a warning of a row by its row too: the same rule may warn in several."""
    rows = [part for part in path.split(".") if part.isdigit()]
    return ".".join([rule, *rows])


def _reasoned(found: Iterable[Fault], answers: Mapping[str, JsonValue]) -> Iterator[Warned]:
    given = answers.get(REASONS)
    reasons = given if isinstance(given, dict) else {}
    seen: set[str] = set()
    for fault in found:
        if fault.severity is Severity.WARNING and fault.rule not in seen:
            seen.add(fault.rule)
            reason = reasons.get(fault.rule)
            yield Warned(fault=fault, reason=_reason(reason))


def _reason(value: JsonValue) -> str:
    text = plain(value) if isinstance(value, str) else ""
    return plain(conversion.without_controls(text)[:LONGEST_REASON])


def _missing_reasons(resolved: Resolved, warned: Iterable[Warned]) -> list[Fault]:
    asking = {
        entry.path
        for entry in resolution.answered(resolved.entries)
        if isinstance(entry, Answered) and entry.field.rules.warn_reason
    }
    return [
        Fault(
            rule="reason-required",
            message=N_("Give a reason for going on in spite of the warning."),
            element=f"{REASONS}.{warning.fault.rule}",
        )
        for warning in warned
        if warning.fault.element in asking and not warning.reason
    ]


_FILL_IN: Final = N_("This must be filled in.")
_CHOOSE: Final = N_("Choose one.")
_REQUIRED: Final[Mapping[Kind, str]] = {
    Kind.CHECKBOX: N_("This must be ticked."),
    Kind.SELECT: _CHOOSE,
    Kind.RADIO: _CHOOSE,
    Kind.CHECKLIST: N_("Choose at least one."),
    Kind.TAGLIST: N_("Choose at least one."),
    Kind.FILEPICKER: N_("Choose a file."),
}
