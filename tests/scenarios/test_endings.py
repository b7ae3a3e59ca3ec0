"""A case ended from outside: withdrawal, death, moving away, at whatever stage it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.services import signals
from office import cards
from office.stock import ledger
from office.stock.rules import Material
from tests.scenarios.kecamatan import ADMIN, CETAK, CODE, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, begin_print, check_papers, lost_card


def card_status(case: Perkara) -> str | None:
    with case.office.kernel.reads.begin() as session:
        card = session.get(cards.Card, case.number)
        return None if card is None else card.status


def reserved(office: Kecamatan) -> int:
    with office.kernel.reads.begin() as session:
        return ledger.balances(session, CODE)[Material.BLANKO].reserved


@pytest.mark.parametrize(
    ("message", "state"),
    [("batal", "BATAL"), ("meninggal", "MENINGGAL"), ("pindah_keluar", "BATAL")],
)
def test_scenario_25_a_running_print_is_awaited_and_its_card_blocked(
    office: Kecamatan, message: str, state: str
) -> None:
    case = lost_card(office)
    begin_print(case)
    office.send()
    told = len(office.sent)
    case.tell(message)
    assert case.waiting() == {"Tunggu_hasil_cetak"}
    case.do("Tunggu_hasil_cetak", CETAK, hasil="BERHASIL")
    assert (case.view.row.state, case.keadaan()) == ("COMPLETED", state)
    assert (office.movements(case.number), card_status(case)) == (["PAKAI"], "TERBLOKIR")
    office.send()
    assert (reserved(office), len(office.sent)) == (0, told)


@pytest.mark.parametrize(
    ("result", "movements"), [("TIDAK_JADI", []), ("GAGAL_ENCODE", ["GAGAL_ENCODE"])]
)
def test_scenario_25_a_print_that_gave_no_card_leaves_none_to_block(
    office: Kecamatan, result: str, movements: list[str]
) -> None:
    case = lost_card(office)
    begin_print(case)
    case.tell("batal")
    case.do("Tunggu_hasil_cetak", CETAK, hasil=result)
    assert (case.keadaan(), office.movements(case.number)) == ("BATAL", movements)
    assert (card_status(case), reserved(office)) == (None, 0)
    assert apply(office, nik="3273164107900003").waiting() == {"U4_periksa_kelengkapan"}


def test_nobody_is_apologised_to_while_a_print_is_awaited(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    due = case.timers()["T14_estimasi_lewat"]
    case.tell("meninggal")
    office.send()
    told = len(office.sent)
    office.move_to(due)
    office.send()
    assert (len(office.sent), "T14_maaf" in case.passed()) == (told, False)


def at_papers(office: Kecamatan) -> Perkara:
    return apply(office)


def at_siak(office: Kecamatan) -> Perkara:
    case = apply(office)
    check_papers(case)
    return case


def at_lacking_papers(office: Kecamatan) -> Perkara:
    case = apply(office)
    check_papers(case, "KURANG", missing=("KK",))
    return case


@pytest.mark.parametrize("reach", [at_papers, at_siak, at_lacking_papers])
@pytest.mark.parametrize(
    ("message", "state"),
    [("batal", "BATAL"), ("meninggal", "MENINGGAL"), ("pindah_keluar", "BATAL")],
)
def test_a_case_is_ended_from_outside_before_its_papers_are_complete_too(
    office: Kecamatan, reach: Callable[[Kecamatan], Perkara], message: str, state: str
) -> None:
    case = reach(office)
    case.tell(message)
    assert (case.view.row.state, case.keadaan(), case.waiting()) == ("COMPLETED", state, set())
    assert apply(office).waiting() == {"U4_periksa_kelengkapan"}  # the NIK is free again


def test_an_emergency_closure_during_the_check_is_noted_and_stops_nothing(
    office: Kecamatan,
) -> None:
    case = at_siak(office)
    signals.broadcast(office.kernel, by(ADMIN), "kantor_tutup", {}, office=CODE)
    assert (case.waiting(), "Catat_penutupan" in case.passed()) == ({"U5_cek_siak"}, True)
