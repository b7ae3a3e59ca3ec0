"""Records a golden log (see tests/runtime/golden_logs.py) from a wandered office.

python -m tests.properties.recording_golden NAME SEED: the case that saw the most of the procedure.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from lxml import etree
from sqlalchemy import select

from engine.runtime import step
from engine.services import replaying
from engine.services.catalogue import Shelf
from engine.services.kernel import Kernel
from engine.services.replaying import Recorded
from engine.store import coding
from engine.store.definitions import Definition, content_of
from engine.values import SEMANTICS, AddNote, AssignUserTask, ChangeUserTask
from tests import databases
from tests.properties import rerun
from tests.properties.wandering import wander_in
from tests.runtime import golden_logs
from tests.runtime.golden_logs import Line, Log

_DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"


def main(name: str, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/alur.db"
        databases.migrate(url)
        wanderer = wander_in(url, seed)
        wanderer.walk(people=6, moves=400)
        logs = [
            replaying.read_log(wanderer.kernel, key) for key in rerun.root_keys(wanderer.kernel)
        ]
        write(
            wanderer.kernel,
            max(logs, key=_richness),
            golden_logs.FOLDER / f"semantics_{SEMANTICS}" / name,
        )
        wanderer.kernel.close()


def _richness(log: tuple[Recorded, ...]) -> int:
    read = {key for one in log for key in one.definitions}
    return 10 * len(read) + 5 * len({type(one.command) for one in log}) + len(log)


def write(kernel: Kernel, log: tuple[Recorded, ...], folder: Path) -> None:
    contents: dict[str, object] = {}
    lines = [*_lines(kernel, log, contents)]
    used = {key for one in log for key in one.definitions}
    (folder / "definitions").mkdir(parents=True)
    golden = Log(
        semantics=SEMANTICS,
        case_key=log[0].inputs.case_key,
        definitions=_write_definitions(kernel, used, folder / "definitions"),
        contents=contents,
        commands=lines,
    )
    text = msgspec.json.Encoder(decimal_format="number", order="sorted").encode(golden)
    (folder / "log.json").write_bytes(msgspec.json.format(text, indent=1) + b"\n")


def _lines(
    kernel: Kernel, log: tuple[Recorded, ...], contents: dict[str, object]
) -> Iterator[Line]:
    snapshot: bytes | None = None
    with kernel.reads.begin() as session:
        definitions = Shelf(session, kernel.catalogue).definitions()
        for one in log:
            if isinstance(one.command, AssignUserTask | ChangeUserTask | AddNote):
                continue
            result = step(definitions, snapshot, one.command, one.inputs)
            snapshot = result.snapshot
            yield Line(
                seq=one.seq,
                kind=coding.kind_of(one.command),
                fields=dict(coding.mapping(coding.to_bytes(one.command))),
                now=one.inputs.now,
                snapshot=golden_logs.digest(result),
                business_key=one.inputs.business_key,
                latest=dict(one.inputs.latest),
                calendars=_named(one.inputs.calendars, contents),
                context=_named(one.inputs.context, contents),
                happened=golden_logs.happened(result),
            )


def _named(values: object, contents: dict[str, object]) -> dict[str, str]:
    named = {}
    for name, value in coding.mapping(coding.to_bytes(values)).items():
        number = next((key for key, one in contents.items() if one == value), str(len(contents)))
        contents[number] = value
        named[name] = number
    return named


def _write_definitions(kernel: Kernel, used: set[int], folder: Path) -> dict[str, int]:
    names = {}
    with kernel.reads.begin() as session:
        for row in session.execute(select(Definition).where(Definition.key.in_(used))).scalars():
            found = content_of(session, row.key)
            assert found is not None
            root = etree.fromstring(found[1])
            for drawing in root.findall(_DRAWING):
                root.remove(drawing)
            (folder / row.file).write_bytes(etree.tostring(root, encoding="utf-8") + b"\n")
            names[f"{row.kind}:{row.id}"] = row.key
    return names


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
