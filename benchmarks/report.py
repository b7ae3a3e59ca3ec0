"""Runs the short set of benchmarks and writes docs/performance.md. Measures nothing by itself.

python -m benchmarks.report (`make bench`): every benchmark three times, each in a process of its
own; the figures are medians of the runs.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import sleep
from typing import Final, TypeAlias, cast

Figures: TypeAlias = "Mapping[str, float]"
RUNS: Final = 3
#: share of the processors that others may take when a run begins
QUIET: Final = 0.1
TARGET: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_PACKAGES: Final = ("SpiffWorkflow", "SQLAlchemy", "psycopg", "msgspec", "cryptography")


def busy(seconds: float = 2) -> float:
    """How much of the processors other work takes, 0 to 1; 0 where nobody tells."""
    source = Path("/proc/stat")
    if not source.exists():
        return 0.0
    before = source.read_text(encoding="utf-8").split()[1:9]
    sleep(seconds)
    after = source.read_text(encoding="utf-8").split()[1:9]
    spent = [int(late) - int(early) for early, late in zip(before, after, strict=True)]
    idle = spent[3] + spent[4]  # idle, and waiting for a disk
    return 1 - idle / max(sum(spent), 1)


def await_quiet() -> bool:
    """Wait, a minute at most, until the machine has little else to do; whether it has."""
    return any(busy() < QUIET for _ in range(30))


def run(name: str, *arguments: str) -> list[dict[str, object]]:
    """What each run of a benchmark answered; `quiet` tells whether it began on an idle machine."""
    answers = []
    for number in range(RUNS):
        print(f"── {name}, run {number + 1} of {RUNS}", flush=True)
        quiet = await_quiet()
        command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answers.append({**json.loads(done.stdout.splitlines()[0]), "quiet": quiet})
    return answers


def middle(runs: Sequence[object]) -> dict[str, float]:
    """The median of every number that the runs answered."""
    figures = [cast("Mapping[str, object]", one) for one in runs]
    names = [name for name, value in figures[0].items() if type(value) in {int, float}]
    return {name: round(median(cast("float", one[name]) for one in figures), 4) for name in names}


def machine(quiet: int, total: int) -> str:
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), cpu)
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"- Measured {datetime.now(UTC):%d %B %Y, %H:%M} UTC\n"
        f"- {quiet} of {total} runs began on a machine with little else to do; beside other work\n"
        "  the times are longer and the ratios uncertain\n"
        f"- {cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}\n"
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}\n"
    )


def step_section(runs: Sequence[Mapping[str, object]]) -> str:
    ours, plain = (middle([one[name] for one in runs]) for name in ("ours", "plain"))
    faster = middle(runs)["faster"]
    return f"""## One step, next to the plain library (`benchmarks/step.py`)

| | ms a completion | snapshot, bytes |
|---|---:|---:|
| Alur: restore, step, prune, dump | {ours["ms"]:.3f} | {ours["bytes"]:.0f} |
| SpiffWorkflow: deserialize, run, serialize | {plain["ms"]:.3f} | {plain["bytes"]:.0f} |
| target | 0.3 | 2,048 plus variables |

**{faster:.0f} times faster** (target: 20). Fifteen user tasks with two boundary timers each, the
eighth is completed, same process, same run. The library keeps every finished and every predicted
task, and the data of each; we keep what is alive. The ratio says what that costs the library on
this diagram; it is no promise for smaller ones, and an office feels it little: see the last table.
"""


def loops_section(runs: Sequence[Mapping[str, object]]) -> str:
    places = [cast("Sequence[Mapping[str, object]]", one["results"]) for one in runs]
    rows = []
    for number, place in enumerate(places[0]):
        one = middle([results[number] for results in places])
        rows.append(
            f"| {place['place']} | {one['ms_early']:.3f} | {one['ms_late']:.3f} "
            f"| {one['slower']:.2f} | {one['bytes_early']:.0f} | {one['bytes_late']:.0f} "
            f"| {one['larger']:.2f} |"
        )
    loops = places[0][0]["loops"]
    return f"""## Does a case get dearer with age? (`benchmarks/loops.py`)

| where the loop is | ms early | ms late | ratio | bytes early | bytes late | ratio |
|---|---:|---:|---:|---:|---:|---:|
{chr(10).join(rows)}

{loops} rework loops with boundary timers and a parallel gateway in each; "early" is from loop 10,
"late" the last hundred. Target for both ratios: 1.3. A ratio near 1 says that a case of ten years
steps as fast as one of today; what growth there is in bytes comes from longer numbers.
"""


def completion_section(runs: Sequence[Mapping[str, object]]) -> str:
    results = [cast("Mapping[str, object]", one["results"]) for one in runs]
    found = {name: middle([one[name] for one in results]) for name in results[0]}
    rows = [
        f"| {name} | {one['service_ms']:.2f} | {one['a_second']:.0f} | {one['bare_ms']:.2f} "
        f"| {one['bare_a_second']:.0f} | {one['share'] * 100:.0f} % | {one['statements']:.0f} "
        f"| {one['rows']:.0f} | {one['commits']:.0f} |"
        for name, one in found.items()
    ]
    return f"""## A whole completion, next to its bare rows (`benchmarks/completion.py`)

| | service, ms | a second | bare SQL, ms | a second | share | statements | rows | commits |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
{chr(10).join(rows)}

One officer completes one claimed task after the other, through the service: lock, rights, step,
hash chain, history, encryption, kept answer, commit (SQLite with `synchronous=FULL`). "Bare SQL" is
the very same writes, values and all, sent to a copy of the database by the driver alone in one
transaction. The share is what is left of the database's own rate; the rest of the time is reading,
SQLAlchemy and the rules, all in Python (the step itself is a tenth of a millisecond of it). It is
the rate of one process with one client. The share falls when the disk is fast, because then Python
is all there is to wait for; compare the milliseconds, not the share, between machines.
"""


def _ms(results: Sequence[Mapping[str, Mapping[str, object]]], name: str, query: str) -> float:
    return middle([one[name][query] for one in results])["ms"]


def worklist_section(runs: Sequence[Mapping[str, object]]) -> str:
    results = [cast("Mapping[str, Mapping[str, object]]", one["results"]) for one in runs]
    rows = []
    for query in results[0]["SQLite"]:
        sqlite, postgresql = (_ms(results, name, query) for name in ("SQLite", "PostgreSQL"))
        rows.append(f"| {query} | {sqlite:.1f} | {postgresql:.1f} |")
    return f"""## A page of a crowded work list (`benchmarks/worklist.py`)

| first 50 tasks, counted up to 500 | SQLite, ms | PostgreSQL, ms |
|---|---:|---:|
{chr(10).join(rows)}

{runs[0]["tasks"]:,} open tasks in one office, a fifth of them offered to each of five groups. Which
index each page is read by, the benchmark prints; `tests/services/test_crowded.py` holds it.
"""


def main() -> None:
    runs = {
        "step": run("step"),
        "loops": run("loops"),
        "completion": run("completion", "300"),
        "worklist": run("worklist", "10000"),
    }
    quiet = [bool(one["quiet"]) for answers in runs.values() for one in answers]
    sections = (
        step_section(runs["step"]),
        loops_section(runs["loops"]),
        completion_section(runs["completion"]),
        worklist_section(runs["worklist"]),
    )
    text = (
        "# Performance\n\nWritten by `make bench`; never asserted in a test. Every figure is the "
        f"median of {RUNS} runs,\neach a median itself.\n\n{machine(sum(quiet), len(quiet))}\n"
        + "\n".join(sections)
    )
    TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
