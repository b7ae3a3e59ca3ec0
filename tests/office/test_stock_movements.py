"""The ledger as it is read: balances after each line, sums of a period, pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import Forbidden
from engine.services.kernel import Request
from engine.services.reading.scoping import PageInvalid
from office.stock import deliveries, movements
from office.stock.deliveries import Adjustment
from office.stock.movements import Wanted
from office.stock.readers import StockReadersOnly
from office.stock.rules import Material, Movement
from tests.office.conftest import CLERK, KEEPER, NOW, OFFICE, Desk

FIRST, LAST = date(2026, 11, 24), date(2026, 11, 25)


def wanted(**other: object) -> Wanted:
    return Wanted(**{"office": OFFICE, "first": FIRST, "last": LAST, **other})  # type: ignore[arg-type]  # fields by name


def lose(desk: Desk, amount: int, document: str) -> None:
    loss = Adjustment(
        office=OFFICE,
        movement=Movement.HILANG,
        material=Material.BLANKO,
        amount=amount,
        document=document,
        approved_by="agus",
    )
    deliveries.adjust(desk.kernel, Request(actor=KEEPER), loss)


def a_week(desk: Desk) -> None:
    """10 came before the period, 5 on its first day, 2 were lost on its last, 1 after it."""
    desk.clock.move_to(NOW - timedelta(days=1))
    desk.receive("SJ-1", 10)
    desk.clock.move_to(NOW)
    desk.receive("SJ-2", 5)
    desk.clock.move_to(NOW + timedelta(days=1))
    lose(desk, 2, "BA-1")
    desk.clock.move_to(NOW + timedelta(days=2))
    lose(desk, 1, "BA-2")


def test_each_line_has_the_balance_it_left_whatever_came_later(desk: Desk) -> None:
    a_week(desk)
    page = movements.page(desk.kernel, KEEPER, wanted(material=Material.BLANKO))
    assert [(one.line.dokumen, one.balance.on_hand) for one in page.lines] == [
        ("BA-1", 13),
        ("SJ-2", 15),
    ]


def test_a_filter_changes_no_balance(desk: Desk) -> None:
    a_week(desk)
    page = movements.page(desk.kernel, KEEPER, wanted(movement=Movement.HILANG))
    assert [one.balance.on_hand for one in page.lines] == [13]
    same = movements.page(desk.kernel, KEEPER, wanted(document="ba-1"))
    assert [one.line.key for one in same.lines] == [one.line.key for one in page.lines]


def test_opening_and_what_moved_give_the_closing(desk: Desk) -> None:
    a_week(desk)
    [found] = movements.page(desk.kernel, KEEPER, wanted(material=Material.BLANKO)).sums
    assert (found.opening, found.received, found.issued, found.closing) == (10, 5, 2, 13)


def test_pages_follow_one_another_without_a_gap(desk: Desk) -> None:
    a_week(desk)
    seen: list[int] = []
    after = ""
    for _ in range(4):
        page = movements.page(desk.kernel, KEEPER, wanted(), after, size=1)
        seen += [one.line.key for one in page.lines]
        after = page.after
    whole = movements.page(desk.kernel, KEEPER, wanted())
    assert seen == [one.line.key for one in whole.lines]
    assert (after, len(seen)) == ("", 4)


@pytest.mark.parametrize("after", ["x", "1-2", "999"])
def test_a_place_that_is_none_of_ours_is_refused(desk: Desk, after: str) -> None:
    with pytest.raises(PageInvalid):
        movements.page(desk.kernel, KEEPER, wanted(), after)


def test_the_ledger_is_for_the_store_and_for_who_supervises(desk: Desk) -> None:
    with pytest.raises(StockReadersOnly):
        movements.page(desk.kernel, CLERK, wanted())
    with pytest.raises(Forbidden):
        movements.page(desk.kernel, KEEPER, wanted(office="327317"))
