"""The recording status machine of Dukcapil (domain.md 2.8) as a table. The centre decides.

The set is not published in one place: an unknown status is kept as `LAINNYA:<text>` and an
unexpected transition is reported, never refused, because what the centre says is so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

UNREGISTERED: Final = "UNREGISTERED"
BIO_CAPTURED: Final = "BIO_CAPTURED"
PRINT_READY: Final = "PRINT_READY_RECORD"
CARD_ISSUED: Final = "CARD_ISSUED"
OTHER: Final = "LAINNYA:"

_FAILURES: Final = (
    "ENROLL_FAILURE_AT_CENTRAL",
    "SEARCH_FAILURE_AT_CENTRAL",
    "ENROLL_FAILURE_AT_REGIONAL",
)

#: status -> statuses that may follow it
TRANSITIONS: Final[Mapping[str, frozenset[str]]] = {
    UNREGISTERED: frozenset({BIO_CAPTURED}),
    BIO_CAPTURED: frozenset({"PROCESSING"}),
    "PROCESSING": frozenset({"SENT_FOR_ENROLLMENT"}),
    "SENT_FOR_ENROLLMENT": frozenset({"RECEIVED_AT_CENTRAL"}),
    "RECEIVED_AT_CENTRAL": frozenset(
        {PRINT_READY, *_FAILURES, "ADJUDICATE_RECORD", "REQUEST_VALIDATION", "DUPLICATE_RECORD"}
    ),
    **{failure: frozenset({BIO_CAPTURED}) for failure in _FAILURES},
    "ADJUDICATE_RECORD": frozenset({BIO_CAPTURED}),
    "REQUEST_VALIDATION": frozenset({BIO_CAPTURED, PRINT_READY}),
    "DUPLICATE_RECORD": frozenset({UNREGISTERED, PRINT_READY}),
    PRINT_READY: frozenset({"SENT_FOR_CARD_PRINTING"}),
    "SENT_FOR_CARD_PRINTING": frozenset({"CARD_PRINTED"}),
    "CARD_PRINTED": frozenset({"CARD_SHIPPED", CARD_ISSUED}),
    "CARD_SHIPPED": frozenset({CARD_ISSUED}),
    CARD_ISSUED: frozenset(),
}
#: statuses of the road from recording to PRR, in order: an officer sees some of them late or never
_ROAD: Final = (
    BIO_CAPTURED,
    "PROCESSING",
    "SENT_FOR_ENROLLMENT",
    "RECEIVED_AT_CENTRAL",
)
_LONGEST: Final = 60
#: the centre has one record of the person: a card may be printed
_READY: Final = frozenset(
    {PRINT_READY, "SENT_FOR_CARD_PRINTING", "CARD_PRINTED", "CARD_SHIPPED", CARD_ISSUED}
)


Table: TypeAlias = "Mapping[str, Collection[str]]"


def is_known(status: str, table: Table = TRANSITIONS) -> bool:
    """Tell whether the status stands in the table (an office's own: `perekaman.status_pusat`)."""
    return status in table


def is_print_ready(status: str) -> bool:
    """Tell whether the print path is open: PRR, or a card of this record exists already."""
    return status in _READY


def name(text: str, table: Table = TRANSITIONS) -> str:
    """Give the status meant by a typed text: a known one, or `LAINNYA:` and 60 signs of it."""
    typed = "_".join(text.strip().upper().split())
    if is_known(typed, table):
        return typed
    return OTHER + " ".join(text.removeprefix(OTHER).split())[:_LONGEST]


def may_follow(before: str | None, after: str, table: Table = TRANSITIONS) -> bool:
    """Tell whether `after` is an expected next status; statuses of the road may be skipped.

    Nothing known before, the same status again, and `LAINNYA` on either side are expected.
    """
    known = before is not None and is_known(before, table) and is_known(after, table)
    if before is None or before == after or not known:
        return True
    if before in _ROAD:
        passed = _ROAD[_ROAD.index(before) :]
        return any(after in table.get(step, ()) for step in passed)
    return after in table[before]
