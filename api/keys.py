"""64-bit keys in addresses: decimal digits, nothing else; anything else is simply not found."""

from __future__ import annotations

import re
from typing import Final

from typing_extensions import override
from werkzeug.routing import BaseConverter, ValidationError

LARGEST_KEY: Final = 2**63 - 1


_KEY: Final = re.compile("[1-9][0-9]{0,18}")


def read_key(text: str) -> int | None:
    """The key that a text is; None for any other text."""
    key = int(text) if _KEY.fullmatch(text) else LARGEST_KEY + 1
    return key if key <= LARGEST_KEY else None


class KeyConverter(BaseConverter):
    """`<key:task>` in a route: a positive 64-bit number."""

    regex = _KEY.pattern

    @override
    def to_python(self, value: str) -> int:
        key = read_key(value)
        if key is None:
            raise ValidationError
        return key

    @override
    def to_url(self, value: int | str) -> str:
        return str(value)
