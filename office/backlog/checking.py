"""Checks every row of a backlog as U3 would, and where the case stands. Writes nothing.

A fault names row and column, never what is in the cell: the list may be printed and passed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from engine.errors import AnswersInvalid, Fault
from engine.services.kernel import Kernel
from engine.store import definitions
from engine.values import JsonValue
from forms.model import REASONS, Form
from forms.validation import clean
from office import nik, paper_cases
from office.backlog import columns, ledger
from office.backlog.columns import Shape
from office.backlog.workbook import Cell, Row, Sheet
from office.paper_cases import Stage, StageUnfit
from office.timetable import ZONE

FORM: Final = "terima_permohonan"
_DATES: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_YES_NO: Final = {"ya": True, "y": True, "tidak": False, "t": False}
_WARNINGS: Final = ("W1", "W2", "W3", "WILAYAH")
#: warnings that nobody will look into again once the paper is in: they need their reason now
_DOUBTS: Final = frozenset({"W1", "W2"})
#: dates in the order in which they happen
_ORDER: Final = ("diterima_pada", "lengkap_pada", "siap_cetak_pada", "siap_ambil_pada")
#: what a stage cannot do without
_NEEDED: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.MENUNGGU_BLANKO: ("siap_cetak_pada",),
    Stage.SIAP_DIAMBIL: ("siap_cetak_pada", "rak"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One thing wrong in one row."""

    row: int
    column: str
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A row that may be imported: the variables of its message, and what makes it the same row."""

    row: int
    mark: bytes
    variables: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a dry run found. `done` rows were imported before."""

    digest: str
    ready: tuple[Ready, ...]
    faults: tuple[RowFault, ...]
    done: int


@dataclass(slots=True)
class _Row:
    """One row while it is read."""

    number: int
    values: dict[str, JsonValue] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check(kernel: Kernel, office: str, sheet: Sheet) -> Checked:
    """Check all rows; all faults of all rows at once.

    Raises:
        NotFound: the procedure's form is not deployed.
    """
    now = kernel.clock.now()
    with kernel.reads.begin() as session:
        latest = kernel.catalogue.latest(session, definitions.newest_deployment(session))
        key = latest.get(f"form:{FORM}", 0)
        form = kernel.catalogue.form(session, key).form
        context = dict(kernel.inputs(session, office, now).context)
        known = ledger.marks(session, office)
    read = [_read(row) for row in sheet.rows]
    twice = _repeated(read)
    ready: list[Ready] = []
    faults: list[RowFault] = []
    done = 0
    for row in read:
        mark = ledger.mark_of(kernel.sealer, office, row.values)
        if mark in known:
            done += 1
            continue
        variables = _judge(kernel, form, context, row, now=now)
        if row.values.get("nik") in twice:
            row.faults.append(_fault("backlog-twice", "nik", "This NIK stands in two rows."))
        if row.faults or variables is None:
            faults += [_located(row.number, fault) for fault in row.faults]
        else:
            ready.append(Ready(row=row.number, mark=mark, variables=variables))
    return Checked(digest=sheet.digest, ready=tuple(ready), faults=tuple(faults), done=done)


def _read(row: Row) -> _Row:
    found = _Row(number=row.number, faults=list(row.faults))
    broken = {fault.element for fault in row.faults}
    for column in columns.ALL:
        value = row.cells.get(column.key)
        if column.key in broken:
            continue
        if value is None:
            if column.required:
                found.faults.append(_fault("required", column.key, "This cell is empty."))
            continue
        try:
            found.values[column.key] = _value(column, value)
        except ValueError:
            message = "This is no %(shape)s." if not column.choices else "This is no choice."
            found.faults.append(
                replace(_fault("backlog-cell", column.key, message), params={"shape": column.shape})
            )
    return found


def _value(column: columns.Column, value: Cell) -> JsonValue:
    if column.shape is Shape.DATE:
        return _date(value).isoformat()
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = text.strip()
    if column.shape is Shape.YES_NO:
        if isinstance(value, bool):
            return value
        return _YES_NO[text.casefold()] if text.casefold() in _YES_NO else _nothing()
    if column.shape is Shape.CHOICE:
        chosen = text.upper().replace(" ", "_")
        return chosen if chosen in column.choices else _nothing()
    return text


def _nothing() -> JsonValue:
    raise ValueError


def _date(value: Cell) -> date:
    if isinstance(value, date):
        return value
    for pattern in _DATES:
        try:
            return datetime.strptime(str(value).strip(), pattern).date()  # noqa: DTZ007  # a date
        except ValueError:
            continue
    raise ValueError


def _repeated(rows: list[_Row]) -> frozenset[str]:
    seen = Counter(nik.normalise(str(row.values["nik"])) for row in rows if row.values.get("nik"))
    return frozenset(number for number, count in seen.items() if count > 1)


def _judge(
    kernel: Kernel, form: Form, context: dict[str, JsonValue], row: _Row, *, now: datetime
) -> dict[str, JsonValue] | None:
    """Add what is wrong to the row's faults; the message's variables when nothing is."""
    row.faults += _stage_faults(row, now)
    said = {fault.element for fault in row.faults}
    answers: dict[str, JsonValue] = {
        column.key: row.values.get(column.key) for column in columns.APPLICATION
    }
    reason = str(row.values.get("alasan_peringatan") or "")
    answers[REASONS] = dict.fromkeys(_WARNINGS, reason)
    answers["pelapor_sendiri"] = True
    try:
        cleaned = clean(
            form, answers, context, now=now, zone=kernel.zone, validators=kernel.validators
        )
    except AnswersInvalid as refused:
        row.faults += [fault for fault in refused.faults if fault.element not in said]
        return None
    row.faults += [
        replace(warning.fault, element="alasan_peringatan")
        for warning in cleaned.warnings
        if warning.fault.rule in _DOUBTS and not warning.reason
    ]
    own = {column.key: row.values.get(column.key) for column in columns.OWN}
    own["kekurangan"] = [
        part.strip() for part in str(own.get("kekurangan") or "").split(";") if part.strip()
    ]
    del own["alasan_peringatan"]
    return {**cleaned.values, **{key: value for key, value in own.items() if value is not None}}


def _stage_faults(row: _Row, now: datetime) -> Iterator[Fault]:
    """Whether the stage, the dates and the status go together."""
    yield from _date_faults(row, now.astimezone(ZONE).date().isoformat())
    stage = row.values.get("tahap")
    if not isinstance(stage, str):
        return
    for key in _NEEDED.get(Stage(stage), ()):
        if not row.values.get(key):
            yield _fault("required", key, "This stage needs this cell.")
    kind, status = str(row.values.get("jenis_permohonan") or ""), row.values.get("siak_status")
    try:
        paper_cases.status_of(Stage(stage), str(status) if status else None, kind)
    except StageUnfit:
        yield _fault("backlog-stage", "tahap", "Stage, status and kind do not go together.")


def _date_faults(row: _Row, today: str) -> Iterator[Fault]:
    dates = [(key, str(row.values[key])) for key in _ORDER if row.values.get(key)]
    for key, day in dates:
        if day > today:
            yield _fault("backlog-future", key, "This day has not come yet.")
    for (_, earlier), (key, later) in pairwise(dates):
        if later < earlier:
            yield _fault("backlog-order", key, "This day lies before the one of the step before.")


def _located(row: int, fault: Fault) -> RowFault:
    column = columns.BY_KEY.get(fault.element.removeprefix(f"{REASONS}."))
    if fault.element.startswith(REASONS):
        column = columns.BY_KEY["alasan_peringatan"]
    return RowFault(row=row, column=column.heading if column else fault.element, fault=fault)


def _fault(rule: str, key: str, message: str) -> Fault:
    return Fault(rule=rule, element=key, message=message, advice="Correct the cell.")
