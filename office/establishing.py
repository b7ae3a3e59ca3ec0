"""Offices as an administrator sees them: open one, change its name, villages, printers.

Its first calendar and policies are `office.founding`'s; who prints and which villages there are
remain policies (`office.config`), written here in the same transaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.errors import Conflict, Fault, Invalid, NotFound, StaleVersion
from engine.services import rights
from engine.services.kernel import Kernel, Request
from engine.store import coding, keys
from engine.values import Actor, JsonValue
from office import authority, config, founding
from office.config import Entry
from office.founding import NewOffice
from office.officers import Officer
from office.offices import Office, OfficeChange
from office.printers import Printer

_CODE: Final = re.compile(r"[0-9]{6}", re.ASCII)
_PREFIX: Final = re.compile(r"[A-Z][A-Z0-9]{1,5}", re.ASCII)
_VILLAGE: Final = re.compile(r"[0-9]{4}", re.ASCII)
_LONGEST: Final = 60
_LONGEST_PRINTER: Final = 40
_SITE: Final = "kantor.print_site"
_VILLAGES: Final = "kantor.kelurahan"


class OfficeInvalid(Invalid):
    """An office's code, name, prefix, villages or printers cannot be so."""

    code = "office-invalid"
    message = "%(count)s fields need your attention; the office was not changed."


class PrefixTaken(Conflict):
    """Another office begins its register numbers so."""

    code = "prefix-taken"
    message = "Another office uses the prefix %(prefix)s. Choose another."


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an administrator writes of an office. `printers` are all that there are."""

    name: str
    city: str
    prefix: str
    print_site: str
    villages: tuple[str, ...]
    printers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """An office as it is: its particulars, which printers work, its active officers."""

    code: str
    version: int
    particulars: Particulars
    working: frozenset[str]
    officers: int
    changes: tuple[OfficeChange, ...]

    @property
    def title(self) -> str:
        """How the office calls itself."""
        return f"Kecamatan {self.particulars.name}"


def offices(kernel: Kernel, actor: Actor) -> tuple[OfficeView, ...]:
    """Give the offices an administrator serves, by code.

    Raises:
        RightMissing: the actor does not administer.
    """
    rights.require(actor, "administer")
    with kernel.reads.begin() as session:
        rows = session.execute(select(Office).order_by(Office.kode)).scalars()
        return tuple(_view(kernel, session, row) for row in rows if {row.kode, "*"} & actor.offices)


def office(kernel: Kernel, actor: Actor, code: str) -> OfficeView:
    """Give one office.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        NotFound: there is none.
    """
    authority.require(actor, "administer", code)
    with kernel.reads.begin() as session:
        return _view(kernel, session, _row(session, code))


def add(kernel: Kernel, request: Request, code: str, new: Particulars) -> None:
    """Open an office with its first calendar, policies and printers; for who serves all offices.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        OfficeInvalid: with every fault at once.
        OfficeExists: it is open already.
        PrefixTaken: another office uses the prefix.
    """
    authority.require(request.actor, "administer", code)
    faults = _faults(new)
    if not _CODE.fullmatch(code):
        faults = (_fault("code", "The code of an office has six digits."), *faults)
    if faults:
        raise OfficeInvalid(faults)
    with kernel.reads.begin() as session:
        _require_free(session, code, new.prefix)
    opening = NewOffice(
        code=code,
        name=new.name,
        city=new.city,
        prefix=new.prefix,
        policies=_policies(new),
        printers=new.printers,
    )
    founding.found(kernel, request, opening)


def change(kernel: Kernel, request: Request, code: str, new: Particulars, reason: str) -> None:
    """Change an office; its code stays. Numbers given already keep their prefix.

    Raises:
        RightMissing, OfficeForbidden: the actor may not.
        NotFound: there is none.
        OfficeInvalid: with every fault at once, a missing reason among them.
        ReasonMissing: the reason is too long.
        PrefixTaken: another office uses the prefix.
        StaleVersion: somebody changed it meanwhile.
    """
    authority.require(request.actor, "administer", code)
    faults = _faults(new)
    if not reason.strip():
        faults = (*faults, _fault("alasan", "A reason is needed."))
    if faults:
        raise OfficeInvalid(faults)
    why = rights.reason(reason)
    with kernel.sessions.begin() as session:
        row = session.get(Office, code, with_for_update=True)
        if row is None:
            raise NotFound(kind="office", key=code)
        _require_free(session, code, new.prefix)
        old = _view(kernel, session, row).particulars
        details = _differences(old, new)
        if details and request.version not in {None, row.versi}:
            raise StaleVersion(holder=row.diubah_oleh)
        if details:
            now = kernel.clock.now()
            entry = Entry(by=request.actor.id, valid_from=now, now=now, reason=why)
            pen = _Pen(session, entry, code)
            pen.write(row, new)
            pen.write_policies(old, new)
            pen.note(details)


def _row(session: Session, code: str) -> Office:
    row = session.get(Office, code)
    if row is None:
        raise NotFound(kind="office", key=code)
    return row


def _view(kernel: Kernel, session: Session, row: Office) -> OfficeView:
    policies = config.effective(session, row.kode, kernel.clock.now())
    wanted = select(Printer).where(Printer.kantor == row.kode).order_by(Printer.nama)
    printers = list(session.execute(wanted).scalars())
    changed = select(OfficeChange).where(OfficeChange.kantor == row.kode)
    active = select(func.count()).where(Officer.kantor == row.kode, Officer.aktif)
    return OfficeView(
        code=row.kode,
        version=row.versi,
        particulars=Particulars(
            name=row.nama,
            city=row.kota,
            prefix=row.prefix,
            print_site=policies.text(_SITE),
            villages=policies.words(_VILLAGES),
            printers=tuple(printer.nama for printer in printers),
        ),
        working=frozenset(printer.nama for printer in printers if printer.siap),
        officers=session.execute(active).scalar_one(),
        changes=tuple(session.execute(changed.order_by(OfficeChange.key.desc())).scalars()),
    )


def _faults(new: Particulars) -> tuple[Fault, ...]:
    checks = {
        "name": (0 < len(new.name) <= _LONGEST, "A name has 1 to 60 characters."),
        "city": (0 < len(new.city) <= _LONGEST, "A city has 1 to 60 characters."),
        "prefix": (
            bool(_PREFIX.fullmatch(new.prefix)),
            "A prefix has 2 to 6 capitals and digits, and begins with a capital.",
        ),
        "print_site": (
            new.print_site in {"KECAMATAN", "DISDUKCAPIL"},
            "Say who prints: KECAMATAN or DISDUKCAPIL.",
        ),
        "villages": (
            bool(new.villages) and all(map(_VILLAGE.fullmatch, new.villages)),
            "Write the villages' codes of four digits, one at least.",
        ),
        "printers": (
            all(0 < len(name) <= _LONGEST_PRINTER for name in new.printers),
            "A printer's name has at most 40 characters.",
        ),
    }
    return tuple(_fault(name, message) for name, (holds, message) in checks.items() if not holds)


def _fault(element: str, message: str) -> Fault:
    return Fault(rule=f"office-{element}", element=element, message=message)


def _require_free(session: Session, code: str, prefix: str) -> None:
    wanted = select(Office.kode).where(Office.prefix == prefix, Office.kode != code)
    if session.execute(wanted).first() is not None:
        raise PrefixTaken(prefix=prefix)


def _differences(old: Particulars, new: Particulars) -> Mapping[str, str]:
    """What changes, field by field, in words for the record."""
    pairs = {
        "nama": (old.name, new.name),
        "kota": (old.city, new.city),
        "prefix": (old.prefix, new.prefix),
        "print_site": (old.print_site, new.print_site),
        "kelurahan": (" ".join(old.villages), " ".join(new.villages)),
        "printer": (", ".join(sorted(old.printers)), ", ".join(sorted(new.printers))),
    }
    return {
        name: f"{one or '–'} → {two or '–'}" for name, (one, two) in pairs.items() if one != two
    }


def _policies(new: Particulars) -> dict[str, JsonValue]:
    return {_SITE: new.print_site, _VILLAGES: list[JsonValue](new.villages)}


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who writes what of which office, why and when, within one transaction."""

    session: Session
    entry: Entry
    code: str

    def write(self, row: Office, new: Particulars) -> None:
        """The office's own row and its printers."""
        row.nama, row.kota, row.prefix = new.name, new.city, new.prefix
        row.versi, row.diubah_oleh = row.versi + 1, self.entry.by
        of_office = Printer.kantor == self.code
        self.session.execute(delete(Printer).where(of_office, Printer.nama.not_in(new.printers)))
        known = set(self.session.execute(select(Printer.nama).where(of_office)).scalars())
        self.session.add_all(
            Printer(
                kantor=self.code,
                nama=name,
                siap=True,
                diubah_pada=self.entry.now,
                oleh=self.entry.by,
            )
            for name in sorted(set(new.printers) - known)
        )

    def write_policies(self, old: Particulars, new: Particulars) -> None:
        """The policies that the particulars hold, where they change."""
        before = _policies(old)
        changed = {name: value for name, value in _policies(new).items() if before[name] != value}
        config.write(self.session, self.code, changed, self.entry)

    def note(self, details: Mapping[str, str]) -> None:
        """The office's record."""
        self.session.add(
            OfficeChange(
                key=keys.next_key(self.session),
                kantor=self.code,
                alasan=self.entry.reason,
                rincian=coding.to_text(dict(details)),
                oleh=self.entry.by,
                pada=self.entry.now,
            )
        )
