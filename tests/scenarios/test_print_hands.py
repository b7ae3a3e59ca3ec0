"""Who may print and who may check: hands are separated while there are enough of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import SeparationOfDuties
from engine.services import signals
from engine.values import Actor
from office import absences, officers, printers
from office.absences import NewAbsence
from office.officers import NewOfficer
from tests.scenarios.kecamatan import ADMIN, CETAK, CODE, Kecamatan, by, officer
from tests.scenarios.steps import QUALITY, begin_print, end_print, lost_card

BOTH = officer("tono", "gudang_blanko", "cetak")


def hire(office: Kecamatan, *names: str) -> None:
    """Register officers of the print lane."""
    for name in names:
        new = NewOfficer(
            username=name,
            name=name.title(),
            office=CODE,
            roles=frozenset({"cetak"}),
            password="sandi-yang-panjang",
        )
        officers.create(office.kernel, by(ADMIN), new)


def check(office: Kecamatan, actor: Actor) -> None:
    """Print a card as eko, and let this officer check it."""
    case = lost_card(office)
    begin_print(case)
    end_print(case)
    case.do("U12_uji_mutu", actor, **dict.fromkeys(QUALITY, True))


def test_with_two_on_duty_the_printer_may_not_check(office: Kecamatan) -> None:
    hire(office, "eko", "fitri")
    with pytest.raises(SeparationOfDuties):
        check(office, CETAK)


def test_alone_on_duty_the_printer_may_check(office: Kecamatan) -> None:
    hire(office, "eko")
    check(office, CETAK)


def test_an_absent_colleague_is_not_on_duty(office: Kecamatan) -> None:
    hire(office, "eko", "fitri")
    now = office.clock.now()
    away = NewAbsence(
        officer="fitri", since=now, until=now + timedelta(days=2), reason="Sakit", substitute=""
    )
    absences.record(office.kernel, by(ADMIN), away)
    check(office, CETAK)


def test_whoever_allocated_the_blanko_does_not_print_it(office: Kecamatan) -> None:
    case = lost_card(office)
    case.do("U10_alokasi", BOTH, jumlah_dialokasikan=1)
    with pytest.raises(SeparationOfDuties):
        case.do("U11_mulai_cetak", BOTH, blanko_id="B-001")


def test_an_office_without_separation_lets_one_officer_do_all(office: Kecamatan) -> None:
    office.rule("kantor.pisah_tugas", value=False)
    case = lost_card(office)
    case.do("U10_alokasi", BOTH, jumlah_dialokasikan=1)
    case.do("U11_mulai_cetak", BOTH, blanko_id="B-001")
    case.do("U11_hasil_cetak", BOTH, hasil="BERHASIL")
    case.do("U12_uji_mutu", BOTH, **dict.fromkeys(QUALITY, True))


def test_a_printer_that_works_again_wakes_the_line(office: Kecamatan) -> None:
    printers.set_state(office.kernel, by(ADMIN), CODE, "Printer 1", up=False)
    case = lost_card(office)
    assert case.waiting() == set()
    printers.set_state(office.kernel, by(ADMIN), CODE, "Printer 1", up=True)
    signals.broadcast(office.kernel, by(ADMIN), "printer_pulih", {}, office=CODE)
    assert case.waiting() == {"U10_alokasi"}
