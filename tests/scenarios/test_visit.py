"""Visit recording (jemput bola): whoever cannot come gets an ordinary case where they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.services import reading
from engine.services.reading import CaseQuery
from engine.values import JsonValue
from tests.scenarios.kecamatan import ADMIN, KASI, LOKET, REKAM, Kecamatan, Perkara
from tests.scenarios.steps import SITI, check_papers, look_up, record

PEOPLE: list[JsonValue] = [
    {"nama": "SITI AMINAH", "alamat": "Jl. Kebon Jayanti 1", "alasan_kunjungan": "LANSIA"},
    {"nama": "BUDI SANTOSO", "alamat": "Jl. Kebon Jayanti 2", "alasan_kunjungan": "SAKIT"},
]


def plan(office: Kecamatan, people: list[JsonValue], day: str = "2026-11-25") -> Perkara:
    case = office.start("jemput_bola")
    case.do(
        "Rencanakan_kunjungan",
        KASI,
        kunjungan_tempat="RW 03 Kebon Jayanti",
        tgl_kunjungan=day,
        petugas_kunjungan=[{"nama_petugas": "agus"}],
        orang=people,
    )
    office.settle()
    return case


def opened(office: Kecamatan) -> list[Perkara]:
    page = reading.cases(office.kernel, ADMIN, CaseQuery(process_id="ktp_utama", size=50))
    return [Perkara(office, row.key) for row in page.items if row.parent_key is None]


def test_a_visit_waits_for_its_day_and_asks_for_every_person(office: Kecamatan) -> None:
    case = plan(office, PEOPLE)
    assert case.waiting() == set()
    office.move_to(datetime(2026, 11, 24, 17, 0, tzinfo=UTC))
    assert [row.element for row in case.rows()] == ["Hasil_kunjungan"] * 2


def test_somebody_met_gets_an_ordinary_case_without_a_ticket(office: Kecamatan) -> None:
    visit = plan(office, PEOPLE[:1], "2026-11-24")
    visit.do("Hasil_kunjungan", REKAM, hasil_kunjungan="DITEMUI")
    assert visit.view.row.state == "COMPLETED", visit.incidents()
    (case,) = opened(office)
    assert case.waiting() == {"U3_terima_permohonan"}
    case.do("U3_terima_permohonan", LOKET, **SITI)
    check_papers(case)
    look_up(case)
    record(case, perangkat="KELILING")
    assert case.waiting() == {"U8_catat_status"}
    assert case.number.startswith("KRC-2611-")


def test_nobody_met_opens_nothing_and_the_result_stays_by_person(office: Kecamatan) -> None:
    visit = plan(office, PEOPLE, "2026-11-24")
    for result in ("MENOLAK", "TIDAK_ADA"):
        visit.do("Hasil_kunjungan", REKAM, hasil_kunjungan=result)
    assert (visit.view.row.state, opened(office)) == ("COMPLETED", [])
    kept = visit.view.variables["hasil_orang"]
    assert isinstance(kept, list)
    results = sorted(str(row["hasil"]) for row in kept if isinstance(row, dict))
    assert results == ["MENOLAK", "TIDAK_ADA"]


def test_each_person_met_has_a_case_of_their_own(office: Kecamatan) -> None:
    visit = plan(office, PEOPLE, "2026-11-24")
    for _ in PEOPLE:
        visit.do("Hasil_kunjungan", REKAM, hasil_kunjungan="DITEMUI")
    office.pass_time(timedelta(minutes=1))
    assert [case.waiting() for case in opened(office)] == [{"U3_terima_permohonan"}] * 2
