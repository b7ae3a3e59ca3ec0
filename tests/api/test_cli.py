"""The `alur` command: what it prints, and its exit codes."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api import cli
from api.commands.deploying import FilesInvalid, collect
from tests.api.conftest import MASTER_KEY, MATERIAL


@pytest.fixture
def alur(
    furnished: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Alur:
    file = tmp_path / "alur.db"
    shutil.copy(furnished, file)
    monkeypatch.setenv("ALUR_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("ALUR_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("ALUR_SECRET_KEY", "k" * 40)
    return Alur(capsys)


class Alur:
    """Runs the command; gives exit code, output, complaints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = cli.main(list(arguments))
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err


def test_a_case_is_started_listed_and_shown(alur: Alur) -> None:
    code, out, _ = alur(
        "start", "izin_keramaian", "--office", "327316", "--business-key", "KRC-9", "--set", "a=1.5"
    )
    key = out.split()[0]

    assert code == 0
    assert "KRC-9" in alur("tasks", "--group", "loket")[1]
    assert "Terima permohonan" in alur("case", "KRC-9")[1]
    assert "terima" in alur("case", key, "--history")[1]


def test_deploying_says_what_became_of_each_file(alur: Alur) -> None:
    code, out, _ = alur("deploy", str(MATERIAL))

    assert code == 0
    assert "izin_keramaian" in out
    assert "unchanged (1)" in out


def test_a_refused_deployment_lists_every_fault(alur: Alur, tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_text("<not xml")
    (tmp_path / "b.form").write_text("{}")

    code, _, complaint = alur("deploy", str(tmp_path / "a.bpmn"), str(tmp_path / "b.form"))

    assert code == 1
    assert "a.bpmn" in complaint
    assert "b.form" in complaint


def test_an_unknown_case_is_one_clear_line(alur: Alur) -> None:
    code, _, complaint = alur("case", "KRC-404")

    assert code == 1
    assert complaint.startswith("alur: There is no case KRC-404")
    assert complaint.count("\n") == 1


def test_missing_keys_are_named(alur: Alur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALUR_MASTER_KEY")

    code, _, complaint = alur("tasks")

    assert code == 1
    assert "ALUR_MASTER_KEY" in complaint


def test_a_new_database_is_migrated_on_demand_only(
    alur: Alur, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALUR_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")

    assert alur("tasks")[0] == 1
    assert alur("migrate-db", "--check")[0] == 1
    assert alur("migrate-db")[0] == 0
    assert alur("migrate-db", "--check")[0] == 0
    assert alur("tasks")[1] == "0 of 0\n"


def test_officers_are_added_listed_and_deactivated(
    alur: Alur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("tempat tinggi 77\n"))
    added = alur("user", "add", "baru", "--name", "Baru", "--office", "327316", "--role", "loket")

    assert added == (0, "baru may sign in\n", "")
    assert "baru" in alur("user", "list")[1]
    assert alur("user", "deactivate", "baru", "--reason", "pindah")[0] == 0
    assert "deactivated" in alur("user", "list")[1]


def test_an_office_is_opened_and_its_first_cards_booked(alur: Alur) -> None:
    opened = alur("office", "add", "327399", "--name", "A", "--city", "B", "--prefix", "AAA")
    booked = alur("office", "receive", "327399", "--note", "SJ-1", "--blanko", "20")

    assert opened == (0, "office 327399 is open\n", "")
    assert booked[0] == 0
    assert "BLANKO   20 on hand, 0 reserved" in booked[1]


def test_a_delivery_note_is_booked_once(alur: Alur) -> None:
    alur("office", "add", "327399", "--name", "A", "--city", "B", "--prefix", "AAA")
    note = ("office", "receive", "327399", "--note", "SJ-1", "--blanko", "20")

    assert [alur(*note)[0], alur(*note)[0]] == [0, 1]


def test_stock_is_shown_and_allocated(alur: Alur) -> None:
    alur("office", "add", "327399", "--name", "A", "--city", "B", "--prefix", "AAA")
    alur("office", "receive", "327399", "--note", "SJ-1", "--blanko", "20")

    assert "BLANKO   20 on hand, 20 available" in alur("stock", "status", "327399")[1]
    assert alur("stock", "allocate", "327399")[1].startswith("0 of 0 waiting")
    assert alur("stock", "rankings", "327399") == (0, "", "")
    assert alur("stock", "rankings", "327399", "7")[0] == 1


def test_a_short_password_is_refused(alur: Alur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("pendek\n"))

    code, _, complaint = alur("user", "password", "loket1")

    assert code == 1
    assert "10 to 256" in complaint


def test_new_keys_are_accepted_as_settings(alur: Alur, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = dict(line.split("=", 1) for line in alur("new-key")[1].splitlines())

    assert set(lines) == {"ALUR_MASTER_KEY", "ALUR_SECRET_KEY"}
    for name, value in lines.items():
        monkeypatch.setenv(name, value)
    assert alur("tasks")[0] in {0, 1}


def test_a_variable_without_value_is_refused(alur: Alur) -> None:
    code, _, complaint = alur("start", "izin_keramaian", "--set", "kosong")

    assert code == 1
    assert "NAME=VALUE" in complaint


def test_a_wrong_command_line_is_exit_code_2(alur: Alur) -> None:
    with pytest.raises(SystemExit) as stopped:
        alur("melompat")

    assert stopped.value.code == 2


def test_two_files_of_one_name_cannot_be_deployed(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.form").write_text("{}")

    with pytest.raises(FilesInvalid):
        collect([tmp_path])


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom api import cli\ncli.build_parser().format_help()\n"
        "print([name for name in ('flask', 'sqlalchemy', 'SpiffWorkflow') if name in sys.modules])"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout == "[]\n"
