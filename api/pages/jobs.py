"""Jobs: what machines have to do, by type and state; and letting one be tried at once, with reason.

Completing and failing them is for workers, over /v2.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth
from api.access import allow
from api.pages import diagrams, posting, reassigning
from engine.errors import Fault
from engine.services import jobs, reading
from engine.services.reading.troubled import IncidentQuery, JobQuery
from engine.values import JobState

blueprint = Blueprint("jobs", __name__)

_PAGE_SIZE: Final = 50
_MOST_RETRIES: Final = 100
_DIGITS: Final = 3
STATES: Final = {
    JobState.CREATED: lazy_gettext("waits or is at work"),
    JobState.FAILED: lazy_gettext("failed: incident"),
    JobState.COMPLETED: lazy_gettext("done"),
    JobState.CANCELED: lazy_gettext("taken back"),
}


@blueprint.get("/pengawasan/pekerjaan")
@allow("supervise", "administer")
def show() -> ResponseReturnValue:
    kernel, actor = asking.kernel(), auth.actor()
    state = request.args.get("keadaan", "")
    query = JobQuery(
        state=state if state in set(STATES) else JobState.CREATED.value,
        type=request.args.get("jenis", "").strip(),
        size=_PAGE_SIZE,
        after=request.args.get("sesudah", ""),
    )
    return render_template(
        "pages/jobs.html",
        page=reading.jobs(kernel, actor, query),
        types=reading.job_types(kernel, actor, query.state),
        query=query,
        states=STATES,
        now=kernel.clock.now(),
        name_of=diagrams.name_of,
    )


@blueprint.get("/pengawasan/pekerjaan/<key:job>")
@allow("supervise", "administer")
def show_one(job: int) -> ResponseReturnValue:
    return _page(job)


@blueprint.post("/pengawasan/pekerjaan/<key:job>/coba")
@allow("administer")
def hasten(job: int) -> ResponseReturnValue:
    """Give it tries and end its back-off; the case keeps the reason as a note."""
    faults = (*_retries_faults(), *reassigning.reason_faults())
    if faults:
        return _page(job, faults), 422
    found = reading.job(asking.kernel(), auth.actor(), job)
    retries = int(posting.text("percobaan"))
    why = gettext(
        "Job %(type)s was put forward with %(retries)s tries. Reason: %(reason)s",
        type=found.type,
        retries=retries,
        reason=posting.text("alasan"),
    )
    jobs.hasten(asking.kernel(), asking.as_posted(), job, retries, reason=why)
    flash(gettext("The job is tried at once."), "success")
    return redirect(url_for("jobs.show_one", job=job), 303)


def _retries_faults() -> tuple[Fault, ...]:
    text = posting.text("percobaan")
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    if is_number and 1 <= int(text) <= _MOST_RETRIES:
        return ()
    return (posting.fault("percobaan", "Type a number from 1 to 100."),)


def _page(job: int, faults: tuple[Fault, ...] = ()) -> str:
    kernel, actor = asking.kernel(), auth.actor()
    found = reading.job(kernel, actor, job)
    query = IncidentQuery(case_key=found.root_key, element=found.element)
    open_ones = reading.incidents(kernel, actor, query).items
    values = posting.typed("percobaan", "alasan")
    return render_template(
        "pages/job.html",
        job=found,
        incident=next((one for one in open_ones if one.job_key == job), None),
        may_hasten="administer" in actor.rights and found.state == JobState.CREATED,
        values=values if faults else {"percobaan": "3"},
        faults=faults,
        states=STATES,
        now=kernel.clock.now(),
        name_of=diagrams.name_of,
    )
