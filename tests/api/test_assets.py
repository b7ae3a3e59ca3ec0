"""Built assets are found by their manifest; a missing build leaves pages whole."""

from __future__ import annotations

import gzip
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from api import assets, styling

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def hook() -> dict[str, Any]:
    return runpy.run_path(str(_ROOT / "hatch_build.py"))


def test_the_viewer_is_built_from_its_folder() -> None:
    entry = assets.entry("viewer")

    assert entry.script.endswith(".js")
    assert (_ROOT / "api" / "static" / entry.script).exists()


def test_what_was_not_built_is_empty() -> None:
    assert assets.entry("nothing") == assets.Entry()


def test_the_stylesheet_stays_small() -> None:
    assert len(gzip.compress(styling.stylesheet().encode())) <= 9_000


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (_ROOT / "web" / "package-lock.json").read_text()


def test_the_build_is_stale_when_a_source_changes(tmp_path: Path, hook: dict[str, Any]) -> None:
    (tmp_path / "viewer").mkdir()
    source = tmp_path / "viewer" / "index.js"
    source.write_text("one")
    before = hook["web_digest"](tmp_path)
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x.js").write_text("not ours")

    assert hook["web_digest"](tmp_path) == before
    source.write_text("two")
    assert hook["web_digest"](tmp_path) != before


def test_the_bundle_holds_what_the_demo_deploys(tmp_path: Path, hook: dict[str, Any]) -> None:
    (tmp_path / "workflows" / "ektp").mkdir(parents=True)
    (tmp_path / "workflows" / "ektp" / "a.bpmn").write_text("<x/>")
    (tmp_path / "forms" / "library" / "ektp").mkdir(parents=True)
    (tmp_path / "forms" / "library" / "ektp" / "a.form").write_text("{}")

    hook["bundle"](tmp_path)

    bundle = tmp_path / "api" / "bundle"
    assert (bundle / "workflows" / "ektp" / "a.bpmn").exists()
    assert (bundle / "forms" / "ektp" / "a.form").exists()


def test_templates_hold_no_script_and_no_inline_style() -> None:
    for template in (_ROOT / "api" / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), template.name
        assert not re.search(r"\s(style|on\w+)=", text), template.name
        assert "|safe" not in text, template.name
