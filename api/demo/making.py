"""Makes the demo installation in a folder: keys, database, office, officers, stock, cases.

Made once; the next start finds it. A half-made one (interrupted) is thrown away and made again.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from api import composition
from api.commands.deploying import collect
from api.demo import happenings
from api.demo.happenings import Year
from api.demo.staff import PASSWORD, STAFF
from api.demo.story import OFFICE, Plan, Story
from engine.clock import SystemClock, TravellingClock
from engine.jobs import sweeping
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from engine.settings import Settings
from engine.values import SYSTEM_ACTOR, Actor
from office import calendar, founding, officers
from office.founding import NewOffice
from office.officers import NewOfficer
from office.stock import deliveries
from office.stock.deliveries import Delivery
from office.stock.rules import Material

_READY: Final = "ready"
#: how long the blanko last with which the office opens
_WEEKS_OF_STOCK: Final = 1.2
_KEYS: Final = "keys.json"
_SOURCES: Final = Path(__file__).resolve().parents[2]
_BUNDLE: Final = Path(__file__).resolve().parents[1] / "bundle"

#: who deploys: timers of the procedures begin cases in the office
_OWNER: Final = replace(SYSTEM_ACTOR, offices=frozenset({OFFICE}))


class _Keys(msgspec.Struct):
    master: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much of an office's life is made. `year`: with a shortage, a power cut, a flood.

    `end`: the instant the story ends, aware; None: now. With the same seed and end it is the same.
    """

    cases: int = 40
    weeks: int = 6
    seed: int = 1
    year: bool = False
    end: datetime | None = None


USUAL: Final = Scale()
YEAR: Final = Scale(cases=3000, weeks=52, year=True)


def make(folder: Path, *, fresh: bool = False, scale: Scale = USUAL) -> Settings:
    """Give the settings of the demo in `folder`, made first where it is missing or incomplete.

    Says what it does on standard output. `fresh` throws an existing demo away.
    """
    if fresh or not (folder / _READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(folder)
    if not (folder / _READY).exists():
        begun = time.monotonic()
        _build(settings, scale)
        (folder / _READY).touch()
        _say(f"made in {time.monotonic() - begun:.0f} s")
    _welcome(settings)
    return settings


def _settings(folder: Path) -> Settings:
    """Settings on the folder's own database and keys; the keys are made at the first call."""
    path = folder / _KEYS
    if not path.exists():
        keys = _Keys(master=secrets.token_hex(32), secret=secrets.token_urlsafe(32))
        path.write_bytes(msgspec.json.encode(keys))
        path.chmod(0o600)
    keys = msgspec.json.decode(path.read_bytes(), type=_Keys)
    return Settings(
        database_url=f"sqlite:///{(folder / 'alur.db').resolve().as_posix()}",
        master_key=keys.master,
        secret_key=keys.secret,
        outbox_dir=str(folder / "outbox"),
    )


def _build(settings: Settings, scale: Scale) -> None:
    _say("migrating the database")
    composition.migrate(settings)
    end = scale.end or SystemClock().now()
    clock = TravellingClock(end - timedelta(weeks=scale.weeks))
    kernel = composition.build_kernel(settings, clock=clock)
    _write_lightly(kernel)
    try:
        _open_office(kernel, blanko=round(scale.cases / scale.weeks * _WEEKS_OF_STOCK))
        receipt = deployments.deploy(kernel, Request(actor=_OWNER), _sources())
        _say(f"deployed {len(receipt.definitions)} diagrams, tables and forms")
        _tell(kernel, clock, settings, end, scale)
    finally:
        kernel.close()


def _write_lightly(kernel: Kernel) -> None:
    """Let this process's one connection not wait for the disk: what is half made is thrown away."""
    connection = kernel.database.raw_connection()  # outside any transaction, as SQLite wants it
    try:
        connection.cursor().execute("PRAGMA synchronous=OFF")
    finally:
        connection.close()


def _open_office(kernel: Kernel, *, blanko: int) -> None:
    request = Request(actor=SYSTEM_ACTOR)
    founding.found(kernel, request, NewOffice(policies={"blanko.lama_kirim_hari": 10}))
    for member in STAFF:
        officers.create(
            kernel,
            request,
            NewOfficer(
                username=member.username,
                name=member.name,
                office=OFFICE,
                roles=member.roles,
                password=PASSWORD,
            ),
        )
    keeper = Request(
        actor=Actor(id="budi", groups=frozenset({deliveries.LANE}), offices=frozenset({OFFICE}))
    )
    counted = {Material.BLANKO: max(blanko, 1), Material.RIBBON: 500, Material.FILM: 500}
    deliveries.receive(
        kernel, keeper, Delivery(office=OFFICE, document="SJ-2026-0101", counted=counted)
    )
    _say(f"office {OFFICE} Kiaracondong with {len(STAFF)} officers and stock")


def _sources() -> Mapping[str, bytes]:
    """The files of every procedure: from the source tree, or from the copy inside the wheel."""
    folders = [_SOURCES / "workflows", _SOURCES / "forms" / "library"]
    if not folders[0].is_dir():
        folders = [_BUNDLE / "workflows", _BUNDLE / "forms"]
    return collect(folders)


def _tell(
    kernel: Kernel, clock: TravellingClock, settings: Settings, end: datetime, scale: Scale
) -> None:
    hours = calendar.of_office(kernel, OFFICE)
    more = composition.office_sweeps(settings)
    story = Story(kernel, clock, hours, lambda: sweeping.sweep(kernel, more))
    year = Year(
        kernel=kernel,
        desks=story.desks,
        calendar=hours,
        start=clock.now(),
        end=end,
        cases=scale.cases,
    )
    chance = Random(scale.seed)  # noqa: S311 - chance for a story, not for keys
    plan = Plan(
        cases=scale.cases,
        start=year.start,
        end=end,
        seed=scale.seed,
        seasonal=scale.year,
        happenings=happenings.of_year(year, chance) if scale.year else happenings.of_weeks(year),
    )
    begun_at = time.monotonic()
    for begun in story.play(plan):
        _progress(begun, scale.cases, time.monotonic() - begun_at)


def _progress(done: int, total: int, seconds: float) -> None:
    width = 30
    filled = width * done // total
    bar = "█" * filled + "·" * (width - filled)
    left = seconds / done * (total - done)
    sys.stdout.write(f"\r  cases {bar} {done}/{total}, {left:.0f} s left  ")
    sys.stdout.write("\n" if done == total else "")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stdout.write(f"── {text}\n")
    sys.stdout.flush()


def _welcome(settings: Settings) -> None:
    lines = [f"   {member.username:8} {member.task}" for member in STAFF]
    _say(f"Alur: http://{settings.host}:{settings.port}")
    sys.stdout.write("\n".join([*lines, f"   password of all: {PASSWORD}", ""]))
    sys.stdout.flush()
