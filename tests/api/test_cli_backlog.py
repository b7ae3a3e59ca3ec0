"""`alur backlog`: an empty workbook, and the list of faults on the screen and beside the file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from api import cli
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from tests.api.conftest import MASTER_KEY, OFFICE
from tests.office.backlog_files import SOUND, person, save
from tests.scenarios.kecamatan import ROOT


@pytest.fixture
def ready(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """An installation with the form of U3 and the settings of a command."""
    form = ROOT / "forms/library/ektp/terima_permohonan.form"
    deployments.deploy(kernel, Request(actor=SYSTEM_ACTOR), {form.name: form.read_bytes()})
    monkeypatch.setenv("ALUR_DATABASE_URL", str(kernel.database.url))
    monkeypatch.setenv("ALUR_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("ALUR_SECRET_KEY", "s" * 40)
    return kernel


def run(*words: str | Path) -> int:
    return cli.main(["backlog", *map(str, words)])


def test_the_template_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "berkas.xlsx"

    assert run("template", file) == 0
    assert file.stat().st_size > 0


@pytest.mark.usefixtures("ready")
def test_faults_are_listed_by_row_and_column_and_kept_beside_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path, SOUND, person(2, nama=None, nik="123"))

    assert run("check", file, "--office", OFFICE) == 1

    said = capsys.readouterr().out
    assert "1 rows are ready" in said
    with (tmp_path / "lama-faults.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.reader(stream))
    assert {(row[0], row[1]) for row in listed[1:]} == {("3", "Nama"), ("3", "NIK")}
    assert str(SOUND["nik"]) not in said


@pytest.mark.usefixtures("ready")
def test_a_clean_list_leaves_no_report(tmp_path: Path) -> None:
    assert run("check", save(tmp_path, SOUND), "--office", OFFICE) == 0
    assert not (tmp_path / "lama-faults.csv").exists()


@pytest.mark.usefixtures("ready")
def test_nothing_is_imported_while_there_are_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(tmp_path, SOUND, person(2, nama=None))

    assert run("import", file, "--office", OFFICE) == 1
    assert "nothing was imported" in capsys.readouterr().err


@pytest.mark.usefixtures("ready")
def test_another_file_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"no workbook")

    assert run("check", file, "--office", OFFICE) == 1
    assert "backlog" not in capsys.readouterr().out
