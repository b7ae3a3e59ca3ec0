"""The frame of every write on a case: due timers, one transaction, then what it left to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.services import delivering, settling
from engine.services.catalogue import DeployedProcess
from engine.services.kernel import Kernel, Request
from engine.services.turns import Turn, begin_turn, close_turn, open_turn
from engine.store.cases import Case
from engine.store.keys import root_of
from engine.values import CaseState


@contextmanager
def on_case(kernel: Kernel, request: Request, key: int) -> Iterator[Turn]:
    """One transaction on the root case that the thing with this key belongs to.

    Timers due at the instant of the request are fired and committed before; inline workers run at
    the end of the block, in the same transaction; thrown messages and signals are delivered after
    it.
    """
    root_key = root_of(key)
    settled = False
    while True:
        with kernel.sessions.begin() as session:
            turn = open_turn(kernel, session, request, root_key)
            settled = settled or not turn.due_timers or turn.state is not CaseState.ACTIVE
            if settled:
                yield turn
                close_turn(turn)
                break
        # in the same transaction a refusal of the officer's command would roll the timer back
        settled = settling.fire_due(kernel, root_key, request.occurred_at) == 0
    delivering.drain(kernel, turn.follow_ups)


@contextmanager
def on_new_case(
    kernel: Kernel, request: Request, what: DeployedProcess, case: Case
) -> Iterator[Turn]:
    """One transaction that begins a case; see `on_case`."""
    with kernel.sessions.begin() as session:
        turn = begin_turn(kernel, session, request, what, case=case)
        yield turn
        close_turn(turn)
    delivering.drain(kernel, turn.follow_ups)
