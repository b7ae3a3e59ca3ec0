"""Who may change the office itself. Rights over cases and tasks are `engine.rules.assignment`."""

from __future__ import annotations

from engine.services import rights
from engine.values import Actor


def require(actor: Actor, right: str, office: str) -> None:
    """Let pass only who holds `right` and serves `office`.

    Raises:
        RightMissing: the actor lacks the right.
        OfficeForbidden: the office is not one of the actor's.
    """
    rights.require(actor, right)
    rights.office_for(actor, office)
