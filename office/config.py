"""The office's policies: append-only rows above the defaults, each with date, author and record.

What holds at an instant is, per name, the row with the latest `berlaku_mulai` not after it (the
later written of two equal ones). Nothing is ever overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Index, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.errors import Fault, Invalid
from engine.rules import iso8601
from engine.services.kernel import Kernel, Request
from engine.store import coding, keys
from engine.store.base import Base, Instant, Json, Name, PrimaryKey
from engine.values import JsonValue
from office import authority, defaults, limits, offices
from office.defaults import Kind
from office.notices import policies
from office.offices import Identity

_ROOT = "kantor"
_HOUR: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class Setting(Base):
    """One change of one item."""

    __tablename__ = "kantor_setelan"
    __table_args__ = (Index(None, "kantor", "berlaku_mulai"),)

    key: Mapped[PrimaryKey]
    kantor: Mapped[Name]
    nama: Mapped[Name]
    nilai: Mapped[Json]
    berlaku_mulai: Mapped[Instant]
    alasan: Mapped[Name]
    oleh: Mapped[Name]
    dicatat_pada: Mapped[Instant] = mapped_column()


#: asked before every step, so built once
_EFFECTIVE: Final = (
    select(Setting.nama, Setting.nilai)
    .where(Setting.kantor == bindparam("office"), Setting.berlaku_mulai <= bindparam("at"))
    .order_by(Setting.berlaku_mulai, Setting.key)
)


class SettingInvalid(Invalid):
    """A policy was to be set to something it cannot be."""

    code = "setting-value-invalid"
    message = "%(count)s values are wrong; nothing was changed. Mend them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who sets policies, from when on they hold, when that was written, and why."""

    by: str
    valid_from: datetime
    now: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Policies:
    """What holds for one office at one instant: every name of `office.defaults` with its value."""

    values: Mapping[str, JsonValue]

    def number(self, name: str) -> int:
        """Give an integer; 0 when the office has not supplied it."""
        value = self.values[name]
        return value if isinstance(value, int) else 0

    def text(self, name: str) -> str:
        """Give a text; "" when the office has not supplied it."""
        value = self.values[name]
        return value if isinstance(value, str) else ""

    def words(self, name: str) -> tuple[str, ...]:
        """Give a list of texts."""
        value = self.values[name]
        return tuple(str(item) for item in value) if isinstance(value, list) else ()

    def entries(self, name: str) -> Mapping[str, str]:
        """Give an object of texts."""
        value = self.values[name]
        return {k: str(v) for k, v in value.items()} if isinstance(value, dict) else {}

    def lists(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Give an object of lists of texts."""
        value = self.values[name]
        entries = value.items() if isinstance(value, dict) else ()
        return {k: tuple(map(str, v)) for k, v in entries if isinstance(v, list)}

    def context(self, office: Identity) -> dict[str, JsonValue]:
        """Give what FEEL reads as `kantor`: the office's identity and its policies by section."""
        found: dict[str, JsonValue] = {
            "kode": office.code,
            "nama": office.name,
            "kota": office.city,
            "prefix": office.prefix,
        }
        sections: dict[str, dict[str, JsonValue]] = {}
        for name, value in self.values.items():
            section, _, item = name.partition(".")
            if section == _ROOT:
                found[item] = value
            else:
                sections.setdefault(section, {})[item] = value
        return {**found, **sections}


def effective(session: Session, office: str, at: datetime) -> Policies:
    """Give what holds for an office at an instant (aware): the defaults where nothing was set."""
    rows = session.execute(_EFFECTIVE, {"office": office, "at": at})
    changed = {name: coding.from_bytes(value) for name, value in rows}
    return Policies({**defaults.DEFAULTS, **changed})


def held(kernel: Kernel, office: str, at: datetime | None = None) -> Policies:
    """Give what holds for an office at an instant (default: now), to show it.

    Raises:
        NotFound: there is no such office.
    """
    with kernel.reads.begin() as session:
        offices.identity(session, office)
        return effective(session, office, at or kernel.clock.now())


def changes(kernel: Kernel, office: str, name: str) -> tuple[Setting, ...]:
    """Give every change of one item, the oldest first, to show it.

    Raises:
        SettingInvalid: there is no such item.
    """
    if defaults.kind_of(name) is None:
        raise SettingInvalid(faults(name, None))
    with kernel.reads.begin() as session:
        return history(session, office, name)


def history(session: Session, office: str, name: str) -> tuple[Setting, ...]:
    """Give every change of one item, the oldest first."""
    wanted = select(Setting).where(Setting.kantor == office, Setting.nama == name)
    return tuple(session.execute(wanted.order_by(Setting.key)).scalars())


def change(
    kernel: Kernel,
    request: Request,
    office: str,
    values: Mapping[str, JsonValue],
    valid_from: datetime | None = None,
    *,
    reason: str = "",
) -> None:
    """Set items of an office from an instant on (default: now); needs the right "administer".

    Steps from that instant on read the new value; a timer that waits already stays as it was set.

    Raises:
        RightMissing: the actor may not.
        SettingInvalid: with one fault a wrong item; nothing was changed.
    """
    authority.require(request.actor, "administer", office)
    now = kernel.clock.now()
    with kernel.sessions.begin() as session:
        entry = Entry(by=request.actor.id, valid_from=valid_from or now, now=now, reason=reason)
        write(session, office, values, entry)


def write(
    session: Session,
    office: str,
    values: Mapping[str, JsonValue],
    entry: Entry,
) -> None:
    """Append changes within a transaction of the caller.

    Raises:
        SettingInvalid: with one fault a wrong item, or one that does not go with another.
    """
    found = tuple(fault for name, value in values.items() for fault in faults(name, value))
    if not found:
        held = effective(session, office, entry.valid_from).values
        found = limits.together({**held, **values})
    if found:
        raise SettingInvalid(found)
    for key, (name, value) in zip(
        keys.next_keys(session, len(values)), values.items(), strict=True
    ):
        session.add(
            Setting(
                key=key,
                kantor=office,
                nama=name,
                nilai=coding.to_text(value),
                berlaku_mulai=entry.valid_from,
                alasan=entry.reason,
                oleh=entry.by,
                dicatat_pada=entry.now,
            )
        )
    session.flush()


def faults(name: str, value: JsonValue) -> tuple[Fault, ...]:
    """Check one item's value against its kind; pure."""
    kind = defaults.kind_of(name)
    if kind is None:
        return (_fault("setting-unknown", name, "There is no policy %(name)s."),)
    if not _fits(kind, value):
        return (_fault("setting-kind", name, "%(name)s must be a %(kind)s.", kind),)
    return (*limits.faults(name, value), *policies.faults(name, value))


def _fits(kind: Kind, value: JsonValue) -> bool:
    if kind is Kind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind is Kind.DURATION:
        return isinstance(value, str) and _is_duration(value)
    if kind is Kind.HOUR:
        return isinstance(value, str) and _HOUR.fullmatch(value) is not None
    shape = {Kind.TEXT: str, Kind.FLAG: bool, Kind.LIST: list, Kind.MAP: dict}[kind]
    return isinstance(value, shape)


def _is_duration(text: str) -> bool:
    try:
        iso8601.parse_duration(text)
    except iso8601.TextInvalid:
        return False
    return True


def _fault(rule: str, name: str, message: str, kind: str = "") -> Fault:
    advice = "See docs/guides/configuration.md."
    params: dict[str, str | int] = {"name": name, "kind": kind}
    return Fault(rule=rule, element=name, message=message, advice=advice, params=params)
