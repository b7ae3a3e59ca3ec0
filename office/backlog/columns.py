"""The columns of the backlog workbook: what the office types, and which field each one is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from office.paper_cases import Stage


class Shape(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes or no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `key` is the field of U3 or of the message `berkas_lama`."""

    key: str
    heading: str
    shape: Shape = Shape.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


def _choice(key: str, heading: str, *choices: str, required: bool = True) -> Column:
    return Column(key=key, heading=heading, shape=Shape.CHOICE, choices=choices, required=required)


#: what says where the case stands; the rest are the fields of U3
OWN: Final = (
    Column(key="no_lama", heading="Nomor lama", required=True, hint="Nomor di buku register"),
    _choice("tahap", "Tahap", *(stage.value for stage in Stage)),
    Column(key="diterima_pada", heading="Tanggal terima", shape=Shape.DATE, required=True),
    Column(key="lengkap_pada", heading="Tanggal lengkap", shape=Shape.DATE),
    Column(key="siap_cetak_pada", heading="Tanggal PRR", shape=Shape.DATE),
    Column(key="siap_ambil_pada", heading="Tanggal siap diambil", shape=Shape.DATE),
    Column(key="estimasi_awal_tgl", heading="Janji selesai", shape=Shape.DATE),
    Column(key="siak_status", heading="Status SIAK", hint="Kosong: menurut tahapnya"),
    Column(key="rak", heading="Rak", hint="Wajib bila kartu sudah siap diambil"),
    Column(key="kekurangan", heading="Dokumen kurang", hint="Dipisah titik koma"),
    Column(
        key="alasan_peringatan",
        heading="Alasan peringatan",
        hint="Diisi bila NIK berbeda dari tanggal lahir atau jenis kelamin",
    ),
)
APPLICATION: Final = (
    _choice(
        "jenis_permohonan",
        "Jenis permohonan",
        "BARU_WNI",
        "BARU_OA",
        "PINDAH_DATANG",
        "UBAH_DATA",
        "HILANG",
        "RUSAK",
        "PERPANJANG_OA",
        "LUAR_DOMISILI",
    ),
    Column(key="nik", heading="NIK", required=True, hint="16 angka, sebagai teks"),
    Column(key="no_kk", heading="Nomor KK", required=True, hint="16 angka, sebagai teks"),
    Column(key="nama", heading="Nama", required=True),
    Column(key="tempat_lahir", heading="Tempat lahir", required=True),
    Column(key="tgl_lahir", heading="Tanggal lahir", shape=Shape.DATE, required=True),
    _choice("jenis_kelamin", "Jenis kelamin", "L", "P"),
    _choice("kewarganegaraan", "Kewarganegaraan", "WNI", "WNA"),
    _choice("status_kawin", "Status kawin", "BELUM_KAWIN", "KAWIN", "CERAI_HIDUP", "CERAI_MATI"),
    Column(key="alamat", heading="Alamat", required=True),
    Column(key="rt", heading="RT", required=True),
    Column(key="rw", heading="RW", required=True),
    Column(key="kelurahan_kode", heading="Kode kelurahan", required=True),
    Column(key="itap_no", heading="Nomor KITAP"),
    Column(key="itap_berlaku_sampai", heading="KITAP sampai", shape=Shape.DATE),
    Column(key="no_hp", heading="Telepon"),
    Column(key="punya_wa", heading="Memakai WhatsApp", shape=Shape.YES_NO, required=True),
    Column(
        key="izin_notifikasi", heading="Boleh dikirimi pesan", shape=Shape.YES_NO, required=True
    ),
    Column(key="nama_kontak_lain", heading="Kontak keluarga"),
    Column(key="hp_kontak_lain", heading="Telepon kontak keluarga"),
    Column(key="catatan", heading="Catatan"),
)
ALL: Final = (*OWN, *APPLICATION)
BY_HEADING: Final = {column.heading.casefold(): column for column in ALL}
BY_KEY: Final = {column.key: column for column in ALL}
