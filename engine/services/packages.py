"""Reads the files of a deployment and finds every fault of all of them. Touches no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.bpmn import checks, reading
from engine.bpmn.model import Diagram, Event, EventKind, Kind, Node, Process
from engine.dmn.reading import read as read_decisions
from engine.errors import DeploymentRefused, Fault, Severity
from engine.rules import versioning
from forms.definition import read as read_form

#: The largest file taken, in bytes.
MAX_BYTES: Final = 5_242_880
_MOST_FILES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A start event that listens. `kind`: "message", "signal" or "timer"."""

    element: str
    kind: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One definition in a file. `kind`: "process", "decision" or "form"; `starts`: a process's."""

    kind: str
    id: str
    name: str
    file: str
    digest: str
    version_tag: str = ""
    office: str = ""
    starts: tuple[Start, ...] = ()


@dataclass(slots=True)
class Package:
    """What the files hold, and all that is wrong with them."""

    found: list[Found] = field(default_factory=list)
    diagrams: list[Diagram] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    validators: Collection[str] | None = None

    def ids(self, kind: str) -> frozenset[str]:
        return frozenset(one.id for one in self.found if one.kind == kind)

    def errors(self) -> tuple[Fault, ...]:
        """The faults that refuse the deployment."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)


def read(files: Mapping[str, bytes], validators: Collection[str] | None = None) -> Package:
    """Read all files in the order of their names; a file that cannot be read is a fault.

    `validators`: the names that forms may use; None leaves them unchecked.
    """
    package = Package(validators=validators)
    if not files or len(files) > _MOST_FILES:
        package.faults.append(
            Fault(
                rule="deployment-files",
                message="A deployment takes 1 to 500 files.",
                advice="Choose the .bpmn, .dmn and .form files of one procedure.",
            )
        )
    for file, content in sorted(files.items()):
        _read_file(package, file, content)
    _find_twins(package)
    return package


def check(package: Package, known: checks.Known) -> None:
    """Add every diagram's faults; what the package itself holds counts as known."""
    everything = checks.Known(
        process_ids=(known.process_ids or frozenset()) | package.ids("process"),
        decision_ids=(known.decision_ids or frozenset()) | package.ids("decision"),
        form_ids=(known.form_ids or frozenset()) | package.ids("form"),
        job_types=known.job_types,
        calendars=known.calendars,
    )
    for diagram in package.diagrams:
        package.faults += checks.check(diagram, everything)


def _read_file(package: Package, file: str, content: bytes) -> None:
    ending = file.rpartition(".")[2].lower()
    if len(content) > MAX_BYTES:
        package.faults.append(_file_fault("file-too-large", file, "The file is over 5 MB."))
        return
    try:
        if ending == "bpmn":
            _read_diagram(package, file, content)
        elif ending == "dmn":
            _read_decisions(package, file, content)
        elif ending == "form":
            form = read_form(content, file, validators=package.validators)
            package.found.append(
                Found(
                    kind="form",
                    id=form.id,
                    name=form.id,
                    file=file,
                    digest=versioning.digest(content),
                )
            )
        else:
            package.faults.append(
                _file_fault("file-kind", file, "Only .bpmn, .dmn and .form are deployed.")
            )
    except DeploymentRefused as refused:
        package.faults += refused.faults


def _read_diagram(package: Package, file: str, content: bytes) -> None:
    parsed = reading.parse(content, file)
    package.faults += parsed.faults
    if parsed.diagram is None:
        return
    package.diagrams.append(parsed.diagram)
    package.found += [
        Found(
            kind="process",
            id=process.id,
            name=process.name or process.id,
            file=file,
            digest=parsed.diagram.digest,
            version_tag=process.version_tag,
            office=process.properties.get("office", ""),
            starts=tuple(_starts(process)),
        )
        for process in parsed.diagram.processes
    ]


def _read_decisions(package: Package, file: str, content: bytes) -> None:
    model = read_decisions(content, file)
    package.found += [
        Found(
            kind="decision",
            id=decision.id,
            name=decision.name or decision.id,
            file=file,
            digest=model.digest,
        )
        for decision in model.decisions.values()
    ]


def _starts(process: Process) -> Iterable[Start]:
    listening = (EventKind.MESSAGE, EventKind.SIGNAL, EventKind.TIMER)
    for node in process.scope.nodes.values():
        if _is_start(node) and node.event is not None and node.event.kind in listening:
            yield Start(element=node.id, kind=node.event.kind.value, event=node.event)


def _is_start(node: Node) -> bool:
    return node.kind is Kind.START


def _find_twins(package: Package) -> None:
    seen: dict[tuple[str, str], str] = {}
    for one in package.found:
        other = seen.setdefault((one.kind, one.id), one.file)
        if other != one.file:
            package.faults.append(
                Fault(
                    rule="definition-twice",
                    message="The %(kind)s stands in %(other)s too.",
                    advice="Keep one of the two, or give one another id.",
                    params={"kind": one.kind, "other": other},
                    file=one.file,
                    element=one.id,
                )
            )


def _file_fault(rule: str, file: str, message: str) -> Fault:
    advice = "Take the file out of the deployment, or send another one."
    return Fault(rule=rule, message=message, advice=advice, file=file)
