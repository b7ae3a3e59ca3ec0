"""Complaints: a number, an answer by somebody else, T15 (UU 25/2009)."""

from __future__ import annotations

from datetime import timedelta

from engine.values import JsonValue
from office import complaints
from office.complaints import ComplaintState, Status
from tests.scenarios.kecamatan import CAMAT, KASI, LOKET, Kecamatan, Perkara, officer

OTHER_KASI = officer("kasi2", "verifikator")


def complain(office: Kecamatan, **other: JsonValue) -> Perkara:
    case = office.start("pengaduan")
    words: dict[str, JsonValue] = {
        "isi_pengaduan": "Menunggu tiga jam tanpa dipanggil",
        "tanpa_nama": True,
    }
    case.do("Terima_pengaduan", LOKET, **{**words, **other})
    return case


def answer(case: Perkara, *, accepted: bool = True) -> None:
    case.do("Jawab_pengaduan", KASI, jawaban="Loket kedua dibuka sejak hari ini")
    case.do("Sampaikan_jawaban", LOKET, jawaban_diterima=accepted)


def status(case: Perkara) -> Status:
    with case.office.kernel.reads.begin() as session:
        found = complaints.status(session, case.number)
    assert found is not None
    return found


def test_a_complaint_without_a_name_gets_a_number_and_its_dates(office: Kecamatan) -> None:
    case = complain(office)
    assert case.number == "KRC-ADU-2611-001"
    assert (case.waiting(), status(case).state) == ({"Jawab_pengaduan"}, ComplaintState.DITERIMA)
    assert status(case).answer_due - status(case).received == timedelta(days=14)
    assert status(case).decision_due - status(case).received == timedelta(days=60)


def test_an_accepted_answer_ends_it_with_a_letter(office: Kecamatan) -> None:
    case = complain(office)
    answer(case)
    assert (case.view.row.state, status(case).state) == ("COMPLETED", ComplaintState.SELESAI)
    slip = case.view.variables["slip"]
    assert isinstance(slip, dict)
    assert (slip["nomor"], slip["nama"]) == ("KRC-ADU-2611-001", "")
    assert isinstance(slip["baris"], list)
    assert "Jawaban pengaduan" in slip["baris"]


def test_an_answer_that_is_not_accepted_goes_to_the_camat(office: Kecamatan) -> None:
    case = complain(office)
    answer(case, accepted=False)
    assert (case.waiting(), status(case).state) == ({"Putuskan_pengaduan"}, ComplaintState.BANDING)
    case.do("Putuskan_pengaduan", CAMAT, putusan="DIKABULKAN", pertimbangan="Memang terlalu lama")
    assert (case.view.row.state, status(case).state) == ("COMPLETED", ComplaintState.SELESAI)


def test_nobody_answers_the_complaint_about_himself(office: Kecamatan) -> None:
    case = complain(office, petugas_diadukan="kasi")
    case.do("Jawab_pengaduan", KASI, jawaban="Saya sudah benar melayani")
    assert (case.waiting(), status(case).answered) == ({"Jawab_pengaduan"}, None)
    case.do("Jawab_pengaduan", CAMAT, jawaban="Petugas sudah diingatkan")
    assert case.waiting() == {"Sampaikan_jawaban"}


def test_t15_fourteen_days_without_an_answer_call_the_camat(office: Kecamatan) -> None:
    case = complain(office)
    office.move_to(status(case).answer_due - timedelta(minutes=1))
    assert case.waiting() == {"Jawab_pengaduan"}
    office.move_to(status(case).answer_due)
    assert case.waiting() == {"Jawab_pengaduan", "Camat_T15a"}
    answer(case)
    assert case.view.row.state == "COMPLETED"


def test_t15_sixty_days_without_an_end_call_the_camat(office: Kecamatan) -> None:
    case = complain(office)
    answer(case, accepted=False)
    office.move_to(status(case).decision_due)
    assert case.waiting() == {"Putuskan_pengaduan", "Camat_T15b"}


def test_a_number_nobody_has_is_answered_by_nothing(office: Kecamatan) -> None:
    with office.kernel.reads.begin() as session:
        assert complaints.status(session, "KRC-ADU-2611-999") is None


def test_who_complains_stands_in_no_table_of_the_office(office: Kecamatan) -> None:
    complain(office, tanpa_nama=False, nama_pelapor="BUDI SANTOSO", no_hp="081234567890")
    with office.kernel.reads.begin() as session:
        (row,) = session.query(complaints.Complaint).all()
        kept = " ".join(str(value) for value in vars(row).values())
    assert "BUDI" not in kept
    assert "81234567890" not in kept
