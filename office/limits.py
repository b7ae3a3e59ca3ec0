"""What a policy may be set to: least and most, choices, entries, and which go together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.errors import Fault
from engine.rules import iso8601
from engine.values import JsonValue
from forms import files

#: least and most of a number, both allowed; structural ones are law or keep the office working
NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "kantor.kapasitas_cetak_harian": (1, 10_000),
    "antrean.kios_per_menit": (1, 60),
    "antrean.panggilan_maks": (1, 20),
    "antrean.masuk_lagi_maks": (0, 10),
    "antrean.masuk_lagi_mundur": (0, 100),
    "antrean.prioritas_berturut_maks": (1, 20),
    "antrean.menit_layanan": (1, 480),
    "antrean.layanan_diingat": (10, 1_000),
    "berkas.surat_polisi_hari": (1, 365),
    "berkas.catatan_maks": (1, 4_000),
    "berkas.alasan_tolak_min": (1, 200),
    "berkas.alasan_override_min": (1, 200),
    "berkas.ukuran_file_maks": (1_024, 20_971_520),
    "pemohon.nama_peringatan": (1, 100),
    "pemohon.nama_maks": (1, 100),
    "perekaman.usia_cetak": (1, 21),
    "perekaman.usia_rekam": (1, 21),
    "perekaman.percobaan_maks": (1, 20),
    "estimasi.cakupan_hari": (1, 365),
    "estimasi.kartu_pertama_hari": (1, 365),
    "estimasi.janji_bulan": (1, 12),
    "blanko.tua_hari": (1, 365),
    "blanko.lansia_usia": (1, 125),
    "blanko.jendela_hari": (1, 365),
    "blanko.lama_kirim_hari": (1, 365),
    "blanko.faktor_layanan_persen": (0, 400),
    "blanko.gagal_alarm_persen": (0, 100),
    "cetak.suhu_min": (0, 300),
    "cetak.suhu_maks": (0, 300),
    "cetak.percobaan_maks": (1, 20),
    "eskalasi.diam_menit": (1, 1_440),
    "eskalasi.jeda_menit": (5, 1_440),
    "eskalasi.kabar_menit": (1, 1_440),
    "eskalasi.naik_menit": (5, 10_000),
    "penyerahan.kode_digit": (4, 8),
    "penyerahan.kode_salah_maks": (1, 20),
    "pemusnahan.hari": (1, 7),
    "pemusnahan.saksi_min": (2, 10),
    "laporan.hari_kerja_ke": (1, 15),
    "laporan.rapat_hari_kerja_ke": (1, 15),
    "laporan.daftar_sebab": (1, 100),
    "laporan.daftar_terlama": (1, 1_000),
    "laporan.usia_17_bulan": (1, 60),
    "skm.sel_terkecil": (2, 1_000),
    "simpan.pindaian_hari": (1, 3_650),
    "simpan.telepon_hari": (1, 3_650),
    "simpan.perkara_tahun": (1, 100),
    "simpan.buku_tahun": (5, 100),
    "privasi.buka_maks": (1, 10_000),
}
CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "kantor.print_site": frozenset({"KECAMATAN", "DISDUKCAPIL"}),
    "skm.sampel": frozenset({"KREJCIE_MORGAN"}),
}
#: lists that may not be empty, or the procedure would have nothing to offer or to check
_FILLED: Final = frozenset(
    {
        "kantor.kelurahan",
        "antrean.jenis_layanan",
        "antrean.prioritas",
        "berkas.jenis_file",
        "cetak.uji_mutu",
        "penyerahan.penerima",
        "pemusnahan.cara",
        "skm.unsur",
    }
)
#: the first may not be above the second
_PAIRS: Final = (
    ("cetak.suhu_min", "cetak.suhu_maks"),
    ("pemohon.nama_peringatan", "pemohon.nama_maks"),
    ("perekaman.usia_rekam", "perekaman.usia_cetak"),
)
_STATUSES: Final = "perekaman.status_pusat"
_FILES: Final = "berkas.jenis_file"
_BANDS: Final = "laporan.usia_tunggakan_hari"
_RETRIES: Final = "pesan.ulang"


def faults(name: str, value: JsonValue) -> tuple[Fault, ...]:
    """Check one value whose kind is right."""
    if name in NUMBERS and isinstance(value, int):
        least, most = NUMBERS[name]
        if not least <= value <= most:
            text = "%(name)s must be from %(least)s to %(most)s."
            return (_fault("setting-range", name, text, least=least, most=most),)
    if name in CHOICES and value not in CHOICES[name]:
        allowed = ", ".join(sorted(CHOICES[name]))
        text = "%(name)s must be one of: %(allowed)s."
        return (_fault("setting-choice", name, text, allowed=allowed),)
    if any(test(name, value) for test in _WRONG):
        return (_fault("setting-content", name, "%(name)s cannot have this content."),)
    return ()


def together(values: Mapping[str, JsonValue]) -> tuple[Fault, ...]:
    """Check what holds between policies, all of them as they would be."""
    return tuple(
        _fault("setting-pair", low, "%(name)s may not be above %(other)s.", other=high)
        for low, high in _PAIRS
        if _number(values[low]) > _number(values[high])
    )


def _empty(name: str, value: JsonValue) -> bool:
    return name in _FILLED and not value


def _nothing_long(name: str, value: JsonValue) -> bool:
    """A timer of no length would fire again and again."""
    return name.startswith("batas.") and not _is_long(value)


def _retries_wrong(name: str, value: JsonValue) -> bool:
    return name == _RETRIES and not all(_is_long(item) for item in _items(value))


def _statuses_wrong(name: str, value: JsonValue) -> bool:
    """Every status that may follow another stands in the table itself."""
    if name != _STATUSES or not isinstance(value, dict):
        return False
    return not all(isinstance(after, list) and set(after) <= set(value) for after in value.values())


def _kinds_wrong(name: str, value: JsonValue) -> bool:
    """Only what can be checked to its last byte is ever taken."""
    return name == _FILES and not set(map(str, _items(value))) <= files.MEDIA_TYPES.keys()


def _bands_wrong(name: str, value: JsonValue) -> bool:
    if name != _BANDS:
        return False
    edges = [item for item in _items(value) if isinstance(item, int) and item > 0]
    return not edges or edges != _items(value) or sorted(set(edges)) != edges


_WRONG: Final[tuple[Callable[[str, JsonValue], bool], ...]] = (
    _empty,
    _nothing_long,
    _retries_wrong,
    _statuses_wrong,
    _kinds_wrong,
    _bands_wrong,
)


def _items(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _number(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0


def _is_long(value: JsonValue) -> bool:
    try:
        return isinstance(value, str) and iso8601.parse_duration(value) != iso8601.Duration()
    except iso8601.TextInvalid:
        return False


def _fault(rule: str, name: str, message: str, **more: str | int) -> Fault:
    advice = "See docs/guides/configuration.md."
    params: dict[str, str | int] = {"name": name, **more}
    return Fault(rule=rule, element=name, message=message, advice=advice, params=params)
