"""The allocations a case was ranked in: its place, who overtook it and why. Allocates nothing."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from api import asking, auth
from api.access import allow
from engine.errors import NotFound
from engine.services import reading
from office.stock import allocations
from office.stock.ranking import Criterion
from office.stock.rankings import Occasion

blueprint = Blueprint("allocating", __name__)

OCCASIONS: Final = {
    Occasion.KIRIMAN: lazy_gettext("a delivery"),
    Occasion.TANGAN: lazy_gettext("by an officer"),
    Occasion.SATU: lazy_gettext("one case's turn"),
    Occasion.OVERRIDE: lazy_gettext("out of turn"),
}
REASONS: Final = {
    Criterion.PERTAMA: lazy_gettext("first in the line"),
    Criterion.KELAS: lazy_gettext("another class"),
    Criterion.CETAK_ULANG: lazy_gettext("its print had failed"),
    Criterion.WAKTU_PRR: lazy_gettext("print-ready earlier"),
    Criterion.NO_REGISTER: lazy_gettext("register number"),
}


@blueprint.get("/kasus/<key:case>/giliran")
@allow()
def of_case(case: int) -> ResponseReturnValue:
    """Every allocation of a case the reader may see; why others stand before it."""
    kernel, actor = asking.kernel(), auth.actor()
    row = reading.case(kernel, actor, case).row
    found = allocations.standings(kernel, actor, row.root_key)
    if not found:
        raise NotFound(kind="allocation", key=str(case))
    return render_template(
        "pages/standings.html",
        case=row,
        standings=tuple(reversed(found)),
        occasions=OCCASIONS,
        reasons=REASONS,
        supervises="supervise" in actor.rights,
    )


@blueprint.get("/alokasi/<key:allocation>")
@allow("supervise")
def whole(allocation: int) -> ResponseReturnValue:
    """A whole ranking under both policies beside pure FIFO, for the camat and the Kasi."""
    made, ranks = allocations.ranking_of(asking.kernel(), auth.actor(), allocation)
    return render_template(
        "pages/allocation.html", made=made, ranks=ranks, occasions=OCCASIONS, reasons=REASONS
    )
