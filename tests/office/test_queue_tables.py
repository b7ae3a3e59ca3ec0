"""DMN-6 as deployed: every row of both tables, and that the rule in code says the same."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from engine.dmn import evaluation
from engine.dmn.evaluation import DecisionResult
from engine.dmn.reading import read
from engine.values import JsonValue
from office import defaults, queue
from office.queue import TicketClass, WaitingTicket

FILE: Final = Path(__file__).parents[2] / "workflows/ektp/urutan_antrean.dmn"
MODEL: Final = read(FILE.read_bytes(), FILE.name)
NOW: Final = datetime(2026, 11, 24, 2, tzinfo=UTC)
MOST: Final = 2


def decide(decision: str, **context: JsonValue) -> DecisionResult:
    return evaluation.evaluate(MODEL, decision, context, now=NOW)


def call_next(priority: int, ordinary: int, run: int) -> DecisionResult:
    return decide(
        "panggil_berikutnya",
        prioritas_menunggu=priority,
        biasa_menunggu=ordinary,
        prioritas_berturut=run,
        kantor={"antrean": {"prioritas_berturut_maks": MOST}},
    )


@pytest.mark.parametrize(
    ("declared", "row", "place"),
    [
        (None, 1, 50),
        ("TIDAK", 1, 50),
        ("LANSIA", 2, 80),
        ("DISABILITAS", 2, 80),
        ("HAMIL", 2, 80),
        ("BAWA_BALITA", 2, 80),
        ("SAKIT", 2, 80),
    ],
)
def test_dmn_6_puts_a_declared_priority_further_up(
    declared: str | None, row: int, place: int
) -> None:
    found = decide("urutan_antrean", prioritas=declared)

    assert (found.matched, found.value) == ((row,), Decimal(place))


@pytest.mark.parametrize(
    ("priority", "ordinary", "run", "row", "kind"),
    [
        (1, 1, 2, 1, "A"),
        (1, 1, 3, 1, "A"),
        (1, 1, 1, 2, "P"),
        (1, 0, 9, 2, "P"),
        (0, 1, 0, 3, "A"),
        (0, 1, 2, 3, "A"),
        (0, 0, 0, 4, None),
    ],
)
def test_dmn_6_names_the_class_that_is_called_next(
    priority: int, ordinary: int, run: int, row: int, kind: str | None
) -> None:
    found = call_next(priority, ordinary, run)

    assert (found.matched, found.value) == ((row,), kind)


@pytest.mark.parametrize("priority", [0, 1, 3])
@pytest.mark.parametrize("ordinary", [0, 1, 3])
@pytest.mark.parametrize("run", range(4))
def test_the_rule_that_tells_the_place_beforehand_is_that_of_the_table(
    priority: int, ordinary: int, run: int
) -> None:
    line = [
        WaitingTicket(number=f"{kind}{place}", ticket_class=kind, place=place)
        for kind, count in ((TicketClass.PRIORITY, priority), (TicketClass.ORDINARY, ordinary))
        for place in range(count)
    ]
    chosen = queue.next_ticket(line, run, MOST)

    assert call_next(priority, ordinary, run).value == (chosen and chosen.ticket_class.value)


def test_every_kind_of_priority_is_in_the_policy() -> None:
    assert defaults.DEFAULTS["antrean.prioritas_berturut_maks"] == MOST
