"""Waiting timers by due instant: which case, which clock of its diagram, by which calendar; and
firing one before its time, for the administrator, with reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, texts
from api.access import allow
from api.pages import diagrams, posting, reassigning
from engine.bpmn.model import Node
from engine.errors import Fault
from engine.services import reading, timers
from engine.services.reading import TimerQuery, WaitingTimer

blueprint = Blueprint("timers", __name__)

_PAGE_SIZE: Final = 50
_LATE: Final = TimerQuery(overdue=True, size=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A timer in words: its own name, and the step whose time it measures ("" for the case's)."""

    timer: WaitingTimer
    name: str
    step: str
    interrupts: bool


@blueprint.get("/pengawasan/pewaktu")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    kernel, actor, asked = asking.kernel(), auth.actor(), request.args
    query = TimerQuery(
        overdue=asked.get("hanya", "") == "terlambat",
        process_id=asked.get("prosedur", "").strip(),
        business_key=asked.get("nomor", "").strip(),
        size=_PAGE_SIZE,
        after=asked.get("sesudah", ""),
    )
    page = reading.timers(kernel, actor, query)
    late = page.total if query.overdue else reading.timers(kernel, actor, _LATE).total
    return render_template(
        "pages/timers.html",
        page=page,
        clocks=[_clock(row) for row in page.items],
        query=query,
        late=late,
        procedures=_procedures(),
        may_fire="administer" in actor.rights,
    )


@blueprint.get("/pengawasan/pewaktu/<key:timer>")
@allow("administer")
def show_one(timer: int) -> ResponseReturnValue:
    return _page(timer)


@blueprint.post("/pengawasan/pewaktu/<key:timer>/bunyikan")
@allow("administer")
def fire(timer: int) -> ResponseReturnValue:
    faults = reassigning.reason_faults()
    if faults:
        return _page(timer, faults), 422
    why = posting.text("alasan")
    receipt = timers.fire_now(asking.kernel(), asking.as_posted(), timer, reason=why)
    flash(gettext("The clock rang. The history of the case says who let it ring."), "success")
    return redirect(url_for("cases.show", case=receipt.case_key), 303)


def _page(timer: int, faults: tuple[Fault, ...] = ()) -> str:
    found = reading.timer(asking.kernel(), auth.actor(), timer)
    return render_template(
        "pages/timer.html",
        clock=_clock(found),
        values=posting.typed("alasan"),
        faults=faults,
    )


def _clock(timer: WaitingTimer) -> Clock:
    node = diagrams.nodes_of(timer.definition_key).get(timer.element)
    step = node.attached_to if node is not None else ""
    return Clock(
        timer=timer,
        name=diagrams.name_of(timer.definition_key, timer.element),
        step=diagrams.name_of(timer.definition_key, step) if step else "",
        interrupts=_interrupts(node),
    )


def _interrupts(node: Node | None) -> bool:
    return node is not None and bool(node.attached_to) and node.interrupting


def _procedures() -> dict[str, str]:
    """The newest version of each procedure: id to name."""
    found = reading.definitions(asking.kernel(), auth.actor())
    return {each.id: texts.said(each.name) or each.id for each in found}
