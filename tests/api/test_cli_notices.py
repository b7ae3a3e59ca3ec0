"""`alur notice`: what became of notices, and the list for RT/RW, without number or text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api import cli
from engine.services.kernel import Kernel
from office.notices import lists, rows
from office.notices.lists import Line
from office.notices.rows import NewNotice, NoticeState
from office.notices.texts import Channel
from tests.api.conftest import MASTER_KEY, OFFICE

NUMBER = "KRC-2611-00042-9"
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def noticed(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """An office with a failed notice and a line on the list."""
    new = NewNotice(
        office=OFFICE,
        case=1,
        no_register=NUMBER,
        channel=Channel.PAPAN,
        template="PENGINGAT",
        text="rahasia",
        number="",
        at=AT,
        outcome=NoticeState.GAGAL,
        why="NO_DIAGRAM",
    )
    line = Line(
        office=OFFICE, case=1, village="1002", no_register=NUMBER, template="PENGINGAT", at=AT
    )
    with kernel.sessions.begin() as session:
        rows.add(session, kernel.sealer, new)
        lists.enter(session, line)
        lists.enter(session, line)
    monkeypatch.setenv("ALUR_DATABASE_URL", str(kernel.database.url))
    monkeypatch.setenv("ALUR_MASTER_KEY", MASTER_KEY)
    monkeypatch.setenv("ALUR_SECRET_KEY", "s" * 40)
    return kernel


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.main(["notice", *words])
    return code, capsys.readouterr().out


def test_notices_are_listed_with_state_and_reason(
    noticed: Kernel, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "list", OFFICE, "--state", "GAGAL")
    assert code == 0
    assert NUMBER in said
    assert "NO_DIAGRAM" in said
    assert "rahasia" not in said
    assert run(capsys, "list", OFFICE, "--state", "TERKIRIM") == (0, "")
    assert run(capsys, "list", OFFICE, "--state", "HILANG")[0] == 1


def test_the_list_is_printed_once(noticed: Kernel, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"Kelurahan 1002\n  {NUMBER}  PENGINGAT\n"
    assert run(capsys, "print-list", OFFICE, "--peek") == (0, said)
    assert run(capsys, "print-list", OFFICE, "--kelurahan", "1001") == (0, "")
    assert run(capsys, "print-list", OFFICE) == (0, said)
    assert run(capsys, "print-list", OFFICE) == (0, "")


def test_what_went_to_no_number_cannot_be_sent_again(
    noticed: Kernel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "retry", "7")[0] == 1
