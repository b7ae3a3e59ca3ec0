"""Laws of the runtime on random block-structured diagrams."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import StepRefused
from tests.runtime.diagrams import document, end, path, start, user
from tests.runtime.growing import Block, Garden, blocks
from tests.runtime.play import Play
from tests.runtime.probing import missing, watch_runs
from tests.runtime.walking import legal

CALLED = document(start("qs") + path("qs", "qu", "qe") + user("qu") + end("qe"), process="q")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(blocks(), st.lists(st.sampled_from(["wait", "message", "signal"]), max_size=6))
def test_a_structured_diagram_runs_to_its_end_and_leaves_nothing(
    block: Block, news: list[str]
) -> None:
    diagram = Garden().diagram(block)
    memory, saved = (Play(diagram, CALLED, mode=mode) for mode in ("memory", "saved"))

    with watch_runs() as runs:
        for play in (memory, saved):
            runs.clear()
            play.start(n=1, daftar=[1, 2])
            for one in news:
                disturb(play, one)
            play.to_the_end()
            assert play.done
            assert missing(runs, play.books.history) == []
    assert memory.books.history == saved.books.history


@SLOW
@given(blocks(), st.lists(st.integers(0, 10**6), max_size=25))
def test_any_order_of_commands_gives_the_same_bytes_either_way(
    block: Block, walk: list[int]
) -> None:
    diagram = Garden().diagram(block)
    memory, saved = (Play(diagram, CALLED, mode=mode) for mode in ("memory", "saved"))
    memory.start(n=1, daftar=[1, 2])
    saved.start(n=1, daftar=[1, 2])

    for number in walk:
        if 1 in saved.books.closed:
            break
        commands = legal(saved, {"n": number % 4})
        command = commands[number % len(commands)]
        assert attempt(memory, command) == attempt(saved, command)
        assert memory.effects == saved.effects
        assert memory.bytes == saved.bytes


def disturb(play: Play, news: str) -> None:
    if 1 in play.books.closed:
        return
    if news == "wait":
        play.wait(2)
    elif news == "signal":
        play.signal("sg")
    elif any(one.name == "m2" for one in play.books.subscriptions.values()):
        play.message("m2")


def attempt(play: Play, command: object) -> bool:
    try:
        play.do(command)  # type: ignore[arg-type]  # one of `legal`'s
    except StepRefused:
        return False
    return True
