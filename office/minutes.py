"""Destruction minutes (berita acara) as they are read and printed. Destroys nothing.

`digest` names the content whatever paper it stands on: SHA-256 of the record in canonical JSON.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services import rights
from engine.services.kernel import Kernel
from engine.services.reading.views import TaskRow
from engine.store import coding
from engine.values import Actor, JsonValue
from office import condemned, officers, offices, stages
from office.condemned import Condemned
from office.destruction import Report
from office.offices import Identity
from office.timetable import ZONE

#: the form in which a record is signed
FORM: Final = "pemusnahan"
READERS: Final = ("work", "supervise", "administer", "audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was destroyed: `kind` of `condemned.Thing`, `reason` of `condemned.Reason`."""

    kind: str
    no_register: str
    serial: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A whole record. `signer` is the name of whoever answers for it; `at` local."""

    office: Identity
    case: int
    number: str
    manner: str
    witnesses: tuple[str, ...]
    things: tuple[Item, ...]
    signer: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The records of an office, the newest first, and what awaits the next one.

    `tasks`: the open tasks that are the reader's, in which the next record is signed.
    """

    acts: tuple[Minutes, ...]
    awaiting: tuple[Condemned, ...]
    tasks: tuple[TaskRow, ...]


def overview(kernel: Kernel, actor: Actor, office: str) -> Overview:
    """Give an office's records and what is condemned and waits, the oldest first.

    Raises:
        RightMissing, OfficeForbidden: the actor may not read them.
    """
    rights.require(actor, *READERS)
    office = rights.office_for(actor, office)
    wanted = select(Report).where(Report.kantor == office).order_by(Report.pada.desc())
    with kernel.reads.begin() as session:
        rows = session.execute(wanted.limit(200)).scalars().all()
        return Overview(
            acts=tuple(_minutes(session, row) for row in rows),
            awaiting=condemned.awaiting(session, office),
            tasks=tuple(
                stage.task
                for stage in stages.of_office(session, office, {FORM}, kernel.clock.now())
                if stage.is_for(actor)
            ),
        )


def of_case(kernel: Kernel, actor: Actor, case: int) -> Minutes:
    """Give the record that a case of the destruction procedure wrote.

    Raises:
        RightMissing: the actor may not read it.
        NotFound: there is none, or it is another office's.
    """
    rights.require(actor, *READERS)
    wanted = select(Report).where(Report.kasus == case).order_by(Report.pada.desc()).limit(1)
    with kernel.reads.begin() as session:
        row = session.execute(wanted).scalar_one_or_none()
        if row is None or not actor.offices & {row.kantor, "*"}:
            raise NotFound(kind="destruction report", key=str(case))
        return _minutes(session, row)


def _minutes(session: Session, row: Report) -> Minutes:
    signer = session.get(officers.Officer, row.oleh)
    listed, seen = coding.from_bytes(row.isi), coding.from_bytes(row.saksi)
    rows = [thing for thing in _items(listed) if isinstance(thing, dict)]
    return Minutes(
        office=offices.identity(session, row.kantor),
        case=row.kasus,
        number=row.nomor,
        manner=row.cara,
        witnesses=tuple(str(name) for name in _items(seen)),
        things=tuple(
            Item(
                kind=str(thing["jenis"]),
                no_register=str(thing["no_register"]),
                serial=str(thing["blanko_seri"] or ""),
                reason=str(thing["alasan"]),
            )
            for thing in rows
        ),
        signer=row.oleh if signer is None else signer.nama,
        at=row.pada.astimezone(ZONE),
        digest=_digest(row, listed, seen),
    )


def _digest(row: Report, listed: JsonValue, seen: JsonValue) -> str:
    content: dict[str, JsonValue] = {
        "kantor": row.kantor,
        "nomor": row.nomor,
        "cara": row.cara,
        "saksi": seen,
        "isi": listed,
        "oleh": row.oleh,
        "pada": row.pada.astimezone(ZONE).isoformat(),
    }
    return hashlib.sha256(coding.to_bytes(content)).hexdigest()


def _items(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
