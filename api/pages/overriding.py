"""Out of turn: the store's request with whom it passes, and the camat's short page to decide it.

Made for a telephone: what is needed, a reason, two buttons. The addresses are the blueprint's of
`api.pages.allocating`; what may be asked and decided is `office.stock.overrides`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from api import asking, auth, errors
from api.access import allow
from api.pages import framing, posting, stockwords
from engine.errors import AnswersInvalid, Conflict, Fault
from office.stock import overrides
from office.stock.overrides import Chance, Sought

LANE: Final = "camat"
_AGREES: Final = "setuju"
_REFUSES: Final = "tolak"


@allow("work")
def put_forward(case: int) -> ResponseReturnValue:
    """Whom the case would pass, and the field for the reason."""
    return _asking(overrides.chance(asking.kernel(), auth.actor(), case))


@allow("work")
def send(case: int) -> ResponseReturnValue:
    """Ask the camat."""
    why = posting.text("alasan")
    try:
        made = overrides.ask(asking.kernel(), asking.as_posted(), case, why)
    except AnswersInvalid as refused:
        chance = overrides.chance(asking.kernel(), auth.actor(), case)
        return _asking(chance, refused.faults), errors.status_of(refused)
    except Conflict as refused:
        return _refused(refused, why)
    text = gettext("The camat was asked to let %(number)s go first.", number=made.no_register)
    flash(text, "success")
    return redirect(url_for("allocating.index"), 303)


@allow()
def show(task: int) -> ResponseReturnValue:
    """What the camat decides, and nothing else."""
    return _deciding(overrides.sought(asking.kernel(), auth.actor(), task))


@allow()
def decide(task: int) -> ResponseReturnValue:
    """Approve or refuse."""
    kernel, why = asking.kernel(), posting.text("dasar")
    choice = request.form.get("keputusan", "")
    if choice not in {_AGREES, _REFUSES}:
        fault = posting.fault("dasar", "Choose: approve or refuse.")
        return _deciding(overrides.sought(kernel, auth.actor(), task), (fault,)), 422
    agrees = choice == _AGREES
    try:
        overrides.decide(kernel, asking.as_posted(), task, agrees=agrees, why=why)
    except AnswersInvalid as refused:
        found = overrides.sought(kernel, auth.actor(), task)
        return _deciding(found, refused.faults), errors.status_of(refused)
    except Conflict as refused:  # the page says who was faster, and keeps what was typed
        found = overrides.sought(kernel, auth.actor(), task)
        return _deciding(found, told=tell(refused)), errors.status_of(refused)
    flash(gettext("Approved.") if agrees else gettext("Refused; its turn stays."), "success")
    return redirect(url_for("allocating.show_override", task=task), 303)


ADDRESSES: Final[tuple[tuple[str, str, Callable[..., ResponseReturnValue], list[str]], ...]] = (
    ("/alokasi/dahulukan/<key:case>", "put_forward", put_forward, ["GET"]),
    ("/alokasi/dahulukan/<key:case>", "send_override", send, ["POST"]),
    ("/alokasi/lompat/<key:task>", "show_override", show, ["GET"]),
    ("/alokasi/lompat/<key:task>", "decide_override", decide, ["POST"]),
)


def tell(refused: Conflict) -> str:
    """A refusal in words, with the officer's name instead of the sign-in name."""
    params = dict(refused.params)
    if "holder" in params:
        params["holder"] = framing.person(str(params["holder"]))
    return errors.translate(refused.message, params)


def _asking(chance: Chance, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "pages/allocation_ask.html",
        chance=chance,
        rank=chance.rank,
        values=posting.typed("alasan"),
        faults=faults,
        words=stockwords,
    )


def _deciding(found: Sought, faults: tuple[Fault, ...] = (), told: str = "") -> str:
    return render_template(
        "pages/allocation_override.html",
        found=found,
        task=found.view.row,
        why=found.view.variables.get("alasan_override"),
        values=posting.typed("dasar"),
        faults=faults,
        told=told,
        words=stockwords,
    )


def _refused(refused: Conflict, typed: str) -> ResponseReturnValue:
    """Say who was faster, and show what was typed so that nothing is lost."""
    page = render_template("pages/allocation_conflict.html", detail=tell(refused), typed=typed)
    return page, errors.status_of(refused)
