"""What stops an element: becomes an incident there and never leaves a step."""

from __future__ import annotations

from typing import Final

#: The most elements one command may run; an endless loop of scripts ends here as an incident.
MOST_RUNS: Final = 10_000
#: The most instances of one multi-instance activity.
MOST_INSTANCES: Final = 1_000
#: How deep sub-processes and called processes may nest in a running case.
DEEPEST: Final = 100


class Trouble(Exception):
    """The element cannot go on. `code` is one of `IncidentRaised`'s, `message` says why in English.

    `message` names the cause and never a value of the case. Raised inside `Task.run`, where the
    library puts the token into its ERROR state; `incidents` makes the rest of it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
