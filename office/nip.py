"""An officer's NIP (18 digits, optional): sealed where it is kept, shown by its end only."""

from __future__ import annotations

import re
from typing import Final

from engine.store.sealing import Sealer
from office.officers import Officer

_NIP: Final = re.compile(r"[0-9]{18}", re.ASCII)
_PURPOSE: Final = "nip"
_SHOWN: Final = 4


def is_one(text: str) -> bool:
    """Whether a text is a NIP by its form."""
    return _NIP.fullmatch(text) is not None


def keep(sealer: Sealer, row: Officer, number: str | None) -> None:
    """Seal an officer's NIP; None leaves what there is, "" takes it away."""
    if number is None:
        return
    key, bound = sealer.installation_key(_PURPOSE), _bound(row)
    row.nip = key.seal(number.encode(), bound) if number else None


def masked(sealer: Sealer, row: Officer) -> str:
    """An officer's NIP with its last four digits only; "" for none."""
    number = _read(sealer, row)
    return "•" * (len(number) - _SHOWN) + number[-_SHOWN:] if number else ""


def is_kept(sealer: Sealer, row: Officer, number: str) -> bool:
    """Whether this is the NIP an officer has; "" for none."""
    return number == _read(sealer, row)


def _read(sealer: Sealer, row: Officer) -> str:
    if row.nip is None:
        return ""
    return sealer.installation_key(_PURPOSE).open(row.nip, _bound(row)).decode()


def _bound(row: Officer) -> bytes:
    return f"petugas:{row.nama_masuk}".encode()
