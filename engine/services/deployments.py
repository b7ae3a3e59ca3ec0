"""Deploys diagrams, decision tables and forms: all faults of all files at once, or all deployed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.bpmn.checks import Known
from engine.errors import DeploymentRefused
from engine.rules import versioning
from engine.rules.versioning import Version
from engine.services import answers, packages, rights, starting
from engine.services.kernel import Kernel, Request
from engine.services.packages import Found, Package
from engine.services.receipts import DeployedDefinition, DeploymentReceipt
from engine.store import base, definitions
from engine.store.definitions import Definition, Deployment, Resource
from engine.store.keys import next_key, next_keys

_LOCK: Final = text("SELECT pg_advisory_xact_lock(4104117211)")


def deploy(
    kernel: Kernel, request: Request, files: Mapping[str, bytes], *, name: str = ""
) -> DeploymentReceipt:
    """Check and deploy `files` (file name -> bytes; .bpmn, .dmn, .form): everything or nothing.

    A definition whose bytes equal its latest version's keeps that version (no new one is made). New
    versions count gap-free from 1 per kind and id. Start events by message, signal and timer listen
    for the new version from now on and no longer for the old; running cases stay on their version.

    Raises:
        DeploymentRefused: with every fault of every file; nothing was written.
        Forbidden: the actor lacks the right "deploy".
    """
    rights.require(request.actor, "deploy")
    answers.require_short(name, *files)
    digests = {file: versioning.digest(content) for file, content in files.items()}
    asked = answers.fingerprint("deploy", digests, name)
    package = check(kernel, files)
    if package.errors():
        raise DeploymentRefused(tuple(package.faults), count=len(package.errors()))
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, DeploymentReceipt)
        if earlier is not None:
            return earlier
        if base.is_postgresql(session):
            session.execute(_LOCK)  # versions count without gaps: one deployment at a time
        receipt = _write(kernel, session, request, package, files=files, name=name)
        answers.keep(kernel, session, request, asked, receipt)
    return receipt


def check(kernel: Kernel, files: Mapping[str, bytes]) -> Package:
    """Read and check files against what is deployed, without deploying them."""
    package = packages.read(files, kernel.validators.keys() or None)
    with kernel.reads.begin() as session:
        latest = [name.partition(":") for name in definitions.latest_keys(session)]
        calendars = kernel.inputs(session, "", kernel.clock.now()).calendars
    known: dict[str, frozenset[str]] = {}
    for kind, _, name in latest:
        known[kind] = known.get(kind, frozenset()) | {name}
    packages.check(
        package,
        Known(
            process_ids=known.get("process"),
            decision_ids=known.get("decision"),
            form_ids=known.get("form"),
            job_types=frozenset(kernel.workers) or None,
            calendars=frozenset(calendars) or None,
        ),
    )
    return package


def _write(
    kernel: Kernel,
    session: Session,
    request: Request,
    package: Package,
    *,
    files: Mapping[str, bytes],
    name: str,
) -> DeploymentReceipt:
    latest = {
        (one.kind, one.id): definitions.latest_version(session, one.kind, one.id)
        for one in package.found
    }
    new = [one for one in package.found if _is_new(latest[one.kind, one.id], one)]
    key = _deployment(session, request, name, kernel.clock.now()) if new else _known(latest)
    resources = _resources(session, key, files, {one.file for one in new})
    made = {(one.kind, one.id): one for one in new}
    deployed = []
    for one in package.found:
        row = latest[one.kind, one.id]
        is_new = (one.kind, one.id) in made
        if row is None or is_new:
            row = _definition(session, one, row, key, resources[one.file])
        deployed.append(_deployed(row, one.file, new=is_new))
    session.flush()  # the start events below refer to the definitions
    for found, entry in zip(package.found, deployed, strict=True):
        if entry.new and found.kind == "process":
            home = rights.only_office(request.actor)
            starting.listen(kernel, session, entry.key, found, office=home)
    return DeploymentReceipt(
        key=key,
        definitions=tuple(deployed),
        duplicate=not new,
        warnings=tuple(fault.text() for fault in package.warnings()),
    )


def _is_new(latest: Definition | None, found: Found) -> bool:
    known = None if latest is None else Version(number=latest.version, digest=latest.digest)
    return versioning.next_version(known, found.digest) != known


def _known(latest: Mapping[tuple[str, str], Definition | None]) -> int:
    """The newest deployment that brought any of what is deployed again."""
    return max(row.deployment_key for row in latest.values() if row is not None)


def _deployment(session: Session, request: Request, name: str, at: datetime) -> int:
    key = next_key(session)
    session.add(Deployment(key=key, name=name, actor=request.actor.id, deployed_at=at))
    session.flush()  # files and definitions refer to it
    return key


def _resources(
    session: Session, deployment_key: int, files: Mapping[str, bytes], wanted: set[str]
) -> dict[str, int]:
    names = sorted(wanted)
    if not names:
        return {}
    keys = dict(zip(names, next_keys(session, len(names)), strict=True))
    for file, key in keys.items():
        session.add(
            Resource(
                key=key,
                deployment_key=deployment_key,
                file=file,
                digest=versioning.digest(files[file]),
                content=files[file],
            )
        )
    session.flush()  # definitions refer to them
    return keys


def _definition(
    session: Session, found: Found, latest: Definition | None, deployment: int, resource: int
) -> Definition:
    row = Definition(
        key=next_key(session),
        kind=found.kind,
        id=found.id,
        version=1 if latest is None else latest.version + 1,
        version_tag=found.version_tag,
        name=found.name,
        digest=found.digest,
        file=found.file,
        deployment_key=deployment,
        resource_key=resource,
    )
    session.add(row)
    return row


def _deployed(row: Definition, file: str, *, new: bool) -> DeployedDefinition:
    return DeployedDefinition(
        kind=row.kind,
        id=row.id,
        key=row.key,
        version=row.version,
        name=row.name,
        file=file,
        new=new,
    )
