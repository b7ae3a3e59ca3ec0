"""Rights by name, offices and reasons: what every write asks first. Deny by default."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from engine.errors import Fault, Forbidden, Invalid
from engine.values import Actor

_LONGEST_REASON: Final = 4_000
#: properties of a start event in the diagram (docs/diagrams.md)
START_RIGHT: Final = "startRight"
START_VARIABLES: Final = "startVariables"


class RightMissing(Forbidden):
    """The actor lacks a named right."""

    code = "right-missing"
    message = "This needs the right %(right)s. Ask your administrator for it."


class StartVariablesForbidden(Forbidden):
    """The procedure takes these variables from its own steps, not from whoever starts it."""

    code = "start-variables-forbidden"
    message = "A case of this procedure begins without %(names)s. Start it without them."


class OfficeForbidden(Forbidden):
    """The actor does not serve the office, or must say which of several is meant."""

    code = "office-forbidden"
    message = "You do not serve this office, or serve several: name one of yours."


class ReasonMissing(Invalid):
    """What changes the record by hand needs a reason of 1 to 4,000 characters."""

    code = "reason-missing"
    message = "Give a reason (at most 4,000 characters); it is kept with the case."


def require(actor: Actor, *rights: str) -> None:
    """Ask for at least one of these rights.

    Raises:
        RightMissing: the actor has none of them.
    """
    if not actor.rights & set(rights):
        raise RightMissing(right=" / ".join(rights))


def require_start(actor: Actor, properties: Mapping[str, str], given: Collection[str] = ()) -> None:
    """Ask whether the actor may begin a case at a start event with these properties.

    `startRight` names the right it takes; `startVariables` lists, with commas, the only variables
    (`given` are the names there are) that may come along, "" none. Who has the right "administer",
    and services, begin anything: without this, whoever may start a case could say where it stands.

    Raises:
        RightMissing: the right is missing.
        StartVariablesForbidden: other variables came along.
    """
    if actor.kind == "service" or "administer" in actor.rights:
        return
    right = properties.get(START_RIGHT, "")
    if right:
        require(actor, right)
    if START_VARIABLES in properties:
        allowed = {name.strip() for name in properties[START_VARIABLES].split(",")}
        names = sorted(set(given) - allowed)
        if names:
            raise StartVariablesForbidden(names=", ".join(names))


def office_for(actor: Actor, office: str) -> str:
    """The office meant: the one named, or the actor's only one.

    Raises:
        OfficeForbidden: it is not the actor's, or there is no single one.
    """
    if not office and only_office(actor):
        return only_office(actor)
    if "*" in actor.offices or (office and office in actor.offices):
        return office
    raise OfficeForbidden


def only_office(actor: Actor) -> str:
    """The single office that the actor serves; "" when there are several, or all of them."""
    return (
        next(iter(actor.offices)) if len(actor.offices - {"*"}) == len(actor.offices) == 1 else ""
    )


def reason(text: str) -> str:
    """The reason without outer blanks.

    Raises:
        ReasonMissing: there is none, or it is too long.
    """
    text = text.strip()
    if not 0 < len(text) <= _LONGEST_REASON:
        raise ReasonMissing((Fault(rule=ReasonMissing.code, message=ReasonMissing.message),))
    return text
