"""The status machine of domain.md 2.8."""

from __future__ import annotations

import pytest

from office import recording_status as status


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "PROCESSING"),
        ("UNREGISTERED", "BIO_CAPTURED"),
        ("BIO_CAPTURED", "SENT_FOR_ENROLLMENT"),
        ("SENT_FOR_ENROLLMENT", "PRINT_READY_RECORD"),
        ("DUPLICATE_RECORD", "UNREGISTERED"),
        ("ADJUDICATE_RECORD", "BIO_CAPTURED"),
        ("PRINT_READY_RECORD", "SENT_FOR_CARD_PRINTING"),
    ],
)
def test_what_may_follow(before: str | None, after: str) -> None:
    assert status.may_follow(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UNREGISTERED", "PRINT_READY_RECORD"),
        ("DUPLICATE_RECORD", "SENT_FOR_CARD_PRINTING"),
        ("CARD_ISSUED", "BIO_CAPTURED"),
        ("PRINT_READY_RECORD", "BIO_CAPTURED"),
    ],
)
def test_what_may_not_follow(before: str, after: str) -> None:
    assert not status.may_follow(before, after)


def test_an_unknown_status_is_kept_under_another_name() -> None:
    assert status.name(" print ready record ") == "PRINT_READY_RECORD"
    assert status.name("Hold 17") == "LAINNYA:Hold 17"
    assert status.name("LAINNYA:Hold 17") == "LAINNYA:Hold 17"


def test_every_status_named_in_a_transition_is_itself_in_the_table() -> None:
    assert all(
        after in status.TRANSITIONS for many in status.TRANSITIONS.values() for after in many
    )
