"""What is deployed, and the very bytes of it. Writes nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services.kernel import Kernel
from engine.services.reading.views import DefinitionView
from engine.store import cases
from engine.store import definitions as store
from engine.store.definitions import Definition, Deployment
from engine.values import Actor


def definitions(
    kernel: Kernel,
    actor: Actor,
    *,
    kind: str = "process",
    latest_only: bool = True,
    definition_id: str = "",
) -> tuple[DefinitionView, ...]:
    """Deployed definitions by id and falling version, for everybody who has signed in.

    `kind`: "process", "decision", "form", or "" for all.
    """
    del actor  # what is deployed is no secret inside the offices
    wanted = select(Definition, Deployment).join(
        Deployment, Deployment.key == Definition.deployment_key
    )
    if kind:
        wanted = wanted.where(Definition.kind == kind)
    if definition_id:
        wanted = wanted.where(Definition.id == definition_id)
    ordered = wanted.order_by(Definition.kind, Definition.id, Definition.version.desc())
    with kernel.reads.begin() as session:
        latest = set(store.latest_keys(session).values())
        found = [(row[0], row[1]) for row in session.execute(ordered)]
        if latest_only:
            found = [(row, brought) for row, brought in found if row.key in latest]
        counts = cases.open_cases(session, [row.key for row, _ in found])
    return tuple(
        _view(row, brought, latest=row.key in latest, open_cases=counts.get(row.key, 0))
        for row, brought in found
    )


def definition(kernel: Kernel, actor: Actor, key: int) -> DefinitionView:
    """One definition of any kind.

    Raises:
        NotFound: there is none.
    """
    del actor
    with kernel.reads.begin() as session:
        row, _ = _find(session, key)
        brought = session.get_one(Deployment, row.deployment_key)
        latest = store.latest_version(session, row.kind, row.id)
        counts = cases.open_cases(session, [key])
    is_latest = latest is not None and latest.key == key
    return _view(row, brought, latest=is_latest, open_cases=counts.get(key, 0))


def definition_content(kernel: Kernel, actor: Actor, key: int) -> bytes:
    """The bytes of the file a definition was deployed from.

    Raises:
        NotFound: there is no such definition.
    """
    del actor
    with kernel.reads.begin() as session:
        return _find(session, key)[1]


def _find(session: Session, key: int) -> tuple[Definition, bytes]:
    found = store.content_of(session, key)
    if found is None:
        raise NotFound(kind="definition", key=str(key))
    return found


def _view(row: Definition, brought: Deployment, *, latest: bool, open_cases: int) -> DefinitionView:
    return DefinitionView(
        kind=row.kind,
        key=row.key,
        id=row.id,
        name=row.name,
        version=row.version,
        version_tag=row.version_tag,
        deployment_key=row.deployment_key,
        deployed_at=brought.deployed_at,
        deployed_by=brought.actor,
        file=row.file,
        digest=row.digest,
        latest=latest,
        open_cases=open_cases,
    )
