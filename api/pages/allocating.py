"""Allocations: the line as it stands, sharing out, kept rankings, and a case's own place.

Asking for a case out of turn, and the camat's answer, is `api.pages.overriding`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import booking, overriding, posting, stockwords
from engine.errors import Fault, NotFound
from engine.services import reading, rights
from office.stock import allocations, overrides, prospects, readers, sharing
from office.stock.prospects import Prospect
from office.stock.rankings import PAGE
from office.stock.sharing import NothingToShare, SharedMeanwhile, Sharing, SharingInvalid

blueprint = Blueprint("allocating", __name__)

_DIGITS: Final = 6
_KEY_DIGITS: Final = 18
#: what was typed where a whole number belongs and is none: no rule lets it pass
_NONE: Final = -1
#: how much of the line is shown at once, and the most of those who would get a blanko
_SHOWN: Final = 100
_MOST_SHOWN: Final = 500


@blueprint.get("/alokasi")
@allow("work", "supervise", "administer", "audit")
def index() -> ResponseReturnValue:
    """The line now, who would get a blanko, and the allocations that were made."""
    return _page() if booking.office() else booking.choose()


@blueprint.post("/alokasi")
@allow("work")
def share_out() -> ResponseReturnValue:
    """Share out what is free; of two officers at once, one does and the other is told."""
    office = rights.office_for(auth.actor(), request.form.get("kantor", ""))
    wish = Sharing(
        office=office,
        amount=_number(posting.text("jumlah")),
        why=posting.text("alasan"),
        seen=_number(posting.text("dilihat"), _KEY_DIGITS) or 0,
    )
    try:
        made = sharing.share_out(asking.kernel(), asking.as_posted(), wish)
    except SharingInvalid as refused:
        return _page(refused.faults), 422
    except (SharedMeanwhile, NothingToShare) as refused:
        return _page(told=overriding.tell(refused)), errors.status_of(refused)
    flash(
        gettext(
            "%(given)s of %(count)s cases in the line have a blanko now.",
            given=made.granted,
            count=made.waiting,
        ),
        "success",
    )
    return redirect(url_for("allocating.whole", allocation=made.key), 303)


@blueprint.get("/kasus/<key:case>/giliran")
@allow()
def of_case(case: int) -> ResponseReturnValue:
    """A case's place now and in every allocation, for who may read it; why others went before."""
    kernel, actor = asking.kernel(), auth.actor()
    row = reading.case(kernel, actor, case).row
    found = allocations.standings(kernel, actor, row.root_key)
    turn = prospects.of_case(kernel, row.root_key)
    if not found and turn is None:
        raise NotFound(kind="allocation", key=str(case))
    return render_template(
        "pages/standings.html",
        case=row,
        turn=turn,
        standings=tuple(reversed(found)),
        words=stockwords,
        reads=readers.may_read(actor),
        keeps=readers.LANE in actor.groups,
    )


@blueprint.app_template_global("was_passed")
def was_passed(case: int) -> bool:
    """Whether a root case was passed out of turn: its page says so."""
    return allocations.was_passed(asking.kernel(), case)


@blueprint.get("/alokasi/<key:allocation>")
@allow("work", "supervise", "administer", "audit")
def whole(allocation: int) -> ResponseReturnValue:
    """A whole ranking under both policies beside pure FIFO, for who may read the books."""
    made, ranks = allocations.ranking_of(asking.kernel(), auth.actor(), allocation)
    return render_template("pages/allocation.html", made=made, ranks=ranks, words=stockwords)


def _page(faults: tuple[Fault, ...] = (), told: str = "") -> str:
    kernel, actor, office = asking.kernel(), auth.actor(), _office()
    amount = _number(request.args.get("lembar", "").strip())
    if amount == _NONE:
        amount, faults = None, (*faults, posting.fault("lembar", "Type a whole number."))
    prospect = prospects.of_line(kernel, actor, office, amount)
    before = _number(request.args.get("sebelum", ""), _KEY_DIGITS)
    made = allocations.made(kernel, actor, office, before=before)
    whole_line = request.args.get("antrean") == "lengkap"
    return render_template(
        "pages/allocations.html",
        prospect=prospect if whole_line else _cut(prospect),
        waiting=len(prospect.ranks),
        made=made,
        older=made[-1].key if len(made) == PAGE else None,
        is_first=before is None,
        pending=overrides.pending(kernel, actor, office),
        values={"lembar": request.args.get("lembar", ""), **posting.typed("jumlah", "alasan")},
        faults=faults,
        told=told,
        keeps=readers.LANE in actor.groups,
        decides=overriding.LANE in actor.groups,
        office=office,
        words=stockwords,
    )


def _cut(prospect: Prospect) -> Prospect:
    """The head of the line, and whoever else would get a blanko."""
    shown = max(_SHOWN, min(prospect.amount, _MOST_SHOWN))
    return replace(prospect, ranks=prospect.ranks[:shown])


def _office() -> str:
    return request.form.get("kantor", "") or booking.office()


def _number(text: str, longest: int = _DIGITS) -> int | None:
    """A whole number from 0; None for nothing, _NONE for what is none."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else _NONE


for _address, _name, _view, _methods in overriding.ADDRESSES:
    blueprint.add_url_rule(_address, _name, _view, methods=_methods)
