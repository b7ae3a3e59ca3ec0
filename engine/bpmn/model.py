"""A BPMN diagram as read: elements, flows, events and the Camunda 8 extensions, in document order.

Nothing here decides or runs. Expressions are kept as the text of the diagram: a text that begins
with "=" is FEEL, any other is a literal (Camunda 8's rule). Mappings keep document order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a node is; the value is BPMN's tag. TRIGGER is made by lowering only (`lowering.py`).

    COMPLEX, TRANSACTION and AD_HOC are read but not run yet: `checks` refuses them.
    """

    START = "startEvent"
    END = "endEvent"
    CATCH = "intermediateCatchEvent"
    THROW = "intermediateThrowEvent"
    BOUNDARY = "boundaryEvent"
    TASK = "task"
    USER_TASK = "userTask"
    MANUAL_TASK = "manualTask"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    SCRIPT_TASK = "scriptTask"
    RULE_TASK = "businessRuleTask"
    SUB_PROCESS = "subProcess"
    CALL = "callActivity"
    EXCLUSIVE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    INCLUSIVE = "inclusiveGateway"
    EVENT_GATEWAY = "eventBasedGateway"
    COMPLEX = "complexGateway"
    TRANSACTION = "transaction"
    AD_HOC = "adHocSubProcess"
    TRIGGER = "eventSubProcessTrigger"


ACTIVITIES: Final = frozenset(
    {
        Kind.TASK,
        Kind.USER_TASK,
        Kind.MANUAL_TASK,
        Kind.SERVICE_TASK,
        Kind.SEND_TASK,
        Kind.RECEIVE_TASK,
        Kind.SCRIPT_TASK,
        Kind.RULE_TASK,
        Kind.SUB_PROCESS,
        Kind.TRANSACTION,
        Kind.AD_HOC,
        Kind.CALL,
    }
)
GATEWAYS: Final = frozenset(
    {Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_GATEWAY, Kind.COMPLEX}
)


class EventKind(StrEnum):
    """What an event waits for or does. Those after LINK are read but not run yet: `checks`
    refuses them.
    """

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"
    LINK = "link"
    CONDITIONAL = "conditional"
    COMPENSATION = "compensation"
    CANCEL = "cancel"
    MULTIPLE = "multiple"
    PARALLEL_MULTIPLE = "parallelMultiple"


class TimerKind(StrEnum):
    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event definition with its reference resolved.

    `name`: message, signal or link name (may be FEEL for message/signal). `code`: error or
    escalation code, "" catches all. `key`: a message's correlation key (zeebe:subscription).
    `timer`/`value`: the timer's kind and text.
    """

    kind: EventKind
    name: str = ""
    code: str = ""
    key: str = ""
    timer: TimerKind | None = None
    value: str = ""
    message_id: str = ""
    time_to_live: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping1:
    """One zeebe:input or zeebe:output: FEEL (or literal) `source`, `target` a path (a.b)."""

    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Multi-instance by zeebe:loopCharacteristics. Expressions are FEEL texts."""

    sequential: bool
    input_collection: str
    input_element: str = ""
    output_collection: str = ""
    output_element: str = ""
    completion_condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """zeebe:assignmentDefinition; FEEL or a literal, comma-separated for groups and users."""

    assignee: str = ""
    candidate_groups: str = ""
    candidate_users: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """zeebe:calledElement or calledDecision. `binding`: "latest", "deployment" or "versionTag"."""

    id: str
    binding: str = "latest"
    version_tag: str = ""
    result_variable: str = ""
    propagate_all_child: bool = True
    propagate_all_parent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """All zeebe: extension elements of one node; empty values when absent."""

    user_task: bool = False
    assignment: Assignment = Assignment()
    form_id: str = ""
    form_binding: str = "latest"
    form_version_tag: str = ""
    external_form: str = ""
    due_date: str = ""
    follow_up_date: str = ""
    priority: str = ""
    job_type: str = ""
    job_retries: str = "3"
    headers: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Mapping1, ...] = ()
    outputs: tuple[Mapping1, ...] = ()
    called: Called | None = None
    decision: Called | None = None
    script: str = ""
    result_variable: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A flow node; `incoming`/`outgoing` are flow ids in document order of the flows.

    `attached_to`/`interrupting`: boundary events and event sub-process starts. `body`: the inside
    of a sub-process. `event_sub_process`: triggeredByEvent. `line`: source line, from 1.
    """

    id: str
    kind: Kind
    name: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    event: Event | None = None
    attached_to: str = ""
    interrupting: bool = True
    body: Scope | None = None
    event_sub_process: bool = False
    loop: Loop | None = None
    lane: str = ""
    extensions: Extensions = Extensions()
    documentation: str = ""
    line: int = 0
    features: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The inside of a process or sub-process."""

    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """An executable process. `digest` is the SHA-256 (hex) of the file it came from."""

    id: str
    name: str
    scope: Scope
    version_tag: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    digest: str = ""
    line: int = 0
    features: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def plain_start(self) -> Node | None:
        """The start event that waits for nothing: where a person begins; None without one."""
        starts = (node for node in self.scope.nodes.values() if node.kind is Kind.START)
        plain = (one for one in starts if one.event is None or one.event.kind is EventKind.NONE)
        return next(plain, None)

    def walk(self) -> Iterator[tuple[str, Scope, Node]]:
        """Yield (enclosing scope's id, scope, node) for every node at any depth."""
        stack: list[tuple[str, Scope]] = [(self.id, self.scope)]
        while stack:
            owner, scope = stack.pop()
            inner = []
            for node in scope.nodes.values():
                yield owner, scope, node
                if node.body is not None:
                    inner.append((node.id, node.body))
            stack.extend(reversed(inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One BPMN file as read: its executable processes in document order; ids of the others."""

    file: str
    digest: str
    processes: tuple[Process, ...]
    skipped: tuple[str, ...] = ()
