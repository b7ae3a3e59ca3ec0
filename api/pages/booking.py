"""The store's books: the ledger to read, print and take along, and minutes with two signatures.

There is no way to change a line here. The addresses are the blueprint's of `api.pages.stock`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, sheets
from api.access import allow
from api.languages import instant
from api.pages import framing, posting, stockwords
from engine.errors import Fault
from engine.services import rights
from office.stock import minutes, movements
from office.stock.movements import Booked, LedgerPage, Wanted
from office.stock.rules import Material, Movement
from office.timetable import ZONE

Kind = TypeVar("Kind", Material, Movement)
_LONGEST: Final = 100
_OLDEST: Final = date(2000, 1, 1)
_FIELDS: Final = ("bahan", "jenis", "nomor", "dokumen")
_READERS: Final = ("work", "supervise", "administer", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filter as it was typed (`values`), as it is meant, and what is wrong with it."""

    values: Mapping[str, str]
    wanted: Wanted
    faults: tuple[Fault, ...]

    @property
    def query(self) -> dict[str, Any]:
        """The filter as an address carries it."""
        return {name: value for name, value in self.values.items() if value}


def office() -> str:
    """The office meant: the one named in the address, or the reader's only one; "" to choose."""
    named = request.args.get("kantor", "")
    return named or rights.only_office(auth.actor())


def choose() -> str:
    """Ask who serves several offices which one is meant."""
    return render_template("pages/stock_office.html")


@allow(*_READERS)
def ledger() -> ResponseReturnValue:
    """The lines of a period, the newest first, by pages."""
    if not office():
        return choose()
    asked = _asked()
    if asked.faults:
        return _page(asked, None), 422
    after = request.args.get("sesudah", "")
    return _page(asked, movements.page(asking.kernel(), auth.actor(), asked.wanted, after))


@allow(*_READERS)
def ledger_file() -> ResponseReturnValue:
    """The whole period as a file for a spreadsheet, the oldest line first."""
    asked = _asked()
    if not office() or asked.faults:
        return ledger()
    found = _whole(asked)
    if found.after:
        return _too_many(asked)
    head = (
        gettext("Date and time"),
        gettext("Material"),
        gettext("Movement"),
        gettext("Amount"),
        gettext("Change on hand"),
        gettext("Change reserved"),
        gettext("On hand after"),
        gettext("Reserved after"),
        gettext("Register number"),
        gettext("Card number"),
        gettext("Document"),
        gettext("By"),
        gettext("Approved by"),
    )
    name = f"buku-stok-{asked.wanted.first}-{asked.wanted.last}.csv"
    return sheets.respond(name, head, (_cells(one) for one in reversed(found.lines)))


@allow(*_READERS)
def ledger_print() -> ResponseReturnValue:
    """The whole period for paper, the oldest line first."""
    asked = _asked()
    if not office() or asked.faults:
        return ledger()
    found = _whole(asked)
    if found.after:
        return _too_many(asked)
    return render_template(
        "pages/stock_ledger_print.html",
        asked=asked,
        found=found,
        lines=tuple(reversed(found.lines)),
        printed_at=asking.kernel().clock.now(),
        words=stockwords,
    )


@allow(*_READERS)
def minutes_list() -> ResponseReturnValue:
    """Deliveries, counts and other movements that two officers signed."""
    if not office():
        return choose()
    found = minutes.made(asking.kernel(), auth.actor(), office())
    return render_template("pages/stock_minutes.html", found=found, words=stockwords)


@allow(*_READERS)
def delivery(key: int) -> ResponseReturnValue:
    identity, found = minutes.delivery(asking.kernel(), auth.actor(), key)
    return _minutes("pages/stock_delivery.html", office=identity, found=found)


@allow(*_READERS)
def count(key: int) -> ResponseReturnValue:
    identity, found = minutes.count(asking.kernel(), auth.actor(), key)
    return _minutes("pages/stock_count.html", office=identity, found=found)


@allow(*_READERS)
def movement(key: int) -> ResponseReturnValue:
    identity, found = minutes.other(asking.kernel(), auth.actor(), key)
    return _minutes("pages/stock_movement.html", office=identity, found=found)


ADDRESSES: Final[tuple[tuple[str, str, Callable[..., ResponseReturnValue]], ...]] = (
    ("/stok/buku", "ledger", ledger),
    ("/stok/buku.csv", "ledger_file", ledger_file),
    ("/stok/buku/cetak", "ledger_print", ledger_print),
    ("/stok/berita-acara", "minutes", minutes_list),
    ("/stok/kiriman/<key:key>", "delivery", delivery),
    ("/stok/opname/<key:key>", "count", count),
    ("/stok/mutasi/<key:key>", "movement", movement),
)


def _page(asked: Asked, found: LedgerPage | None) -> str:
    older = asked.query | {"sesudah": found.after} if found and found.after else None
    return render_template(
        "pages/stock_ledger.html",
        asked=asked,
        found=found,
        older=url_for("stock.ledger", **older) if older else "",
        is_first=not request.args.get("sesudah"),
        words=stockwords,
        with_minutes=minutes.OTHER,
    )


def _minutes(template: str, **shown: object) -> str:
    return render_template(template, words=stockwords, **shown)


def _whole(asked: Asked) -> LedgerPage:
    return movements.page(asking.kernel(), auth.actor(), asked.wanted, size=movements.MOST)


def _too_many(asked: Asked) -> ResponseReturnValue:
    message = "This period has more than %(most)s lines. Choose a shorter one."
    fault = posting.fault("sampai", message, most=movements.MOST)
    return _page(replace(asked, faults=(fault,)), None), 422


def _asked() -> Asked:
    """The filter of the address; a period not named is the present month."""
    sent = request.args
    today = asking.kernel().clock.now().astimezone(ZONE).date()
    faults: list[Fault] = []
    first = _day("dari", today.replace(day=1), faults)
    last = _day("sampai", today, faults)
    if not faults and first > last:
        faults.append(posting.fault("sampai", "The last day is before the first one."))
    texts = {name: sent.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    days = {**posting.shown("dari", first), **posting.shown("sampai", last)}
    typed = {name: sent.get(name, "") for name in days if name in sent}
    kept = {"kantor": sent.get("kantor", "")}
    return Asked(
        values={**texts, **days, **typed, **kept},
        wanted=Wanted(
            office=office(),
            first=first,
            last=last,
            material=_named(Material, texts["bahan"], "bahan", faults),
            movement=_named(Movement, texts["jenis"], "jenis", faults),
            no_register=texts["nomor"].upper(),
            document=texts["dokumen"],
        ),
        faults=tuple(faults),
    )


def _day(name: str, otherwise: date, faults: list[Fault]) -> date:
    found = posting.day(name, request.args)
    if isinstance(found, Fault):
        faults.append(found)
        return otherwise
    if found is None:
        return otherwise
    newest = asking.kernel().clock.now().astimezone(ZONE).date() + timedelta(days=366)
    if not _OLDEST <= found <= newest:
        faults.append(posting.fault(name, "Choose a day of this office's time."))
        return otherwise
    return found


def _named(kinds: type[Kind], text: str, field: str, faults: list[Fault]) -> Kind | None:
    if not text:
        return None
    if text not in set(kinds):
        faults.append(posting.fault(field, "Choose one of the list."))
        return None
    return kinds(text)


def _cells(one: Booked) -> tuple[sheets.Cell, ...]:
    line = one.line
    return (
        instant(line.waktu),
        str(stockwords.MATERIALS[Material(line.bahan)]),
        str(stockwords.MOVEMENTS[Movement(line.jenis)]),
        line.jumlah,
        line.ubah_ada,
        line.ubah_direservasi,
        one.balance.on_hand,
        one.balance.reserved,
        line.no_register,
        line.blanko_seri,
        line.dokumen,
        framing.person(line.oleh),
        framing.person(line.disetujui_oleh) if line.disetujui_oleh else None,
    )
