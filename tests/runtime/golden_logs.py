"""Golden logs: recorded cases kept as files, with the diagrams of their day.

A log must give the same bytes for ever within its `semantics` number. Every change of the snapshot's
or the log's form adds one; none is ever edited. A folder holds `definitions/` (diagrams without
their drawing, decision tables) and `log.json`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import msgspec

from engine.bpmn import reading
from engine.dmn.reading import read as read_decisions
from engine.runtime import Definitions, compile_process
from engine.store import coding
from engine.values import Command, HistoryEvent, Inputs, JsonValue, StepResult

FOLDER = Path(__file__).parent / "golden"


class Line(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One command. `calendars` and `context` name contents of the log.

    `snapshot` is the SHA-256 of the bytes after it, `happened` its lines of history.
    """

    seq: int
    kind: str
    fields: dict[str, object]
    now: datetime
    snapshot: str
    business_key: str = ""
    latest: dict[str, int] = {}  # msgspec copies it
    calendars: dict[str, str] = {}
    context: dict[str, str] = {}
    happened: list[str] = []


class Log(msgspec.Struct, kw_only=True):
    """`definitions` says under which key each process or decision ("kind:id") was deployed."""

    semantics: int
    case_key: int
    definitions: dict[str, int]
    contents: dict[str, object]
    commands: list[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """A log and what it runs on."""

    name: str
    log: Log
    definitions: Definitions

    def command(self, line: Line) -> Command:
        fields = cast("dict[str, JsonValue]", line.fields)
        return cast("Command", coding.command_from(line.kind, fields))

    def inputs(self, line: Line) -> Inputs:
        contents = cast("dict[str, JsonValue]", self.log.contents)
        return Inputs(
            now=line.now,
            case_key=self.log.case_key,
            business_key=line.business_key,
            latest=line.latest,
            calendars={
                name: coding.calendar_from(contents[digest])
                for name, digest in line.calendars.items()
            },
            context={name: contents[digest] for name, digest in line.context.items()},
        )


def read(folder: Path) -> Golden:
    decoder = msgspec.json.Decoder(Log, float_hook=Decimal)
    log = decoder.decode((folder / "log.json").read_bytes())
    return Golden(
        name=folder.name,
        log=log,
        definitions=Definitions(
            processes={
                log.definitions[f"process:{one.id}"]: compile_process(one)
                for file in sorted(folder.glob("definitions/*.bpmn"))
                for one in reading.read(file.read_bytes(), file.name).processes
                if f"process:{one.id}" in log.definitions
            },
            decisions={
                log.definitions[f"decision:{name}"]: model
                for file in sorted(folder.glob("definitions/*.dmn"))
                for model in [read_decisions(file.read_bytes(), file.name)]
                for name in model.decisions
                if f"decision:{name}" in log.definitions
            },
        ),
    )


def digest(result: StepResult) -> str:
    return hashlib.sha256(result.snapshot).hexdigest()


def happened(result: StepResult) -> list[str]:
    """The history a step made, one readable line an event."""
    return [
        f"{one.instance} {one.happened} {one.element}"
        for one in result.effects
        if isinstance(one, HistoryEvent)
    ]
