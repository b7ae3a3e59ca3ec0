"""JSON as it goes over the wire: numbers are int or Decimal, never floats. Holds no schema."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from flask.json.provider import JSONProvider
from typing_extensions import override

#: Exponents beyond this are an attack on whoever makes an integer of the number.
_LARGEST_EXPONENT = 1000
#: levels of objects and lists; every walker of ours goes so deep without thinking
_DEEPEST = 100


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as fault:
        raise ValueError(text) from fault
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError("number out of range")
    return number


_ENCODER = msgspec.json.Encoder(decimal_format="number")
_DECODER = msgspec.json.Decoder(float_hook=_number)


def encode(value: object) -> bytes:
    """JSON text of `value`; instants as ISO 8601, enums as their values."""
    return _ENCODER.encode(value)


def decode(text: str | bytes) -> Any:  # noqa: ANN401  # what comes in is checked by a schema next
    """Read JSON text.

    Raises:
        ValueError: for anything that is no JSON, is nested too deeply, or holds an absurd number or
            the character U+0000.
    """
    try:
        value = _DECODER.decode(text)
        _require_keepable(value, _DEEPEST)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as fault:
        raise ValueError("not JSON") from fault
    return value


def _require_keepable(value: object, depth: int) -> None:
    """PostgreSQL keeps no text with U+0000; nobody keeps a tree that recursion cannot walk."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("a text with U+0000")
    elif isinstance(value, dict | list):
        if not depth:
            raise ValueError("nested too deeply")
        inner = value if isinstance(value, list) else [*value, *value.values()]
        for each in inner:
            _require_keepable(each, depth - 1)


class WireJson(JSONProvider):
    """Makes Flask's requests and responses use the two functions above."""

    @override
    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return encode(obj).decode()

    @override
    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return decode(s)
