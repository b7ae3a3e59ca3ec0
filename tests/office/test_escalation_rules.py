"""The rules of telling: what a diagram raises, who is told when, which level is next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.bpmn import reading
from office.escalations import deciding, raised
from office.escalations.deciding import Officer, Open, Terms
from tests.bpmn.drawing import boundary, chain, draw_process, end, flow, start, timer, user

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LADDER = ("verifikator", "camat")
TERMS = Terms(
    away=timedelta(minutes=30),
    apart=timedelta(minutes=15),
    climb=timedelta(hours=4),
    ladder=LADDER,
)
FRESH = Open(task=1, since=NOW)
DIAGRAMS = Path(__file__).parents[2] / "workflows/ektp"


def officer(**more: datetime) -> Officer:
    return Officer(login="agus", tasks=frozenset({1}), **more)


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def test_only_what_a_timer_raises_is_an_escalation() -> None:
    process = draw_process(
        *chain(start(), user("u"), user("v"), end()),
        boundary("t", "u", timer("PT1H")),
        user("kejar"),
        *(flow("t", "kejar"), flow("kejar", "v")),
    )

    found = raised.of_process(process)

    assert {task: (why.timer, why.late) for task, why in found.items()} == {"kejar": ("t", "u")}


def test_the_procedure_raises_what_the_timers_of_domain_md_escalate() -> None:
    found = {
        task
        for file in DIAGRAMS.glob("*.bpmn")
        for process in reading.read(file.read_bytes(), file.name).processes
        for task in raised.of_process(process)
    }

    assert {"Kasi_T3b", "Kasi_T5a", "Camat_T6c", "Camat_T7c", "Camat_T9b", "Kasi_T14"} <= found
    assert {"U17_rapat", "U16_pemusnahan", "U4_periksa_kelengkapan"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("who", "what"),
    [
        (officer(), FRESH),
        (officer(seen=ago(30)), FRESH),
        (officer(seen=ago(29)), Open(task=1, since=ago(30))),
        (officer(last=ago(15)), FRESH),
    ],
)
def test_it_is_told_at_once_or_when_its_time_has_come(who: Officer, what: Open) -> None:
    assert deciding.due(who, [what], TERMS, NOW) == [1]


@pytest.mark.parametrize(
    ("who", "what"),
    [
        (officer(seen=ago(29)), FRESH),
        (officer(last=ago(14)), FRESH),
        (officer(), Open(task=1, since=NOW, told=frozenset({"agus"}))),
        (officer(), Open(task=1, since=NOW, opened=frozenset({"agus"}))),
        (officer(), Open(task=2, since=NOW)),
    ],
)
def test_it_is_not_told_yet_or_never(who: Officer, what: Open) -> None:
    assert deciding.due(who, [what], TERMS, NOW) == []


@pytest.mark.parametrize(
    ("level", "groups", "above"),
    [
        ("", ["loket"], "verifikator"),
        ("", ["loket", "verifikator"], "camat"),
        ("", ["camat"], None),
        ("verifikator", ["loket"], "camat"),
        ("camat", ["loket"], None),
    ],
)
def test_the_next_level_is_the_one_above_the_present(
    level: str, groups: list[str], above: str | None
) -> None:
    assert deciding.next_level(level, groups, LADDER) == above


def test_it_goes_up_when_nobody_looked_in_time_and_stays_when_somebody_did() -> None:
    looked = Open(task=1, since=NOW, opened=frozenset({"agus"}))

    assert deciding.climbs(FRESH, timedelta(hours=4), TERMS)
    assert not deciding.climbs(FRESH, timedelta(hours=3, minutes=59), TERMS)
    assert not deciding.climbs(looked, timedelta(hours=9), TERMS)


def test_a_line_names_number_step_and_days() -> None:
    assert deciding.line("KRC-1", "Cek SIAK belum selesai", 3) == (
        "KRC-1 Cek SIAK belum selesai 3 hari kerja"
    )
    assert deciding.line("", "Cek SIAK", 0) == "tanpa nomor Cek SIAK"
    assert deciding.lines(["a", "b"], 2) == "a; b; dan 2 lagi"
