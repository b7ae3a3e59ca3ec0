"""What the demo's officers answer, by element of the KTP-el diagrams. Knows nothing of services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final, TypeAlias

from api.demo.persons import Person
from engine.values import JsonValue, Variables

Answers: TypeAlias = "dict[str, JsonValue]"


class Asked:
    """One task to answer: who it is about, on which day, with what the case knows already."""

    def __init__(self, person: Person, day: date, variables: Variables, random: Random) -> None:
        self.person = person
        self.day = day
        self.variables = variables
        self.random = random

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent


def _take_number(asked: Asked) -> Answers:
    priority = "LANSIA" if asked.person.kind != "BARU_WNI" and asked.chance(20) else "TIDAK"
    return {
        "jenis_layanan": "REKAM" if asked.person.kind == "BARU_WNI" else "CETAK",
        "prioritas": priority,
    }


def _call(asked: Asked) -> Answers:
    return {"hadir": asked.chance(90)}


def _receive(asked: Asked) -> Answers:
    return dict(asked.person.answers)


def _check_papers(asked: Asked) -> Answers:
    rows = asked.variables.get("dokumen")
    missing = asked.variables.get("hasil") is None and asked.chance(12)
    papers: list[JsonValue] = [
        {"ada": not (missing and index == 0), "asli_dilihat": True}
        for index, _ in enumerate(rows if isinstance(rows, list) else [])
    ]
    if missing and isinstance(papers[:1], list) and papers:
        papers[0] = {"ada": False, "asli_dilihat": False, "alasan_kurang": "TIDAK_DIBAWA"}
    answers: Answers = {"dokumen": papers, "hasil": "KURANG" if missing and papers else "LENGKAP"}
    if asked.person.kind == "HILANG":
        answers["surat_polisi_tgl"] = asked.day.isoformat()
    return answers


def _look_up(asked: Asked) -> Answers:
    first = asked.person.kind == "BARU_WNI"
    return {
        "siak_tidak_tersedia": False,
        "siak_status": "UNREGISTERED" if first else "PRINT_READY_RECORD",
        "siak_nik_aktif": True,
        "siak_kk_cocok": True,
    }


def _record(asked: Asked) -> Answers:
    worn = asked.chance(6)
    answers: Answers = dict.fromkeys(("foto", "ttd", "jari", "iris"), "OK")
    if worn:
        answers |= {"jari": "PENGECUALIAN", "kode_pengecualian": "JARI_AUS"}
    return answers | {
        "identitas_cocok": True,
        "lensa_kontak_dilepas": True,
        "setuju_data_benar": True,
        "perangkat": "ALAT_1",
    }


#: what the centre answers next, by the status the case has now
_NEXT_STATUS: Final = {
    "BIO_CAPTURED": "PROCESSING",
    "PROCESSING": "SENT_FOR_ENROLLMENT",
    "SENT_FOR_ENROLLMENT": "RECEIVED_AT_CENTRAL",
    "RECEIVED_AT_CENTRAL": "PRINT_READY_RECORD",
}


def _note_status(asked: Asked) -> Answers:
    present = str(asked.variables.get("siak_status"))
    status = _NEXT_STATUS.get(present, "PRINT_READY_RECORD")
    if present == "RECEIVED_AT_CENTRAL" and asked.chance(8):
        status = "ADJUDICATE_RECORD"
    return {"status": status, "tgl_status": asked.day.isoformat()}


def _duplicate(_: Asked) -> Answers:
    return {"klarifikasi_pemohon": "Pemohon belum pernah direkam.", "pilihan": "REKAM_ULANG"}


def _start_print(asked: Asked) -> Answers:
    return {"blanko_id": f"B{asked.random.randrange(10**8):08d}", "suhu_printer": 165}


def _print_result(asked: Asked) -> Answers:
    return {"hasil": "GAGAL_ENCODE" if asked.chance(4) else "BERHASIL"}


def _quality(asked: Asked) -> Answers:
    checks = ("foto_jelas", "teks_benar", "laminasi_rata", "tidak_melengkung")
    good: Answers = dict.fromkeys((*checks, "chip_terbaca", "nik_di_chip_sama"), True)
    return good | {"rak": f"{'ABC'[asked.day.month % 3]}-{asked.day.day % 6 + 1}"}


def _hand_over(asked: Asked) -> Answers:
    answers: Answers = {
        "identitas_diperiksa": True,
        "penerima": "SENDIRI",
        "tanda_tangan_cara": "BUKU",
    }
    if asked.person.kind in {"RUSAK", "UBAH_DATA", "PINDAH_DATANG"}:
        answers["kartu_lama_ditarik"] = True
    return answers


def _destroy(asked: Asked) -> Answers:
    rows = asked.variables.get("daftar_musnah")
    given = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    listed: list[JsonValue] = [{**row, "dimusnahkan": True} for row in given]
    report = f"BA-{asked.day:%d}/{asked.day:%m}/{asked.day:%Y}"
    witnesses: list[JsonValue] = [{"nama_saksi": "Budi Santosa"}, {"nama_saksi": "Dewi Lestari"}]
    return {
        "daftar_musnah": listed,
        "cara": "BAKAR",
        "saksi": witnesses,
        "no_berita_acara": report,
    }


def _meet(asked: Asked) -> Answers:
    """Close what was decided last month, decide one thing for this one."""
    before = asked.variables.get("tindak_lalu")
    rows = [row for row in before if isinstance(row, dict)] if isinstance(before, list) else []
    closed: list[JsonValue] = [{**row, "keputusan": "SELESAI", "batas_baru": None} for row in rows]
    order: JsonValue = {
        "apa": asked.random.choice(("Minta blanko ke Disdukcapil", "Tempel jadwal di kelurahan")),
        "siapa": "gudang_blanko",
        "batas": (asked.day + _WEEK).isoformat(),
    }
    return {"tindak_lalu": closed, "tindak_lanjut": [order]}


def _ask_for_supply(asked: Asked) -> Answers:
    return {"jumlah_diminta": 200, "tgl_permintaan": asked.day.isoformat()}


def _promise(asked: Asked) -> Answers:
    return {"jawaban": "DIJANJIKAN", "dijanjikan_tgl": (asked.day + _WEEK).isoformat()}


def _accept(asked: Asked) -> Answers:
    return {"jawaban_diterima": asked.chance(85)}


_WEEK: Final = timedelta(days=7)
#: what is asked of those who are told of a missed deadline: a note of what they did
_FOLLOW_UPS: Final = frozenset(
    (
        *("Ambil_alih_periksa", "Kasi_T3b", "Kasi_T4a", "Kasi_T4b", "Kasi_T5a"),
        *("Kirim_ulang_T6a", "Camat_T6c", "Kasi_T6d1", "Camat_T6d2", "Camat_T6d3"),
        *("Minta_tambahan", "Camat_T7c", "Camat_T8b", "T8_ingatkan", "Kasi_T9a", "Camat_T9b"),
        *("Kasi_T14", "Camat_T15a", "Camat_T15b", "Laporkan_pemalsuan"),
    )
)
#: whose answer depends on what the case knows
_LOOKING: Final = frozenset(
    ("U4_periksa_kelengkapan", "U8_catat_status", "U16_pemusnahan", "U17_rapat")
)
_BY_ELEMENT: Final[Mapping[str, Callable[[Asked], Answers]]] = {
    "U1_ambil_nomor": _take_number,
    "U2_panggil": _call,
    "U2_panggil_ulang": lambda _: {"hadir": True},
    "U3_terima_permohonan": _receive,
    "U4_periksa_kelengkapan": _check_papers,
    "U5_cek_siak": _look_up,
    "U6_verifikasi": lambda _: {"keputusan": "LANJUT", "dasar": "KK dan ijazah sesuai."},
    "U6_putuskan_rekam": lambda _: {"keputusan": "JADWAL_ULANG", "dasar": "Datang lagi Senin."},
    "U7_perekaman": _record,
    "U8_catat_status": _note_status,
    "U9_duplikat": _duplicate,
    "U10_alokasi": lambda _: {"jumlah_dialokasikan": 1},
    "U11_mulai_cetak": _start_print,
    "U11_hasil_cetak": _print_result,
    "U12_uji_mutu": _quality,
    "U13_telepon": lambda _: {"hasil_telepon": "TERSAMBUNG"},
    "U14_serahkan": _hand_over,
    "U15_saksi": lambda _: {"jumlah_benar": True},
    "U16_pemusnahan": _destroy,
    "U17_rapat": _meet,
    "Telepon_warga": lambda _: {"hasil_telepon": "TERSAMBUNG"},
    "Rekonsiliasi_cetak": lambda _: {"hasil": "BERHASIL"},
    "Camat_gagal_cetak": lambda _: {"tindakan_teknisi": "Printer dibersihkan teknisi."},
    "Putuskan_tidak_diambil": lambda _: {"keputusan": "SIMPAN"},
    "Kasi_T6b": lambda _: {"nik_sudah_di_pusat": "TIDAK"},
    "Kasi_T7b": lambda _: {"tawaran": "MENUNGGU"},
    "Tangani_kegagalan": lambda _: {"tindakan": "KIRIM_ULANG"},
    "Telusuri_status": _note_status,
    "Kerjakan_tindak": lambda _: {"hasil_tindak": "Sudah dikerjakan."},
    "Kirim_permintaan": _ask_for_supply,
    "Catat_jawaban": _promise,
    "Terima_pengaduan": lambda _: {
        "isi_pengaduan": "Menunggu tiga jam tanpa dipanggil.",
        "tanpa_nama": True,
    },
    "Jawab_pengaduan": lambda _: {"jawaban": "Loket kedua dibuka sejak hari ini."},
    "Sampaikan_jawaban": _accept,
    "Putuskan_pengaduan": lambda _: {"putusan": "SEBAGIAN", "pertimbangan": "Memang lama."},
    "Periksa_akses": lambda _: {"penilaian_akses": "WAJAR", "catatan_akses": "Tugas bulanan."},
    **dict.fromkeys(_FOLLOW_UPS, lambda _: {"catatan_tindak_lanjut": "Sudah ditindaklanjuti."}),
}

#: the tasks that the demo's officers answer; others stay on somebody's desk
ELEMENTS: Final = frozenset(_BY_ELEMENT)


def knows(element: str) -> bool:
    """Whether the demo's officers answer this task; else it stays on somebody's desk."""
    return element in ELEMENTS


def looks(element: str) -> bool:
    """Whether the answer needs to see what the case knows."""
    return element in _LOOKING


def answer(element: str, asked: Asked) -> Answers:
    """What the officer fills in, for a task that is known."""
    return _BY_ELEMENT[element](asked)
