"""Fires a case's due timers before anything else is judged: each its own committed transaction.

In one transaction with an officer's command a refusal ("your task was just cancelled by its timer")
would roll the timer back too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.errors import CaseNotActive, StepRefused
from engine.services import delivering, jobwork
from engine.services.kernel import Kernel, Request
from engine.services.turns import close_turn, open_turn
from engine.store import timers
from engine.store.keys import id_of
from engine.values import SYSTEM_ACTOR, CaseState, FireTimer

#: Timers of one case fired before one command; a cycle that never catches up is left to the sweep.
MOST_BEFORE: Final = 50


def fire_due(kernel: Kernel, root_key: int, occurred_at: datetime | None) -> int:
    """Fire the timers of a case that are due, the oldest due first; how many were fired.

    `occurred_at` is that of a late entry: then only those due by that instant, and at that instant.
    """
    for fired in range(MOST_BEFORE):
        with kernel.reads.begin() as session:
            due = timers.due_of_case(session, root_key, occurred_at or kernel.clock.now())
        if not due or not fire(kernel, due[0], occurred_at):
            return fired
    return MOST_BEFORE


def fire(kernel: Kernel, timer_key: int, occurred_at: datetime | None = None) -> bool:
    """Fire one timer in its own transaction; False when it is gone, or its case does not run.

    It fires at the clock's now, or before a late entry at that entry's instant, marked as late.
    """
    root_key = timer_key - id_of(timer_key)
    request = Request(actor=SYSTEM_ACTOR, occurred_at=occurred_at)
    try:
        with kernel.sessions.begin() as session:
            turn = open_turn(kernel, session, request, root_key)
            if turn.state is not CaseState.ACTIVE or not timers.is_waiting(session, timer_key):
                return False
            jobwork.carry_out(turn, FireTimer(timer=id_of(timer_key)))
            close_turn(turn)
    except (StepRefused, CaseNotActive):
        return False
    delivering.drain(kernel, turn.follow_ups)
    return True
