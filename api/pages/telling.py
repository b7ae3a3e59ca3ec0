"""A case's history in words, and as marks on its diagram. Reads nothing by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext, lazy_gettext

from api import languages
from api.pages import diagrams
from engine.services.reading.views import CaseView, HistoryRow
from engine.services.snoozing import FOLLOW_UP
from engine.values import CaseState, Happened, MoveTimers, Reopen, SetVariables
from office.clocks import Cause

STATES: Final = {
    CaseState.ACTIVE: lazy_gettext("running"),
    CaseState.SUSPENDED: lazy_gettext("suspended"),
    CaseState.COMPLETED: lazy_gettext("completed"),
    CaseState.TERMINATED: lazy_gettext("ended early"),
}

#: whom or what a paused case waits for
CAUSES: Final = {
    Cause.PEMOHON: lazy_gettext("the applicant"),
    Cause.SIAK: lazy_gettext("SIAK, which is down"),
    Cause.PUSAT: lazy_gettext("the data centre"),
    Cause.USIA: lazy_gettext("the 17th birthday"),
    Cause.BLANKO: lazy_gettext("a blank card"),
    Cause.PENGAMBILAN: lazy_gettext("being collected"),
}

#: What a reader is told; that a flow was taken or an element begun is on the diagram only.
_WORDS: Final = {
    Happened.COMPLETED: lazy_gettext("done"),
    Happened.TERMINATED: lazy_gettext("broken off"),
    Happened.FAILED: lazy_gettext("stands still: incident"),
    Happened.RESOLVED: lazy_gettext("goes on after an incident"),
    Happened.FIRED: lazy_gettext("happened"),
    Happened.THROWN: lazy_gettext("sent"),
    Happened.DECIDED: lazy_gettext("decided by table"),
    Happened.CHANGED: lazy_gettext("data corrected"),
    Happened.MOVED: lazy_gettext("put back"),
    Happened.ASSIGNED: lazy_gettext("handed to"),
    Happened.UPDATED: lazy_gettext("due date or priority changed"),
}
_MOVE: Final = MoveTimers.__name__
_RECOUNTED: Final = lazy_gettext("due at another time")
_GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}
)
#: what machines do by themselves: told only when everything is asked for
_MECHANICAL: Final = frozenset(
    {
        "process",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "intermediateThrowEvent",
        "startEvent",
        "endEvent",
    }
)
_CATCHING: Final = frozenset({"intermediateCatchEvent", "boundaryEvent"})
_FRAMES: Final = frozenset({"process", "subProcess"})
_ENDINGS: Final = frozenset({Happened.COMPLETED, Happened.TERMINATED})
_BY_HAND: Final = frozenset({SetVariables.__name__, Reopen.__name__})
_WITH_REASON: Final = frozenset({Happened.ASSIGNED, Happened.UPDATED})
_ALWAYS_TOLD: Final = frozenset({Happened.FAILED, Happened.RESOLVED, Happened.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the history table.

    `names`: the variables that were changed by hand; `to` and `reason` of a task handed over.
    """

    at: datetime
    what: str
    step: str
    actor: str
    late: bool
    recorded_at: datetime
    names: tuple[str, ...] = ()
    to: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Space-separated element ids for the diagram's data attributes."""

    visited: str
    flows: str
    active: str
    failed: str


def tell(
    rows: tuple[HistoryRow, ...], definitions: Mapping[int, int], *, whole: bool = False
) -> list[Event]:
    """The lines worth reading, in order; with `whole` those of machines too.

    `definitions`: case key to definition key, for the elements' names.
    """
    return [
        Event(
            at=row.at,
            what=_what(row),
            step=_step(row, definitions),
            actor=row.actor,
            late=row.late,
            recorded_at=row.recorded_at,
            names=_visible(row) if row.happened == Happened.CHANGED else (),
            to=_said(row, "assignee"),
            reason=_said(row, "reason"),
        )
        for row in rows
        if _is_worth_telling(row, whole=whole)
    ]


def _is_worth_telling(row: HistoryRow, *, whole: bool) -> bool:
    if row.happened == Happened.CHANGED:  # a task's answers are told by its completion
        return row.command in _BY_HAND and bool(_visible(row))
    if row.happened == Happened.ASSIGNED:  # taking and giving back tell themselves
        return "reason" in row.detail
    if row.happened in _ALWAYS_TOLD:
        return True
    if row.happened == Happened.COMPLETED and row.type in _CATCHING:
        return False  # that it was caught is told already
    silent = _GATEWAYS if whole else _GATEWAYS | _MECHANICAL
    return row.happened in _WORDS and row.type not in silent


def _what(row: HistoryRow) -> str:
    if row.command == _MOVE:
        return str(_RECOUNTED)
    if row.happened == Happened.UPDATED and FOLLOW_UP in row.detail:
        until = row.detail[FOLLOW_UP]
        if not until:
            return str(gettext("taken up again"))
        return str(gettext("put off until %(until)s", until=languages.moment(str(until))))
    return str(_WORDS[Happened(row.happened)])


def _visible(row: HistoryRow) -> tuple[str, ...]:
    return tuple(name for name in row.variables if not name.startswith("_"))


def _said(row: HistoryRow, member: str) -> str:
    return str(row.detail.get(member) or "") if row.happened in _WITH_REASON else ""


def _step(row: HistoryRow, definitions: Mapping[int, int]) -> str:
    definition = definitions.get(row.case_key)
    return diagrams.name_of(definition, row.element) if definition else row.element


def trace(view: CaseView, rows: tuple[HistoryRow, ...]) -> Trace:
    """What of this case's diagram was visited, which flows were taken, where it stands.

    It stands at the elements begun and not ended; events that only lie in wait (at a boundary, at
    the start of an event sub-process) are not where the case is, nor is a sub-process as a whole.
    """
    own = [row for row in rows if row.case_key == view.row.key and row.type not in _FRAMES]
    ended = {row.instance for row in own if row.happened in _ENDINGS}
    begun = [row for row in own if row.happened == Happened.ACTIVATED]
    failed = {incident.element for incident in view.incidents}
    active = {row.element for row in begun if row.instance not in ended} - failed
    return Trace(
        visited=_joined({row.element for row in own if row.happened != Happened.TAKEN}),
        flows=_joined({row.element for row in own if row.happened == Happened.TAKEN}),
        active=_joined(active) if view.row.ended_at is None else "",
        failed=_joined(failed),
    )


def _joined(ids: set[str]) -> str:
    return " ".join(sorted(ids))
