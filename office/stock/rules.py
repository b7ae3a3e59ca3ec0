"""What a stock movement does, and whose turn it is. Pure: no table, no clock.

Ribbon and film are counted in cards they still yield, so that one card is one of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine.values import JsonValue


class Material(StrEnum):
    """What is counted (domain.md 3.4, `bahan`)."""

    BLANKO = "BLANKO"
    RIBBON = "RIBBON"
    FILM = "FILM"


class Movement(StrEnum):
    """Why the ledger has a line (domain.md 3.4, `jenis`)."""

    TERIMA = "TERIMA"
    RESERVASI = "RESERVASI"
    LEPAS_RESERVASI = "LEPAS_RESERVASI"
    PAKAI = "PAKAI"
    GAGAL_CETAK = "GAGAL_CETAK"
    GAGAL_ENCODE = "GAGAL_ENCODE"
    CACAT_PABRIK = "CACAT_PABRIK"
    HILANG = "HILANG"
    KEMBALI_KE_DINAS = "KEMBALI_KE_DINAS"
    PINJAM_MASUK = "PINJAM_MASUK"
    PINJAM_KELUAR = "PINJAM_KELUAR"
    KOREKSI_OPNAME = "KOREKSI_OPNAME"


#: movements that take what a case has reserved
CONSUMING: Final = frozenset(
    {Movement.PAKAI, Movement.GAGAL_CETAK, Movement.GAGAL_ENCODE, Movement.CACAT_PABRIK}
)
#: reasons for which a reserved blanko is written off
WRITE_OFFS: Final = CONSUMING - {Movement.PAKAI}
#: movements the database itself lets pass only with a second officer's approval
APPROVED: Final = frozenset(
    {Movement.HILANG, Movement.KOREKSI_OPNAME, Movement.PINJAM_MASUK, Movement.PINJAM_KELUAR}
)
#: the same, and what goes back to Disdukcapil
SECONDED: Final = APPROVED | {Movement.KEMBALI_KE_DINAS}
_IN: Final = frozenset({Movement.TERIMA, Movement.PINJAM_MASUK})
_RESERVING: Final = {Movement.RESERVASI: 1, Movement.LEPAS_RESERVASI: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a movement adds to the stock on hand and to what is reserved of it."""

    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Stock of one material at one office: 0 ≤ `reserved` ≤ `on_hand`."""

    on_hand: int = 0
    reserved: int = 0

    @property
    def available(self) -> int:
        """What nobody has reserved."""
        return self.on_hand - self.reserved

    def after(self, change: Change) -> Balance:
        """The balance once the change is booked; `is_sound` says whether it may be."""
        return Balance(
            on_hand=self.on_hand + change.on_hand, reserved=self.reserved + change.reserved
        )

    @property
    def is_sound(self) -> bool:
        """The ledger's invariant: on hand ≥ 0 and reserved ≤ on hand (domain.md 3.4)."""
        return 0 <= self.reserved <= self.on_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case in the line for a blanko. `returned`: its print failed, so it heads its class."""

    no_register: str
    priority_class: int
    print_ready_at: datetime
    returned: bool = False


def change(movement: Movement, amount: int, *, reserved: bool = False) -> Change:
    """Say what `amount` of a movement changes.

    `reserved`: the amount had been reserved (a case's card), so the reservation goes with it; only
    CONSUMING movements may say so, and PAKAI always does. `amount` is above 0, but for
    KOREKSI_OPNAME, whose sign is the direction of the correction.

    Raises:
        ValueError: when amount or `reserved` do not fit the movement.
    """
    correcting = movement is Movement.KOREKSI_OPNAME
    if amount == 0 or (amount < 0 and not correcting):
        raise ValueError(amount)
    if reserved and movement not in CONSUMING:
        raise ValueError(movement)
    if movement in _RESERVING:
        return Change(on_hand=0, reserved=amount * _RESERVING[movement])
    if movement in _IN or correcting:
        return Change(on_hand=amount, reserved=0)
    taken = reserved or movement is Movement.PAKAI
    return Change(on_hand=-amount, reserved=-amount if taken else 0)


def ranked(line: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Order the line: class, returned ones first, PRR instant, register number (DMN-3)."""
    return tuple(
        sorted(
            line,
            key=lambda case: (
                case.priority_class,
                not case.returned,
                case.print_ready_at,
                case.no_register,
            ),
        )
    )


def position(line: Iterable[Waiting], no_register: str) -> int | None:
    """Give a case's place in the line, from 1; None when it does not wait."""
    order = [case.no_register for case in ranked(line)]
    return order.index(no_register) + 1 if no_register in order else None


def lacking(balances: Mapping[Material, Balance], ahead: int) -> tuple[Material, ...]:
    """Name the materials that do not suffice for `ahead` cases in the line and one more.

    "Stock ok" (domain.md section 8): on hand − reserved − ahead ≥ 1 for all three alike. A material
    without balance lacks.
    """
    return tuple(
        material for material in Material if balances.get(material, Balance()).available - ahead < 1
    )


def write_off_reason(
    printed: str | None, checked: Mapping[str, JsonValue] | None
) -> Movement | None:
    """Tell why a card failed, from U11's result or U12's checklist; None when neither says it did.

    `printed`: hasil of U11. `checked`: the answers of U12; a chip that is not read or holds another
    NIK is GAGAL_ENCODE, any other "no" GAGAL_CETAK (G9).
    """
    if printed == "BLANKO_CACAT":
        return Movement.CACAT_PABRIK
    if printed in {Movement.GAGAL_CETAK, Movement.GAGAL_ENCODE, Movement.CACAT_PABRIK}:
        return Movement(printed)
    if not checked or False not in checked.values():
        return None
    chip = (checked.get("chip_terbaca"), checked.get("nik_di_chip_sama"))
    return Movement.GAGAL_ENCODE if False in chip else Movement.GAGAL_CETAK


def days_of_cover(on_hand: int, used: int, window: int) -> int | None:
    """Say how many working days the stock lasts at the use of the last `window` working days.

    Rounded down; None without any use (there is nothing to divide by).
    """
    return None if used <= 0 or window <= 0 else on_hand * window // used
