"""Every number and policy an office may change, with its default (domain.md, configuration).

Data only: `office.config` keeps the changes with date and author. A default of None means that
the office must supply the value; until then what depends on it is off. Never here: anything a
citizen would pay (nothing is), the structural NIK checks, the ledger's rules, single use of a code,
the time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from engine.values import JsonValue
from office import recording_status
from office.notices import texts


class Kind(StrEnum):
    """What a value looks like; `office.config` checks an edit against it."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DURATION = "duration"
    HOUR = "hour"
    LIST = "list"
    MAP = "map"


def _words(text: str) -> JsonValue:
    return list[JsonValue](text.split())


_STATUSES: Final[JsonValue] = {
    status: list[JsonValue](sorted(after)) for status, after in recording_status.TRANSITIONS.items()
}

#: the timers T1–T17 that are durations, and due dates, as ISO texts: `kantor.batas.T1`
_DURATIONS: Final[Mapping[str, str]] = {
    # working time, unless said otherwise (domain.md 2.5); T5a is the close of the day
    "T1": "PT10M",
    "T2a": "P3D",
    "T2b": "P14D",
    "T3a": "PT30M",
    "T3b": "PT4H",
    "T4a": "PT1H",
    "T4b": "P1D",
    "T5b": "P3D",
    "T5c": "P14D",
    "T6a": "P3D",
    "T6b": "P7D",
    "T6c": "P20D",
    "T6_ulang": "P5D",
    "T6d1": "P5D",
    "T6d2": "P10D",
    "T6d3": "P30D",
    "T7a": "P1D",
    "T7b": "P5D",
    "T7c": "P22D",
    "T8": "P1D",
    "T8b": "P5D",  # Disdukcapil answers a request for supply
    "T9a": "PT24H",  # by the clock
    "T9b": "P2D",
    "T10": "PT30M",
    "T11": "PT4H",
    "T12a": "P3D",
    "T12b": "P7D",
    "T12c": "P14D",
    "T12d": "P22D",
    "T13": "P90D",  # calendar days
    "tindak_lanjut": "P1D",  # what an escalation asks of somebody
    "hubungi_balik": "PT4H",  # a citizen who wrote to us is called back
    "pdp": "PT72H",  # 3 x 24 hours by the clock (UU 27/2022 art. 46)
    "T15a": "P14D",  # calendar days
    "T15b": "P60D",  # calendar days
}

#: `section.item` -> default; FEEL reads `kantor.section.item`, and section "kantor" itself as root
DEFAULTS: Final[Mapping[str, JsonValue]] = {
    "kantor.print_site": "KECAMATAN",
    "kantor.kelurahan": _words("1001 1002 1003 1004 1005 1006"),
    "kantor.kapasitas_cetak_harian": None,
    "kantor.pisah_tugas": True,
    "masuk.totp_wajib": False,  # of whoever supervises or administers
    "antrean.prosedur": "ktp_utama",
    "antrean.kios_per_menit": 8,
    "antrean.jenis_layanan": _words("REKAM CETAK AMBIL INFO"),
    "antrean.prioritas": _words("TIDAK LANSIA DISABILITAS HAMIL BAWA_BALITA SAKIT"),
    "antrean.prioritas_bukti": False,
    "antrean.panggilan_maks": 3,
    "antrean.masuk_lagi_maks": 1,
    "antrean.masuk_lagi_mundur": 3,
    "antrean.prioritas_berturut_maks": 2,
    "antrean.menit_layanan": 10,  # until enough services were noted
    "antrean.layanan_diingat": 50,  # the median counts so many of the newest
    "berkas.surat_polisi_hari": 14,
    "berkas.catatan_maks": 500,
    "berkas.alasan_tolak_min": 10,
    "berkas.alasan_override_min": 20,
    "berkas.jenis_file": _words("pdf jpg png"),
    "berkas.ukuran_file_maks": 2_097_152,
    "pemohon.nama_peringatan": 60,
    "pemohon.nama_maks": 100,
    "pemohon.telepon_digit": _words("10 13"),
    "perekaman.usia_cetak": 17,
    "perekaman.usia_rekam": 16,
    "perekaman.percobaan_maks": 3,
    "perekaman.pengecualian": _words("JARI_TIDAK_ADA JARI_AUS MATA ODGJ TTD_TIDAK_BISA"),
    "perekaman.status_pusat": _STATUSES,
    "estimasi.cakupan_hari": 10,
    "estimasi.kartu_pertama_hari": 7,
    "estimasi.janji_bulan": 1,
    "blanko.tua_hari": 22,
    "blanko.rentan_aktif": False,
    "blanko.lansia_usia": 60,
    "blanko.suket_ditawarkan": False,
    "blanko.ikd_ditawarkan": False,
    "blanko.suket_berlaku": "P6M",
    "blanko.jendela_hari": 20,
    "blanko.lama_kirim_hari": None,
    "blanko.faktor_layanan_persen": 165,
    "blanko.gagal_alarm_persen": 2,
    "blanko.hari_kosong": "PT1H",  # working time without stock that makes a shortage day
    "blanko.saldo_diumumkan": True,
    "cetak.suhu_min": 160,
    "cetak.suhu_maks": 170,
    "cetak.percobaan_maks": 2,
    "cetak.uji_mutu": _words(
        "foto_jelas teks_benar laminasi_rata tidak_melengkung chip_terbaca nik_di_chip_sama"
    ),
    "pesan.ulang": _words("PT1M PT5M PT30M"),
    "pesan.jam": "Senin–Jumat 08.00–15.00",
    "pesan.urutan": _words("WHATSAPP SMS TELEPON WHATSAPP_LAIN SMS_LAIN"),
    "pesan.jalur": dict[str, JsonValue](dict.fromkeys(map(str, texts.Channel), "BERKAS")),
    "pesan.jam_tenang": _words("20:00 07:00"),
    "pesan.hari_kerja_saja": False,
    "pesan.wa_templat": {},
    "pesan.wa_isi": {},
    "pesan.wa_bahasa": "id",
    "pesan.templat": {str(name): text for name, text in texts.DEFAULTS.items()},
    "eskalasi.diam_menit": 30,
    "eskalasi.jeda_menit": 15,
    "eskalasi.kabar_menit": 15,
    "eskalasi.naik_menit": 240,
    "eskalasi.jenjang": _words("verifikator camat"),
    "penyerahan.kode_digit": 6,
    "penyerahan.kode_salah_maks": 5,
    "penyerahan.penerima": _words("SENDIRI KELUARGA_SATU_KK KUASA"),
    "penyerahan.kartu_lama": _words("RUSAK UBAH_DATA PINDAH_DATANG PERPANJANG_OA"),
    "pemusnahan.hari": 5,
    "pemusnahan.jam": "14:00",
    "pemusnahan.saksi_min": 2,
    "pemusnahan.cara": _words("BAKAR"),
    "laporan.jam": "08:00",
    "laporan.hari_kerja_ke": 1,  # T17: the n-th working day of the month
    "laporan.rapat_hari_kerja_ke": 1,
    "laporan.usia_tunggakan_hari": [5, 22, 60],  # working days; the last band is open
    "laporan.standar": {},  # service type -> the 14 components of the standard
    "laporan.daftar_sebab": 5,
    "laporan.daftar_terlama": 10,
    "laporan.usia_17_bulan": 3,
    "skm.tiap": "P1Y",
    "skm.unsur": _words(
        "persyaratan prosedur waktu gratis produk kompetensi perilaku pengaduan sarana"
    ),
    "skm.bobot": "1/9",  # of each element, exactly
    "skm.mutu": {"A": "88.31", "B": "76.61", "C": "65.00", "D": "25.00"},  # from, on the IKM
    "skm.sampel": "KREJCIE_MORGAN",
    "skm.sel_terkecil": 5,
    "simpan.pindaian_hari": 90,
    "simpan.telepon_hari": 90,
    "simpan.perkara_tahun": 2,
    "simpan.buku_tahun": 5,
    "privasi.buka_maks": None,
    "privasi.buka_rentang": None,
    **{f"batas.{name}": text for name, text in _DURATIONS.items()},
}
#: items without default, which the office must supply
_ASKED: Final[Mapping[str, Kind]] = {
    "kantor.kapasitas_cetak_harian": Kind.NUMBER,
    "blanko.lama_kirim_hari": Kind.NUMBER,
    "privasi.buka_maks": Kind.NUMBER,
    "privasi.buka_rentang": Kind.DURATION,
}
_DURATION_ITEMS: Final = frozenset({"blanko.suket_berlaku", "blanko.hari_kosong", "skm.tiap"})
_HOUR_ITEMS: Final = frozenset({"pemusnahan.jam", "laporan.jam"})
_KINDS: Final[Mapping[type, Kind]] = {
    bool: Kind.FLAG,
    int: Kind.NUMBER,
    str: Kind.TEXT,
    list: Kind.LIST,
    dict: Kind.MAP,
}


def kind_of(name: str) -> Kind | None:
    """Tell what a value of the setting looks like; None when there is no such setting."""
    if name not in DEFAULTS:
        return None
    if name in _ASKED:
        return _ASKED[name]
    if name.startswith("batas.") or name in _DURATION_ITEMS:
        return Kind.DURATION
    if name in _HOUR_ITEMS:
        return Kind.HOUR
    return _KINDS[type(DEFAULTS[name])]
