"""Who may change the office itself. Rights over cases and tasks are `engine.rules.assignment`."""

from __future__ import annotations

from engine.errors import Forbidden
from engine.values import Actor


class RightMissing(Forbidden):
    """The actor lacks a named right, or asks for an office that is not his."""

    code = "right-missing"
    message = "This needs the right %(right)s in office %(office)s. Ask the administrator."


def require(actor: Actor, right: str, office: str) -> None:
    """Let pass only who holds `right` and works for `office`.

    Raises:
        RightMissing: otherwise.
    """
    if right not in actor.rights or not actor.offices & {office, "*"}:
        raise RightMissing(right=right, office=office)
