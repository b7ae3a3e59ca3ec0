"""Who may change the office itself. Rights over cases and tasks are `engine.rules.assignment`."""

from __future__ import annotations

from engine.errors import Forbidden
from engine.services import rights
from engine.values import Actor


class LaneMissing(Forbidden):
    """The actor does not work in the lane whose work this is."""

    code = "lane-missing"
    message = "This is the work of %(lane)s. Ask somebody of that lane."


def require(actor: Actor, right: str, office: str) -> None:
    """Let pass only who holds `right` and serves `office`.

    Raises:
        RightMissing: the actor lacks the right.
        OfficeForbidden: the office is not one of the actor's.
    """
    rights.require(actor, right)
    rights.office_for(actor, office)


def require_lane(actor: Actor, lane: str, office: str) -> None:
    """Let pass only who works in a lane of `office`.

    Raises:
        LaneMissing: the actor does not work there.
        OfficeForbidden: the office is not one of the actor's.
    """
    if lane not in actor.groups:
        raise LaneMissing(lane=lane)
    rights.office_for(actor, office)
