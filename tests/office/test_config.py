"""Policies as data: every row of the configuration chapter, sane limits, reasons, the guide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from engine.services.kernel import Request
from engine.store import coding
from engine.values import JsonValue
from office import config, defaults, limits, recording_status
from office.config import SettingInvalid
from office.defaults import DEFAULTS, Kind
from tests.office.conftest import ADMIN, NOW, OFFICE, Desk

GUIDE: Final = Path(__file__).parents[2] / "docs/guides/configuration.md"
#: the rows of the configuration chapter: the policies that hold them, or a word of the guide's
#: table of what is configured elsewhere
CHAPTER: Final[Mapping[str, tuple[str, ...]]] = {
    "office code, name, city": ("Code, name, city",),
    "kelurahan codes": ("kantor.kelurahan",),
    "prefix of the register number": ("prefix of the register number",),
    "print_site": ("kantor.print_site",),
    "printers, daily capacity": ("Printers", "kantor.kapasitas_cetak_harian"),
    "service hours, breaks, Ramadan": ("Service hours", "Ramadan hours"),
    "roles, separation of duties": ("Roles and rights", "kantor.pisah_tugas"),
    "calendar days": ("Holidays, cuti bersama",),
    "services, priorities, proof": (
        "antrean.jenis_layanan",
        "antrean.prioritas",
        "antrean.prioritas_bukti",
    ),
    "calls before LEWAT, span": ("antrean.panggilan_maks", "batas.T1"),
    "re-entry": ("antrean.masuk_lagi_maks", "antrean.masuk_lagi_mundur"),
    "priority numbers in a row": ("antrean.prioritas_berturut_maks",),
    "required documents": ("DMN-1",),
    "age of a police letter": ("berkas.surat_polisi_hari",),
    "limits of texts and files": (
        "berkas.catatan_maks",
        "berkas.alasan_tolak_min",
        "berkas.alasan_override_min",
        "berkas.jenis_file",
        "berkas.ukuran_file_maks",
    ),
    "name length, phone digits": (
        "pemohon.nama_peringatan",
        "pemohon.nama_maks",
        "pemohon.telepon_digit",
    ),
    "region table": ("Region table",),
    "ages of print and recording": ("perekaman.usia_cetak", "perekaman.usia_rekam"),
    "recording tries, exceptions": ("perekaman.percobaan_maks", "perekaman.pengecualian"),
    "centre statuses": ("perekaman.status_pusat",),
    "silence of the centre": ("batas.T6a", "batas.T6b", "batas.T6c", "batas.T6_ulang"),
    "estimate rows": (
        "estimasi.cakupan_hari",
        "estimasi.kartu_pertama_hari",
        "estimasi.janji_bulan",
    ),
    "blanko classes": ("DMN-3",),
    "ageing limit": ("blanko.tua_hari",),
    "vulnerability, lansia age": ("blanko.rentan_aktif", "blanko.lansia_usia"),
    "suket and IKD": (
        "blanko.suket_ditawarkan",
        "blanko.ikd_ditawarkan",
        "blanko.suket_berlaku",
    ),
    "printer temperature": ("cetak.suhu_min", "cetak.suhu_maks"),
    "print tries, QC checklist": ("cetak.percobaan_maks", "cetak.uji_mutu"),
    "print standard": ("batas.T9a", "batas.T9b"),
    "reorder point": (
        "blanko.lama_kirim_hari",
        "blanko.faktor_layanan_persen",
        "blanko.jendela_hari",
    ),
    "failure alarm": ("blanko.gagal_alarm_persen",),
    "shortage day": ("blanko.hari_kosong",),
    "timers": tuple(name for name in DEFAULTS if name.startswith("batas.")),
    "retries of the gateway": ("pesan.ulang",),
    "channels, templates, hours": ("pesan.urutan", "pesan.templat", "pesan.jam"),
    "pickup code": ("penyerahan.kode_digit",),
    "who may collect": ("penyerahan.penerima",),
    "old card back": ("penyerahan.kartu_lama",),
    "reminders, unclaimed": (*(f"batas.T12{step}" for step in "abcd"), "batas.T13"),
    "destruction": (
        "pemusnahan.hari",
        "pemusnahan.jam",
        "pemusnahan.saksi_min",
        "pemusnahan.cara",
    ),
    "complaint terms": ("batas.T15a", "batas.T15b"),
    "report and meeting": (
        "laporan.hari_kerja_ke",
        "laporan.jam",
        "laporan.rapat_hari_kerja_ke",
    ),
    "bands, lists, look-ahead": (
        "laporan.usia_tunggakan_hari",
        "laporan.daftar_sebab",
        "laporan.daftar_terlama",
        "laporan.usia_17_bulan",
    ),
    "standard per service": ("laporan.standar",),
    "SKM": (
        "skm.tiap",
        "skm.unsur",
        "skm.bobot",
        "skm.mutu",
        "skm.sampel",
        "skm.sel_terkecil",
    ),
    "retention": (
        "simpan.pindaian_hari",
        "simpan.telepon_hari",
        "simpan.perkara_tahun",
        "simpan.buku_tahun",
    ),
    "unusual unmasking": ("privasi.buka_maks", "privasi.buka_rentang"),
    "publication of the balance": ("blanko.saldo_diumumkan",),
}
ASKED: Final = {name for name, value in DEFAULTS.items() if value is None}


def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", CHAPTER)
def test_every_row_of_the_chapter_is_a_policy_or_said_to_be_elsewhere(row: str) -> None:
    text = guide()
    missing = [
        place
        for place in CHAPTER[row]
        if (place not in DEFAULTS if "." in place else place not in text)
    ]

    assert missing == []


def test_every_policy_but_the_practical_ones_stands_in_the_chapter() -> None:
    beyond = set(DEFAULTS) - {name for places in CHAPTER.values() for name in places}

    assert {name for name in beyond if not name.startswith(("pesan.", "eskalasi."))} == {
        "masuk.totp_wajib",
        "antrean.prosedur",
        "antrean.kios_per_menit",
        "antrean.menit_layanan",
        "antrean.layanan_diingat",
        "penyerahan.kode_salah_maks",
    }


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_guide_has_a_row_for_every_policy_with_its_default(name: str) -> None:
    (row,) = [line for line in guide().splitlines() if line.startswith(f"| `{name}` |")]
    value = DEFAULTS[name]
    shown = "–" if value is None else f"`{coding.to_text(value)}`"

    assert f"| {shown} |" in row or "see `office/defaults.py`" in row
    assert "| ? |" not in row


@pytest.mark.parametrize("name", sorted(set(DEFAULTS) - ASKED))
def test_every_default_is_allowed(name: str) -> None:
    assert config.faults(name, DEFAULTS[name]) == ()


def test_the_defaults_go_together_and_every_number_has_limits() -> None:
    numbers = {name for name in DEFAULTS if defaults.kind_of(name) is Kind.NUMBER}

    assert limits.together(DEFAULTS) == ()
    assert numbers == set(limits.NUMBERS)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("pemusnahan.saksi_min", 1, "setting-range"),
        ("penyerahan.kode_digit", 3, "setting-range"),
        ("penyerahan.kode_digit", 9, "setting-range"),
        ("antrean.prioritas_berturut_maks", 0, "setting-range"),
        ("antrean.panggilan_maks", True, "setting-kind"),
        ("antrean.panggilan_maks", "3", "setting-kind"),
        ("antrean.panggilan_maks", None, "setting-kind"),
        ("kantor.print_site", "RUMAH", "setting-choice"),
        ("batas.T6_ulang", "PT0S", "setting-content"),
        ("batas.T1", "10 menit", "setting-kind"),
        ("pesan.ulang", ["PT1M", "sebentar"], "setting-content"),
        ("pemusnahan.cara", [], "setting-content"),
        ("laporan.usia_tunggakan_hari", [22, 5], "setting-content"),
        ("laporan.usia_tunggakan_hari", ["5"], "setting-content"),
        ("perekaman.status_pusat", {"A": ["B"]}, "setting-content"),
        ("simpan.buku_tahun", 4, "setting-range"),
        ("biaya.cetak", 50_000, "setting-unknown"),
        ("berkas.jenis_file", ["pdf", "docx"], "setting-content"),
    ],
)
def test_a_value_out_of_bounds_is_refused(name: str, value: JsonValue, rule: str) -> None:
    assert [fault.rule for fault in config.faults(name, value)] == [rule]


def test_what_does_not_go_together_is_refused_also_with_what_holds_already(desk: Desk) -> None:
    with pytest.raises(SettingInvalid) as told:
        config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {"cetak.suhu_min": 175})

    assert [fault.rule for fault in told.value.faults] == ["setting-pair"]
    both: dict[str, JsonValue] = {"cetak.suhu_min": 175, "cetak.suhu_maks": 180}
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, both)


def test_a_change_keeps_date_author_and_reason(desk: Desk) -> None:
    later = NOW + timedelta(days=1)
    config.change(
        desk.kernel,
        Request(actor=ADMIN),
        OFFICE,
        {"antrean.panggilan_maks": 4},
        later,
        reason="Rapat",
    )

    with desk.kernel.reads.begin() as session:
        (row,) = config.history(session, OFFICE, "antrean.panggilan_maks")
    assert (row.berlaku_mulai, row.oleh, row.alasan) == (later, "admin", "Rapat")


def test_the_statuses_of_the_centre_are_a_table_of_the_office(desk: Desk) -> None:
    table = {**recording_status.TRANSITIONS, "DIARSIPKAN": frozenset[str]()}
    table["PRINT_READY_RECORD"] |= {"DIARSIPKAN"}
    value: JsonValue = {name: list[JsonValue](sorted(after)) for name, after in table.items()}
    asked: dict[str, JsonValue] = {"status": "diarsipkan", "siak_status": "PRINT_READY_RECORD"}
    before = desk.do("status_pusat.catat", 0, asked)

    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {"perekaman.status_pusat": value})

    after = desk.do("status_pusat.catat", 0, asked)
    assert (before["siak_status"], before["status_dikenal"]) == ("LAINNYA:diarsipkan", False)
    assert (after["siak_status"], after["status_dikenal"], after["transisi_sah"]) == (
        "DIARSIPKAN",
        True,
        True,
    )
