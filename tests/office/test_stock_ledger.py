"""The ledger in a real database: its invariants hold whoever writes (scenarios 19, 20, 21)."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services.kernel import Request
from engine.services.workers import BpmnError
from engine.values import JsonValue
from office.stock import deliveries, ledger, line
from office.stock.arrivals import NoteUsed
from office.stock.deliveries import Adjustment
from office.stock.ledger import StockRefused
from office.stock.line import Joining, Movements
from office.stock.rules import Balance, Material, Movement
from tests.office.conftest import KEEPER, NOW, OFFICE, Desk


def number(serial: int) -> str:
    return f"R{serial:03d}"


def wait(desk: Desk, serial: int, kelas: int = 1) -> dict[str, JsonValue]:
    given: dict[str, JsonValue] = {"no_register": number(serial), "kelas_blanko": kelas}
    desk.do("stok.antre", desk.new_case(), given)
    return given


def blanko(desk: Desk) -> Balance:
    with desk.kernel.reads.begin() as session:
        return ledger.balances(session, OFFICE)[Material.BLANKO]


def test_a_case_reserves_uses_and_is_counted_once(desk: Desk) -> None:
    desk.receive("SJ-1", 2)
    case = wait(desk, 1)
    desk.do("stok.reservasi", 0, case)
    desk.do("stok.reservasi", 0, case)
    assert blanko(desk) == Balance(on_hand=2, reserved=1)
    desk.do("stok.pakai", 0, case)
    assert blanko(desk) == Balance(on_hand=1, reserved=0)


def test_scenario_21_the_card_counted_twice_is_one_movement(desk: Desk) -> None:
    desk.receive("SJ-1", 2)
    case = wait(desk, 1)
    desk.do("stok.reservasi", 0, case)
    for _ in range(2):
        desk.do("stok.pakai", 0, case)
    with desk.kernel.reads.begin() as session:
        kinds = [row.jenis for row in ledger.lines(session, OFFICE, Material.BLANKO)]
    assert kinds == ["TERIMA", "RESERVASI", "PAKAI"]


def test_scenario_20_a_failed_print_writes_off_and_heads_its_class(desk: Desk) -> None:
    desk.receive("SJ-1", 1)
    first, _second = wait(desk, 9), wait(desk, 1)
    desk.do("stok.antre", 0, first | {"kelas_blanko": 0})
    desk.do("stok.reservasi", 0, first)
    desk.do("stok.antre", 0, first)
    failed = desk.do("stok.gagal", 0, first | {"hasil_cetak": "GAGAL_ENCODE"})
    assert failed == {"gagal_sebab": "GAGAL_ENCODE", "percobaan_cetak": 1}
    assert blanko(desk) == Balance(on_hand=0, reserved=0)
    with desk.kernel.reads.begin() as session:
        order = [case.no_register for case in line.waiting(session, OFFICE)]
    assert order == [number(9), number(1)]


def test_who_is_not_first_in_the_line_gets_nothing_while_stock_is_short(desk: Desk) -> None:
    desk.receive("SJ-1", 1)
    later, earlier = wait(desk, 2, kelas=4), wait(desk, 1, kelas=1)
    with pytest.raises(BpmnError, match="STOK_HABIS"):
        desk.do("stok.reservasi", 0, later)
    desk.do("stok.reservasi", 0, earlier)
    assert blanko(desk) == Balance(on_hand=1, reserved=1)


def test_leaving_the_line_gives_the_reservation_back(desk: Desk) -> None:
    desk.receive("SJ-1", 1)
    case = wait(desk, 1)
    desk.do("stok.reservasi", 0, case)
    assert desk.do("stok.lepas", 0, case) == {"reservasi_dilepas": True}
    assert desk.do("stok.lepas", 0, case) == {"reservasi_dilepas": False}
    assert blanko(desk) == Balance(on_hand=1, reserved=0)


def test_what_lacks_is_named(desk: Desk) -> None:
    desk.receive("SJ-1", 5, ribbon=0)
    stok = desk.do("stok.cek", 0, wait(desk, 1))["stok"]
    assert isinstance(stok, dict)
    assert stok["kurang"] == ["RIBBON"]
    assert stok["cukup"] is False


def test_a_delivery_note_counts_once(desk: Desk) -> None:
    desk.receive("SJ-1", 5)
    with pytest.raises(NoteUsed):
        desk.receive("SJ-1", 5)
    assert blanko(desk).on_hand == 5


def test_a_loss_needs_a_second_officer(desk: Desk) -> None:
    desk.receive("SJ-1", 5)
    loss = Adjustment(office=OFFICE, movement=Movement.HILANG, material=Material.BLANKO, amount=1)
    with pytest.raises(StockRefused):
        deliveries.adjust(desk.kernel, Request(actor=KEEPER), loss)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blanko_mutasi SET jumlah = 1",
        "DELETE FROM blanko_mutasi",
        "UPDATE blanko_saldo SET ada = -1",
        "UPDATE blanko_saldo SET direservasi = ada + 1",
        (
            "INSERT INTO blanko_mutasi (key, kantor, waktu, jenis, bahan, jumlah, ubah_ada, "
            "ubah_direservasi, oleh) "
            "VALUES (1, '327316', '2026-11-24', 'HILANG', 'BLANKO', 9, -9, 0, 'x')"
        ),
    ],
)
def test_the_database_itself_refuses_to_break_the_ledger(desk: Desk, statement: str) -> None:
    desk.receive("SJ-1", 5)
    with pytest.raises(DBAPIError), desk.kernel.sessions.begin() as session:
        session.execute(text(statement))
    assert blanko(desk) == Balance(on_hand=5, reserved=0)


def test_scenario_19_two_officers_allocate_five_at_once_and_five_are_reserved(desk: Desk) -> None:
    desk.receive("SJ-1", 5)
    cases = [wait(desk, serial) for serial in range(10)]
    start, refused = threading.Barrier(2), []

    def allocate(mine: list[dict[str, JsonValue]]) -> None:
        start.wait()
        for case in mine:
            try:
                desk.do("stok.reservasi", 0, case)
            except BpmnError:
                refused.append(case["no_register"])

    officers = [threading.Thread(target=allocate, args=(cases[at::2],)) for at in range(2)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert blanko(desk) == Balance(on_hand=5, reserved=5)
    assert len(refused) == 5


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["antre", "reservasi", "lepas", "pakai", "gagal", "terima"]),
        st.integers(0, 3),
    ),
    max_size=25,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTIONS)
def test_law_no_sequence_of_jobs_breaks_the_ledger(
    desk: Desk, actions: list[tuple[str, int]]
) -> None:
    kernel = desk.kernel
    with kernel.sessions() as session, session.begin() as transaction:
        for name, serial in actions:
            act(session, name, serial)
            check(session)
        transaction.rollback()


def act(session: Session, name: str, serial: int) -> None:
    movements = Movements(office=OFFICE, no_register=number(serial), by="x", at=NOW)
    try:
        with session.begin_nested():
            if name == "antre":
                line.join(session, joining(serial))
            elif name == "terima":
                ledger.book(session, [delivery(material, serial + 1) for material in Material])
            elif name == "gagal":
                line.write_off(session, movements, Movement.GAGAL_CETAK)
            elif name == "reservasi":
                line.reserve(session, movements)
            else:
                {"lepas": line.release, "pakai": line.use}[name](session, movements)
    except (line.StockShort, NotFound, StockRefused):
        session.expire_all()


def joining(serial: int) -> Joining:
    return Joining(
        office=OFFICE,
        no_register=number(serial),
        case=serial,
        priority_class=serial % 2,
        print_ready_at=NOW,
        at=NOW,
    )


def delivery(material: Material, amount: int) -> ledger.Entry:
    return ledger.Entry(
        office=OFFICE, movement=Movement.TERIMA, material=material, amount=amount, by="x", at=NOW
    )


def check(session: Session) -> None:
    held = {row.no_register for row in session.query(line.Place).filter_by(keadaan="DIRESERVASI")}
    for material, balance in ledger.balances(session, OFFICE).items():
        rows = ledger.lines(session, OFFICE, material)
        assert balance.is_sound
        assert balance.on_hand == sum(row.ubah_ada for row in rows)
        assert balance.reserved == sum(row.ubah_direservasi for row in rows) == len(held)
        used = [row.no_register for row in rows if row.jenis == "PAKAI"]
        assert len(used) == len(set(used))
