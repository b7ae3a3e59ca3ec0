"""A client under load that keeps a ledger of what was acknowledged, to be killed at any instant.

    python -m tests.faults.client DATABASE_URL LEDGER ROUND

Each thread starts cases and works on them; before a write it notes its idempotency key as tried,
after the answer as acknowledged. What an earlier client tried and never acknowledged is sent again
with the same key first, as a counter would do after a power cut.
"""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine.clock import SystemClock
from engine.services import cases, jobs, messages, tasks, timers
from engine.services.cases import Start
from engine.services.kernel import Kernel, open_kernel
from engine.services.messages import Message
from tests.faults.procedure import TASK, WORKERS
from tests.services.offices import ADMIN, BUDI, MASTER_KEY, OFFICE, by

THREADS = 3
Entry = tuple[str, str, str, str]


@dataclass
class Ledger:
    """Lines of JSON: [state, operation, key, subject]. A line is whole or (the last one) missing."""

    file: Path
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, state: str, operation: str, key: str, subject: str) -> None:
        with self.lock, self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps([state, operation, key, subject]) + "\n")

    def read(self) -> list[Entry]:
        if not self.file.exists():
            return []
        lines = self.file.read_text(encoding="utf-8").split("\n")[:-1]
        return [_entry(line) for line in lines]

    def unanswered(self) -> list[tuple[str, str, str]]:
        answered = {key for state, _, key, _ in self.read() if state == "ack"}
        tried = [(name, key, on) for state, name, key, on in self.read() if state == "try"]
        return [entry for entry in dict.fromkeys(tried) if entry[1] not in answered]


def _entry(line: str) -> Entry:
    state, operation, key, subject = json.loads(line)
    return state, operation, key, subject


def send(kernel: Kernel, ledger: Ledger, operation: str, key: str, subject: str) -> int:
    """One write, noted before and after; the key of the case it made, else 0."""
    ledger.note("try", operation, key, subject)
    made = 0
    if operation == "start":
        what = Start(
            process_id="p", business_key=subject, office=OFFICE, variables={"nomor": subject}
        )
        made = cases.start(kernel, by(BUDI, key), what).key
    elif operation == "complete":
        tasks.complete(kernel, by(BUDI, key), int(subject), {"jawab": key})
    else:
        letter = Message(
            name="kabar",
            key=subject,
            message_id=key,
            office=OFFICE,
            time_to_live=timedelta(days=1),
        )
        messages.publish(kernel, by(ADMIN, key), letter)
    ledger.note("ack", operation, key, subject)
    return made


def work(kernel: Kernel, ledger: Ledger, name: str) -> None:
    number = 0
    while True:
        number += 1
        subject = f"{name}-{number}"
        root = send(kernel, ledger, "start", f"s-{subject}", subject)
        send(kernel, ledger, "complete", f"c-{subject}", str(root + TASK))
        send(kernel, ledger, "publish", f"m-{subject}", subject)
        timers.run_due(kernel)
        jobs.run_due(kernel)


def main(url: str, ledger_file: str, number: str) -> None:
    kernel = open_kernel(url, MASTER_KEY, clock=SystemClock(), workers=WORKERS)
    ledger = Ledger(Path(ledger_file))
    for operation, key, subject in ledger.unanswered():
        send(kernel, ledger, operation, key, subject)
    names = [f"{number}-{thread}" for thread in range(THREADS)]
    threads = [threading.Thread(target=work, args=(kernel, ledger, name)) for name in names]
    for thread in threads:
        thread.start()
    sys.stdout.write("working\n")
    sys.stdout.flush()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
