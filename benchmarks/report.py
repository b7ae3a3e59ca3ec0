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
from typing import Final, TypeAlias, cast

Figures: TypeAlias = "Mapping[str, float]"
RUNS: Final = 3
TARGET: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_PACKAGES: Final = ("SpiffWorkflow", "SQLAlchemy", "psycopg", "msgspec", "cryptography")


def run(name: str, *arguments: str) -> list[dict[str, object]]:
    """What each run of a benchmark answered."""
    answers = []
    for number in range(RUNS):
        print(f"── {name}, run {number + 1} of {RUNS}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answers.append(json.loads(done.stdout.splitlines()[0]))
    return answers


def middle(runs: Sequence[object]) -> dict[str, float]:
    """The median of every number that the runs answered."""
    figures = [cast("Mapping[str, object]", one) for one in runs]
    names = [name for name, value in figures[0].items() if isinstance(value, int | float)]
    return {name: round(median(cast("float", one[name]) for one in figures), 4) for name in names}


def machine() -> str:
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), cpu)
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    beside = "other work takes its share of the times below when it is not near 0"
    return (
        f"- Measured {datetime.now(UTC):%d %B %Y, %H:%M} UTC.\n"
        f"- Load before the first run: {load} ({beside}).\n"
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


def main() -> None:
    about = machine()
    sections = (
        step_section(run("step")),
        loops_section(run("loops")),
        completion_section(run("completion", "300")),
    )
    text = (
        "# Performance\n\nWritten by `make bench`; never asserted in a test. Every figure is the "
        f"median of {RUNS} runs,\neach a median itself.\n\n{about}\n" + "\n".join(sections)
    )
    TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
