"""JSON on the wire keeps numbers exact and refuses what would hurt."""

from __future__ import annotations

from decimal import Decimal

import pytest

from api import wire


def test_fractions_are_read_as_decimals() -> None:
    assert wire.decode('{"a": 0.1}') == {"a": Decimal("0.1")}


def test_decimals_are_written_as_numbers() -> None:
    assert wire.encode({"a": Decimal("0.10")}) == b'{"a":0.10}'


def test_big_integers_survive() -> None:
    assert wire.decode(str(2**63 - 1)) == 2**63 - 1


@pytest.mark.parametrize("text", ["", "{", "1e5000", "[" * 100_000, b"\xff", "NaN"])
def test_what_is_no_sane_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        wire.decode(text)
