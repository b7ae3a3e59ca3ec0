"""Canonical bytes of values: commands, inputs, variables. Seals nothing and stores nothing.

Equal values give equal bytes: object keys are sorted, numbers are int or Decimal as they are
written. Every command names its class, so that an old log is read by the class it was written with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast, get_args

import msgspec

from engine.errors import SnapshotUnreadable
from engine.values import (
    AssignUserTask,
    Calendar,
    ChangeUserTask,
    Command,
    JsonValue,
    LoggedCommand,
    MoveTimers,
)

_ENCODER: Final = msgspec.json.Encoder(decimal_format="number", order="deterministic")
_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
KINDS: Final[Mapping[str, type[LoggedCommand]]] = {
    kind.__name__: kind for kind in (*get_args(Command), AssignUserTask, ChangeUserTask)
}


def to_bytes(value: object) -> bytes:
    """Canonical JSON of a JSON value, dataclass, or container of them."""
    return _ENCODER.encode(msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True))


def to_text(value: object) -> str:
    """Canonical JSON as text."""
    return to_bytes(value).decode()


def from_bytes(content: bytes | str) -> JsonValue:
    """A JSON value; numbers with a point or exponent become Decimal."""
    return cast("JsonValue", _DECODER.decode(content))


def mapping(content: bytes | str) -> dict[str, JsonValue]:
    """A JSON object.

    Raises:
        ValueError: the content is JSON of another kind.
    """
    value = from_bytes(content)
    if not isinstance(value, dict):
        raise ValueError("a JSON object was expected")  # noqa: TRY004  # the data is wrong, not the call
    return value


def texts(content: bytes | str) -> tuple[str, ...]:
    """A JSON list of strings."""
    return tuple(msgspec.json.decode(content, type=list[str]))


def text_map(content: bytes | str) -> dict[str, str]:
    """A JSON object of strings."""
    return msgspec.json.decode(content, type=dict[str, str])


def kind_of(command: LoggedCommand) -> str:
    """The stable name of a command's kind: its class."""
    return type(command).__name__


def command_from(kind: str, fields: Mapping[str, JsonValue]) -> LoggedCommand:
    """The command that was written as `fields` under `kind`.

    Raises:
        SnapshotUnreadable: it was not written by a release that this one can read.
    """
    known: Any = KINDS.get(kind)
    try:
        if known is MoveTimers:
            due, tasks = (
                msgspec.convert(fields.get(name, {}), dict[int, datetime], strict=False)
                for name in ("due", "tasks")
            )
            return MoveTimers(due=due, reason=str(fields["reason"]), tasks=tasks)
        return cast("LoggedCommand", known(**fields))
    except (TypeError, KeyError, msgspec.ValidationError) as error:
        raise SnapshotUnreadable(case="?", why=f"command {kind}") from error


def canonical(command: Command) -> Command:
    """The command as it will be read from the log: no float, no tuple, no date is left in it."""
    fields = mapping(to_bytes(command))
    return cast("Command", command_from(kind_of(command), fields))


def calendar_from(content: JsonValue) -> Calendar:
    """The calendar whose JSON form this is."""
    return msgspec.convert(content, Calendar)
