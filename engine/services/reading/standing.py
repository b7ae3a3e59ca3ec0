"""Where cases stand: the elements begun and not ended. Names nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from engine.services.kernel import Kernel
from engine.services.reading import scoping
from engine.services.reading.views import StepView
from engine.store.cases import Case
from engine.store.log import HistoryEvent
from engine.values import Actor, Happened

#: what only encloses the element that is waited at
_FRAMES: Final = ("process", "subProcess", "callActivity")
_ENDINGS: Final = (Happened.COMPLETED.value, Happened.TERMINATED.value)


def steps(
    kernel: Kernel, actor: Actor, root_keys: Collection[int]
) -> Mapping[int, tuple[StepView, ...]]:
    """Where each of these root cases waits now, its called cases' steps too, oldest first.

    One query for all (at most 200). Cases of other offices, and those that wait nowhere, are left
    out. Events that only lie in wait, at a boundary or for an event sub-process, are no steps.

    Raises:
        RightMissing: the actor has no right to read cases.
        PageInvalid: more than 200 cases were asked for.
    """
    scoping.require_member(actor)
    if not root_keys:
        return {}
    scoping.require_size(len(root_keys))
    wanted = _open(root_keys).where(scoping.in_offices(Case.office, actor))
    with kernel.reads.begin() as session:
        found = [
            StepView(root_key=root, case_key=case, definition_key=of, element=element, since=at)
            for root, case, of, element, at in session.execute(wanted)
        ]
    return {root: tuple(group) for root, group in groupby(found, key=lambda step: step.root_key)}


def _open(root_keys: Collection[int]) -> Select[int, int, int, str, datetime]:
    ending = aliased(HistoryEvent)
    ended = exists().where(
        ending.root_key == HistoryEvent.root_key,
        ending.created_month == HistoryEvent.created_month,
        ending.case_key == HistoryEvent.case_key,
        ending.instance == HistoryEvent.instance,
        ending.happened.in_(_ENDINGS),
    )
    columns = (
        HistoryEvent.root_key,
        HistoryEvent.case_key,
        Case.definition_key,
        HistoryEvent.element,
        HistoryEvent.at,
    )
    return (
        select(*columns)
        .join(Case, Case.key == HistoryEvent.case_key)
        .where(
            HistoryEvent.root_key.in_(root_keys),
            HistoryEvent.happened == Happened.ACTIVATED.value,
            HistoryEvent.type.not_in(_FRAMES),
            ~ended,
        )
        .order_by(HistoryEvent.root_key, HistoryEvent.seq, HistoryEvent.ordinal)
    )
