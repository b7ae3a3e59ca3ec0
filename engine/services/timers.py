"""Fires due timers, each in its own transaction and exactly once."""

from __future__ import annotations

import logging

from engine.errors import NotFound
from engine.services import answers, delivering, jobwork, notes, rights, settling, starting
from engine.services.kernel import Kernel, Request
from engine.services.receipts import TimerReceipt
from engine.services.turns import begin_turn, close_turn, require_active
from engine.services.writing import on_case
from engine.store import definitions, timers
from engine.store.cases import Case
from engine.store.keys import id_of
from engine.values import SYSTEM_ACTOR, MoveTimers, StartCase

_SYSTEM = Request(actor=SYSTEM_ACTOR)
_log = logging.getLogger(__name__)


def run_due(kernel: Kernel, limit: int = 500) -> int:
    """Sweep: fire timers due at the clock's now, the oldest due first; how many were fired.

    Timers of suspended cases wait. Timer start events begin new cases. Several sweeps at once are
    safe: the case's lock decides, the later one finds the timer gone.
    """
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        due = timers.due(session, now, limit)
        starts = [
            (row.definition_key, row.element) for row in definitions.due_starts(session, now, limit)
        ]
    fired = 0
    for timer_key in due:
        fired += _safely_fire(kernel, timer_key)
    for definition_key, element in starts:
        fired += _safely_start(kernel, definition_key, element)
    return fired


def fire_now(kernel: Kernel, request: Request, timer_key: int, *, reason: str) -> TimerReceipt:
    """Fire a waiting timer before its time; right "administer", with reason.

    Logged as what it is: a note with the reason, the actor moves the timer's instant to now, then
    it fires as any that is due, by the system; where not at once, the next sweep does it.

    Raises:
        NotFound: no such timer waits.
        ReasonMissing, CaseNotActive.
    """
    rights.require(request.actor, "administer")
    why = rights.reason(reason)
    asked = answers.fingerprint("fire-timer", timer_key, why)
    with on_case(kernel, request, timer_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, TimerReceipt)
        if earlier is not None:
            return earlier
        require_active(turn)
        if not timers.is_waiting(turn.session, timer_key):
            raise NotFound(kind="waiting timer", key=str(timer_key))
        notes.put(turn, turn.case.key, why)
        jobwork.carry_out(turn, MoveTimers(due={id_of(timer_key): turn.now}, reason=why))
        receipt = TimerReceipt(key=timer_key, case_key=turn.case.key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    _safely_fire(kernel, timer_key)
    return receipt


def _safely_fire(kernel: Kernel, timer_key: int) -> bool:
    """One case that cannot be stepped must not stop the others' timers."""
    try:
        return settling.fire(kernel, timer_key)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the others are due too
        _log.warning("timer %s does not fire: %s", timer_key, type(error).__name__)
        return False


def _safely_start(kernel: Kernel, definition_key: int, element: str) -> bool:
    try:
        return _start(kernel, definition_key, element)
    except Exception as error:  # noqa: BLE001  # as above
        _log.warning("definition %s does not start: %s", definition_key, type(error).__name__)
        return False


def _start(kernel: Kernel, definition_key: int, element: str) -> bool:
    with kernel.sessions.begin() as session:
        row, now = (
            definitions.lock_start_timer(session, definition_key, element),
            kernel.clock.now(),
        )
        if row is None or row.due_at > now:
            return False
        if not starting.move_on(row, kernel.inputs(session, row.office, now).context, now):
            session.delete(row)
        what = kernel.catalogue.process(session, definition_key)
        case = Case(business_key="", office=row.office)
        turn = begin_turn(kernel, session, _SYSTEM, what, case=case)
        jobwork.carry_out(turn, StartCase(definition=definition_key, start_element=element))
        close_turn(turn)
    delivering.drain(kernel, turn.follow_ups)
    return True
