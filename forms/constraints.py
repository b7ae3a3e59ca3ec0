"""Checks a converted value against its field's limits. Rules over several fields are elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from engine.errors import Fault
from engine.values import JsonValue
from forms.messages import N_
from forms.model import Bound, Field, Kind, Rules
from forms.rules import LONGEST

_MISSHAPEN: Final = N_("This does not have the form that is asked for.")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}", re.ASCII)
_PHONE: Final = re.compile(r"(?:\+[1-9]|0)\d{7,14}", re.ASCII)


def written(bound: Bound | None) -> Decimal | None:
    """Give a limit that is written down, None for one in FEEL: for checks without variables."""
    return bound if isinstance(bound, Decimal) else None


def check(
    field: Field, value: JsonValue, limit: Callable[[Bound | None], Decimal | None]
) -> tuple[Fault, ...]:
    """Give every limit the value breaks; `limit` tells what a bound amounts to, None: no limit."""
    if isinstance(value, str) and field.kind in LONGEST:
        return tuple(_text(field, value, limit))
    if field.kind is Kind.NUMBER and isinstance(value, (int, Decimal)):
        return tuple(_number(field.rules, Decimal(value), limit))
    if isinstance(value, str) and field.rules.minutes > 1:
        return tuple(_time(field.rules.minutes, value))
    return ()


def has_computed_limits(rules: Rules) -> bool:
    """Tell whether any limit is FEEL, so that `check` must be asked again with variables."""
    bounds = (rules.min_length, rules.max_length, rules.minimum, rules.maximum)
    return any(bound is not None and not isinstance(bound, Decimal) for bound in bounds)


def _text(
    field: Field, text: str, limit: Callable[[Bound | None], Decimal | None]
) -> Iterator[Fault]:
    rules = field.rules
    least, most = limit(rules.min_length), limit(rules.max_length)
    ceiling = LONGEST[field.kind]
    longest = ceiling if most is None else min(int(most), ceiling)
    if least is not None and len(text) < least:
        yield _fault("min-length", N_("Write at least %(least)s characters."), least=int(least))
    if len(text) > longest:
        yield _fault("max-length", N_("Write at most %(most)s characters."), most=longest)
    elif rules.pattern is not None and rules.pattern.match(text) is None:
        yield _fault("pattern", rules.pattern_text or _MISSHAPEN)
    if rules.format == "email" and not _EMAIL.fullmatch(text):
        yield _fault("email", N_("This is no e-mail address such as nama@contoh.id."))
    if rules.format == "phone" and not _PHONE.fullmatch(text):
        yield _fault("phone", N_("This is no telephone number such as 08123456789."))


def _number(
    rules: Rules, number: Decimal, limit: Callable[[Bound | None], Decimal | None]
) -> Iterator[Fault]:
    least, most = limit(rules.minimum), limit(rules.maximum)
    if least is not None and number < least:
        yield _fault("min", N_("This must be at least %(least)s."), least=str(least))
    if most is not None and number > most:
        yield _fault("max", N_("This must be at most %(most)s."), most=str(most))
    exponent = number.as_tuple().exponent
    if rules.decimals is not None and isinstance(exponent, int) and -exponent > rules.decimals:
        yield _fault(
            "decimals", N_("Give at most %(most)s digits after the comma."), most=rules.decimals
        )


def _time(minutes: int, text: str) -> Iterator[Fault]:
    hour, minute = text.rpartition("T")[2].split(":")[:2]
    if (int(hour) * 60 + int(minute)) % minutes:
        message = N_("Give a time at full %(step)s minutes, such as %(next)s.")
        full = (int(hour) * 60 + int(minute)) // minutes * minutes
        yield _fault("time-interval", message, step=minutes, next=f"{full // 60:02}:{full % 60:02}")


def _fault(rule: str, message: str, **params: str | int) -> Fault:
    return Fault(rule=rule, message=message, params=params)
