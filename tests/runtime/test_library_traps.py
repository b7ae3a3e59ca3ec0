"""One test for every trap of SpiffWorkflow 3.2.0 that is not shown beside its element already.

Each says what the plain library does, and shows that a case of ours does not.
"""

from __future__ import annotations

import json
import random
from decimal import Decimal

import msgspec
import pytest

from engine.bpmn import reading
from engine.errors import DeploymentRefused, StepRefused
from engine.runtime import compile_process
from engine.values import CompleteUserTask, Reopen, SetVariables
from tests.runtime.diagrams import (
    boundary,
    document,
    end,
    error,
    event_sub,
    exclusive,
    flow,
    message,
    path,
    script,
    signal,
    simple,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.runtime.play import Play, compiled
from tests.runtime.probing import missing, watch_runs
from tests.runtime.rich import RICH, RICH_CALLED, describe


def test_signal_end_event_throws(mode: str) -> None:
    """Library: completes and throws nothing."""
    play = Play(document(start() + flow("s", "e") + end("e", signal())), mode=mode).start(x=1)

    assert [one.name for one in play.books.thrown] == ["sg"]


def test_error_event_sub_process_does_not_run_at_the_start(mode: str) -> None:
    """Library: runs it at once, as if it began with a none event."""
    play = Play(document(simple("u1", more=event_sub("E", error()))), mode=mode).start()

    assert play.tasks == ["u1"]
    assert play.complete("u1").done


def test_definitions_are_never_mutated_by_a_case(mode: str) -> None:
    """Library: a message event sub-process rewires the specification shared by all cases."""
    processes = compiled(RICH, RICH_CALLED)
    before = describe(processes)
    for _ in range(2):
        play = Play(processes=processes, mode=mode).start(nomor="7", daftar=[1, 2])
        play.message("m1").complete("u_pesan")

    assert describe(processes) == before


def test_a_second_case_starts_untouched_by_the_first(mode: str) -> None:
    """Library: the second case's event sub-process has started without any event."""
    processes = compiled(document(simple("u1", more=event_sub("E", message()))))
    Play(processes=processes, mode=mode).start(nomor="1").message("m1")

    assert Play(processes=processes, mode=mode).start(nomor="2").tasks == ["u1"]


def test_ids_start_and_end_are_ordinary(mode: str) -> None:
    """Library: an element of that id swallows the process."""
    body = start("Start") + path("Start", "u", "End") + user("u") + end("End")

    play = Play(document(body), mode=mode).start()
    assert play.tasks == ["u"]
    assert play.complete("u").done


def test_the_picture_decides_nothing(mode: str) -> None:
    """Library: sorts by the shapes' y; the first true flow is the upper one."""
    body = start() + flow("s", "g") + exclusive("g", "fd") + flow("g", "b", "true")
    body += flow("g", "a", "true") + flow("g", "e", key="fd") + user("a") + user("b")
    body += flow("a", "e") + flow("b", "e") + end()

    assert Play(document(body), mode=mode).start().tasks == ["b"]


def test_the_depth_of_a_case_has_no_wall(mode: str) -> None:
    """Library: RecursionError at the 248th rework loop, or silence with a higher limit."""
    body = start() + path("s", "m", "u1", "x") + exclusive("m") + user("u1") + exclusive("x", "out")
    body += boundary("b", "u1", timer("P1D"), cancel=False) + path("b", "e2") + end("e2")
    body += flow("x", "m", "lagi") + flow("x", "e", key="out") + end()
    play = Play(document(body), mode=mode).start()

    for turn in range(600):
        play.complete("u1", lagi=turn < 599)
    assert play.done


def test_the_order_of_keys_is_no_data() -> None:
    """Library: shuffled or sorted keys restore wrong data without a word."""
    play = Play(RICH, RICH_CALLED).start(nomor="7", daftar=[1, 2])
    shuffled = list(json.loads(play.bytes).items())
    random.Random(5).shuffle(shuffled)
    other = Play(processes=dict(play.definitions.processes))
    other._snapshot = json.dumps(dict(shuffled), indent=1).encode()
    other.books = play.books

    assert other.do(SetVariables(variables={}, reason="x")).bytes == play.bytes


def test_going_back_over_a_waiting_boundary_timer(mode: str) -> None:
    """Library: reset_from_task_id leaves a stale event that crashes the next step."""
    more = boundary("b", "u1", timer("PT1H")) + path("b", "e2") + end("e2")
    body = start() + path("s", "u0", "u1", "e") + user("u0") + user("u1") + end() + more
    play = Play(document(body), mode=mode).start().complete("u0")

    play.do(Reopen(element="u0", scope=1, reason="x"))
    assert (play.tasks, play.due) == (["u0"], {})
    assert play.complete("u0").wait(1).done


def test_a_task_is_completed_once(mode: str) -> None:
    """Library: run() on completed, cancelled and future tasks succeeds without a word."""
    play = Play(document(simple("u1", "u2")), mode=mode).start()
    done = next(iter(play.books.tasks))
    play.complete("u1")

    with pytest.raises(StepRefused):
        play.do(CompleteUserTask(task=done))
    with pytest.raises(StepRefused):
        play.do(CompleteUserTask(task=max(play.books.tasks) + 1))


def test_no_step_fires_a_timer_by_itself(mode: str) -> None:
    """Library: whoever refreshes first decides whether the overdue timer or the officer wins."""
    more = boundary("b", "u1", timer("PT1H")) + path("b", "e2") + end("e2")
    play = Play(document(simple("u1", more=more)), mode=mode).start()
    play.now = play.now.replace(year=2027)

    assert play.complete("u1").happened().__len__() == 0
    assert play.done
    assert "b" not in play.taken


def test_dates_and_decimals_are_kept(mode: str) -> None:
    """Library: TypeError when saving; a key "typename" makes the case unreadable."""
    body = start() + path("s", "v", "u", "e") + user("u") + end()
    body += script("v", "d:={t: date(&#34;2026-11-24&#34;), n: 0.10 + 0.20, typename: 1}")
    play = Play(document(body), mode=mode).start()

    assert play.variable("d") == {"t": "2026-11-24", "n": Decimal("0.3"), "typename": 1}
    assert play.complete("u").done


def test_an_incident_names_its_cause(mode: str) -> None:
    """Library: "can only concatenate str (not int)" for any failing script."""
    play = Play(document(start() + path("s", "v", "e") + script("v", "y:=x + 1") + end()))
    play.start(x="satu")

    incident = next(iter(play.books.incidents.values()))
    assert (incident.element, incident.code) == ("v", "script-error")
    assert "string" in incident.message
    assert "satu" not in incident.message


@pytest.mark.parametrize(
    "text", ["__import__('os').system('true') == 0", "().__class__.__base__.__subclasses__()"]
)
def test_python_is_no_expression(text: str) -> None:
    """Library: eval with full rights."""
    body = start() + flow("s", "g") + exclusive("g", "fd") + flow("g", "a", text)
    body += flow("g", "e", key="fd") + task("task", "a") + flow("a", "e") + end()
    process = reading.read(document(body), "x.bpmn").processes[0]

    with pytest.raises(DeploymentRefused) as refused:
        compile_process(process)
    assert refused.value.faults[0].file == "x.bpmn"


def test_events_of_the_same_name_are_told_apart_by_subscription(mode: str) -> None:
    """Library: matches by name and class; every waiting catch of the name is hit."""
    body = start() + path("s", "A", "e")
    inner = start("is") + path("is", "iu", "ie") + user("iu") + end("ie")
    body += sub("A", inner + event_sub("I", message(), cancel=False)) + end()
    body += event_sub("O", message(), cancel=False)
    play = Play(document(body), mode=mode).start(nomor="1").message("m1")

    assert play.tasks == ["iu", "u_O"]
    assert play.waits == ["st_O", "st_I"]


def test_task_data_of_the_library_stays_empty() -> None:
    """Library: copies the variables from token to token."""
    play = Play(RICH, RICH_CALLED, mode="memory").start(nomor="7", daftar=[1, 2])
    assert play._case is not None

    tokens = [token for at in play._case.workflows() for token in at.tasks.values()]
    assert len(tokens) > 5
    assert not any(token.data for token in tokens)


def test_every_element_runs_through_the_librarys_task_run(mode: str) -> None:
    with watch_runs() as runs:
        play = Play(RICH, RICH_CALLED, mode=mode).start(nomor="7", daftar=[1, 2], mutu=2)
        play.message("m1").wait(6).complete("terima").wait(8)
        play.to_the_end(y=1)

    assert play.done
    assert len(play.books.history) > 100
    assert missing(runs, play.books.history) == []


def test_the_snapshot_is_plain_json_without_floats() -> None:
    play = Play(RICH, RICH_CALLED).start(nomor="7", daftar=[Decimal("1.10"), 2])

    assert msgspec.json.decode(play.bytes)["version"] == 1
    assert b"1.10" in play.bytes
