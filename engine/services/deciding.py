"""Makes the newest deployed decision outside a case, for what an office decides over many cases."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services.catalogue import Catalogue, DeployedDecision
from engine.store import definitions


def newest(catalogue: Catalogue, session: Session, decision_id: str) -> DeployedDecision:
    """The decision as deployed last; evaluate it with `engine.dmn.evaluation`.

    What a case decides by stays with the version it is bound to; this is not for steps of a case,
    whose inputs are logged.

    Raises:
        NotFound: no such decision is deployed.
    """
    keys = catalogue.latest(session, definitions.newest_deployment(session))
    key = keys.get(f"decision:{decision_id}")
    if key is None:
        raise NotFound(kind="decision", key=decision_id)
    return catalogue.decision(session, key)
