"""Documentation held by tests: every setting and every error code is written down."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
import engine
import forms
import office
from engine.errors import AlurError
from engine.settings import Settings, SettingsInvalid, from_environ

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def subclasses(error: type[AlurError]) -> Iterator[type[AlurError]]:
    yield error
    for child in error.__subclasses__():
        yield from subclasses(child)


def import_all() -> None:
    for package in (engine, forms, office, api):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)


def test_every_setting_is_documented() -> None:
    text = (DOCS / "guides" / "settings.md").read_text(encoding="utf-8")

    missing = [
        name for name in Settings.__dataclass_fields__ if f"`ALUR_{name.upper()}`" not in text
    ]

    assert missing == []


def test_every_error_code_is_documented() -> None:
    import_all()
    text = (DOCS / "errors.md").read_text(encoding="utf-8")

    missing = {error.code for error in subclasses(AlurError) if f"`{error.code}`" not in text}

    assert missing == set()


def test_every_error_code_is_used_once() -> None:
    import_all()
    codes = [error.code for error in subclasses(AlurError)]

    assert sorted(codes) == sorted(set(codes))


def test_all_wrong_settings_are_reported_at_once() -> None:
    wrong = {"ALUR_PORT": "abc", "ALUR_MASTER_KEY": "12", "ALUR_COLOUR": "red", "HOME": "/"}

    with pytest.raises(SettingsInvalid) as caught:
        from_environ(wrong)

    assert {fault.element for fault in caught.value.faults} == {
        "ALUR_PORT",
        "ALUR_MASTER_KEY",
        "ALUR_COLOUR",
    }


def test_settings_are_read_in_their_own_types() -> None:
    settings = from_environ({"ALUR_PORT": "9090", "ALUR_SECURE_COOKIES": "yes"})

    assert (settings.port, settings.secure_cookies) == (9090, True)
