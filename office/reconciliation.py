"""The blanko used up beside the cards there must be for them. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from office.cards import Card, CardState
from office.stock.ledger import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Blanko used (PAKAI) beside the cards this office printed, by state.

    A card between its PAKAI and its shelf is in one step with both, so the two never differ.
    """

    used: int
    cards: Mapping[CardState, int]

    @property
    def holds(self) -> bool:
        """PAKAI = SIAP + DISERAHKAN + TERBLOKIR + MUSNAH."""
        return self.used == sum(self.cards.values())


def reconcile(session: Session, office: str) -> Reconciliation:
    """Count the blanko used up and the cards there must be for them (domain.md 4.5)."""
    used = (
        select(func.count())
        .select_from(Line)
        .where(Line.kantor == office, Line.jenis == "PAKAI", Line.bahan == "BLANKO")
    )
    counted = (
        select(Card.status, func.count())
        .where(Card.kantor == office, Card.permintaan.is_(None))
        .group_by(Card.status)
    )
    return Reconciliation(
        used=session.execute(used).scalar_one(),
        cards={CardState(state): n for state, n in session.execute(counted)},
    )
