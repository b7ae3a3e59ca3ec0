"""The wheel by itself: installed by pip alone it makes and serves the demo office."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def alur(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `alur` command of a clean environment that knows only the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    environment = folder / "venv"
    venv.create(environment, with_pip=True)
    wheel = next(folder.glob("alur-*.whl"))
    pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run(pip, cwd=folder, check=True, capture_output=True)
    return environment / "bin" / "alur"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str, seconds: int = 30) -> str:
    """The page at an address, as soon as somebody answers there."""
    for _ in range(seconds * 5):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"nobody answers at {address}")


def deployed(database: Path) -> set[str]:
    """The processes of an installation."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT id FROM definition WHERE kind = 'process'").fetchall()
    return {str(row[0]) for row in found}


def test_the_demo_is_made_and_served_from_the_wheel_alone(alur: Path, tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    made = [str(alur), "demo", "--no-serve", "--folder", str(demo)]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    keys = json.loads((demo / "keys.json").read_bytes())
    port = free_port()
    settings = {
        "ALUR_DATABASE_URL": f"sqlite:///{demo / 'alur.db'}",
        "ALUR_MASTER_KEY": keys["master"],
        "ALUR_SECRET_KEY": keys["secret"],
        "ALUR_PORT": str(port),
    }
    served = subprocess.Popen([str(alur), "serve"], cwd=tmp_path, env=os.environ | settings)
    try:
        page = fetch(f"http://127.0.0.1:{port}/masuk")
    finally:
        served.terminate()
        code = served.wait(timeout=30)

    assert "Alur" in page
    assert code == 0
    shipped = {file.stem for file in ROOT.glob("workflows/*/*.bpmn")}
    assert shipped <= deployed(demo / "alur.db")
