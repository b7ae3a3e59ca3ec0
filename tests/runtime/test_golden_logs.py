"""Old logs still give the very bytes they gave when they were recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runtime import step
from engine.values import SEMANTICS
from tests.runtime import golden_logs

FOLDERS = sorted(golden_logs.FOLDER.glob(f"semantics_{SEMANTICS}/*/"))


def test_this_semantics_number_has_a_golden_log() -> None:
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden_log_replays_byte_for_byte(folder: Path) -> None:
    golden = golden_logs.read(folder)
    snapshot: bytes | None = None

    for line in golden.log.commands:
        result = step(golden.definitions, snapshot, golden.command(line), golden.inputs(line))
        assert golden_logs.happened(result) == line.happened, line.seq
        assert golden_logs.digest(result) == line.snapshot, line.seq
        snapshot = result.snapshot

    assert golden.log.semantics == SEMANTICS
