"""How the stock stands, read from the ledger and the line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.errors import Forbidden
from engine.services.kernel import Request
from office import config
from office.stock import deliveries, requests, status
from office.stock.deliveries import Adjustment
from office.stock.ledger import StockRefused
from office.stock.reordering import Failures
from office.stock.rules import Material, Movement
from tests.office.conftest import ADMIN, CLERK, KEEPER, OFFICE, Desk

TUESDAY = date(2026, 11, 24)


def wait(desk: Desk, number: str) -> None:
    desk.do("stok.antre", desk.new_case(), {"no_register": number, "kelas_blanko": 3})


def read(desk: Desk) -> status.Status:
    return status.of_office(desk.kernel, ADMIN, OFFICE)


def set_lead(desk: Desk, days: int) -> None:
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {"blanko.lama_kirim_hari": days})


def test_the_reorder_point_follows_the_cases_that_became_print_ready(desk: Desk) -> None:
    set_lead(desk, 5)
    desk.receive("SJ-1", 20)
    for number in range(20):
        wait(desk, f"R{number}")
    assert read(desk).point == Decimal("0.00")
    desk.clock.move_to(desk.clock.now() + timedelta(days=1))
    # one day of 20: mean 1, sample deviation sqrt(20): 5 + 1.65*4.4721*2.2361
    assert read(desk).point == Decimal("21.50")
    assert read(desk).low == (Material.BLANKO,)


def test_a_movement_that_makes_the_stock_low_opens_a_request_with_it(desk: Desk) -> None:
    set_lead(desk, 5)
    desk.receive("SJ-1", 3, ribbon=3, film=3)
    returned = Adjustment(
        office=OFFICE,
        movement=Movement.KEMBALI_KE_DINAS,
        material=Material.FILM,
        amount=3,
        approved_by="kasi",
    )
    deliveries.adjust(desk.kernel, Request(actor=KEEPER), returned)
    with desk.kernel.reads.begin() as session:
        [row] = requests.made(session, OFFICE)
    assert (row.nomor, row.bahan, row.tersedia) == ("KRC-PB-2611-001", '["FILM"]', 0)


def test_what_goes_back_to_disdukcapil_needs_a_second_officer(desk: Desk) -> None:
    desk.receive("SJ-1", 3)
    alone = Adjustment(
        office=OFFICE,
        movement=Movement.KEMBALI_KE_DINAS,
        material=Material.BLANKO,
        amount=3,
        approved_by=KEEPER.id,
    )
    with pytest.raises(StockRefused):
        deliveries.adjust(desk.kernel, Request(actor=KEEPER), alone)


def test_only_the_stock_keeper_books(desk: Desk) -> None:
    delivery = deliveries.Delivery(office=OFFICE, document="X", counted={Material.BLANKO: 1})
    with pytest.raises(Forbidden):
        deliveries.receive(desk.kernel, Request(actor=CLERK), delivery)


def test_the_failure_rate_is_of_blanko_printed(desk: Desk) -> None:
    desk.receive("SJ-1", 2)
    for number in ("A", "B"):
        wait(desk, number)
    desk.do("stok.alokasi", 0)
    desk.do("stok.pakai", 0, {"no_register": "A"})
    desk.do("stok.gagal", 0, {"no_register": "B", "hasil_cetak": "GAGAL_CETAK"})
    found = read(desk)
    assert (found.failures, found.alarm) == (Failures(spoilt=1, good=1), True)
    assert found.failures.rate == Decimal("50.00")


def test_a_day_without_stock_is_found_again_in_the_ledger(desk: Desk) -> None:
    wait(desk, "A")
    desk.clock.move_to(datetime(2026, 11, 26, 1, 30, tzinfo=UTC))
    desk.receive("SJ-1", 1)
    desk.do("stok.alokasi", 0)
    now = datetime(2026, 11, 27, 3, tzinfo=UTC)
    with desk.kernel.reads.begin() as session:
        found = status.shortage_days(session, OFFICE, TUESDAY, date(2026, 11, 27), now)
    assert found == tuple(date(2026, 11, day) for day in (24, 25, 26))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blanko_alokasi SET direservasi = 0",
        "DELETE FROM blanko_alokasi_urutan",
        "UPDATE blanko_alokasi_urutan SET peringkat_fifo = 1",
        "DELETE FROM blanko_kiriman",
        "UPDATE blanko_antrean_jejak SET keadaan = 'SELESAI'",
    ],
)
def test_the_database_itself_keeps_the_records(desk: Desk, statement: str) -> None:
    desk.receive("SJ-1", 1)
    wait(desk, "A")
    desk.do("stok.alokasi", 0)
    with pytest.raises(DBAPIError), desk.kernel.sessions.begin() as session:
        session.execute(text(statement))
