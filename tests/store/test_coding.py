from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from engine.errors import SnapshotUnreadable
from engine.store import coding
from engine.values import (
    AssignUserTask,
    ChangeUserTask,
    Command,
    CompleteUserTask,
    LoggedCommand,
    MoveTimers,
    SetVariables,
)

COMMANDS: list[LoggedCommand] = [
    CompleteUserTask(task=3, variables={"b": Decimal("1.10"), "a": [1, None, {"c": True}]}),
    MoveTimers(
        due={7: datetime(2026, 11, 24, 1, tzinfo=UTC)},
        tasks={9: datetime(2026, 11, 25, 9, tzinfo=UTC)},
        reason="libur",
    ),
    SetVariables(variables={"a": "x"}, reason="ejaan"),
    AssignUserTask(task=3, assignee=None),
    ChangeUserTask(task=3, changes={"followUpDate": "2026-11-25T01:00:00+00:00"}, reason="KK"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=coding.kind_of)
def test_command_is_read_as_it_was_written(command: LoggedCommand) -> None:
    written = coding.to_bytes(command)

    assert coding.command_from(coding.kind_of(command), coding.mapping(written)) == command


def test_moved_timers_of_an_older_release_moved_no_tasks() -> None:
    read = coding.command_from("MoveTimers", {"due": {}, "reason": "libur"})

    assert read == MoveTimers(due={}, reason="libur")


def test_every_command_can_be_read() -> None:
    known = {kind.__name__ for kind in get_args(Command)}

    assert known <= set(coding.KINDS)


def test_equal_values_give_equal_bytes_whatever_their_order() -> None:
    one = CompleteUserTask(task=1, variables={"a": 1, "b": 2})
    other = CompleteUserTask(task=1, variables={"b": 2, "a": 1})

    assert coding.to_bytes(one) == coding.to_bytes(other)


def test_number_keeps_its_digits() -> None:
    assert coding.from_bytes(coding.to_bytes({"a": Decimal("1.10")})) == {"a": Decimal("1.10")}
    assert coding.to_bytes({"a": Decimal("1.10")}) == b'{"a":1.10}'


def test_command_of_another_release_is_unreadable() -> None:
    with pytest.raises(SnapshotUnreadable):
        coding.command_from("MoveToken", {})
