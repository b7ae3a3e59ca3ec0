"""The lines of a printed slip. Pure; carries no NIK and no name, and says GRATIS on every one.

The name on a register slip stands beside the lines, so that it stays masked with the case's data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from office.speech import long_date

FREE: Final = "GRATIS"


class SlipKind(StrEnum):
    REGISTER = "REGISTER"
    ANTREAN = "ANTREAN"
    TOLAK = "TOLAK"
    GUGUR = "GUGUR"


_TITLES: Final = {
    SlipKind.REGISTER: "Tanda terima permohonan KTP-el",
    SlipKind.ANTREAN: "Nomor antrean",
    SlipKind.TOLAK: "Permohonan tidak dapat diteruskan",
    SlipKind.GUGUR: "Permohonan ditutup, dapat diajukan kembali",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a slip says. `number` is the register number, or the ticket's; `title` stands for the
    kind's own.

    `served_on`: on a ticket, the day it is for when today does not suffice.
    """

    kind: SlipKind
    office: str
    number: str
    printed_on: date
    estimate: date | None = None
    opening_hours: str = ""
    served_on: date | None = None
    title: str = ""


def lines(slip: Slip) -> tuple[str, ...]:
    """Give the lines to print, in order."""
    said = [
        slip.office,
        slip.title or _TITLES[slip.kind],
        slip.number,
        f"Tanggal {long_date(slip.printed_on)}",
    ]
    if slip.served_on is not None:
        said.append("Antrean hari ini sudah penuh")
        said.append(f"Nomor ini berlaku {long_date(slip.served_on)}")
    if slip.estimate is not None:
        said.append(f"Perkiraan selesai {long_date(slip.estimate)}")
    if slip.kind is SlipKind.REGISTER:
        said.append(f"Tanyakan dengan nomor ini di loket, {slip.opening_hours}".rstrip(", "))
    return (*said, FREE)
