"""Fires due timers, each in its own transaction and exactly once."""

from __future__ import annotations

from engine.services.kernel import Kernel


def run_due(kernel: Kernel, limit: int = 500) -> int:
    """Sweep: fire timers due at the clock's now, the oldest due first; how many were fired.

    Timers of suspended cases wait. Timer start events begin new cases. Several sweeps at once are
    safe: the case's lock decides, the later one finds the timer gone.
    """
    raise NotImplementedError
