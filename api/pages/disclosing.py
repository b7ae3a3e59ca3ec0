"""A case's data for people to read: flat, in words, personal data masked until asked for.

Masks are by the last part of a variable's name, whatever the procedure: what a form masks is masked
there by `forms`; here a name unknown to this list is shown, so list new personal names here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flask_babel import gettext

from engine.values import JsonValue, Variables
from office import masking

_NIK: Final = frozenset({"nik", "no_kk", "nik_penerima", "nik_pelapor", "itap_no", "no_paspor"})
_PHONE: Final = frozenset({"no_hp", "hp_kontak_lain", "telepon"})
_HIDDEN: Final = frozenset(
    {
        "nama",
        "nama_lengkap",
        "nama_penerima",
        "nama_pelapor",
        "nama_kontak_lain",
        "tempat_lahir",
        "tgl_lahir",
        "alamat",
        "rt",
        "rw",
        "kode_ambil",
        "email",
        "catatan",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a case's data: dotted name and value as text."""

    name: str
    text: str
    masked: bool = False


def facts(variables: Variables, *, disclosed: bool = False) -> list[Fact]:
    """Every value of `variables`, nested ones by dotted name; masked unless `disclosed`."""
    return [
        _fact(name, value, disclosed=disclosed)
        for top, whole in sorted(variables.items())
        for name, value in _leaves(top, whole)
    ]


def _leaves(name: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, dict) and value:
        for inner, each in value.items():
            yield from _leaves(f"{name}.{inner}", each)
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for index, each in enumerate(value, start=1):
            yield from _leaves(f"{name}.{index}", each)
    else:
        yield name, value


def _fact(name: str, value: JsonValue, *, disclosed: bool) -> Fact:
    text = in_words(value)
    last = name.rsplit(".", 1)[-1]
    if disclosed or not text:
        return Fact(name=name, text=text)
    if last in _NIK:
        return Fact(name=name, text=masking.mask_nik(text), masked=True)
    if last in _PHONE:
        return Fact(name=name, text=masking.mask_phone(text), masked=True)
    if last in _HIDDEN:
        return Fact(name=name, text="•" * 8, masked=True)
    return Fact(name=name, text=text)


def in_words(value: JsonValue) -> str:
    """A plain value as a person reads it: yes or no, a list with commas; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, list):
        return ", ".join(in_words(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
