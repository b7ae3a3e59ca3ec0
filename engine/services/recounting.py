"""Counts due instants anew after an office's calendar has changed: one logged command a case.

Which days are open is the office's to say; how working time is counted is `engine.rules.calendars`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.rules import calendars, iso8601
from engine.services import jobwork, rights
from engine.services.kernel import Kernel, Request
from engine.services.turns import close_turn, open_turn
from engine.store import timers
from engine.store.keys import id_of
from engine.store.timers import Timer
from engine.values import Calendar, CaseState, MoveTimers


def recount(kernel: Kernel, request: Request, office: str, reason: str) -> int:
    """Move every waiting timer of the office that its calendars now count otherwise.

    Each case in its own transaction, from the instant its timer was counted from; how many cases
    were moved. A timer whose new instant has passed fires with the next sweep. Timers that fired
    stay fired. Needs the right "administer" in the office; asked again, it moves nothing.

    Raises:
        RightMissing, OfficeForbidden, ReasonMissing.
    """
    rights.require(request.actor, "administer")
    office, reason = rights.office_for(request.actor, office), rights.reason(reason)
    with kernel.reads.begin() as session:
        roots = timers.roots_counting(session, office)
    return sum(_recount(kernel, request, root, reason) for root in roots)


def would_move(kernel: Kernel, request: Request, office: str, known: Mapping[str, Calendar]) -> int:
    """How many cases `recount` would move if the office's calendars were these; moves nothing.

    Needs the right "administer" in the office. Timers that fall due meanwhile make the two differ.

    Raises:
        RightMissing, OfficeForbidden.
    """
    rights.require(request.actor, "administer")
    office = rights.office_for(request.actor, office)
    with kernel.reads.begin() as session:
        roots = timers.roots_counting(session, office)
        return sum(bool(_moved(session, root, known)) for root in roots)


def _recount(kernel: Kernel, request: Request, root_key: int, reason: str) -> bool:
    with kernel.sessions.begin() as session:
        turn = open_turn(kernel, session, request, root_key)
        if turn.state is not CaseState.ACTIVE:
            return False
        known = kernel.inputs(session, turn.case.office, turn.now).calendars
        due = _moved(session, root_key, known)
        if due:
            jobwork.carry_out(turn, MoveTimers(due=due, reason=reason))
            close_turn(turn)
    return bool(due)


def _moved(session: Session, root_key: int, known: Mapping[str, Calendar]) -> dict[int, datetime]:
    """The case's timers that these calendars count otherwise: timer id -> the new instant."""
    return {
        id_of(timer.key): instant
        for timer in timers.of_case(session, root_key)
        if (instant := _counted(timer, known)) is not None and instant != timer.due_at
    }


def _counted(timer: Timer, known: Mapping[str, Calendar]) -> datetime | None:
    """When the timer is due by the calendar as it is now; None when no calendar counts it."""
    calendar = known.get(timer.calendar)
    if calendar is None or timer.since is None:
        return None
    try:
        return calendars.due(calendar, timer.since, iso8601.parse_duration(timer.expression))
    except iso8601.TextInvalid:  # a date: nothing was counted
        return None
