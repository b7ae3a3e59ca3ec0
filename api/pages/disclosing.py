"""A case's data for people to read: flat, in words, personal data masked until asked for.

A variable is masked as any form masks it (`labels`), and by its name, so that personal data that no
form shows are masked too. Names new to the office that hold personal data belong in the list below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from api import languages
from api.pages.labelling import Labels
from engine.values import JsonValue, Variables
from forms import masking
from forms.answers import text_of
from forms.model import Mask

_NUMBERS: Final = ("nik", "no_kk", "nik_penerima", "nik_pelapor", "itap_no", "no_paspor")
_PHONES: Final = ("no_hp", "hp_kontak_lain", "telepon")
_NAMES: Final = ("nama", "nama_lengkap", "nama_penerima", "nama_pelapor", "nama_kontak_lain")
_OTHERS: Final = (
    "tempat_lahir",
    "tgl_lahir",
    "alamat",
    "rt",
    "rw",
    "kode_ambil",
    "email",
    "catatan",
)
_BY_NAME: Final = {
    **dict.fromkeys(_NUMBERS, Mask.NIK),
    **dict.fromkeys(_PHONES, Mask.PHONE),
    **dict.fromkeys(_NAMES, Mask.NAME),
    **dict.fromkeys(_OTHERS, Mask.ALL),
}
_ROW: Final = re.compile(r"\.\d+(?=\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a case's data: label (or dotted name) and value as text."""

    name: str
    label: str
    text: str
    masked: bool = False

    @property
    def is_labelled(self) -> bool:
        """Whether a form asks it of people; all else was computed on the way."""
        return self.label != self.name


def facts(variables: Variables, labels: Labels, *, disclosed: bool = False) -> list[Fact]:
    """Every value of `variables`, nested ones by dotted name; masked unless `disclosed`.

    First what forms ask, in their order. What the forms keep for themselves (names beginning with
    "_") is left out.
    """
    found = [
        _fact(name, value, labels, disclosed=disclosed)
        for top, whole in sorted(variables.items())
        if not top.startswith("_")
        for name, value in _leaves(top, whole)
    ]
    order = {name: place for place, name in enumerate(labels.texts)}
    return sorted(found, key=lambda fact: order.get(_general(fact.name), len(order)))


def _leaves(name: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _leaves(f"{name}.{inner}", each)
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for number, each in enumerate(value, start=1):
            yield from _leaves(f"{name}.{number}", each)
    else:
        yield name, value


def _fact(name: str, value: JsonValue, labels: Labels, *, disclosed: bool) -> Fact:
    general = _general(name)
    text = in_words(value, labels.options.get(general, {}))
    label = labels.texts.get(general, name)
    rows = _ROW.findall(name)
    if rows and label != name:  # "Ada" of which row?
        label = f"{label} {'.'.join(row.strip('.') for row in rows)}"
    mask = labels.masks.get(general) or _BY_NAME.get(name.rsplit(".", 1)[-1])
    if mask is None or disclosed or not text:
        return Fact(name=name, label=label, text=text)
    return Fact(name=name, label=label, text=masking.mask(text, mask), masked=True)


def _general(name: str) -> str:
    """The name as forms know it: rows of a list are all the same to them."""
    return _ROW.sub(".*", name)


def in_words(value: JsonValue, options: Mapping[str, str] | None = None) -> str:
    """A plain value as a person reads it: an option's label, yes or no, a date; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(each, options) for each in value)
    label = (options or {}).get(text_of(value))
    if label:
        return label
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return languages.moment(value) if isinstance(value, str) else text_of(value)
