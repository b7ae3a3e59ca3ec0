"""An office's policies as a book to leaf through: what holds, since when, by whom and why, what was
and what is to come. Writing and checking are `office.config`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound, StaleVersion
from engine.services import answers, rights
from engine.services.kernel import Kernel, Request
from engine.store import coding
from engine.values import Actor, JsonValue
from office import authority, config, defaults, offices
from office.config import Entry, Setting
from office.defaults import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of one policy, as it was written."""

    key: int
    value: JsonValue
    valid_from: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one policy stands: its value, the change it comes from (None: the default), what comes.

    `history` has every change, the newest written first; `version` is that one's key, 0 for none.
    """

    name: str
    kind: Kind
    value: JsonValue
    default: JsonValue
    holds: Change | None
    coming: tuple[Change, ...]
    history: tuple[Change, ...]

    @property
    def version(self) -> int:
        """What a page was made of: a later one is somebody else's change."""
        return self.history[0].key if self.history else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A change was written: of which policy, from when on it holds."""

    name: str
    valid_from: datetime


def standings(kernel: Kernel, actor: Actor, office: str) -> tuple[Standing, ...]:
    """Give every policy of an office in order; needs "supervise", "administer" or "audit".

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        NotFound: there is no such office.
    """
    rights.require(actor, "supervise", "administer", "audit")
    office, now = rights.office_for(actor, office), kernel.clock.now()
    with kernel.reads.begin() as session:
        offices.identity(session, office)
        written = _changes(session, office)
    return tuple(_standing(name, written.get(name, ()), now) for name in defaults.DEFAULTS)


def standing(kernel: Kernel, actor: Actor, office: str, name: str) -> Standing:
    """Give one policy with its history.

    Raises:
        NotFound: there is no such policy or office.
        RightMissing, OfficeForbidden: the actor may not.
    """
    if defaults.kind_of(name) is None:
        raise NotFound(kind="policy", key=name)
    return next(one for one in standings(kernel, actor, office) if one.name == name)


def change(  # noqa: PLR0913  # each by name
    kernel: Kernel,
    request: Request,
    office: str,
    *,
    name: str,
    value: JsonValue,
    valid_from: datetime | None,
    reason: str,
) -> Written:
    """Set one policy as `config.change` does, once, and not over somebody else's change.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        ReasonMissing: there is no reason.
        SettingInvalid: the value will not do.
        StaleVersion: `request.version` is not the newest change's key.
    """
    authority.require(request.actor, "administer", office)
    why, now = rights.reason(reason), kernel.clock.now()
    written = Written(name=name, valid_from=valid_from or now)
    told = written.valid_from.isoformat() if valid_from else ""
    asked = answers.fingerprint("change-policy", office, name, value, told)
    with kernel.sessions.begin() as session:
        earlier = answers.recall(kernel, session, request, asked, Written)
        if earlier is not None:
            return earlier
        _require_fresh(session, office, name, request.version)
        entry = Entry(by=request.actor.id, valid_from=written.valid_from, now=now, reason=why)
        config.write(session, office, {name: value}, entry)
        answers.keep(kernel, session, request, asked, written)
    return written


def _require_fresh(session: Session, office: str, name: str, version: int | None) -> None:
    if version is None:
        return
    rows = config.history(session, office, name)
    if rows and rows[-1].key != version:
        raise StaleVersion(holder=rows[-1].oleh)


def _changes(session: Session, office: str) -> Mapping[str, tuple[Change, ...]]:
    """Every change of an office by policy, the oldest first."""
    found: dict[str, tuple[Change, ...]] = {}
    wanted = select(Setting).where(Setting.kantor == office).order_by(Setting.key)
    for row in session.execute(wanted).scalars():
        found[row.nama] = (*found.get(row.nama, ()), _change(row))
    return found


def _change(row: Setting) -> Change:
    return Change(
        key=row.key,
        value=coding.from_bytes(row.nilai),
        valid_from=row.berlaku_mulai,
        reason=row.alasan,
        by=row.oleh,
        at=row.dicatat_pada,
    )


def _standing(name: str, written: tuple[Change, ...], now: datetime) -> Standing:
    holds = _latest(one for one in written if one.valid_from <= now)
    kind = defaults.kind_of(name)
    return Standing(
        name=name,
        kind=Kind.TEXT if kind is None else kind,
        value=defaults.DEFAULTS[name] if holds is None else holds.value,
        default=defaults.DEFAULTS[name],
        holds=holds,
        coming=tuple(
            sorted((one for one in written if one.valid_from > now), key=lambda one: one.valid_from)
        ),
        history=written[::-1],
    )


def _latest(changes: Iterable[Change]) -> Change | None:
    """The one that holds: of the latest date, the later written of two."""
    return max(changes, key=lambda one: (one.valid_from, one.key), default=None)
