"""Turns one raw answer into the value that is kept, or says why it cannot. Knows no other answers.

Raw answers come from JSON or from an HTML form: "" is nothing, "2,5" a number, {"day", "month",
"year"} a date, "on" a tick. What has been converted converts to itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from engine.errors import Fault
from engine.values import JsonValue
from forms.messages import N_
from forms.model import Choices, Field, Kind, Option
from forms.normalizing import normalize

MAX_FILES: Final = 50
MAX_CHOSEN: Final = 200
_NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?", re.ASCII)
_FILE: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)
_TRUE: Final = frozenset({"true", "on", "1", "ya", "yes"})
_FALSE: Final = frozenset({"false", "off", "0", "tidak", "no", ""})


class Unfit(ValueError):
    """The raw answer is no value of its field; `fault` says why, its element is not yet set."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.rule)


def unfit(rule: str, message: str, advice: str = "", **params: str | int) -> Unfit:
    """Make the exception from the fault's parts."""
    return Unfit(Fault(rule=rule, message=message, advice=advice, params=params))


def convert(field: Field, raw: JsonValue) -> JsonValue:
    """Convert a raw answer of a field; None when it is blank (False for a checkbox).

    Raises:
        Unfit: when it is no value of the field's kind.
    """
    return _CONVERTERS[field.kind](field, raw)


def pick(options: tuple[Option, ...], raw: JsonValue) -> JsonValue:
    """Find the option a raw answer names, by its text.

    Raises:
        Unfit: when there is none.
    """
    text = _scalar_text(raw)
    for option in options:
        if option.text == text:
            return option.value
    raise unfit("option", N_("This is not one of the choices."), N_("Choose one of the list."))


def pick_several(options: tuple[Option, ...], raw: JsonValue) -> JsonValue:
    """Find the options of a list of raw answers: each once, in the options' order."""
    chosen = [pick(options, value) for value in _several(raw)]
    return [option.value for option in options if option.value in chosen] or None


def options_from(value: JsonValue) -> tuple[Option, ...]:
    """Read options from a variable's value: a list of scalars, or of contexts label and value."""
    return tuple(
        option
        for item in (value if isinstance(value, list) else [])
        if (option := _option(item)) is not None
    )


def without_controls(text: str) -> str:
    """Leave out the characters no text may hold, line ends kept."""
    return "".join(c for c in text if c == "\n" or not _is_control(c))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _option(item: JsonValue) -> Option | None:
    value, label = (item.get("value"), item.get("label")) if isinstance(item, dict) else (item, "")
    if not isinstance(value, (str, int, Decimal)) or value == "":
        return None
    plain = Option(value=value, label="").text
    return Option(value=value, label=label if isinstance(label, str) and label else plain)


def _text(field: Field, raw: JsonValue) -> JsonValue:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise unfit("text", N_("This must be a text."))
    text = normalize(str(raw), field.rules.normalize)
    allowed = "\n\t" if field.kind is Kind.TEXTAREA else ""
    if any(_is_control(c) and c not in allowed for c in text):
        raise unfit(
            "text-characters",
            N_("There are characters in it that cannot be kept."),
            N_("Type it again instead of pasting it."),
        )
    return text or None


def _number(_field: Field, raw: JsonValue) -> JsonValue:
    if isinstance(raw, str):
        raw = _typed_number(raw.strip())
    if raw is None:
        return None
    number = Decimal(raw) if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool) else None
    if number is None:
        raise unfit("number", N_("This must be a number."), N_("Write for example 12 or 2,5."))
    if not number.is_finite() or abs(number) >= 10**15 or _decimals(number) > 10:  # noqa: PLR2004 - read best as digits
        raise unfit("number-range", N_("This number is too large or too exact to be kept."))
    return int(number) if number == number.to_integral_value() else number.normalize()


def _typed_number(text: str) -> Decimal | None:
    if not text:
        return None
    if _THOUSANDS.fullmatch(text):
        raise unfit(
            "number-thousands",
            N_("It is not clear whether the point is a decimal point."),
            N_("Write the number without points, and with a comma before decimals."),
        )
    if not _NUMBER.fullmatch(text):
        raise unfit("number", N_("This must be a number."), N_("Write for example 12 or 2,5."))
    return Decimal(text.replace(",", "."))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _date(_field: Field, raw: JsonValue) -> JsonValue:
    if _is_blank_text(raw):
        return None
    if isinstance(raw, dict):
        return _date_of_parts(raw)
    if not isinstance(raw, str) or not _DATE.fullmatch(raw.strip()):
        raise unfit("date", N_("This must be a date."), N_("Give day, month and year."))
    year, month, day = raw.strip().split("-")
    return _real_date(year, month, day)


def _date_of_parts(parts: Mapping[str, JsonValue]) -> str | None:
    texts = [_scalar_text(parts.get(name)).strip() for name in ("year", "month", "day")]
    if not any(texts):
        return None
    return _real_date(*texts)


def _real_date(year: str, month: str, day: str) -> str:
    lengths = len(year) == 4 and 1 <= len(month) <= 2 and 1 <= len(day) <= 2  # noqa: PLR2004 - read best as digits
    if not lengths or not all(part.isascii() and part.isdigit() for part in (year, month, day)):
        raise unfit(
            "date-parts",
            N_("The date needs a day, a month and a year of four digits."),
            N_("Write for example 24, 11 and 2026."),
        )
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise unfit(
            "date-real", N_("There is no such day in the calendar."), N_("Check day and month.")
        ) from error


def _time(_field: Field, raw: JsonValue) -> JsonValue:
    if _is_blank_text(raw):
        return None
    found = _TIME.fullmatch(raw.strip()) if isinstance(raw, str) else None
    try:
        if found is not None:
            return time(int(found[1]), int(found[2]), int(found[3] or 0)).isoformat()
    except ValueError:
        pass
    raise unfit("time", N_("This must be a time of day."), N_("Write for example 08:30."))


def _datetime(field: Field, raw: JsonValue) -> JsonValue:
    """Give an ISO text; one without an offset is completed by `forms.resolution`."""
    if _is_blank_text(raw):
        return None
    if isinstance(raw, dict):
        day, hour = _date_of_parts(raw), _time(field, raw.get("time"))
        if day is None and hour is None:
            return None
        if isinstance(day, str) and isinstance(hour, str):
            return f"{day}T{hour}"
    elif isinstance(raw, str) and _DATE.match(raw.strip()):
        try:
            return datetime.fromisoformat(raw.strip()).replace(microsecond=0).isoformat()
        except (ValueError, OverflowError):
            pass
    raise unfit("datetime", N_("This must be a date and a time."), N_("Give both."))


def _truth(_field: Field, raw: JsonValue) -> JsonValue:
    text = _scalar_text(raw).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE and not isinstance(raw, (list, dict)):
        return False
    raise unfit("boolean", N_("This must be yes or no."))


def _one_choice(field: Field, raw: JsonValue) -> JsonValue:
    if _is_blank_text(raw) or raw == []:
        return None
    options = _static(field.choices)
    return pick(options, raw) if options else _scalar(raw)


def _more_choices(field: Field, raw: JsonValue) -> JsonValue:
    chosen = _several(raw)
    options = _static(field.choices)
    if options:
        return pick_several(options, chosen)
    return [_scalar(value) for value in chosen] or None


def _files(field: Field, raw: JsonValue) -> JsonValue:
    files: list[JsonValue] = []
    for value in _several(raw):
        if not isinstance(value, str) or not _FILE.fullmatch(value):
            raise unfit("file", N_("This is no file that was received."), N_("Choose it again."))
        if value not in files:
            files.append(value)
    most = MAX_FILES if field.multiple else 1
    if len(files) > most:
        raise unfit("file-count", N_("At most %(most)s files can be given here."), most=most)
    return files or None


def _several(raw: JsonValue) -> list[JsonValue]:
    values = raw if isinstance(raw, list) else [raw]
    if len(values) > MAX_CHOSEN:
        raise unfit("too-many", N_("At most %(most)s can be chosen here."), most=MAX_CHOSEN)
    return [value for value in values if not _is_blank_text(value)]


def _static(choices: Choices | None) -> tuple[Option, ...]:
    return choices.options if choices is not None else ()


def _scalar(raw: JsonValue) -> JsonValue:
    """Keep a choice whose options are not known yet, without surprises in it."""
    if isinstance(raw, (str, int, Decimal)):
        return raw
    raise unfit("option", N_("This is not one of the choices."), N_("Choose one of the list."))


def _scalar_text(raw: JsonValue) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    return str(raw) if isinstance(raw, (str, int, Decimal)) else ""


def _is_blank_text(raw: JsonValue) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


_CONVERTERS: Final[Mapping[Kind, Callable[[Field, JsonValue], JsonValue]]] = {
    Kind.TEXTFIELD: _text,
    Kind.TEXTAREA: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.DATETIME: _datetime,
    Kind.CHECKBOX: _truth,
    Kind.SELECT: _one_choice,
    Kind.RADIO: _one_choice,
    Kind.CHECKLIST: _more_choices,
    Kind.TAGLIST: _more_choices,
    Kind.FILEPICKER: _files,
}
