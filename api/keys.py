"""64-bit keys in addresses: decimal digits, nothing else; anything else is simply not found."""

from __future__ import annotations

from typing import Final

from typing_extensions import override
from werkzeug.routing import BaseConverter, ValidationError

LARGEST_KEY: Final = 2**63 - 1


class KeyConverter(BaseConverter):
    """`<key:task>` in a route: a positive 64-bit number."""

    regex = "[1-9][0-9]{0,18}"

    @override
    def to_python(self, value: str) -> int:
        key = int(value)
        if key > LARGEST_KEY:
            raise ValidationError
        return key

    @override
    def to_url(self, value: int | str) -> str:
        return str(value)
