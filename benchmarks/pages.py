"""The work list and the task page under Lighthouse, in an office with 10,000 open cases.

Lighthouse's own throttling of line and processor ("slow 4G", four times slower); a real Chromium, a
real server, signed in as a counter officer. Says scores and what the first load weighs.

    alur demo --folder FOLDER --no-serve
    python -m benchmarks.crowded FOLDER 10000
    python -m benchmarks.pages FOLDER     # needs Node and Chromium; fetches Lighthouse once
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from time import sleep
from typing import Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from api.demo import making
from api.demo.staff import PASSWORD

TOOL: Final = Path(__file__).parent / "lighthouse"
PORT: Final = 8199
BASE: Final = f"http://127.0.0.1:{PORT}"
LOGIN: Final = "siti"
_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
_TASK: Final = re.compile(r'href="(/tugas/\d+)"')
_CHROME: Final = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def main() -> None:
    with served(Path(sys.argv[1])):
        opener = build_opener(HTTPCookieProcessor(jar := CookieJar()))
        sign_in(opener)
        listed = read(opener, "/tugas?dari=kelompok")
        addresses = {"work list": "/tugas?dari=kelompok", "task page": _TASK.findall(listed)[0]}
        cookie = "; ".join(f"{each.name}={each.value}" for each in jar)
        figures = {name: measure(BASE + address, cookie) for name, address in addresses.items()}
    print(json.dumps(figures))


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """The demo office of that folder, served until the end."""
    settings = making.make(folder)
    environment = os.environ | {
        "ALUR_DATABASE_URL": settings.database_url,
        "ALUR_MASTER_KEY": settings.master_key,
        "ALUR_SECRET_KEY": settings.secret_key,
        "ALUR_PORT": str(PORT),
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--no-clockwork"]
    server = subprocess.Popen(command, env=environment)
    try:
        await_server()
        yield
    finally:
        server.terminate()
        server.wait()


def await_server() -> None:
    opener = build_opener()
    for _ in range(100):
        try:
            opener.open(f"{BASE}/masuk").close()
        except URLError:
            sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def read(opener: OpenerDirector, address: str) -> str:
    with opener.open(BASE + address) as answer:
        return str(answer.read().decode())


def sign_in(opener: OpenerDirector) -> None:
    found = _TOKEN.search(read(opener, "/masuk"))
    assert found is not None
    form = {"csrf_token": found[1], "login": LOGIN, "password": PASSWORD}
    opener.open(f"{BASE}/masuk", urlencode(form).encode()).close()


def measure(address: str, cookie: str) -> Mapping[str, float]:
    """Scores of 0 to 100, what the first load weighs, and when its largest part is painted."""
    report = lighthouse(address, cookie)
    audits, categories = report["audits"], report["categories"]
    return {
        "performance": round(100 * categories["performance"]["score"]),
        "accessibility": round(100 * categories["accessibility"]["score"]),
        "kilobytes": round(audits["total-byte-weight"]["numericValue"] / 1000, 1),
        "largest_paint_ms": round(audits["largest-contentful-paint"]["numericValue"]),
        "server_ms": round(audits["server-response-time"]["numericValue"]),
    }


def lighthouse(address: str, cookie: str) -> Mapping[str, dict[str, dict[str, float]]]:
    if not (TOOL / "node_modules").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=TOOL, check=True)
    headers = json.dumps({"Cookie": cookie})
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [
            str(TOOL / "node_modules/.bin/lighthouse"),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={out.name}",
            "--only-categories=performance,accessibility",
            f"--extra-headers={headers}",
            f"--chrome-flags={_CHROME}",
        ]
        chrome = shutil.which("chromium") or shutil.which("google-chrome") or ""
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chrome})
        found: Mapping[str, dict[str, dict[str, float]]] = json.loads(Path(out.name).read_text())
    return found


if __name__ == "__main__":
    main()
