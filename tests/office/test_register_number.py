"""The register number's shape and check digit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import register_number


def test_the_example_of_the_domain_holds() -> None:
    assert register_number.compose("KRC", date(2026, 11, 24), 42) == "KRC-2611-00042-9"


def test_a_typed_number_is_read_in_any_case() -> None:
    number = register_number.parse(" krc-2611-00042-9 ")
    assert number is not None
    assert (number.prefix, number.month, number.serial) == ("KRC", "2611", 42)


@pytest.mark.parametrize("text", ["KRC-2611-00042-8", "KRC-2611-0042-9", "", "KRC-2611-00042-9x"])
def test_a_wrong_number_is_not_read(text: str) -> None:
    assert register_number.parse(text) is None


def test_a_month_has_at_most_99999_numbers() -> None:
    with pytest.raises(ValueError, match="100000"):
        register_number.compose("KRC", date(2026, 11, 1), 100_000)


@given(st.integers(1, 99_999), st.integers(0, 8), st.integers(1, 9))
def test_law_one_wrong_digit_is_always_found(serial: int, place: int, shift: int) -> None:
    number = register_number.compose("KRC", date(2026, 11, 24), serial)
    at = [index for index, sign in enumerate(number) if sign.isdigit()][place]
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert register_number.parse(wrong) is None
