"""Incidents: what stands still and why, and trying again, singly or all that are ticked."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from api import asking, auth
from api.access import allow
from api.keys import read_key
from api.pages import diagrams
from engine.services import incidents, reading
from engine.services.reading.views import IncidentQuery

blueprint = Blueprint("incidents", __name__)

_PAGE_SIZE = 50


@blueprint.get("/insiden")
@allow("administer", "supervise", "audit")
def show() -> ResponseReturnValue:
    query = IncidentQuery(size=_PAGE_SIZE, after=request.args.get("sesudah", ""))
    page = reading.incidents(asking.kernel(), auth.actor(), query)
    return render_template(
        "pages/incidents.html",
        page=page,
        may_retry="administer" in auth.actor().rights,
        name_of=diagrams.name_of,
    )


@blueprint.post("/insiden/ulang")
@allow("administer")
def retry() -> ResponseReturnValue:
    keys = tuple(filter(None, map(read_key, request.form.getlist("insiden"))))
    if not keys:
        flash(gettext("Tick at least one incident."), "warning")
        return redirect(url_for("incidents.show"), 303)
    receipts = incidents.retry_many(asking.kernel(), asking.as_posted(), keys)
    mended = sum(receipt.resolved for receipt in receipts)
    left = len(receipts) - mended
    if mended:
        flash(
            ngettext(
                "%(num)s incident was tried again.", "%(num)s incidents were tried again.", mended
            ),
            "success",
        )
    if left:
        flash(
            ngettext(
                "%(num)s incident could not be tried again.",
                "%(num)s incidents could not be tried again.",
                left,
            ),
            "error",
        )
    return redirect(url_for("incidents.show"), 303)
