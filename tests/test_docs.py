"""Documentation held by tests: every setting and every error code is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import AlurError
from engine.settings import Settings, SettingsInvalid, from_environ
from tests import error_table, pictures

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "guides" / "settings.md").read_text(encoding="utf-8")

    missing = [
        name for name in Settings.__dataclass_fields__ if f"`ALUR_{name.upper()}`" not in text
    ]

    assert missing == []


def test_errors_are_documented_as_they_are() -> None:
    """After adding an error: python -m tests.error_table."""
    assert error_table.PATH.read_text(encoding="utf-8") == error_table.table()


def test_every_error_code_is_used_once() -> None:
    error_table.import_all()
    codes = [error.code for error in error_table.tree(AlurError)]

    assert sorted(codes) == sorted(set(codes))


def test_all_wrong_settings_are_reported_at_once() -> None:
    wrong = {
        "ALUR_PORT": "abc",
        "ALUR_MASTER_KEY": "12",
        "ALUR_COLOUR": "red",
        "ALUR_VIRUS_SCANNER": "127.0.0.1:3310",
        "HOME": "/",
    }

    with pytest.raises(SettingsInvalid) as caught:
        from_environ(wrong)

    assert {fault.element for fault in caught.value.faults} == {
        "ALUR_PORT",
        "ALUR_MASTER_KEY",
        "ALUR_COLOUR",
        "ALUR_VIRUS_SCANNER",
    }


def test_settings_are_read_in_their_own_types() -> None:
    settings = from_environ({"ALUR_PORT": "9090", "ALUR_SECURE_COOKIES": "yes"})

    assert (settings.port, settings.secure_cookies) == (9090, True)


@pytest.mark.parametrize("diagram", pictures.diagrams(), ids=lambda diagram: diagram.stem)
def test_every_diagram_has_its_present_picture(diagram: Path) -> None:
    """After changing a diagram: python -m tests.pictures."""
    assert pictures.is_current(diagram)


@pytest.mark.parametrize("diagram", pictures.diagrams(), ids=lambda diagram: diagram.stem)
def test_every_diagram_is_shown_in_its_readme(diagram: Path) -> None:
    readme = (diagram.parent / "README.md").read_text(encoding="utf-8")

    assert f"](../../docs/pictures/{diagram.stem}.svg)" in readme
