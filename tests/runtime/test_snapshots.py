"""The bytes of a case: what they hold, and what is refused."""

from __future__ import annotations

import pytest

from engine.errors import SnapshotUnreadable
from engine.runtime import Definitions, step
from engine.runtime.scopes import canonical
from engine.values import AddNote
from tests.runtime.diagrams import boundary, document, end, path, simple, timer
from tests.runtime.play import Play


def test_a_case_of_fifteen_tasks_with_timers_takes_less_than_two_kilobytes() -> None:
    names = [f"u{number}" for number in range(15)]
    more = "".join(
        boundary(f"{name}{at}", name, timer(text), cancel=False)
        + path(f"{name}{at}", f"{name}{at}e")
        + end(f"{name}{at}e")
        for name in names
        for at, text in (("a", "P1D"), ("b", "P2D"))
    )
    play = Play(document(simple(*names, more=more))).start()
    for name in names[:8]:
        play.complete(name)

    assert len(play.bytes) < 2048


def test_a_finished_case_holds_nothing() -> None:
    play = Play(document(simple("u1"))).start(x=1).complete("u1")

    assert play.done
    assert b'"scopes":[]' in play.bytes
    assert b"u1" not in play.bytes


@pytest.mark.parametrize(
    "snapshot", [b"", b"{}", b"[]", b'{"version":99}', b'{"version":1}', b"\xff", b'{"version":1,']
)
def test_what_is_no_snapshot_is_refused(snapshot: bytes) -> None:
    play = Play(document(simple("u1"))).start()

    with pytest.raises(SnapshotUnreadable):
        step(play.definitions, snapshot, AddNote(text="x"), play.inputs())


def test_a_snapshot_without_its_definition_is_refused() -> None:
    play = Play(document(simple("u1"))).start()

    with pytest.raises(SnapshotUnreadable):
        step(Definitions(processes={}), play.bytes, AddNote(text="x"), play.inputs())


def test_a_snapshot_of_another_diagram_is_refused() -> None:
    play = Play(document(simple("u1"))).start()
    other = Play(document(simple("u2"))).definitions

    with pytest.raises(SnapshotUnreadable):
        step(other, play.bytes, AddNote(text="x"), play.inputs())


def test_values_have_one_form() -> None:
    from decimal import Decimal

    value = {"b": (1, 2.5), "a": {"y": Decimal(3), "x": Decimal("1.10")}, "n": float("nan")}

    kept = canonical(value)
    assert kept == {"a": {"x": Decimal("1.10"), "y": 3}, "b": [1, Decimal("2.5")], "n": None}
    assert isinstance(kept, dict)
    assert list(kept) == ["a", "b", "n"]
