"""Every timer of papers, recording, centre and promise: when it fires, and that a diagram decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.services import deployments
from tests.scenarios.editing import assert_fires_at, edit_timer, working
from tests.scenarios.kecamatan import ADMIN, CAMAT, LOKET, Kecamatan, Perkara, by, procedure
from tests.scenarios.steps import apply, centre_says, check_papers, look_up, to_centre


def in_check(office: Kecamatan) -> Perkara:
    return apply(office)


def lacking(office: Kecamatan) -> Perkara:
    case = apply(office)
    check_papers(case, "KURANG", missing=("KK",))
    return case


def siak_down(office: Kecamatan) -> Perkara:
    case = apply(office)
    check_papers(case)
    case.do("U5_cek_siak", LOKET, siak_tidak_tersedia=True)
    return case


def to_record(office: Kecamatan) -> Perkara:
    case = apply(office)
    check_papers(case)
    look_up(case)
    return case


def duplicate(office: Kecamatan) -> Perkara:
    case = to_centre(office)
    centre_says(case, "DUPLICATE_RECORD", jenis_duplikat="ONE_TO_ONE")
    return case


Reach = Callable[[Kecamatan], Perkara]

#: timer, how a case gets there, its length by domain.md 2.5, and the task or step it leads to
TIMERS: list[tuple[str, Reach, str, str]] = [
    ("T2a_ingatkan", lacking, "P3D", "Ingatkan_berkas"),
    ("T2b_gugur", lacking, "P14D", "Tutup_gugur"),
    ("T3a_belum_selesai", in_check, "PT30M", "Ambil_alih_periksa"),
    ("T3b_tertunda", in_check, "PT4H", "Kasi_T3b"),
    ("T4a_SIAK_mati", siak_down, "PT1H", "Kasi_T4a"),
    ("T4b_SIAK_lama", siak_down, "P1D", "Kasi_T4b"),
    ("T5b_ingatkan", to_record, "P3D", "Ingatkan_rekam"),
    ("T5c_tidak_datang", to_record, "P14D", "Tutup_gugur"),
    ("T6a_kirim_ulang", to_centre, "P3D", "Kirim_ulang_T6a"),
    ("T6b_tanya_pusat", to_centre, "P7D", "Kasi_T6b"),
    ("T6c_lapor_camat", to_centre, "P20D", "Camat_T6c"),
    ("T6d1_duplikat", duplicate, "P5D", "Kasi_T6d1"),
    ("T6d2_duplikat", duplicate, "P10D", "Camat_T6d2"),
    ("T6d3_duplikat", duplicate, "P30D", "Camat_T6d3"),
]


@pytest.mark.parametrize(("timer", "reach", "length", "leads_to"), TIMERS)
def test_timer_fires_at_its_working_instant(
    office: Kecamatan, timer: str, reach: Reach, length: str, leads_to: str
) -> None:
    case = reach(office)
    assert_fires_at(case, timer, working(office, office.clock.now(), length))
    assert leads_to in case.waiting() | set(case.passed())


@pytest.mark.parametrize(("timer", "reach", "_", "leads_to"), TIMERS)
def test_editing_the_timer_in_the_diagram_moves_the_outcome(
    office: Kecamatan, timer: str, reach: Reach, _: str, leads_to: str
) -> None:
    edit_timer(office, timer, "PT2H")
    case = reach(office)
    assert_fires_at(case, timer, datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert leads_to in case.waiting() | set(case.passed())


def test_timer_t14_watches_the_new_promise_too(office: Kecamatan) -> None:
    case = to_centre(office)
    assert_fires_at(case, "T14_estimasi_lewat", promised(case))
    first = case.view.variables["estimasi_awal_tgl"]
    assert_fires_at(case, "T14_lagi", promised(case))
    office.send()
    apologies = [text for _, _, text in office.sent if "mohon maaf" in text]
    tasks = [row.element for row in case.rows() if row.element == "Kasi_T14"]
    assert (len(apologies), len(tasks)) == (2, 2)
    assert case.view.variables["estimasi_awal_tgl"] == first
    assert case.timers()["T14_lagi"] == promised(case) > office.clock.now()


def test_timer_t5a_fires_when_service_closes(office: Kecamatan) -> None:
    case = to_record(office)
    assert_fires_at(case, "T5a_akhir_hari", datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert "Kasi_T5a" in case.waiting()


def test_editing_t5a_in_the_diagram_moves_the_outcome(office: Kecamatan) -> None:
    edit_timer(office, "T5a_akhir_hari", '=now() + duration("PT2H")')
    case = to_record(office)
    assert_fires_at(case, "T5a_akhir_hari", datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert "Kasi_T5a" in case.waiting()


def test_timer_t6_asks_the_camat_again_and_again(office: Kecamatan) -> None:
    case = to_centre(office)
    office.move_to(case.timers()["T6c_lapor_camat"])
    for asked in (1, 2):
        case.do("Camat_T6c", CAMAT, catatan_tindak_lanjut="Sudah disurati")
        office.move_to(working(office, office.clock.now(), "P5D"))
        assert (case.passed().count("T6_ulang"), "Camat_T6c" in case.waiting()) == (asked, True)


def test_editing_t6_again_in_the_diagram_moves_the_outcome(office: Kecamatan) -> None:
    edit_timer(office, "T6_ulang", "PT2H")
    case = to_centre(office)
    office.move_to(case.timers()["T6c_lapor_camat"])
    case.do("Camat_T6c", CAMAT, catatan_tindak_lanjut="Sudah disurati")
    assert_fires_at(case, "T6_ulang", working(office, office.clock.now(), "PT2H"))
    assert "Camat_T6c" in case.waiting()


@pytest.mark.parametrize("timer", ["T14_estimasi_lewat", "T14_lagi"])
def test_editing_t14_in_the_diagram_moves_the_outcome(office: Kecamatan, timer: str) -> None:
    edit_timer(office, timer, '=date and time(estimasi_batas) + duration("PT8H")')
    case = to_centre(office)
    if timer == "T14_lagi":
        office.move_to(case.timers()["T14_estimasi_lewat"])
    assert_fires_at(case, timer, promised(case) + timedelta(hours=8))
    assert "Kasi_T14" in case.waiting()


def test_timer_t14_of_a_child_counts_from_the_birthday(office: Kecamatan) -> None:
    young = {"nik": "3273161506100001", "tgl_lahir": "2010-06-15", "jenis_kelamin": "L"}
    case = to_centre(office, status_kawin="BELUM_KAWIN", **young)
    day = datetime.fromisoformat(str(case.view.variables["estimasi_tgl"])).date()
    assert day == working(office, datetime(2027, 6, 15, 1, tzinfo=UTC), "P7D").date()
    assert case.timers()["T14_estimasi_lewat"] == promised(case)


def promised(case: Perkara) -> datetime:
    """The end of the promised day."""
    day = datetime.fromisoformat(str(case.view.variables["estimasi_tgl"]))
    return (day + timedelta(days=1)).replace(tzinfo=ZoneInfo("Asia/Jakarta"))


def test_editing_dmn_5_moves_an_escalation_of_a_running_case(office: Kecamatan) -> None:
    case = to_centre(office)
    table = procedure()["eskalasi.dmn"].decode()
    row = table.index('id="eskalasi_T6a_k1"')
    edited = table[:row] + table[row:].replace("perekaman", "camat", 1)
    deployments.deploy(office.kernel, by(ADMIN), {"eskalasi.dmn": edited.encode()})
    office.move_to(case.timers()["T6a_kirim_ulang"])
    task = case.task("Kirim_ulang_T6a")
    assert (task.groups, task.priority) == (("camat",), 60)
    assert (
        case.see("Kirim_ulang_T6a")["tindakan"] == "Pusat belum menjawab: kirim ulang data rekaman"
    )
