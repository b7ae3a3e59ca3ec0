"""Which office a page is about: the one named (`kantor`), the reader's only one, or the first."""

from __future__ import annotations

from flask import request

from api import asking, auth
from engine.services import rights
from office import offices


def office() -> str:
    """The code of the office, by query or form field `kantor`.

    Raises:
        OfficeForbidden: the reader does not serve the office that is named.
    """
    actor = auth.actor()
    named = request.values.get("kantor", "") or rights.only_office(actor)
    return rights.office_for(actor, named or _first())


def _first() -> str:
    """For who serves all offices: the first that is registered."""
    actor = auth.actor()
    with asking.kernel().reads() as session:
        served = [code for code in offices.codes(session) if actor.offices & {code, "*"}]
    return served[0] if served else ""
