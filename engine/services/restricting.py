"""Closes the data of single cases to most officers. Decides nothing about who works on what.

A case is closed while a variable of the name the installation chose is true anywhere in it. What it
holds then reads, for everybody outside the named groups, as data that were erased do; that it
exists, its number and its progress stay to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from engine.store import coding, recording, variables
from engine.store.sealing import DataKey
from engine.values import Actor

#: the right that sees through every restriction
_ALL: Final = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """`flag`: the variable that closes a case ("" closes none); `groups`: who goes on seeing it."""

    flag: str = ""
    groups: frozenset[str] = field(default_factory=frozenset)

    def binds(self, actor: Actor) -> bool:
        """Tell whether a closed case is closed to this actor; services of the system see it."""
        return bool(self.flag) and not (
            actor.kind == "service" or _ALL in actor.rights or actor.groups & self.groups
        )


NOTHING: Final = Restriction()


def key_for(
    restriction: Restriction, session: Session, actor: Actor, root_key: int, key: DataKey | None
) -> DataKey | None:
    """The key of a root case if it is open to the actor, else None, as if it had been destroyed."""
    if key is None or not restriction.binds(actor):
        return key
    for row in variables.named(session, root_key, restriction.flag):
        place = recording.bound("variable", root_key, row.scope, row.name)
        if coding.from_bytes(key.open(row.value, place)) is True:
            return None
    return key
