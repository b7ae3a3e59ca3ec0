"""Deployed definitions read once and shared: compiled processes, decisions, forms, latest keys.

What is deployed under a key never changes, so nothing here is ever invalidated but the answer to
"which is the latest", and that is held against the newest deployment's key at every step.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from engine.bpmn import reading
from engine.bpmn.model import Process
from engine.dmn.model import DecisionModel
from engine.dmn.reading import read as read_decisions
from engine.errors import NotFound
from engine.runtime.compiling import compile_process
from engine.runtime.definitions import CompiledProcess, Definitions
from engine.services.reads import Loaded, Remembered
from engine.store import definitions
from engine.store.definitions import Definition
from forms.definition import read as read_form
from forms.model import Form

#: A process property: names of the variables to be found by equality, commas between.
SEARCHABLE: Final = "searchable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedProcess:
    """A version of a process, ready to run."""

    key: int
    id: str
    version: int
    name: str
    digest: str
    deployment_key: int
    process: Process
    compiled: CompiledProcess
    searchable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedDecision:
    key: int
    digest: str
    model: DecisionModel


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedForm:
    key: int
    id: str
    digest: str
    form: Form
    text: str


@dataclass(slots=True)
class Catalogue:
    """A cache of what never changes. Safe to share between threads; fills itself from the store."""

    _processes: dict[int, DeployedProcess] = field(default_factory=dict)
    _decisions: dict[int, DeployedDecision] = field(default_factory=dict)
    _forms: dict[int, DeployedForm] = field(default_factory=dict)
    _together: dict[int, Mapping[str, int]] = field(default_factory=dict)
    _latest: tuple[int, Mapping[str, int]] = (0, {})

    def process(self, session: Session, key: int) -> DeployedProcess:
        """A deployed version of a process.

        Raises:
            NotFound: there is none under this key.
        """
        found = self._processes.get(key)
        if found is None:
            row, content = _load(session, "process", key)
            found = self._processes[key] = _process(row, content)
        return found

    def decision(self, session: Session, key: int) -> DeployedDecision:
        """A deployed version of a decision, with the whole file it belongs to.

        Raises:
            NotFound: there is none under this key.
        """
        found = self._decisions.get(key)
        if found is None:
            row, content = _load(session, "decision", key)
            model = read_decisions(content, row.file)
            found = self._decisions[key] = DeployedDecision(key=key, digest=row.digest, model=model)
        return found

    def form(self, session: Session, key: int) -> DeployedForm:
        """A deployed version of a form.

        Raises:
            NotFound: there is none under this key.
        """
        found = self._forms.get(key)
        if found is None:
            row, content = _load(session, "form", key)
            found = self._forms[key] = DeployedForm(
                key=key,
                id=row.id,
                digest=row.digest,
                form=read_form(content, row.file),
                text=content.decode(),
            )
        return found

    def latest(self, session: Session, newest_deployment: int) -> Mapping[str, int]:
        """Keys of the latest versions by "kind:id", as of the newest deployment."""
        known, keys = self._latest
        if known != newest_deployment:
            keys = definitions.latest_keys(session)
            self._latest = (newest_deployment, keys)
        return keys

    def bindings(
        self, session: Session, what: DeployedProcess, newest_deployment: int
    ) -> Mapping[str, int]:
        """What a case of `what` binds to: the latest versions, and those of its own deployment."""
        together = self._together.get(what.deployment_key)
        if together is None:
            together = definitions.deployed_together(session, what.deployment_key)
            self._together[what.deployment_key] = together
        return ChainMap(dict(together), dict(self.latest(session, newest_deployment)))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The definitions one step reads, remembering which those were."""

    session: Session
    catalogue: Catalogue
    processes: Remembered[int, CompiledProcess] = field(init=False)
    decisions: Remembered[int, DecisionModel] = field(init=False)

    def __post_init__(self) -> None:
        """Open both shelves; nothing is loaded before it is read."""
        processes = Loaded(self._compiled)
        decisions = Loaded(self._model)
        object.__setattr__(self, "processes", Remembered(processes))
        object.__setattr__(self, "decisions", Remembered(decisions))

    def definitions(self) -> Definitions:
        """What the runtime is handed."""
        return Definitions(processes=self.processes, decisions=self.decisions)

    def digests(self) -> dict[str, str]:
        """The digest of every definition read, by its key as text."""
        read = {
            key: self.catalogue.process(self.session, key).digest for key in self.processes.read
        }
        read |= {
            key: self.catalogue.decision(self.session, key).digest for key in self.decisions.read
        }
        return {str(key): read[key] for key in sorted(read)}

    def process_ids(self) -> dict[int, str]:
        """The process id of every definition read."""
        read = self.processes.read
        return {key: self.catalogue.process(self.session, key).id for key in read}

    def _compiled(self, key: int) -> CompiledProcess:
        try:
            return self.catalogue.process(self.session, key).compiled
        except NotFound as error:
            raise KeyError(key) from error

    def _model(self, key: int) -> DecisionModel:
        try:
            return self.catalogue.decision(self.session, key).model
        except NotFound as error:
            raise KeyError(key) from error


def _load(session: Session, kind: str, key: int) -> tuple[Definition, bytes]:
    found = definitions.content_of(session, key)
    if found is None or found[0].kind != kind:
        raise NotFound(kind=f"{kind} definition", key=str(key))
    return found


def _process(row: Definition, content: bytes) -> DeployedProcess:
    diagram = reading.read(content, row.file)
    process = next(process for process in diagram.processes if process.id == row.id)
    names = process.properties.get(SEARCHABLE, "").split(",")
    return DeployedProcess(
        key=row.key,
        id=row.id,
        version=row.version,
        name=row.name,
        digest=row.digest,
        deployment_key=row.deployment_key,
        process=process,
        compiled=compile_process(process),
        searchable=frozenset(name.strip() for name in names) - {""},
    )
