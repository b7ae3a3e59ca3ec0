"""The ledger's arithmetic and the order of the line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.stock.rules import (
    CONSUMING,
    Balance,
    Change,
    Material,
    Movement,
    Waiting,
    change,
    days_of_cover,
    lacking,
    position,
    ranked,
    write_off_reason,
)

PRR = datetime(2026, 11, 1, 3, tzinfo=UTC)


def waiting(number: str, kelas: int = 1, days: int = 0, *, returned: bool = False) -> Waiting:
    return Waiting(
        no_register=number,
        priority_class=kelas,
        print_ready_at=PRR + timedelta(days=days),
        returned=returned,
    )


@pytest.mark.parametrize(
    ("movement", "reserved", "expected"),
    [
        (Movement.TERIMA, False, Change(on_hand=3, reserved=0)),
        (Movement.RESERVASI, False, Change(on_hand=0, reserved=3)),
        (Movement.LEPAS_RESERVASI, False, Change(on_hand=0, reserved=-3)),
        (Movement.PAKAI, False, Change(on_hand=-3, reserved=-3)),
        (Movement.GAGAL_ENCODE, True, Change(on_hand=-3, reserved=-3)),
        (Movement.CACAT_PABRIK, False, Change(on_hand=-3, reserved=0)),
        (Movement.HILANG, False, Change(on_hand=-3, reserved=0)),
        (Movement.PINJAM_MASUK, False, Change(on_hand=3, reserved=0)),
    ],
)
def test_what_a_movement_changes(movement: Movement, reserved: bool, expected: Change) -> None:
    assert change(movement, 3, reserved=reserved) == expected


def test_only_a_stock_taking_may_be_negative() -> None:
    assert change(Movement.KOREKSI_OPNAME, -2) == Change(on_hand=-2, reserved=0)
    with pytest.raises(ValueError, match="-2"):
        change(Movement.TERIMA, -2)


@pytest.mark.parametrize("movement", sorted(set(Movement) - CONSUMING))
def test_only_a_consuming_movement_takes_a_reservation(movement: Movement) -> None:
    with pytest.raises(ValueError, match=movement):
        change(movement, 1, reserved=True)


def test_the_line_is_class_then_returned_then_prr_then_register_number() -> None:
    line = [
        waiting("E", 4),
        waiting("B", 1, days=1),
        waiting("D", 1, days=2, returned=True),
        waiting("A", 1),
        waiting("C", 0, days=9),
        waiting("AA", 1),
    ]
    assert [case.no_register for case in ranked(line)] == ["C", "D", "A", "AA", "B", "E"]
    assert position(line, "B") == 5
    assert position(line, "Z") is None


def test_stock_suffices_only_beyond_the_cases_ahead_and_in_every_material() -> None:
    balances = {
        Material.BLANKO: Balance(on_hand=5, reserved=2),
        Material.RIBBON: Balance(on_hand=500),
        Material.FILM: Balance(on_hand=3),
    }
    assert lacking(balances, 2) == ()
    assert lacking(balances, 3) == (Material.BLANKO, Material.FILM)
    assert lacking({}, 0) == tuple(Material)


@pytest.mark.parametrize(
    ("printed", "checked", "reason"),
    [
        ("GAGAL_CETAK", None, Movement.GAGAL_CETAK),
        ("BLANKO_CACAT", None, Movement.CACAT_PABRIK),
        ("BERHASIL", {"laminasi_rata": False, "chip_terbaca": True}, Movement.GAGAL_CETAK),
        (None, {"chip_terbaca": False}, Movement.GAGAL_ENCODE),
        ("BERHASIL", {"chip_terbaca": True}, None),
        ("TIDAK_JADI", None, None),
    ],
)
def test_why_a_card_failed(
    printed: str | None, checked: dict[str, bool] | None, reason: Movement | None
) -> None:
    assert write_off_reason(printed, dict(checked) if checked else None) == reason


def test_cover_is_counted_in_whole_working_days() -> None:
    assert days_of_cover(99, 200, 20) == 9
    assert days_of_cover(99, 0, 20) is None


@given(st.lists(st.tuples(st.sampled_from(Movement), st.integers(1, 5)), max_size=40))
def test_law_sound_movements_alone_keep_the_invariant(steps: list[tuple[Movement, int]]) -> None:
    balance = Balance()
    for movement, amount in steps:
        after = balance.after(change(movement, amount))
        balance = after if after.is_sound else balance
    assert 0 <= balance.reserved <= balance.on_hand


@given(st.permutations([waiting(f"R{n}", n % 3, days=n % 4) for n in range(8)]))
def test_law_the_order_does_not_depend_on_who_came_first(line: list[Waiting]) -> None:
    assert ranked(line) == ranked(sorted(line, key=lambda case: case.no_register))
