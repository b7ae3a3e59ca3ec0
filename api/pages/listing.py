"""What of the work list is asked for: the words of its address, a saved filter, the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request, url_for
from flask_babel import gettext, lazy_gettext

from api import asking, auth, texts
from api.keys import read_key
from api.pages import framing
from engine.services import filtering, reading
from engine.services.filtering import Filter
from engine.services.reading.outlines import groups_offered, procedures, steps_open
from engine.services.reading.views import Page, Snoozed, SortBy, TaskRow, Whose, WorkListQuery
from office import colleagues, register_number

PAGE_SIZE: Final = 50
WHOSE: Final = {"saya": Whose.MINE, "kelompok": Whose.GROUPS, "semua": Whose.ALL}
SORTS: Final = {
    "mendesak": SortBy.OVERDUE,
    "prioritas": SortBy.PRIORITY,
    "tenggat": SortBy.DUE,
    "lama": SortBy.AGE,
}
SORT_TEXTS: Final = {
    "mendesak": lazy_gettext("most urgent first"),
    "prioritas": lazy_gettext("by priority"),
    "tenggat": lazy_gettext("by due time"),
    "lama": lazy_gettext("oldest first"),
}
_SNOOZED: Final = {"": Snoozed.HIDDEN, "hanya": Snoozed.ONLY, "semua": Snoozed.ANY}
SNOOZED_TEXTS: Final = {
    "": lazy_gettext("hide them"),
    "hanya": lazy_gettext("only them"),
    "semua": lazy_gettext("show them too"),
}
#: the words of an address that say what is listed; a saved filter keeps some of them
TERMS: Final = (
    "dari",
    "urut",
    "prosedur",
    "langkah",
    "kelompok",
    "pemegang",
    "lewat",
    "ditunda",
    "nomor",
)
#: those that narrow the list
NARROWING: Final = TERMS[2:]
_LONGEST: Final = 255
_READERS: Final = frozenset({"supervise", "administer", "audit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`terms`: those that say something. `filter`: the saved one they come from, if any."""

    terms: Mapping[str, str]
    filter: Filter | None = None

    @property
    def whose(self) -> str:
        return self.terms.get("dari", "saya")

    @property
    def sort(self) -> str:
        return self.terms.get("urut", "mendesak")

    @property
    def is_narrowed(self) -> bool:
        return any(name in self.terms for name in NARROWING)

    def address(self, **changes: str) -> str:
        """The list's address with other terms; "" leaves one out."""
        terms = {"dari": self.whose, **self.terms, **changes}
        said: dict[str, Any] = {name: word for name, word in terms.items() if word}
        return url_for("worklist.show", **said)

    @property
    def query_string(self) -> str:
        """The list's address behind its path, to come back to it."""
        return self.address().removeprefix(url_for("worklist.show"))

    def query(self, after: str = "") -> WorkListQuery:
        number = self.terms.get("nomor", "")
        known = register_number.parse(number)
        return WorkListQuery(
            whose=WHOSE[self.whose],
            sort=SORTS[self.sort],
            size=PAGE_SIZE,
            after=after,
            business_key=known.text if known else number,
            process_id=self.terms.get("prosedur", ""),
            element=self.terms.get("langkah", ""),
            group=self.terms.get("kelompok", ""),
            assignee=self.terms.get("pemegang", ""),
            only_overdue="lewat" in self.terms,
            snoozed=_SNOOZED[self.terms.get("ditunda", "")],
        )


def asked(saved: tuple[Filter, ...]) -> Asked:
    """What the address asks for; one that says nothing asks for the reader's default filter."""
    given = _sound({name: request.args.get(name, "").strip()[:_LONGEST] for name in TERMS})
    chosen = read_key(request.args.get("saring", "")) if "saring" in request.args else None
    says_nothing = not given and "saring" not in request.args
    found = next(
        (one for one in saved if one.key == chosen or (says_nothing and one.is_default)), None
    )
    kept = _sound(found.terms) if found else {}
    return Asked(terms={**kept, **given}, filter=found)


def read(wanted: Asked) -> tuple[Asked, Page[TaskRow]]:
    """The page asked for. Who asks for nothing and holds nothing is shown what they could take."""
    kernel, actor = asking.kernel(), auth.actor()
    page = reading.work_list(kernel, actor, wanted.query(request.args.get("sesudah", "")))
    if page.items or wanted.terms or wanted.filter:
        return wanted, page
    wanted = Asked(terms={"dari": "kelompok"})
    return wanted, reading.work_list(kernel, actor, wanted.query())


def _sound(terms: Mapping[str, str]) -> dict[str, str]:
    """The terms that say something, without words that mean nothing here (an old address)."""
    known: Mapping[str, Mapping[str, object]] = {
        "dari": WHOSE,
        "urut": SORTS,
        "ditunda": _SNOOZED,
    }
    return {
        name: word
        for name, word in terms.items()
        if name in TERMS and word and word in known.get(name, (word,))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    text: str
    address: str
    here: bool


def tabs(wanted: Asked) -> list[Tab]:
    """Whose tasks can be listed; everybody's only for who may see them."""
    shown = {
        "saya": gettext("Mine"),
        "kelompok": gettext("My groups'"),
        "semua": gettext("Everybody's"),
    }
    if not auth.actor().rights & _READERS:
        del shown["semua"]
    return [
        Tab(
            text=text,
            address=wanted.address(dari=word, kelompok="", pemegang=""),
            here=word == wanted.whose,
        )
        for word, text in shown.items()
    ]


def title(wanted: Asked) -> str:
    titles = {
        Whose.MINE: gettext("My tasks"),
        Whose.GROUPS: gettext("My groups' tasks"),
        Whose.ALL: gettext("Everybody's tasks"),
    }
    return str(titles[WHOSE[wanted.whose]])


def choices(wanted: Asked) -> dict[str, dict[str, str]]:
    """What the list can be narrowed by: term to words by value; what has no choice is left out.

    Steps are those that tasks stand at now; what is chosen is among them though nothing stands
    there any more.
    """
    kernel, actor = asking.kernel(), auth.actor()
    steps = steps_open(kernel, actor)
    names = procedures(kernel)
    found = {
        "prosedur": {
            step.process_id: texts.said(names.get(step.process_id, step.process_id))
            for step in steps
        },
        "langkah": {step.element: texts.said(step.name) for step in steps},
    }
    if wanted.whose != "saya":
        offered = groups_offered(kernel, actor)
        found["kelompok"] = {name: framing.groups([name]) for name in offered}
    if wanted.whose == "semua":
        found["pemegang"] = colleagues.names(kernel, actor)
    for name, options in found.items():
        if name in wanted.terms:
            options.setdefault(wanted.terms[name], wanted.terms[name])
    return {
        name: {"": str(gettext("all")), **options}
        for name, options in found.items()
        if len(options) > 1 or name in wanted.terms
    }


def own_filters() -> tuple[Filter, ...]:
    """The reader's saved filters."""
    return filtering.of(asking.kernel(), auth.actor())
