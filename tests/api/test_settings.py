"""`alur setting`: policies of an office from the command line."""

from __future__ import annotations

from tests.api.test_cli import Alur, alur

__all__ = ["alur"]
OFFICE = "327316"


def test_a_policy_is_set_from_a_date_with_a_reason_and_shown(alur: Alur) -> None:
    name = "antrean.panggilan_maks"
    code, out, _ = alur(
        *("setting", "set", "--office", OFFICE, f"{name}=5", "batas.T1=PT5M"),
        *("--from", "2026-12-01", "--reason", "Rapat 24 November"),
    )

    assert (code, "holds from 2026-12-01 00:00" in out) == (0, True)
    before = alur("setting", "show", "--office", OFFICE, name, "--at", "2026-11-30")[1]
    after = alur("setting", "show", "--office", OFFICE, name, "--at", "2026-12-01T08:00")[1]
    assert (before.strip(), after.strip()) == (f"{name} = 3", f"* {name} = 5")
    history = alur("setting", "history", "--office", OFFICE, name)[1]
    assert "default" in history
    assert "2026-12-01 00:00 5" in history
    assert "Rapat 24 November" in history


def test_all_policies_are_shown_or_those_that_begin_so(alur: Alur) -> None:
    everything = alur("setting", "show", "--office", OFFICE)[1]
    queue = alur("setting", "show", "--office", OFFICE, "antrean.")[1].splitlines()

    assert '  batas.T1 = "PT10M"' in everything
    assert queue
    assert all(line.startswith("  antrean.") for line in queue)


def test_wrong_policies_are_all_named_and_none_is_set(alur: Alur) -> None:
    code, _, complaints = alur(
        *("setting", "set", "--office", OFFICE, "--reason", "uji"),
        *("pemusnahan.saksi_min=1", "tidak.ada=1", "antrean.panggilan_maks=4"),
    )

    assert code == 1
    assert "pemusnahan.saksi_min must be from 2 to 10." in complaints
    assert "There is no policy tidak.ada." in complaints
    shown = alur("setting", "show", "--office", OFFICE, "antrean.panggilan_maks")[1]
    assert shown.startswith("  ")


def test_unknown_office_name_or_date_is_told(alur: Alur) -> None:
    assert alur("setting", "show", "--office", "999999")[0] == 1
    assert alur("setting", "history", "--office", OFFICE, "tidak.ada")[0] == 1
    code, _, complaints = alur("setting", "show", "--office", OFFICE, "--at", "besok")
    assert (code, "no date or time" in complaints) == (1, True)
