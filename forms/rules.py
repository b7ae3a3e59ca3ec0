"""Builds a field's rules from `validate` and from Alur's own properties. Applies none of them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from forms import patterns
from forms.attributes import Attributes
from forms.messages import N_
from forms.model import Bound, Kind, Rules
from forms.normalizing import NORMALIZERS

#: Longest answers, in characters, where the form sets no smaller limit.
LONGEST: Final = {Kind.TEXTFIELD: 1_000, Kind.TEXTAREA: 10_000}
_TEXTS: Final = frozenset(LONGEST)
_TIMED: Final = frozenset({Kind.TIME, Kind.DATETIME})
_HOUR: Final = 60
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_FORMATS: Final = frozenset({"", "custom", "email", "phone"})


def build(one: Attributes, kind: Kind, key: str) -> Rules:
    """Read `validate` and `properties` of a field."""
    validate, properties = one.inner("validate"), one.inner("properties")
    max_length = validate.bound("maxLength") if kind in _TEXTS else None
    source = validate.text("pattern") if kind in _TEXTS else ""
    number = kind is Kind.NUMBER
    return Rules(
        required=validate.flag("required"),
        required_if=properties.expression("requiredIf"),
        min_length=validate.bound("minLength") if kind in _TEXTS else None,
        max_length=max_length,
        minimum=validate.bound("min") if number else None,
        maximum=validate.bound("max") if number else None,
        decimals=one.whole("decimalDigits") if number else None,
        pattern=_pattern(one, source, _longest(kind, max_length)),
        pattern_source=source,
        pattern_text=properties.text("patternText"),
        format=_format(validate),
        not_before_today=one.flag("disallowPassedDates") and kind is not Kind.TIME,
        minutes=_minutes(one) if kind in _TIMED else 1,
        refuse_if=properties.expression("refuseIf"),
        refuse_text=properties.text("refuseText"),
        refuses_options=properties.text("refuseOptions") == "true",
        warn_if=properties.expression("warnIf"),
        warn_text=properties.text("warnText"),
        warn_rule=_warn_rule(properties, key),
        warn_reason=_warn_reason(properties),
        validator=properties.text("validator"),
        normalize=_normalize(properties),
    )


def _longest(kind: Kind, max_length: Bound | None) -> int:
    most = LONGEST.get(kind, 0)
    return min(int(max_length), most) if isinstance(max_length, Decimal) else most


def _pattern(one: Attributes, text: str, longest: int) -> re.Pattern[str] | None:
    if not text:
        return None
    try:
        return patterns.compile_pattern(text, longest)
    except patterns.PatternRefused as refused:
        one.faults.add(
            "form-pattern",
            one.element,
            N_("The pattern of %(element)s is refused: %(why)s."),
            why=str(refused),
        )
        return None


def _minutes(one: Attributes) -> int:
    minutes = one.whole("timeInterval")
    if minutes is None:
        return 1
    if not 1 <= minutes <= _HOUR:
        one.faults.add(
            "form-time-interval",
            one.element,
            N_("%(element)s: timeInterval must be 1 to 60 minutes."),
        )
        return 1
    return minutes


def _format(validate: Attributes) -> str:
    name = validate.text("validationType")
    if name not in _FORMATS:
        validate.faults.add(
            "form-validation-type",
            validate.element,
            N_("validationType of %(element)s must be email, phone or custom."),
        )
    return name if name in {"email", "phone"} else ""


def _warn_rule(properties: Attributes, key: str) -> str:
    name = properties.text("warnRule") or key.replace(".", "_")
    if name and not _NAME.fullmatch(name):
        properties.faults.add(
            "form-warning",
            properties.element,
            N_("warnRule of %(element)s must be a name of letters, digits and _."),
        )
    return name


def _warn_reason(properties: Attributes) -> bool:
    wanted = properties.text("warnReason", "optional")
    if wanted not in {"required", "optional"}:
        properties.faults.add(
            "form-warning",
            properties.element,
            N_("warnReason of %(element)s must be required or optional."),
        )
    return wanted == "required"


def _normalize(properties: Attributes) -> tuple[str, ...]:
    names = [name.strip() for name in properties.text("normalize").split(",")]
    wrong = [name for name in names if name and name not in NORMALIZERS]
    if wrong:
        properties.faults.add(
            "form-normalize",
            properties.element,
            N_("normalize of %(element)s knows no %(wrong)s."),
            N_("Use some of: %(names)s."),
            wrong=", ".join(wrong),
            names=", ".join(NORMALIZERS),
        )
    return tuple(name for name in names if name in NORMALIZERS)
