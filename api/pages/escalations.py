"""Escalations: what is open by age and level, who was told by what and whether it arrived; taking
over, handing to another; and how the reader wants to be told.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth
from api.access import allow
from api.pages import attending, diagrams, outcomes, posting, reassigning
from api.pages.outcomes import Way
from engine.errors import Fault
from engine.services import bulk, rights
from engine.services.reading import Page
from office.escalations import contacts, looking
from office.escalations.contacts import ContactInvalid, NewContact
from office.escalations.contacts import Way as Choice
from office.escalations.looking import EscalationQuery, Shown
from office.notices.rows import NoticeState
from office.notices.texts import Channel

blueprint = Blueprint("escalations", __name__)
blueprint.after_app_request(attending.attend)

_PAGE_SIZE: Final = reassigning.MOST
_STATES: Final = {
    NoticeState.DIANTRE: lazy_gettext("waits to be sent"),
    NoticeState.TERKIRIM: lazy_gettext("sent"),
    NoticeState.SAMPAI: lazy_gettext("arrived"),
    NoticeState.DIBACA: lazy_gettext("read"),
    NoticeState.GAGAL: lazy_gettext("did not arrive"),
    NoticeState.BATAL: lazy_gettext("taken back"),
}
_CHANNELS: Final = {Channel.WHATSAPP: "WhatsApp", Channel.SMS: "SMS"}
_WAYS: Final = {
    Choice.WHATSAPP_SMS: lazy_gettext("by WhatsApp, and by SMS where that does not arrive"),
    Choice.WHATSAPP: lazy_gettext("by WhatsApp"),
    Choice.SMS: lazy_gettext("by SMS"),
    Choice.TIDAK: lazy_gettext("not at all"),
}
#: a field of the page's form by that of the office's
_FIELDS: Final = {"way": "cara", "number": "nomor"}


@blueprint.get("/pengawasan/eskalasi")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    """The reader's office; who serves all of them names one: `?kantor=327316`."""
    return _list(())


@blueprint.post("/pengawasan/eskalasi/alihkan")
@allow("supervise")
def reassign() -> ResponseReturnValue:
    faults = reassigning.faults(needs_officer=True)
    if faults:
        return _list(faults), 422
    return reassigning.reassign(_names(), _back())


@blueprint.post("/pengawasan/eskalasi/ambil")
@allow("supervise")
def take_over() -> ResponseReturnValue:
    """Take what is ticked oneself, whoever holds it, with reason."""
    faults = reassigning.faults(needs_officer=False)
    if faults:
        return _list(faults), 422
    kernel, why, names = asking.kernel(), posting.text("alasan"), _names()
    done = bulk.each(
        asking.as_posted(),
        reassigning.ticked(),
        lambda asked, key: looking.take_over(kernel, asked, key, reason=why),
    )
    return outcomes.show(gettext("Taken over"), done, names, _back())


@blueprint.get("/pengawasan/eskalasi/cara")
@allow()
def contact() -> ResponseReturnValue:
    return _contact()


@blueprint.post("/pengawasan/eskalasi/cara")
@allow()
def keep_contact() -> ResponseReturnValue:
    new = NewContact(way=posting.text("cara"), number=posting.text("nomor"))
    try:
        contacts.keep(asking.kernel(), asking.as_posted(), new)
    except ContactInvalid as refused:
        return _contact(tuple(_at_field(fault) for fault in refused.faults)), 422
    flash(gettext("Kept: that is how you will be told."), "success")
    return redirect(url_for("escalations.contact"), 303)


def _query() -> EscalationQuery:
    asked = request.values
    return EscalationQuery(
        office=asked.get("kantor", "") or rights.only_office(auth.actor()),
        level=asked.get("tingkat", ""),
        size=_PAGE_SIZE,
        after=asked.get("sesudah", ""),
    )


def _page(query: EscalationQuery) -> Page[Shown]:
    if not query.office:
        return Page(items=(), total=0)
    return looking.open_ones(asking.kernel(), auth.actor(), query)


def _list(faults: tuple[Fault, ...]) -> str:
    query, actor = _query(), auth.actor()
    office = query.office
    return render_template(
        "pages/escalations.html",
        query=query,
        page=_page(query),
        levels=looking.levels(asking.kernel(), actor, office) if office else {},
        handing=reassigning.offer(office, faults) if office else None,
        is_chosen=not rights.only_office(actor),
        address={} if rights.only_office(actor) else {"kantor": office},
        states=_STATES,
        channels=_CHANNELS,
        name_of=diagrams.name_of,
    )


def _names() -> dict[int, tuple[str, str]]:
    return reassigning.names_of(shown.task for shown in _page(_query()).items)


def _back() -> Way:
    office = None if rights.only_office(auth.actor()) else _query().office
    return Way(text=gettext("Escalations"), address=url_for("escalations.show", kantor=office))


def _contact(faults: tuple[Fault, ...] = ()) -> str:
    kept = contacts.shown(asking.kernel(), auth.actor().id)
    return render_template(
        "pages/escalation_contact.html",
        kept=kept,
        ways=_WAYS,
        values=posting.typed("cara", "nomor") if faults else {"cara": kept.way},
        faults=faults,
    )


def _at_field(fault: Fault) -> Fault:
    return Fault(
        rule=fault.rule,
        element=_FIELDS.get(fault.element, fault.element),
        message=fault.message,
        advice=fault.advice,
        params=fault.params,
    )
