"""T7, T9, T10 and T16: each fires on its instant, and follows the diagram when it is edited."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.services import deployments, reading
from engine.services.reading import CaseQuery
from tests.scenarios.editing import assert_fires_at, edit_timer, working
from tests.scenarios.kecamatan import (
    ADMIN,
    CAMAT,
    GUDANG,
    KASI,
    Kecamatan,
    Perkara,
    by,
    procedure,
)
from tests.scenarios.steps import begin_print, lost_card

WIB = ZoneInfo("Asia/Jakarta")
#: timer -> its span, by the calendar of the office, and the task it opens
WAITING = {
    "T7a_minta": ("P1D", "Minta_tambahan"),
    "T7b_tawarkan": ("P5D", "Kasi_T7b"),
    "T7c_camat": ("P22D", "Camat_T7c"),
}


@pytest.mark.parametrize("timer", sorted(WAITING))
def test_t7_tells_who_can_help_a_case_without_blanko(bare_office: Kecamatan, timer: str) -> None:
    span, task = WAITING[timer]
    case = lost_card(bare_office)
    assert_fires_at(case, timer, working(bare_office, bare_office.clock.now(), span))
    assert task in case.waiting()


@pytest.mark.parametrize("timer", sorted(WAITING))
def test_t7_follows_the_diagram(bare_office: Kecamatan, timer: str) -> None:
    edit_timer(bare_office, timer, "P3D")
    case = lost_card(bare_office)
    assert_fires_at(case, timer, working(bare_office, bare_office.clock.now(), "P3D"))


def test_t7c_puts_the_case_on_the_agenda_of_the_meeting(bare_office: Kecamatan) -> None:
    case = lost_card(bare_office)
    bare_office.move_to(working(bare_office, bare_office.clock.now(), "P22D"))
    case.do("Camat_T7c", CAMAT, catatan_tindak_lanjut="Dibahas di rapat")
    assert "Agendakan_T7c" in case.passed()


def test_t7_ends_with_the_reservation(bare_office: Kecamatan) -> None:
    case = lost_card(bare_office)
    bare_office.deliver(1, "SJ-001")
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    assert set(WAITING) & set(case.timers()) == set()


def reserved(office: Kecamatan) -> Perkara:
    case = lost_card(office)
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    return case


def test_t9a_counts_24_hours_by_the_clock(office: Kecamatan) -> None:
    case = reserved(office)
    assert_fires_at(case, "T9a_lewat_24_jam", office.clock.now() + timedelta(hours=24))
    assert case.waiting() == {"U11_mulai_cetak", "Kasi_T9a"}


def test_t9a_follows_the_diagram(office: Kecamatan) -> None:
    edit_timer(office, "T9a_lewat_24_jam", "PT1H")
    case = reserved(office)
    assert_fires_at(case, "T9a_lewat_24_jam", office.clock.now() + timedelta(hours=1))


def test_t9b_tells_the_camat_after_two_working_days(office: Kecamatan) -> None:
    case = reserved(office)
    assert_fires_at(case, "T9b_lewat_dua_hari", working(office, office.clock.now(), "P2D"))
    assert "Camat_T9b" in case.waiting()


def test_t9b_follows_the_diagram(office: Kecamatan) -> None:
    edit_timer(office, "T9b_lewat_dua_hari", "P3D")
    case = reserved(office)
    assert_fires_at(case, "T9b_lewat_dua_hari", working(office, office.clock.now(), "P3D"))


def test_t9_holds_for_a_card_that_the_city_prints(bare_office: Kecamatan) -> None:
    bare_office.rule("kantor.print_site", "DISDUKCAPIL")
    case, since = lost_card(bare_office), bare_office.clock.now()
    assert_fires_at(case, "T9a_dinas", since + timedelta(hours=24))
    case.do("Kasi_T9a_dinas", KASI, catatan_tindak_lanjut="Ditelepon")
    assert_fires_at(case, "T9b_dinas", working(bare_office, since, "P2D"))
    assert "Camat_T9b_dinas" in case.waiting()


def test_t9_of_the_citys_cards_follows_the_diagram(bare_office: Kecamatan) -> None:
    bare_office.rule("kantor.print_site", "DISDUKCAPIL")
    edit_timer(bare_office, "T9a_dinas", "PT2H")
    case = lost_card(bare_office)
    assert_fires_at(case, "T9a_dinas", bare_office.clock.now() + timedelta(hours=2))


def test_t10_asks_for_the_result_after_half_an_hour(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    assert_fires_at(case, "T10_tanpa_hasil", working(office, office.clock.now(), "PT30M"))
    assert case.waiting() == {"U11_hasil_cetak", "Rekonsiliasi_cetak"}


def test_t10_follows_the_diagram(office: Kecamatan) -> None:
    edit_timer(office, "T10_tanpa_hasil", "PT5M")
    case = lost_card(office)
    begin_print(case)
    assert_fires_at(case, "T10_tanpa_hasil", working(office, office.clock.now(), "PT5M"))


def weeks(office: Kecamatan) -> int:
    return len(reading.cases(office.kernel, ADMIN, CaseQuery(process_id="pemusnahan")).items)


def assert_begins_at(office: Kecamatan, instant: datetime) -> None:
    before = weeks(office)
    office.move_to(instant - timedelta(seconds=1))
    assert weeks(office) == before
    office.move_to(instant)
    assert weeks(office) == before + 1


def test_t16_begins_on_friday_at_two(office: Kecamatan) -> None:
    assert_begins_at(office, datetime(2026, 11, 27, 14, tzinfo=WIB))
    assert_begins_at(office, datetime(2026, 12, 4, 14, tzinfo=WIB))


def test_t16_follows_the_policy_from_the_next_week_on(office: Kecamatan) -> None:
    office.rule("pemusnahan.hari", 3)
    office.rule("pemusnahan.jam", "09:30")
    assert_begins_at(office, datetime(2026, 11, 27, 14, tzinfo=WIB))
    assert_begins_at(office, datetime(2026, 12, 2, 9, 30, tzinfo=WIB))


def test_t16_follows_the_diagram(office: Kecamatan) -> None:
    drawn = procedure()["pemusnahan.bpmn"].decode()
    text = '="R/" + kantor.jadwal.pemusnahan + "/P7D"'
    assert text in drawn
    edited = drawn.replace(text, "R/2026-11-25T10:00:00+07:00/P1D").encode()
    deployments.deploy(office.kernel, by(ADMIN), {"pemusnahan.bpmn": edited})
    assert_begins_at(office, datetime(2026, 11, 25, 10, tzinfo=WIB))
    assert_begins_at(office, datetime(2026, 11, 26, 10, tzinfo=WIB))
