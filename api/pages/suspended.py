"""Suspended cases: why, since when, by whom; letting them go on or ending them, many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth
from api.access import allow
from api.keys import read_key
from api.pages import outcomes, posting, reassigning
from api.pages.outcomes import Way
from engine.errors import Fault
from engine.services import bulk, cases, reading
from engine.services.kernel import Kernel, Request
from engine.services.receipts import CaseReceipt

blueprint = Blueprint("suspended", __name__)

_PAGE_SIZE: Final = 50
_Change: TypeAlias = Callable[[Kernel, Request, int, str], CaseReceipt]


@blueprint.get("/pengawasan/ditangguhkan")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    return _page(())


@blueprint.post("/pengawasan/ditangguhkan/lanjut")
@allow("administer")
def resume() -> ResponseReturnValue:
    return _change(cases.resume, gettext("Cases that go on"))


@blueprint.post("/pengawasan/ditangguhkan/akhiri")
@allow("supervise")
def end() -> ResponseReturnValue:
    return _change(cases.cancel, gettext("Cases that were ended"))


def _change(change: _Change, title: str) -> ResponseReturnValue:
    chosen = list(filter(None, map(read_key, request.form.getlist("kasus"))))[:_PAGE_SIZE]
    faults = reassigning.reason_faults()
    if not chosen:
        faults = (posting.fault("kasus", "Tick at least one case."), *faults)
    if faults:
        return _page(faults), 422
    kernel, why = asking.kernel(), posting.text("alasan")
    names = {
        row.case.key: (
            row.case.business_key or str(row.case.key),
            url_for("cases.show", case=row.case.key),
        )
        for row in _rows()
    }
    done = bulk.each(asking.as_posted(), chosen, lambda asked, key: change(kernel, asked, key, why))
    back = Way(text=gettext("Suspended cases"), address=url_for("suspended.show"))
    return outcomes.show(title, done, names, back)


def _rows() -> tuple[reading.Suspension, ...]:
    after = request.values.get("sesudah", "")
    page = reading.suspended(asking.kernel(), auth.actor(), size=_PAGE_SIZE, after=after)
    return page.items


def _page(faults: tuple[Fault, ...]) -> str:
    rights = auth.actor().rights
    after = request.values.get("sesudah", "")
    return render_template(
        "pages/suspended.html",
        page=reading.suspended(asking.kernel(), auth.actor(), size=_PAGE_SIZE, after=after),
        place=after,
        may_resume="administer" in rights,
        may_end="supervise" in rights,
        ticked=set(request.form.getlist("kasus")),
        values=posting.typed("alasan"),
        faults=faults,
    )
