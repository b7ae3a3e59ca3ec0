"""The menu: sections, and the pages of each, as far as the reader has the right to them.

Only addresses and words; who may use a page is said on its view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app, request, url_for
from flask_babel import lazy_gettext

from api import auth
from engine.values import Actor

_SUPERVISION: Final = frozenset({"supervise", "administer"})
_ADMINISTRATION: Final = frozenset({"administer"})
_STOCK: Final = frozenset({"work", "supervise", "administer", "audit"})
#: who reads the store's books: office.stock.readers
_BOOKS: Final = frozenset({"supervise", "administer", "audit"})
_STORE: Final = frozenset({"gudang_blanko"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A link of the menu; `here`: the reader is on it, or below it."""

    text: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The sections, and the pages of the section the reader is in (none where it has one only)."""

    sections: tuple[MenuItem, ...]
    pages: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A page, for who holds one of `rights` or works in one of `groups`; both empty: for all.

    `below`: other blueprints whose pages lie below it.
    """

    endpoint: str
    text: str
    rights: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    def is_for(self, actor: Actor | None) -> bool:
        if not self.rights and not self.groups:
            return True
        return actor is not None and bool(self.rights & actor.rights or self.groups & actor.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    text: str
    entries: tuple[_Entry, ...]


_SECTIONS: Final = (
    _Section(
        text=lazy_gettext("Work list"),
        entries=(_Entry(endpoint="worklist.show", text=lazy_gettext("Work list")),),
    ),
    _Section(
        text=lazy_gettext("Queue"),
        entries=(
            _Entry(endpoint="calling.show", text=lazy_gettext("Call"), rights=frozenset({"work"})),
            _Entry(
                endpoint="kiosk.show",
                text=lazy_gettext("Take a number"),
                rights=frozenset({"work"}),
            ),
            _Entry(
                endpoint="boards.choose",
                text=lazy_gettext("Public board"),
                rights=frozenset({"work", "administer"}),
            ),
            _Entry(
                endpoint="paper.show",
                text=lazy_gettext("Paper for a power cut"),
                rights=frozenset({"work", "administer"}),
            ),
        ),
    ),
    _Section(
        text=lazy_gettext("New case"),
        entries=(_Entry(endpoint="starting.choose", text=lazy_gettext("New case")),),
    ),
    _Section(
        text=lazy_gettext("Cases"),
        entries=(_Entry(endpoint="cases.search", text=lazy_gettext("Cases")),),
    ),
    _Section(
        text=lazy_gettext("Stock"),
        entries=(
            _Entry(endpoint="stock.show", text=lazy_gettext("Balance"), rights=_STOCK),
            _Entry(
                endpoint="stock.ledger", text=lazy_gettext("Ledger"), rights=_BOOKS, groups=_STORE
            ),
            _Entry(
                endpoint="allocating.index",
                text=lazy_gettext("Allocation"),
                rights=_BOOKS,
                groups=_STORE,
            ),
            _Entry(
                endpoint="stock.requests",
                text=lazy_gettext("Supply requests"),
                rights=_BOOKS,
                groups=_STORE,
            ),
        ),
    ),
    _Section(
        text=lazy_gettext("Cards"),
        entries=(
            _Entry(
                endpoint="printing.show",
                text=lazy_gettext("Printing"),
                rights=_STOCK,
                below=frozenset({"checking", "requesting"}),
            ),
            _Entry(
                endpoint="handover.register",
                text=lazy_gettext("Hand-over"),
                rights=_STOCK,
                below=frozenset({"registers"}),
            ),
            _Entry(endpoint="destroying.index", text=lazy_gettext("Destruction"), rights=_STOCK),
        ),
    ),
    _Section(
        text=lazy_gettext("Supervision"),
        entries=(
            _Entry(endpoint="owing.show", text=lazy_gettext("Who owes what"), rights=_SUPERVISION),
            _Entry(
                endpoint="escalations.show", text=lazy_gettext("Escalations"), rights=_SUPERVISION
            ),
            _Entry(
                endpoint="incidents.show",
                text=lazy_gettext("Incidents"),
                rights=_SUPERVISION | {"audit"},
            ),
            _Entry(endpoint="jobs.show", text=lazy_gettext("Jobs"), rights=_SUPERVISION),
            _Entry(endpoint="timers.show", text=lazy_gettext("Timers"), rights=_SUPERVISION),
            _Entry(
                endpoint="suspended.show", text=lazy_gettext("Suspended cases"), rights=_SUPERVISION
            ),
        ),
    ),
    _Section(
        text=lazy_gettext("Administration"),
        entries=(
            _Entry(
                endpoint="people.index",
                text=lazy_gettext("Officers"),
                rights=_SUPERVISION,
            ),
            _Entry(
                endpoint="office_pages.index", text=lazy_gettext("Offices"), rights=_ADMINISTRATION
            ),
            _Entry(endpoint="calendars.show", text=lazy_gettext("Calendar"), rights=_SUPERVISION),
            _Entry(
                endpoint="configuring.show", text=lazy_gettext("Configuration"), rights=_SUPERVISION
            ),
            _Entry(endpoint="outbox.show", text=lazy_gettext("Notices"), rights=_SUPERVISION),
            _Entry(
                endpoint="accesses.show",
                text=lazy_gettext("Access log"),
                rights=_SUPERVISION | {"audit"},
            ),
        ),
    ),
    _Section(
        text=lazy_gettext("Procedures"),
        entries=(_Entry(endpoint="definitions.show", text=lazy_gettext("Procedures")),),
    ),
)


def menu() -> Menu:
    """The reader's menu; a section leads to the first of its pages that the reader may use."""
    sections: list[MenuItem] = []
    pages: tuple[MenuItem, ...] = ()
    for section in _SECTIONS:
        items = _items(section)
        if not items:
            continue
        here = any(item.here for item in items)
        if here:
            pages = items
        sections.append(MenuItem(text=str(section.text), address=items[0].address, here=here))
    return Menu(sections=tuple(sections), pages=pages if len(pages) > 1 else ())


def _items(section: _Section) -> tuple[MenuItem, ...]:
    who = auth.current()
    actor = who.actor if who else None
    return tuple(
        MenuItem(text=str(entry.text), address=url_for(entry.endpoint), here=_is_here(entry))
        for entry in section.entries
        if entry.endpoint in current_app.view_functions and entry.is_for(actor)
    )


def _is_here(entry: _Entry) -> bool:
    """Whether the reader is on the entry's page, or on one without entry of the same blueprint.

    Of several entries of a blueprint the first one stands for such a page.
    """
    present = request.endpoint or ""
    named = [each.endpoint for section in _SECTIONS for each in section.entries]
    if present in named:
        return present == entry.endpoint
    blueprint = present.split(".")[0]
    if blueprint in entry.below:
        return True
    first = next((name for name in named if name.split(".")[0] == blueprint), "")
    return entry.endpoint == first
