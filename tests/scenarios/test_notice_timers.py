"""T11 to T14 of notices, and people without a telephone: family, list, counter (domain.md 2.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import AnswersInvalid
from engine.services import reading
from engine.services.reading import WorkListQuery
from engine.values import JsonValue
from office.notices import desk, lists, outbox
from office.notices.rows import Notice
from tests.scenarios.editing import assert_fires_at, edit_timer, working
from tests.scenarios.kecamatan import (
    CAMAT,
    CODE,
    REFERENCE,
    SERAH,
    Kecamatan,
    Perkara,
    by,
)
from tests.scenarios.steps import (
    at_counter,
    lost_card,
    ready,
    ready_by,
    to_print,
)

NIK = "3273164107900001"
NOBODY: dict[str, JsonValue] = {"no_hp": None, "punya_wa": False}
FAMILY: dict[str, JsonValue] = {**NOBODY, "hp_kontak_lain": "0822 1111 2222"}


def rows(office: Kecamatan) -> list[Notice]:
    """The message log, the oldest first."""
    return list(reversed(desk.newest(office.kernel, CODE, limit=100)))


def calls(office: Kecamatan) -> list[reading.TaskRow]:
    """The calls to be made, of whatever case."""
    page = reading.work_list(office.kernel, SERAH, WorkListQuery(size=200))
    return [row for row in page.items if row.element in {"Telepon_warga", "Hubungi_balik"}]


# ----------------------------------------------------------------------------------------- timers


def test_t11_not_told_after_four_working_hours_takes_the_next_channel(office: Kecamatan) -> None:
    case = ready_by(office, NIK)
    outbox.deliver_due(office.kernel, lambda letter: f"wamid.{letter.key}")  # and no word after it
    due = case.timers()["T11_belum_sampai"]
    assert due == working(office, office.clock.now(), "PT4H")
    office.move_to(due - timedelta(seconds=1))
    assert [one.saluran for one in rows(office)] == ["WHATSAPP"]
    office.move_to(due)
    assert [one.saluran for one in rows(office)] == ["WHATSAPP", "SMS"]


def test_t12_reminds_on_working_days_3_7_and_14_and_then_asks_the_neighbourhood(
    office: Kecamatan,
) -> None:
    case = ready(office)
    due = case.timers()
    names = ("T12a_ingatkan", "T12b_ingatkan", "T12c_ingatkan", "T12d_ingatkan")
    spans = ("P3D", "P7D", "P14D", "P22D")
    assert [due[name] for name in names] == [
        working(office, office.clock.now(), span) for span in spans
    ]
    sent = []
    for name in names:
        office.move_to(due[name])
        office.send()
        sent.append(office.sent[-1][0])
    assert sent == ["WHATSAPP", "WHATSAPP", "WHATSAPP", "PAPAN"]


def test_t12_by_telephone_is_a_call_that_somebody_makes(office: Kecamatan) -> None:
    office.rule("pesan.urutan", ["TELEPON"])
    case = ready(office)
    case.do("U13_telepon", SERAH, hasil_telepon="TERSAMBUNG")
    office.move_to(case.timers()["T12a_ingatkan"])
    office.send()
    (call,) = calls(office)
    seen = reading.task(office.kernel, SERAH, call.key).variables
    assert (seen["no_hp"], seen["no_register"]) == ("+6281234567890", case.number)
    assert "masih menunggu diambil" in str(seen["pesan_telepon"])
    assert [one.keadaan for one in rows(office)] == ["TERKIRIM", "DITUGASKAN"]
    Perkara(office, call.root_key).do("Telepon_warga", SERAH, hasil_telepon="TIDAK_DIANGKAT")
    assert [(one.keadaan, one.alasan) for one in rows(office)][-1] == ("GAGAL", "TIDAK_DIANGKAT")
    assert calls(office) == []


def test_t13_after_ninety_days_the_camat_decides_and_nothing_is_destroyed(
    office: Kecamatan,
) -> None:
    case = ready(office)
    due = case.timers()["T13_tidak_diambil"]
    assert due == office.clock.now() + timedelta(days=90)
    office.move_to(due)
    assert case.task("Putuskan_tidak_diambil").groups == ("camat",)
    case.do("Putuskan_tidak_diambil", CAMAT, keputusan="SIMPAN")
    assert (case.view.row.state, case.keadaan()) == ("ACTIVE", "SIAP_DIAMBIL")


def test_scenario_30_destroying_takes_two_witnesses(office: Kecamatan) -> None:
    case = ready(office)
    office.move_to(REFERENCE + timedelta(days=92))
    one: dict[str, JsonValue] = {
        "keputusan": "MUSNAH",
        "no_berita_acara": "BA-7/2027",
        "saksi": [{"nama_saksi": "A"}],
    }
    with pytest.raises(AnswersInvalid):
        case.do("Putuskan_tidak_diambil", CAMAT, **one)
    two: list[JsonValue] = [{"nama_saksi": "A"}, {"nama_saksi": "B"}]
    case.do("Putuskan_tidak_diambil", CAMAT, **(one | {"saksi": two}))
    assert (case.view.row.state, case.view.variables["keadaan"]) == ("COMPLETED", "GUGUR")


@pytest.mark.parametrize(
    "element", ["T12a_ingatkan", "T12b_ingatkan", "T12c_ingatkan", "T12d_ingatkan"]
)
def test_editing_a_reminder_in_the_diagram_moves_it(office: Kecamatan, element: str) -> None:
    edit_timer(office, element, "P2D")
    case = ready(office)
    assert_fires_at(case, element, working(office, office.clock.now(), "P2D"))


def test_editing_t11_in_the_diagram_moves_it(office: Kecamatan) -> None:
    edit_timer(office, "T11_belum_sampai", "PT2H")
    case = ready_by(office, NIK)
    assert_fires_at(case, "T11_belum_sampai", working(office, office.clock.now(), "PT2H"))


def test_editing_t13_in_the_diagram_moves_it(office: Kecamatan) -> None:
    edit_timer(office, "T13_tidak_diambil", "P60D")
    case = ready(office)
    assert_fires_at(case, "T13_tidak_diambil", office.clock.now() + timedelta(days=60))


# ------------------------------------------------------------------- people without a telephone


def test_t14_reaches_the_family_where_there_is_no_telephone(office: Kecamatan) -> None:
    case = to_print(office, **FAMILY)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    ((told, number, text),) = office.sent
    assert (told, number) == ("WHATSAPP_LAIN", "+6282211112222")
    assert case.number in text
    assert "mohon maaf" in text


def test_t14_reaches_nobodys_telephone_by_list_and_counter(office: Kecamatan) -> None:
    case = to_print(office, **NOBODY)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    printed = lists.print_out(office.kernel, by(SERAH), CODE, "1002")
    assert [(one.no_register, one.kelurahan) for one in printed] == [(case.number, "1002")]
    assert lists.print_out(office.kernel, by(SERAH), CODE) == ()
    visit = at_counter(office, "AMBIL")
    with pytest.raises(AnswersInvalid) as caught:
        visit.do("Cari_kartu", SERAH, no_register_diambil=case.number)
    assert any(fault.rule == "belum_disampaikan" for fault in caught.value.faults)
    told: dict[str, JsonValue] = {"belum_disampaikan": "sudah disampaikan"}
    visit.do("Cari_kartu", SERAH, no_register_diambil=case.number, _peringatan=told)
    assert "Cari_kartu" in visit.passed()


def test_who_was_told_by_telephone_is_not_told_again_at_the_counter(office: Kecamatan) -> None:
    case = lost_card(office)
    office.move_to(case.timers()["T14_estimasi_lewat"])
    office.send()
    visit = at_counter(office, "AMBIL")
    visit.do("Cari_kartu", SERAH, no_register_diambil=case.number)
    assert "Cari_kartu" in visit.passed()


def test_the_list_has_each_register_number_once_for_each_reason(office: Kecamatan) -> None:
    case = ready(office, no_hp=None, punya_wa=False)
    for name in ("T12a_ingatkan", "T12d_ingatkan"):
        office.move_to(case.timers()[name])
    found = lists.peek(office.kernel, by(SERAH), CODE)
    assert [(one.no_register, one.templat) for one in found] == [
        (case.number, "SIAP_DIAMBIL"),
        (case.number, "PENGINGAT"),
    ]
