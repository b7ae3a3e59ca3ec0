"""`alur calendar`: what is not ordinary, and a day that is closed or opened again."""

from __future__ import annotations

import pytest

from api import cli, parsing
from engine.services.kernel import Kernel
from office.timetable import DayKind
from tests.api.conftest import MASTER_KEY, OFFICE

DAY = "2026-12-02"  # a Wednesday


@pytest.fixture
def _installed(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALUR_DATABASE_URL", str(kernel.database.url))
    monkeypatch.setenv("ALUR_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("ALUR_SECRET_KEY", "s" * 40)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["calendar", *words, "--office", OFFICE]) == 0
    return capsys.readouterr().out


def close(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    words = ("--name", "Pilkada", "--reason", "Keputusan KPU")
    return run(capsys, "close", DAY, *words, *more)


def test_every_reason_to_close_may_be_named() -> None:
    assert {*parsing.CLOSED, DayKind.KERJA.value} == {kind.value for kind in DayKind}


@pytest.mark.usefixtures("_installed")
def test_holidays_of_a_year_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "show", "--year", "2026")

    assert "2026-12-25   LIBUR_NASIONAL" in said
    assert "2027-" not in said


@pytest.mark.usefixtures("_installed")
def test_a_closed_day_is_kept_and_an_ordinary_one_is_forgotten(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "version 2" in close(capsys)
    assert f"{DAY}   LIBUR_LOKAL     Pilkada" in run(capsys, "show")

    assert "version 3" in run(capsys, "ordinary", DAY, "--reason", "Dibatalkan")
    assert DAY not in run(capsys, "show")


@pytest.mark.usefixtures("_installed")
def test_a_dry_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "would move 0 timers" in close(capsys, "--dry-run")
    assert DAY not in run(capsys, "show")
