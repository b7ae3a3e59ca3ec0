"""Scenario 35: SIAK is down all morning; cases park, nothing is lost, the queue says so."""

from __future__ import annotations

from datetime import timedelta

from engine.services import signals
from office import board
from tests.scenarios.kecamatan import ADMIN, CODE, LOKET, Kecamatan, by
from tests.scenarios.steps import SITI, apply, check_papers, look_up


def test_scenario_35_the_queue_shows_a_notice_while_siak_is_down(office: Kecamatan) -> None:
    case, began = apply(office), office.clock.now()
    check_papers(case)
    assert board.read(office.kernel, LOKET, CODE).siak_down_since is None
    case.do("U5_cek_siak", LOKET, siak_tidak_tersedia=True)
    office.pass_time(timedelta(hours=3))
    assert board.read(office.kernel, LOKET, CODE).siak_down_since == began
    signals.broadcast(office.kernel, by(ADMIN), "siak_pulih", {}, office=CODE)
    assert board.read(office.kernel, LOKET, CODE).siak_down_since is None


def test_scenario_35_no_data_are_lost_while_siak_is_down(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    case.do("U5_cek_siak", LOKET, siak_tidak_tersedia=True)
    office.pass_time(timedelta(hours=3))
    signals.broadcast(office.kernel, by(ADMIN), "siak_pulih", {}, office=CODE)
    shown = case.see("U5_cek_siak")
    assert {name: shown[name] for name in ("nik", "nama", "alamat")} == {
        name: SITI[name] for name in ("nik", "nama", "alamat")
    }
    assert shown["hasil_berkas"] == "LENGKAP"
    look_up(case)
    assert case.waiting() == {"U7_perekaman"}
