"""A case's data for people to read: flat, in words, personal data masked until asked for.

A variable is masked as any form masks it (`labels`), and by its name, so that personal data that no
form shows are masked too. Names new to the office that hold personal data belong in the list below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final, TypeAlias

from flask_babel import gettext, ngettext

from api import languages
from api.pages.labelling import Labels
from engine.services import attaching
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
#: conditions of rows are asked of what is kept, at no instant
_EPOCH: Final = datetime.fromtimestamp(0, UTC)


#: a dotted name and its plain value, or a titled row
_Leaf: TypeAlias = tuple[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a case's data: label (or dotted name) and value as text.

    `path` is the name as forms know it; of a titled row that of its first field. `files` are the
    ids of papers that belong to it.
    """

    name: str
    path: str
    label: str
    text: str
    masked: bool = False
    files: tuple[str, ...] = ()

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
        fact
        for top, whole in sorted(variables.items())
        if not top.startswith("_")
        for name, value in _leaves(top, whole, labels.titles)
        for fact in _facts(name, value, labels, disclosed=disclosed)
    ]
    order = {name: place for place, name in enumerate(labels.texts)}
    return sorted(found, key=lambda fact: order.get(fact.path, len(order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A value that is masked until asked for: its path as forms know it, in full and masked."""

    path: str
    full: str
    masked: str


def secrets(variables: Variables, labels: Labels) -> tuple[Secret, ...]:
    """Every personal value there is among `variables`."""
    masked, full = (facts(variables, labels, disclosed=each) for each in (False, True))
    return tuple(
        Secret(path=hidden.path, full=shown.text, masked=hidden.text)
        for hidden, shown in zip(masked, full, strict=True)
        if hidden.masked
    )


def is_personal(path: str, labels: Labels) -> bool:
    """Whether a field of that path holds personal data, whatever it says."""
    return path in labels.masks or path.rsplit(".", 1)[-1] in _BY_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one form asked; `title` is "" for what was computed on the way."""

    title: str
    facts: tuple[Fact, ...]
    is_open: bool


def group(found: Sequence[Fact], labels: Labels, answered: Mapping[str, str]) -> list[Group]:
    """The facts that say something, by the form that asked them.

    `answered` maps the forms answered in the case, in order, to the names of their tasks; values
    of forms it does not know come last, then what was computed. Open are the applicant's (the form
    with the most masked fields, if any has) and the newest.
    """
    known = [fact for fact in found if fact.text]
    forms = dict.fromkeys([*answered, *labels.forms.values()])
    place = {form: number for number, form in enumerate(forms)}
    form_of = {fact.name: labels.forms.get(fact.path, "") for fact in known}
    known.sort(key=lambda fact: place.get(form_of[fact.name], len(place)))
    by_form = {
        form: tuple(facts) for form, facts in groupby(known, key=lambda fact: form_of[fact.name])
    }
    asked = [form for form in by_form if form]
    about_people = [form for form in asked if _masked(by_form[form], labels)]
    applicants = max(about_people, key=lambda form: _masked(by_form[form], labels), default="")
    newest = [form for form in asked if form in answered][-1:]
    return [
        Group(
            title=answered.get(form, form.replace("_", " ").capitalize()),
            facts=facts,
            is_open=form in {applicants, *newest} - {""},
        )
        for form, facts in by_form.items()
    ]


def _masked(found: Collection[Fact], labels: Labels) -> int:
    return sum(fact.path in labels.masks for fact in found)


def _leaves(name: str, value: JsonValue, titled: Collection[str]) -> Iterator[_Leaf]:
    """Plain values by dotted name; rows of the `titled` lists whole, as one thing each."""
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _leaves(f"{name}.{inner}", each, titled)
    elif isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        for number, each in enumerate(value, start=1):
            row = f"{name}.{number}"
            if isinstance(each, dict) and general(name) in titled:
                yield row, each
            else:
                yield from _leaves(row, each, titled)
    else:
        yield name, value


def _facts(name: str, value: JsonValue, labels: Labels, *, disclosed: bool) -> Iterator[Fact]:
    if isinstance(value, dict):
        yield from _row(name, value, labels, disclosed=disclosed)
        return
    path = general(name)
    label = labels.texts.get(path, name)
    rows = _ROW.findall(name)
    if rows and label != name:  # "Peran" of which row?
        label = f"{label} {'.'.join(row.strip('.') for row in rows)}"
    text = in_words(value, labels.options.get(path, {}))
    mask = labels.masks.get(path) or _BY_NAME.get(name.rsplit(".", 1)[-1])
    if mask is None or disclosed or not text:
        yield Fact(name=name, path=path, label=label, text=text, files=files_in(value))
    else:
        yield Fact(name=name, path=path, label=label, text=masking.mask(text, mask), masked=True)


def _row(
    name: str, row: Mapping[str, JsonValue], labels: Labels, *, disclosed: bool
) -> Iterator[Fact]:
    """A titled row as one fact: "Surat kehilangan: ada, asli dilihat"; then what no form asks.

    A row with a masked field is about a person: title and words are masked with it.
    """
    of = name.rsplit(".", 1)[0]
    title = labels.titles[general(of)]
    prefix = general(f"{name}.")
    asked = [path for path in labels.texts if path.startswith(prefix)]
    label, text = in_words(row.get(title)), ", ".join(_said(asked, prefix, row, labels))
    hidden = any(path in labels.masks for path in asked) and not disclosed
    if hidden:
        label, text = masking.mask(label, Mask.NAME), masking.mask(text, Mask.ALL)
    if asked:
        files = tuple(each for value in row.values() for each in files_in(value))
        yield Fact(
            name=name, path=asked[0], label=label or name, text=text, masked=hidden, files=files
        )
    for key, value in row.items():
        if key != title and prefix + key not in asked:
            for inner, each in _leaves(f"{name}.{key}", value, labels.titles):
                yield from _facts(inner, each, labels, disclosed=disclosed)


def _said(
    asked: list[str], prefix: str, row: Mapping[str, JsonValue], labels: Labels
) -> Iterator[str]:
    """The row's answers: what is ticked by its label, the first also when it is not."""
    for path in asked:
        value, label = row.get(path.removeprefix(prefix)), labels.texts[path]
        label = label[:1].lower() + label[1:]
        if path in labels.hides and labels.hides[path].evaluate(row, now=_EPOCH).value is True:
            continue
        if value is True:
            yield label
        elif path == asked[0] and not value:
            yield str(gettext("not %(what)s", what=label))
        elif value is not None and value is not False and value != "":
            yield f"{label}: {in_words(value, labels.options.get(path))}"


def general(name: str) -> str:
    """The name as forms know it: rows of a list are all the same to them."""
    return _ROW.sub(".*", name)


def in_words(value: JsonValue, options: Mapping[str, str] | None = None) -> str:
    """A plain value as a person reads it: an option's label, yes or no, a date; "" for nothing."""
    if value is None:
        return ""
    files = files_in(value)
    if files:
        return str(ngettext("%(num)s file", "%(num)s files", len(files)))
    if isinstance(value, list):
        return ", ".join(in_words(each, options) for each in value)
    label = (options or {}).get(text_of(value))
    if label:
        return label
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return languages.moment(value) if isinstance(value, str) else text_of(value)


def files_in(value: JsonValue) -> tuple[str, ...]:
    """The ids of files in a value that is a list of them."""
    given = value if isinstance(value, list) else []
    return tuple(str(each) for each in given if attaching.key_in(each) is not None)
