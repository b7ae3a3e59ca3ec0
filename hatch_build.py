"""Hatchling's build hook: web assets, catalogues and the demo's source material into the wheel.

A wheel then needs neither Node nor make where it is installed. Set ALUR_SKIP_WEB=1 to build without
Node; pages then show no diagrams and say the same in words.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_STAMP = "sources.sha256"
_NPM_MISSING = (
    "npm was not found, so the diagram pages cannot be built. Install Node 20.19 or newer, "
    "or set ALUR_SKIP_WEB=1 to build without diagrams."
)


class AlurBuildHook(BuildHookInterface):
    """Prepares what git does not keep; from an unpacked sdist everything is there already."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del build_data
        root = Path(self.root)
        if not os.environ.get("ALUR_SKIP_WEB"):  # noqa: TID251  # the build has no settings
            build_web(root)
        if version != "editable":
            bundle(root)
            compile_catalogues(root)


def build_web(root: Path) -> None:
    """Run npm when the built assets are missing or older than their sources."""
    web, build = root / "web", root / "api" / "static" / "build"
    if not (web / "package-lock.json").exists():
        return  # an sdist brings the built assets
    digest = web_digest(web)
    stamp = build / _STAMP
    if stamp.exists() and stamp.read_text() == digest:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(_NPM_MISSING)
    subprocess.run([npm, "ci", "--silent"], cwd=web, check=True)  # noqa: S603  # our own words
    subprocess.run([npm, "run", "--silent", "build"], cwd=web, check=True)  # noqa: S603 - our own words
    stamp.write_text(digest)


def web_digest(web: Path) -> str:
    """A digest of all sources and the lock: of contents, since clones have no true dates."""
    digest = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(web).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def bundle(root: Path) -> None:
    """Copy diagrams, tables and forms to where the installed demo deploys them from."""
    for source, name in ((root / "workflows", "workflows"), (root / "forms" / "library", "forms")):
        target = root / "api" / "bundle" / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)


def compile_catalogues(root: Path) -> None:
    """Make the .mo files, by the interpreter that builds."""
    script = root / "api" / "catalogues.py"
    subprocess.run([sys.executable, str(script)], check=True)  # noqa: S603 - our own words
