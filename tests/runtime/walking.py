"""Random walks: any legal command next. The same choices give the same walk in every process."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator
from datetime import timedelta

from engine.errors import StepRefused
from engine.values import (
    AddNote,
    Command,
    CompleteJob,
    CompleteUserTask,
    DeliverMessage,
    DeliverSignal,
    FailJob,
    FireTimer,
    MoveTimers,
    Reopen,
    ResumeCase,
    RetryIncident,
    SetVariables,
    SuspendCase,
    ThrowJobError,
    Variables,
)
from tests.runtime.play import Play
from tests.runtime.rich import RICH, RICH_CALLED

VARIABLES: tuple[Variables, ...] = (
    {},
    {"mutu": 0, "lagi": True},
    {"mutu": 1, "y": [1, {"b": 2, "a": 1}]},
    {"mutu": 2, "lagi": True, "hasil": {"z": 1}},
    {"mutu": 3, "lagi": False, "jawaban": "ya"},
    {"tolak": True},
    {"mutu": "rusak"},
    {"daftar": [], "nomor": 8},
    {"daftar": ["a", "b"], "tolak": False},
)


def legal(play: Play, variables: Variables) -> list[Command]:
    """What could be asked of the case now, in a fixed order."""
    books = play.books
    found: list[Command] = []
    for task in sorted(books.tasks):
        found += [CompleteUserTask(task=task, variables=variables)] * 3
    for job in sorted(books.jobs):
        found += [CompleteJob(job=job, variables=variables)] * 3
        found += [FailJob(job=job, retries=left, message="x") for left in (0, 1)]
        found += [ThrowJobError(job=job, code=code) for code in ("E1", "E9")]
    found += [FireTimer(timer=timer) for timer in sorted(books.timers)]
    for key, one in sorted(books.subscriptions.items()):
        if one.kind == "message":
            message = DeliverMessage(subscription=key, message=one.name, variables=variables)
            found.append(message)
    found += [RetryIncident(incident=key) for key in sorted(books.incidents)] * 3
    return [*found, *_by_hand(play, variables)]


def _by_hand(play: Play, variables: Variables) -> Iterator[Command]:
    books = play.books
    yield DeliverSignal(signal="sg", variables=variables)
    yield SetVariables(variables=variables, reason="x", scope=max(books.scopes))
    yield AddNote(text="x")
    yield SuspendCase(reason="x")
    for element, scope in (("terima", 1), ("periksa", 1), ("qu", max(books.scopes))):
        yield Reopen(element=element, scope=scope, reason="x", variables=variables)
    if books.timers:
        moved = play.now + timedelta(hours=3)
        yield MoveTimers(due={min(books.timers): moved}, reason="x")


def choose(play: Play, number: int) -> list[Command]:
    """The commands a number stands for; a timer's moves the clock to its due instant."""
    if 1 in play.books.closed:
        return [AddNote(text="x")]
    commands = legal(play, VARIABLES[number % len(VARIABLES)])
    command = commands[number // len(VARIABLES) % len(commands)]
    if isinstance(command, FireTimer):
        play.now = max(play.now, play.books.timers[command.timer].due_at)
    if isinstance(command, SuspendCase):
        return [command, ResumeCase(reason="x")]
    return [command]


def begin(mode: str) -> Play:
    return Play(RICH, RICH_CALLED, mode=mode).start(nomor="7", daftar=[1, 2], mutu=2)


def follow(play: Play, number: int) -> bool:
    """Take one step of a walk; False when it was refused."""
    try:
        for command in choose(play, number):
            play.do(command)
    except StepRefused:
        return False
    return True


def digest(seed: int, steps: int) -> tuple[str, str]:
    """Walk by a seed; digest every snapshot on the way, and every snapshot and effect."""
    numbers, play = random.Random(seed), begin("saved")
    snapshots, everything = hashlib.sha256(), hashlib.sha256()
    for _ in range(steps):
        follow(play, numbers.randrange(10**9))
        snapshots.update(play.bytes)
        everything.update(play.bytes + repr(play.effects).encode())
    return snapshots.hexdigest(), everything.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(json.dumps([digest(seed, 60) for seed in range(int(sys.argv[1]))]))
