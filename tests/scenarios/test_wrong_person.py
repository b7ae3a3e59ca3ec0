"""Calling citizens back, and a card in a stranger's hand (domain.md 2.6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import AnswersInvalid
from engine.values import JsonValue
from tests.scenarios.editing import working
from tests.scenarios.kecamatan import (
    KASI,
    SERAH,
    Kecamatan,
    Perkara,
)
from tests.scenarios.steps import (
    come_for,
    hand_over,
    ready,
)


def test_nobody_answers_and_the_call_back_comes_again_the_next_working_day(
    office: Kecamatan,
) -> None:
    (key,) = office.publish("balasan_wa", "", {"balasan_id": "1"})
    back = Perkara(office, key)
    assert back.task("Hubungi_balik").due_at == working(office, office.clock.now(), "PT4H")
    back.do("Hubungi_balik", SERAH, hasil_hubungi="TIDAK_DIANGKAT")
    assert back.waiting() == set()
    office.move_to(back.timers()["Coba_lagi"])
    back.do("Hubungi_balik", SERAH, hasil_hubungi="DIJAWAB")
    assert back.view.row.state == "COMPLETED"


def test_a_card_in_a_strangers_hand_is_blocked_and_checked_within_72_hours(
    office: Kecamatan,
) -> None:
    case = ready(office)
    hand_over(case, identitas_diperiksa=True)
    (key,) = office.publish("salah_orang", "", {"no_register": case.number})
    incident = Perkara(office, key)
    assert incident.view.variables["kartu_status"] == "TERBLOKIR"
    assert incident.task("Periksa_kebocoran").groups == ("verifikator",)
    due = office.clock.now() + timedelta(hours=72)
    assert incident.task("Periksa_kebocoran").due_at == incident.timers()["Lewat_3x24"] == due
    office.move_to(due)
    assert incident.waiting() == {"Periksa_kebocoran", "Camat_pdp"}
    answers: dict[str, JsonValue] = {
        "kartu_kembali": True,
        "ada_pelanggaran": True,
        "tindakan_pdp": "Kartu ditarik kembali dan diserahkan ke pemiliknya.",
    }
    with pytest.raises(AnswersInvalid):
        incident.do("Periksa_kebocoran", KASI, **answers)
    told = {"orang_diberitahu": True, "lembaga_diberitahu": True}
    incident.do("Periksa_kebocoran", KASI, **answers, **told)
    assert "Ditangani" in incident.passed()


def test_an_officer_reports_a_card_in_a_strangers_hand(office: Kecamatan) -> None:
    case = ready(office)
    incident = office.start("kartu_salah_orang")
    incident.do(
        "Catat_kejadian", SERAH, no_register=case.number, uraian_kejadian="Nama serupa, keliru."
    )
    assert incident.waiting() == {"Periksa_kebocoran"}
    come_for(case)
    case.do(
        "U14_serahkan",
        SERAH,
        penerima="SENDIRI",
        identitas_diperiksa=True,
        tanda_tangan_cara="BUKU",
    )
    assert case.see("Jelaskan_penolakan")["alasan_ditolak"] == ["KARTU_TERBLOKIR"]
