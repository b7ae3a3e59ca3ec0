"""The region table: province, kabupaten/kota and kecamatan codes of Kemendagri. Decides nothing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

_PROVINCE: Final = 2


@cache
def table() -> Mapping[str, str]:
    """Give code (2, 4 or 6 digits) -> name, as shipped in `office/data/wilayah.csv`."""
    text = files("office").joinpath("data/wilayah.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return MappingProxyType({row["kode"]: row["nama"] for row in rows})


def is_province(code: str) -> bool:
    """Tell whether two digits are the code of one of the 38 provinces."""
    return len(code) == _PROVINCE and code in table()


def is_known(kecamatan: str) -> bool:
    """Tell whether the six-digit kecamatan code stands in the present table."""
    return kecamatan in table()
