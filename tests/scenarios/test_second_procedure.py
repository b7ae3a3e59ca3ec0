"""A second procedure runs beside the first without a line of code: the identity card of a child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.commands.deploying import collect
from engine import feel
from engine.dmn import evaluation, reading
from engine.errors import AnswersInvalid, SeparationOfDuties
from engine.services import deployments
from engine.values import JsonValue
from tests.scenarios.kecamatan import (
    ADMIN,
    CAMAT,
    CETAK,
    KASI,
    LOKET,
    REFERENCE,
    ROOT,
    SERAH,
    Kecamatan,
    Perkara,
    by,
    officer,
)

FOLDERS = [ROOT / "workflows/kia", ROOT / "forms/library/kia"]
CHILD: dict[str, JsonValue] = {
    "jenis_permohonan": "KIA_BARU",
    "nik": "3273164107200001",
    "no_kk": "3273160101100001",
    "nama": "DEWI LESTARI",
    "tgl_lahir": "2020-07-01",
    "jenis_kelamin": "P",
    "kewarganegaraan": "WNI",
    "no_akta": "3273-LT-01072020-0001",
    "hubungan": "IBU",
    "no_hp": "081234567890",
    "punya_wa": True,
    "izin_notifikasi": True,
}
PRINTED: dict[str, JsonValue] = {
    "hasil_cetak": "BERHASIL",
    "seri_kartu": "A1",
    "foto_sesuai": True,
}
BY_PAPERS: dict[str, JsonValue] = {"penerima_kartu": "IBU", "bukti": "KK"}
CODE = re.compile(r"Kode ambil: (\d{6})")


@pytest.fixture
def town(office: Kecamatan) -> Kecamatan:
    deployments.deploy(office.kernel, by(ADMIN), collect(FOLDERS))
    return office


def apply(town: Kecamatan, **other: JsonValue) -> Perkara:
    case = town.start("kia_utama")
    answers = {**CHILD, **other}
    case.do("Terima_permohonan", LOKET, **{k: v for k, v in answers.items() if v is not None})
    return case


def check(case: Perkara, result: str = "LENGKAP", missing: str = "", **other: JsonValue) -> None:
    papers = case.see("Periksa_berkas")["dokumen"]
    assert isinstance(papers, list)
    seen: list[JsonValue] = [
        {**one, "ada": one["kode"] != missing} for one in papers if isinstance(one, dict)
    ]
    case.do("Periksa_berkas", LOKET, dokumen=seen, hasil_berkas=result, **other)


def to_hand_over(town: Kecamatan) -> Perkara:
    case = apply(town)
    check(case)
    case.do("Setujui", KASI, disetujui=True)
    case.do("Cetak_kartu", CETAK, **PRINTED)
    return case


def end_of(case: Perkara) -> tuple[str, JsonValue]:
    return case.view.row.state, case.view.variables["keadaan"]


def test_a_card_is_applied_for_printed_and_handed_over(town: Kecamatan) -> None:
    case = to_hand_over(town)
    case.do("Serahkan_kartu", SERAH, **BY_PAPERS)

    assert end_of(case) == ("COMPLETED", "SELESAI")
    assert case.incidents() == []


def test_the_parent_is_told_of_this_card_and_comes_with_the_code(town: Kecamatan) -> None:
    case = to_hand_over(town)
    town.send()
    text = town.sent[-1][2]
    found = CODE.search(text)
    assert found is not None
    assert "Kartu Identitas Anak no. register" in text
    assert "KTP-el" not in text

    wrong = f"{(int(found[1]) + 1) % 10**6:06}"
    case.do("Serahkan_kartu", SERAH, penerima_kartu="IBU", bukti="KODE", kode_ambil=wrong)
    assert case.waiting() == {"Serahkan_kartu"}
    case.do("Serahkan_kartu", SERAH, penerima_kartu="IBU", bukti="KODE", kode_ambil=found[1])
    assert end_of(case) == ("COMPLETED", "SELESAI")


def test_the_receipt_names_the_card(town: Kecamatan) -> None:
    slip = apply(town).view.variables["slip"]

    assert isinstance(slip, dict)
    lines = slip["baris"]
    assert isinstance(lines, list)
    assert lines[1] == "Tanda terima permohonan Kartu Identitas Anak"


def test_a_young_adult_is_sent_to_the_other_card(town: Kecamatan) -> None:
    case = apply(town, tgl_lahir="2009-11-24")
    case.do("Arahkan", LOKET, sudah_dijelaskan=True)

    assert case.view.row.state == "COMPLETED"
    assert case.number == ""


def test_on_the_eve_of_the_seventeenth_birthday_it_is_still_a_child(town: Kecamatan) -> None:
    assert apply(town, tgl_lahir="2009-11-25").waiting() == {"Periksa_berkas"}


def test_missing_papers_are_waited_for_and_lapse(town: Kecamatan) -> None:
    case = apply(town)
    check(case, "KURANG", "FOTO")
    case.tell("berkas_dilengkapi")
    check(case, "KURANG", "AKTA_LAHIR")
    assert case.keadaan() == "BERKAS_KURANG"
    town.move_to(case.timers()["Batas_berkas"])

    assert end_of(case) == ("COMPLETED", "GUGUR")


def test_a_kasi_who_is_late_makes_the_camat_act_and_decides_all_the_same(town: Kecamatan) -> None:
    case = apply(town)
    check(case)
    town.move_to(case.timers()["Lewat_batas"])
    assert case.waiting() == {"Setujui", "Tegur_kasi"}
    case.do("Tegur_kasi", CAMAT, catatan_tindak_lanjut="Sudah diingatkan.")
    case.do("Setujui", KASI, disetujui=False, alasan_tolak="Data anak tidak cocok.")

    assert end_of(case) == ("COMPLETED", "DITOLAK")


def test_the_application_is_withdrawn_at_any_time(town: Kecamatan) -> None:
    waiting, printed = apply(town), to_hand_over(town)
    for case in (waiting, printed):
        case.tell("batal")
        assert end_of(case) == ("COMPLETED", "BATAL")


def test_a_card_nobody_fetches_is_reminded_of_and_lapses(town: Kecamatan) -> None:
    case = to_hand_over(town)
    town.pass_time(timedelta(days=100))
    town.send()

    assert end_of(case) == ("COMPLETED", "GUGUR")
    assert "masih menunggu diambil" in town.sent[-1][2]


def test_a_printer_without_material_is_tried_again(town: Kecamatan) -> None:
    case = apply(town)
    check(case)
    case.do("Setujui", KASI, disetujui=True)
    case.do("Cetak_kartu", CETAK, hasil_cetak="BAHAN_HABIS")
    assert case.waiting() == set()
    town.move_to(case.timers()["Tunggu_bahan"])

    assert case.waiting() == {"Cetak_kartu"}


def test_who_checked_the_papers_does_not_consent_to_them(town: Kecamatan) -> None:
    both = officer("rina", "loket", "verifikator")
    case = apply(town)
    check(case)

    with pytest.raises(SeparationOfDuties):
        case.do("Setujui", both, disetujui=True)


def test_mandatory_papers_are_there_or_the_check_is_not_complete(town: Kecamatan) -> None:
    case = apply(town)

    with pytest.raises(AnswersInvalid):
        check(case, "LENGKAP", "FOTO")


def test_a_foreign_child_shows_a_passport_and_no_certificate(town: Kecamatan) -> None:
    other: dict[str, JsonValue] = {"kewarganegaraan": "WNA", "no_akta": None}
    with pytest.raises(AnswersInvalid) as told:
        apply(town, **other)
    assert {fault.element for fault in told.value.faults} == {"no_paspor", "itap_berlaku_sampai"}

    case = apply(town, **other, no_paspor="x1", itap_berlaku_sampai="2028-01-01")
    assert "no_akta" not in case.view.variables or case.view.variables["no_akta"] is None


ALL = {"KK", "KTP_ORANG_TUA"}
PAPERS = (
    (4, "WNI", "KIA_BARU", {"AKTA_LAHIR"}),
    (5, "WNI", "KIA_BARU", {"AKTA_LAHIR", "FOTO"}),
    (16, "WNI", "KIA_BARU", {"AKTA_LAHIR", "FOTO"}),
    (4, "WNA", "KIA_BARU", {"PASPOR"}),
    (4, "WNI", "KIA_HILANG", {"AKTA_LAHIR", "SURAT_POLISI"}),
    (6, "WNI", "KIA_RUSAK", {"AKTA_LAHIR", "FOTO", "KARTU_LAMA"}),
    (5, "WNI", "KIA_GANTI", {"AKTA_LAHIR", "FOTO", "KARTU_LAMA"}),
    (4, "WNI", "KIA_PINDAH", {"AKTA_LAHIR", "SURAT_PINDAH"}),
)


def decide(decision: str, **context: JsonValue) -> JsonValue:
    file = ROOT / "workflows/kia/kia_syarat.dmn"
    model = reading.read(file.read_bytes(), file.name)
    return feel.to_json(evaluation.evaluate(model, decision, context, now=REFERENCE).value)


@pytest.mark.parametrize(("age", "nation", "kind", "besides"), PAPERS)
def test_the_papers_by_age_nation_and_kind(
    age: int, nation: str, kind: str, besides: set[str]
) -> None:
    found = decide("kia_syarat", usia=age, kewarganegaraan=nation, jenis_permohonan=kind)

    assert isinstance(found, list)
    assert {str(one["kode"]) for one in found if isinstance(one, dict)} == ALL | besides


@pytest.mark.parametrize(
    ("age", "kind", "until"), [(4, "TANPA_FOTO", "2025-07-01"), (5, "DENGAN_FOTO", "2037-06-30")]
)
def test_the_card_and_how_long_it_is_valid(age: int, kind: str, until: str) -> None:
    found = decide("kia_kartu", usia=age, tgl_lahir="2020-07-01")

    assert isinstance(found, dict)
    assert (found["jenis"], found["berlaku_sampai"]) == (kind, until)


def python_files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (ROOT / room).rglob("*.py")


def naming(pattern: str, *rooms: str) -> list[str]:
    word = re.compile(pattern, re.IGNORECASE)
    return [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in python_files(*rooms)
        if (found := word.search(file.read_text(encoding="utf-8")))
    ]


def test_no_code_names_the_second_procedure() -> None:
    assert naming(r"\bkia(\b|_)|identitas anak", "engine", "forms", "office", "api") == []


def test_engine_forms_and_rest_api_know_nothing_of_the_first() -> None:
    words = r"\b(e-?ktp|ktp|ktp-el|blanko|siak|perekaman|kecamatan|dukcapil|suket)(\b|_)"
    assert naming(words, "engine", "forms", "api/v2") == []


def test_both_procedures_share_an_office(town: Kecamatan) -> None:
    first, second = town.start(), apply(town)

    assert first.waiting() == {"U1_ambil_nomor"}
    assert second.waiting() == {"Periksa_berkas"}
