"""The clockwork: an APScheduler interval that calls the services' sweeps. Holds no business state."""

from __future__ import annotations

from engine.services.kernel import Kernel


def sweep(kernel: Kernel) -> int:
    """One round: due timers, messages, signals, jobs; how many things moved. A failure is logged."""
    raise NotImplementedError


class Sweeper:
    """Sweeps every `seconds` in a background thread between `start()` and `stop()`."""

    def __init__(self, kernel: Kernel, seconds: float) -> None:
        self._kernel = kernel
        self._seconds = seconds

    def start(self) -> None:
        """Begin; calling it again is no fault."""
        raise NotImplementedError

    def stop(self) -> None:
        """Wait for a running round to end, then stop."""
        raise NotImplementedError
