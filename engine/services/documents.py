"""Files that officers add to a task: received, kept with its completion, read, and taken away.

A file is looked into and scanned before any transaction begins, and sealed under the case's key of
the class "document": that key destroyed, nobody reads it again. Its id carries the SHA-256 of what
is kept, so that every answer, and with it the case's log, says which file was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

from engine.errors import Fault, NotFound
from engine.rules import assignment
from engine.services import attaching, inspecting, restricting, scanning, tasks, vaults
from engine.services.inspecting import FileRefused, Inspected, Limits, refusals
from engine.services.kernel import Kernel, Request
from engine.services.reading import scoping
from engine.services.turns import Turn, require_active
from engine.services.writing import on_case
from engine.store import documents
from engine.store.cases import Case
from engine.store.documents import About, Document, DocumentContent, Seal
from engine.store.keys import next_key
from engine.store.sealing import RetentionClass
from engine.values import Actor
from forms import files

__all__ = ["DocumentView", "Limits", "Received", "Upload", "listed", "opened", "receive", "sweep"]

#: so many files are kept with one task; more are refused
MOST_OF_A_TASK: Final = 200
_SWEPT_AT_ONCE: Final = 200
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: `element` is the field's path, `accept` what the field takes (HTML)."""

    element: str
    name: str
    content: bytes = field(repr=False)
    accept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of uploads: an id for each in their order ("" where refused), and the faults."""

    ids: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A file without its content. `kept`: it belongs to the case, no longer to a draft."""

    key: int
    id: str
    root_key: int
    task_key: int
    name: str
    media_type: str
    size: int
    by: str
    at: datetime
    kept: bool

    @property
    def kind(self) -> str:
        """The kind as offices name it: PDF, JPG, PNG."""
        return next(
            k for k, media_type in files.MEDIA_TYPES.items() if media_type == self.media_type
        ).upper()


@dataclass(frozen=True, slots=True)
class _Fit:
    """An upload that may be kept."""

    upload: Upload
    found: Inspected

    @property
    def digest(self) -> str:
        return sha256(self.found.content).hexdigest()

    @property
    def name(self) -> str:
        return self.upload.name[-_LONGEST_NAME:]

    @property
    def same(self) -> tuple[str, str]:
        """What makes two uploads in a task one file: content and name."""
        return self.digest, self.name


def receive(
    kernel: Kernel, request: Request, task_key: int, uploads: Sequence[Upload], limits: Limits
) -> Received:
    """Check files and keep those that are right with the task's draft; all faults at once.

    The same content and name in the same task are the same file: a double click adds nothing.

    Raises:
        TaskTaken, TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties: the actor could not
            complete the task.
    """
    judged = [_judged(kernel, upload, limits) for upload in uploads]
    fit = [one for one in judged if isinstance(one, _Fit)]
    ids = dict(zip(map(id, fit), _kept(kernel, request, task_key, fit), strict=True))
    faults = [one for one in judged if isinstance(one, Fault)]
    faults += [
        refusals.fault(FileRefused("file-many"), element=one.upload.element, file=one.upload.name)
        for one in fit
        if not ids[id(one)]
    ]
    return Received(ids=tuple(ids.get(id(one), "") for one in judged), faults=tuple(faults))


def listed(kernel: Kernel, actor: Actor, ids: Iterable[str]) -> dict[str, DocumentView]:
    """The files of these ids that the actor may see, without their content; others are left out."""
    keys = [key for one in ids if (key := attaching.key_in(one)) is not None]
    if not keys:
        return {}
    with kernel.reads.begin() as session:
        rows = documents.find_many(session, keys)
        seals = {root: _seal(kernel, session, actor, root) for root in {r.root_key for r in rows}}
        views = [_view(row, seal) for row in rows if (seal := seals[row.root_key]) is not None]
    return {view.id: view for view in views if view.kept or _is_own(view, actor)}


def opened(kernel: Kernel, actor: Actor, key: int) -> tuple[DocumentView, bytes]:
    """A file with its content, for who may read its case; in a draft, for who uploaded it.

    What it shows is personal: who hands it on has recorded that first (`office.disclosures`).

    Raises:
        NotFound: there is none, it was erased, or it is not for this actor to see.
    """
    with kernel.reads.begin() as session:
        row = documents.find(session, key)
        seal = _seal(kernel, session, actor, row.root_key)
        if seal is None:
            raise NotFound(kind="file", key=str(key))
        view = _view(row, seal)
        if not view.kept and not _is_own(view, actor):
            raise NotFound(kind="file", key=str(key))
        return view, seal.content(key, documents.content_of(session, key))


def sweep(kernel: Kernel) -> int:
    """Delete files of drafts whose task ended without them; how many."""
    with kernel.sessions.begin() as session:
        keys = documents.orphans(session, _SWEPT_AT_ONCE)
        if keys:
            documents.remove(session, keys)
    return len(keys)


def _judged(kernel: Kernel, upload: Upload, limits: Limits) -> _Fit | Fault:
    allowed = replace(limits, kinds=limits.kinds & files.kinds(upload.accept))
    try:
        found = inspecting.inspect(upload.name, upload.content, allowed)
        _require_clean(kernel, upload.content)
    except FileRefused as refused:
        return refusals.fault(refused, element=upload.element, file=upload.name)
    return _Fit(upload=upload, found=found)


def _require_clean(kernel: Kernel, content: bytes) -> None:
    """Ask the virus scanner; no answer is no.

    Raises:
        FileRefused: something was found, or nobody could say.
    """
    try:
        is_clean = kernel.scanner(content)
    except scanning.ScannerUnreachable as error:
        raise FileRefused("file-unscanned") from error
    if not is_clean:
        raise FileRefused("file-virus")


def _kept(kernel: Kernel, request: Request, task_key: int, fit: Sequence[_Fit]) -> list[str]:
    if not fit:
        return []
    with on_case(kernel, request, task_key) as turn:
        seal = attaching.seal_of(turn)
        known = {
            (about.sha256, about.name): row.key
            for row in documents.of_task(turn.session, task_key, request.actor.id)
            for about in (seal.about(row),)
        }
        if not all(one.same in known for one in fit):
            _, facts = tasks.look_at(turn, task_key)
            assignment.require_may_complete(request.actor, facts, override=request.override)
            require_active(turn)
        ids = []
        for one in fit:
            if one.same not in known and len(known) < MOST_OF_A_TASK:
                known[one.same] = _add(turn, seal, task_key, one)
            key = known.get(one.same)
            ids.append(attaching.id_of(key, one.digest) if key is not None else "")
    return ids


def _add(turn: Turn, seal: Seal, task_key: int, one: _Fit) -> int:
    key, content = next_key(turn.session), one.found.content
    about = About(
        name=one.name,
        media_type=one.found.media_type,
        size=len(content),
        sha256=one.digest,
    )
    said, sealed = seal.sealed(key, about, content)
    turn.session.add(
        Document(
            key=key,
            root_key=turn.case.key,
            task_key=task_key,
            about=said,
            created_by=turn.actor.id,
            created_at=turn.recorded_at,
            kept_at=None,
        )
    )
    turn.session.flush()
    turn.session.add(DocumentContent(key=key, content=sealed))
    turn.session.flush()
    return key


def _seal(kernel: Kernel, session: Session, actor: Actor, root_key: int) -> Seal | None:
    """What opens a case's files to this actor; None when nothing may."""
    scoping.require_member(actor)
    case = session.get(Case, root_key)
    if case is None or not actor.offices & {"*", case.office}:
        return None
    own = scoping.key_of(kernel, session, root_key)
    if restricting.key_for(kernel.restriction, session, actor, root_key, own) is None:
        return None
    if not vaults.is_open(session, root_key, RetentionClass.DOCUMENT):
        return None
    kind, at = RetentionClass.DOCUMENT, kernel.clock.now()
    return Seal(vaults.data_key(kernel.sealer, session, root_key, kind, at=at), root_key)


def _view(row: Document, seal: Seal) -> DocumentView:
    about = seal.about(row)
    return DocumentView(
        key=row.key,
        id=attaching.id_of(row.key, about.sha256),
        root_key=row.root_key,
        task_key=row.task_key,
        name=about.name,
        media_type=about.media_type,
        size=about.size,
        by=row.created_by,
        at=row.created_at,
        kept=row.kept_at is not None,
    )


def _is_own(view: DocumentView, actor: Actor) -> bool:
    return view.by == actor.id
