"""Every page and form of every role, sent what no person would send: told in words, never a stumble.

All parameters that any page reads are sent at once with the same wicked value; addresses are of
things that are there, and of things that are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from sqlalchemy import insert, select
from werkzeug.routing import BuildError, Rule

from api import composition
from api.app import create_app
from api.demo import making
from api.demo.making import Scale
from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from engine.settings import Settings
from engine.store import coding
from engine.store.base import table
from engine.store.cases import Case
from engine.store.definitions import Definition
from engine.store.jobs import Job
from engine.store.tasks import UserTask
from engine.store.timers import Timer
from office.officers import Officer
from tests.api.conftest import Caller

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
END: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PAGES: Final = Path(__file__).parents[2] / "api" / "pages"
WICKED: Final = (
    "", "9" * 30, "-1", "²", "'\"><img src=x>", "../../etc/passwd", "%(x)s {y}", "a" * 5000,
    "2026-99-99", "31", "😀", "{{7*7}}", "=1+1", "\r\nX-A: b",
)  # fmt: skip
_READ: Final = re.compile(
    r"""(?:args|form|values)\.get(?:list)?\("([^"]+)"|posting\.\w+\("([^"]+)"""
)
_ALL_LANES: Final = (
    "loket", "perekaman", "verifikator", "gudang_blanko", "cetak", "penyerahan", "camat", "admin",
)  # fmt: skip
#: routes of each method at the least
_FEWEST: Final = 60
_LEFT_OUT: Final = frozenset({"signing.sign_out", "account.sign_out_everywhere", "static"})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return making.make(tmp_path_factory.mktemp("demo"), scale=Scale(cases=8, weeks=2, end=END))


@pytest.fixture(scope="module")
def office(made: Settings) -> Iterator[Kernel]:
    kernel = composition.build_kernel(made, clock=TravellingClock(END))
    with kernel.sessions.begin() as session:
        row = {
            "nama_masuk": "serba",
            "nama": "Serba Bisa",
            "kantor": "327316",
            "peran": coding.to_text(sorted(_ALL_LANES)),
            "hak": coding.to_text(["message"]),
            "kata_sandi": "-",
            "aktif": True,
            "gagal_masuk": 0,
            "dibuat_pada": END,
            "sandi_diubah_pada": END,
            "versi": 1,
            "ganti_sandi": False,
            "sesi": 0,
            "pakai_kode": False,
        }
        session.execute(insert(table(Officer)), row)
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def app(made: Settings, office: Kernel) -> Flask:
    app = create_app(made, office)
    app.testing = False
    return app


def parameters() -> list[str]:
    found = chain.from_iterable(
        chain.from_iterable(_READ.findall(path.read_text())) for path in PAGES.glob("*.py")
    )
    return sorted(set(filter(None, found)) - {"csrf_token"})


def keys_of(kernel: Kernel) -> list[int]:
    """A key of everything that has one."""
    with kernel.reads.begin() as session:
        return [
            key
            for column in (Case.key, UserTask.key, Timer.key, Job.key, Definition.key)
            for key in session.execute(select(column).order_by(column).limit(1)).scalars()
        ]


def addresses(app: Flask, method: str, keys: list[int], text: str) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        is_page = not rule.rule.startswith(("/v2", "/static", "/hook"))
        if is_page and method in (rule.methods or ()) and rule.endpoint not in _LEFT_OUT:
            for key in (*keys, 999) if rule.arguments else (0,):
                address = built(app, rule, key, text)
                if address is not None:
                    yield address


def built(app: Flask, rule: Rule, key: int, text: str) -> str | None:
    values: dict[str, object] = {}
    for name in rule.arguments - set(rule.defaults or ()):
        converter = rule._converters[name]  # werkzeug tells it nowhere else
        values[name] = key if "Key" in type(converter).__name__ else (text or "x")
    try:
        return app.url_map.bind("localhost").build(rule.endpoint, values)
    except (BuildError, ValueError):
        return None


@pytest.mark.parametrize("value", WICKED, ids=range(len(WICKED)))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_page_stumbles_over_anything(
    app: Flask, office: Kernel, method: str, value: str
) -> None:
    caller = Caller(app.test_client(), office, "serba")
    sent = dict.fromkeys(parameters(), value)
    seen, stumbled = set(), []
    for address in addresses(app, method, keys_of(office), value):
        seen.add(address)
        if method == "GET":
            answer = caller.client.get(address, query_string=sent)
        else:
            answer = caller.post(address, dict(sent))
        if answer.status_code >= 500 or b"Traceback" in answer.data:
            stumbled.append((address, answer.status_code))

    assert len(seen) > _FEWEST
    assert stumbled == []
