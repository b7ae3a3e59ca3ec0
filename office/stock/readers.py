"""Who may read the store's books. The balance is for everybody of the office; nothing is here of
who acts: that is the lane `gudang_blanko`, asked by each use case.
"""

from __future__ import annotations

from typing import Final

from engine.errors import Forbidden
from engine.services import rights
from engine.values import Actor

LANE: Final = "gudang_blanko"
_RIGHTS: Final = frozenset({"supervise", "audit", "administer"})
#: who is told when stock runs low: who asks for supply, who presses for it, who answers for it
CONCERNED: Final = frozenset({LANE, "verifikator", "camat"})


class StockReadersOnly(Forbidden):
    """Ledger, line and requests are for the store and for who supervises or audits."""

    code = "stock-readers-only"
    message = "This is for the card store and for who supervises or audits. Ask one of them."


def may_read(actor: Actor) -> bool:
    """Tell whether the actor may read ledger, line and requests of an office of theirs."""
    return LANE in actor.groups or bool(actor.rights & _RIGHTS)


def require(actor: Actor, office: str) -> str:
    """Let pass who may read the books, and give the office meant ("": the actor's only one).

    Raises:
        StockReadersOnly: the actor neither works in the store nor supervises, audits, administers.
        OfficeForbidden: the office is not the actor's, or there is no single one.
    """
    require_reader(actor)
    return rights.office_for(actor, office)


def require_reader(actor: Actor) -> None:
    """Let pass who may read the books of the offices they serve.

    Raises:
        StockReadersOnly: the actor neither works in the store nor supervises, audits, administers.
    """
    if not may_read(actor):
        raise StockReadersOnly
