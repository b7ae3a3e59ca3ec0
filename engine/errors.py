"""Every error Alur raises on purpose, in one tree.

Knows nothing of HTTP: `api.errors` maps families to statuses.

    AlurError
    ├── NotFound        the thing named does not exist (or is not yours to see)
    ├── Conflict        the thing exists but its state does not allow this
    ├── Forbidden       you may not do this
    ├── Invalid         what was sent is wrong; carries every fault at once
    └── Failed          our side could not do it

A leaf is two lines: its `code` (stable, kebab-case, part of the API) and its `message` (an English
gettext template with %(name)s parameters, which says what is wrong and what to do). Leaves that
belong to one room may be declared in that room if they derive from one of the five families.
Messages never carry a NIK, a name, a phone number or an answer: only keys, element ids, field keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How bad a fault is: an error refuses, a warning is shown and may need a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in something a person wrote: a diagram, a table, a form, an answer.

    `rule` is the stable id of the rule broken (kebab-case). `message` says what is wrong and
    `advice`
    what to do; both are English gettext templates filled from `params`. `file`, `element` (BPMN or
    DMN id, or a form field's key, dotted path for nested ones), `line` and `column` (from 1, 0 when
    not known) say where.
    """

    rule: str
    message: str
    advice: str = ""
    params: dict[str, str | int] = field(default_factory=dict)
    file: str = ""
    element: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = Severity.ERROR

    def text(self) -> str:
        """The English sentence, message and advice, with the parameters filled in."""
        whole = f"{self.message} {self.advice}".strip()
        return whole % self.params if self.params else whole


class AlurError(Exception):
    """Root of all errors raised on purpose."""

    code: ClassVar[str] = "error"
    message: ClassVar[str] = "Something went wrong."

    def __init__(self, **params: str | int) -> None:
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(AlurError):
    """The thing named does not exist, or is not for this actor to see."""

    code = "not-found"
    message = "There is no %(kind)s %(key)s. Check the number and search again."


class Conflict(AlurError):
    """The thing exists but its present state does not allow the request."""

    code = "conflict"
    message = "This was changed meanwhile. Reload and try again."


class Forbidden(AlurError):
    """The actor may not do this."""

    code = "forbidden"
    message = "You may not do this. Ask your supervisor for the right."


class Invalid(AlurError):
    """What was sent is wrong; `faults` lists everything at once, never only the first."""

    code = "invalid"
    message = "%(count)s faults were found. Mend them and send again."

    def __init__(self, faults: tuple[Fault, ...] = (), **params: str | int) -> None:
        self.faults = faults
        super().__init__(**({"count": len(faults)} | params))


class Failed(AlurError):
    """Our side could not do it; nothing of the request was kept."""

    code = "failed"
    message = "The system could not do this. Try again; tell the administrator if it stays."


class DeploymentRefused(Invalid):
    """At least one file of a deployment has a fault of severity error; nothing was deployed."""

    code = "deployment-refused"
    message = "Nothing was deployed: %(count)s faults. Mend them and deploy again."


class AnswersInvalid(Invalid):
    """A form's answers have faults; each fault's `element` is the field's key."""

    code = "answers-invalid"
    message = "%(count)s fields need your attention. Your draft is kept."


class TaskTaken(Conflict):
    """Somebody else holds the user task."""

    code = "task-taken"
    message = "This task is already held by %(holder)s."


class TaskNotOpen(Conflict):
    """The user task is completed or cancelled."""

    code = "task-not-open"
    message = "Task %(task)s is no longer open (%(state)s)."


class CaseNotActive(Conflict):
    """The case has ended or is suspended."""

    code = "case-not-active"
    message = "Case %(case)s is %(state)s; only an active case can go on."


class StaleVersion(Conflict):
    """The caller's version is older than the stored one."""

    code = "stale-version"
    message = "%(holder)s changed this before you. Reload, look at what changed, and try again."


class KeyReused(Conflict):
    """An idempotency key came again with another request."""

    code = "idempotency-key-reused"
    message = "This idempotency key was used for another request. Use a new key."


class StepRefused(Conflict):
    """The runtime cannot take this command in the snapshot's state; the snapshot is unchanged."""

    code = "step-refused"
    message = "%(what)s is not waiting for this any more."


class SeparationOfDuties(Forbidden):
    """The actor did another task of the case that must be done by somebody else."""

    code = "separation-of-duties"
    message = "You did %(element)s in this case; another officer must do this task."


class SnapshotUnreadable(Failed):
    """A stored snapshot or command cannot be read by this release."""

    code = "snapshot-unreadable"
    message = "The stored state of case %(case)s cannot be read (%(why)s). Tell the administrator."
