"""The kernel: what every service function is handed. Holds no business state, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from engine.clock import Clock, SystemClock
from engine.services import observing, restricting, scanning
from engine.services.catalogue import Catalogue
from engine.services.concealing import Concealer
from engine.services.observing import Observer
from engine.services.restricting import Restriction
from engine.services.scanning import Scanner
from engine.services.workers import Worker
from engine.store import base
from engine.store.recording import Wording
from engine.store.sealing import Sealer
from engine.values import Actor, Calendar, Variables
from forms.scopes import DEFAULT_ZONE
from forms.validation import Validator


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeInputs:
    """What an office lends to a step: calendars by name, and names every expression can read."""

    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    context: Variables = field(default_factory=dict)


class InputsProvider(Protocol):
    """Gives the inputs of one office at one instant; called inside the case's transaction.

    What a step reads of the answer is recorded with the command, so that replay needs no office.
    """

    def __call__(self, session: Session, office: str, now: datetime, /) -> OfficeInputs: ...


def no_inputs(session: Session, office: str, now: datetime, /) -> OfficeInputs:
    """An office without calendars or configuration."""
    del session, office, now
    return OfficeInputs()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks, and how a write is to be taken.

    `idempotency_key`: a retry with the same key and the same request gets the first answer; with
    another request KeyReused. "" means none. `occurred_at`: late entry, aware UTC, not in the
    future; the step then runs at that instant (never before the case's last one). `version`: the
    version of the thing as the caller read it; an older one than stored gives StaleVersion.
    `override`: a supervisor completes somebody else's task on purpose.
    """

    actor: Actor
    idempotency_key: str = ""
    occurred_at: datetime | None = None
    version: int | None = None
    override: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """Everything a service needs. `sessions` write, `reads` only read (SQLite: no write lock).

    `validators` are the rules of the office that forms name; `zone` is the forms' time zone;
    `observer` keeps the office's own record of some variables; `concealers` hide answers that no
    log may hold, by the name a form gives; `restriction` closes single cases to most officers;
    `wordings` name the variables by whose words cases are found (`searching`).
    """

    database: Engine
    sessions: sessionmaker[Session]
    reads: sessionmaker[Session]
    clock: Clock
    sealer: Sealer
    workers: Mapping[str, Worker]
    inputs: InputsProvider
    catalogue: Catalogue
    validators: Mapping[str, Validator]
    zone: str
    observer: Observer = observing.NOBODY
    concealers: Mapping[str, Concealer] = field(default_factory=dict)
    restriction: Restriction = restricting.NOTHING
    scanner: Scanner = scanning.nobody
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    def close(self) -> None:
        """Give back all database connections."""
        self.database.dispose()


def open_kernel(  # noqa: PLR0913  # the parts of a kernel, each by name
    url: str,
    master_key: str,
    *,
    clock: Clock | None = None,
    workers: tuple[Worker, ...] = (),
    inputs: InputsProvider = no_inputs,
    validators: Mapping[str, Validator] | None = None,
    zone: str = DEFAULT_ZONE,
) -> Kernel:
    """Open the database at `url` (already migrated) and build a kernel on it.

    `master_key`: 64 hex digits. Opens no connection by itself.
    """
    database = base.open_database(url)
    return Kernel(
        database=database,
        sessions=base.writing_sessions(database),
        reads=base.reading_sessions(database),
        clock=clock or SystemClock(),
        sealer=Sealer(bytes.fromhex(master_key)),
        workers={worker.type: worker for worker in workers},
        inputs=inputs,
        catalogue=Catalogue(),
        validators=validators or {},
        zone=zone,
    )
