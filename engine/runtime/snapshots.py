"""A case as bytes: its living tokens, scopes, incidents and counter; nothing of its past or
diagram.

Canonical: equal cases give equal bytes. Numbers are ints or decimals, never binary floats.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from engine.errors import SnapshotUnreadable
from engine.runtime.incidents import Incident
from engine.runtime.scopes import Scope
from engine.runtime.tasks import CaseTask, Stage
from engine.runtime.workflows import CaseWorkflow, Workflow
from engine.values import CaseState

if TYPE_CHECKING:
    from engine.runtime.definitions import Definitions
    from engine.values import Inputs

#: Raised when the layout changes; an older one is then refused or converted, never guessed at.
VERSION: Final = 1
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)


def dump(case: CaseWorkflow) -> bytes:
    """Write what lives. A token whose parent has finished hangs under the root of its workflow."""
    return _ENCODER.encode(
        {
            "version": VERSION,
            "definition": case.definition,
            "state": case.state.value,
            "sequence": case.sequence,
            "scopes": [
                [at.id, at.parent, at.element, at.definition, at.variables] for at in case.scopes
            ],
            "workflows": [
                [workflow.host.id if workflow.host else 0, [*map(_row, workflow.living.values())]]
                for workflow in case.workflows()
            ],
            "incidents": [
                [found.id, found.task, found.code, found.job]
                for found in case.incidents.all.values()
            ],
        }
    )


def load(definitions: Definitions, snapshot: bytes, inputs: Inputs) -> CaseWorkflow:
    """Bring a case back to life.

    Raises:
        SnapshotUnreadable: when the bytes are no snapshot of this version, or its definitions lack.
    """
    try:
        stored = _DECODER.decode(snapshot)
        if stored["version"] == VERSION:
            return _restore(definitions, stored, inputs)
        why, cause = f"version {stored['version']}", None
    except (ValueError, KeyError, TypeError, IndexError, msgspec.DecodeError) as error:
        why, cause = type(error).__name__, error
    raise SnapshotUnreadable(case=inputs.case_key, why=why) from cause


def _row(task: CaseTask) -> list[Any]:
    parent = task._parent or 0  # noqa: SLF001 - of our own class
    return [
        task.id,
        task.task_spec.name,
        task._state,  # noqa: SLF001 - of our own class
        task.stage.value,
        task.via,
        parent if parent in task.workflow.living else 0,
        task.internal_data,
    ]


def _restore(definitions: Definitions, stored: dict[str, Any], inputs: Inputs) -> CaseWorkflow:
    case = CaseWorkflow(definitions, stored["definition"], inputs, stored["sequence"])
    case.state = CaseState(stored["state"])
    for number, parent, element, definition, variables in stored["scopes"]:
        case.scopes.restore(Scope(number, parent, element, definition, variables))
    hosts: dict[int, CaseTask] = {}
    for host, rows in stored["workflows"]:
        workflow = _reopen(hosts[host]) if host else case
        hosts |= _plant(workflow, rows)
    for row in stored["incidents"]:
        incident = Incident(*row)
        case.incidents.all[incident.id] = incident
    return case


def _reopen(host: CaseTask) -> Workflow:
    spec = host.task_spec
    return host.case.enter(host, spec.inner_spec(host), *spec.inner_scope(host))


def _plant(workflow: Workflow, rows: list[list[Any]]) -> dict[int, CaseTask]:
    root = workflow.plant()
    for number, name, state, stage, via, parent, data in rows:
        above = workflow.living[parent] if parent else root
        task = CaseTask(workflow, workflow.spec.elements[name], above, state, number)
        task.stage, task.via, task.internal_data = Stage(stage), via, data
    return dict(workflow.living)
