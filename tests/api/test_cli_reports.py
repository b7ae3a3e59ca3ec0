"""`alur report`: the frozen month, as text and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api import cli
from tests.api.conftest import MASTER_KEY

OFFICE = "327316"


@pytest.fixture(autouse=True)
def database(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alur.db"
    shutil.copy(furnished, file)
    monkeypatch.setenv("ALUR_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("ALUR_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("ALUR_SECRET_KEY", "k" * 40)


def report(*arguments: str) -> int:
    return cli.main(["report", "month", *arguments, "--office", OFFICE])


def test_a_month_is_frozen_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("2026-10", "--freeze") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Laporan 2026-10, revisi 1, sidik ")
    assert "Arus permohonan" in printed
    assert "  cocok: ya" in printed


def test_the_frozen_month_is_the_same_again_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    report("2026-10", "--freeze")
    capsys.readouterr()
    assert report("2026-10", "--json", "--revision", "1") == 0
    assert json.loads(capsys.readouterr().out)["bulan"] == "2026-10"


def test_a_month_nobody_froze_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("2026-09") == 1
    assert "2026-09" in capsys.readouterr().err


def test_what_is_no_month_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("oktober") == 1
    assert "2026-11" in capsys.readouterr().err
