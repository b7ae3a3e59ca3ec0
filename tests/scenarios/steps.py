"""The steps of an application as the officers take them, each with answers that let it pass."""

from __future__ import annotations

import re
from typing import Final

from engine.values import Actor, JsonValue, Variables
from tests.scenarios.kecamatan import (
    CETAK,
    CETAK_2,
    GUDANG,
    LOKET,
    REKAM,
    SERAH,
    Kecamatan,
    Perkara,
)

SITI: Final[dict[str, JsonValue]] = {
    "jenis_permohonan": "BARU_WNI",
    "nik": "3273164107900001",
    "no_kk": "3273160101100001",
    "nama": "SITI AMINAH",
    "tempat_lahir": "BANDUNG",
    "tgl_lahir": "1990-07-01",
    "jenis_kelamin": "P",
    "kewarganegaraan": "WNI",
    "status_kawin": "KAWIN",
    "alamat": "Jl. Kebon Jayanti 1",
    "rt": "001",
    "rw": "002",
    "kelurahan_kode": "1002",
    "no_hp": "081234567890",
    "punya_wa": True,
    "izin_notifikasi": True,
    "pelapor_sendiri": True,
}
QUALITY: Final = (
    "foto_jelas",
    "teks_benar",
    "laminasi_rata",
    "tidak_melengkung",
    "chip_terbaca",
    "nik_di_chip_sama",
)
_CODE: Final = re.compile(r"Kode ambil: (\d{6})")


def at_counter(office: Kecamatan, wish: str = "REKAM") -> Perkara:
    """Somebody with a ticket who was called and came."""
    case = office.start()
    case.do("U1_ambil_nomor", LOKET, jenis_layanan=wish)
    case.do("U2_panggil", LOKET, hadir=True)
    return case


def apply(office: Kecamatan, **other: JsonValue) -> Perkara:
    """An application taken in (U3), by default Siti's for a first card."""
    return apply_at(office, LOKET, other)


def apply_at(office: Kecamatan, actor: Actor, other: Variables) -> Perkara:
    """An application taken in by this officer."""
    case = at_counter(office)
    case.do("U3_terima_permohonan", actor, **{**SITI, **other})
    return case


def check_papers(
    case: Perkara, result: str = "LENGKAP", missing: tuple[str, ...] = (), **other: JsonValue
) -> None:
    papers = case.see("U4_periksa_kelengkapan")["dokumen"]
    assert isinstance(papers, list)
    seen: list[dict[str, JsonValue]] = [
        {**paper, "ada": paper["kode"] not in missing}
        for paper in papers
        if isinstance(paper, dict)
    ]
    letter = any(paper["kode"] == "SURAT_POLISI" and paper["ada"] for paper in seen)
    today = case.office.clock.now().date().isoformat()
    dated: dict[str, JsonValue] = {"surat_polisi_tgl": today} if letter else {}
    answers: dict[str, JsonValue] = {"dokumen": [*seen], "hasil": result, **dated, **other}
    case.do("U4_periksa_kelengkapan", LOKET, **answers)


def look_up(case: Perkara, status: str = "UNREGISTERED", **other: JsonValue) -> None:
    answers: dict[str, JsonValue] = {"siak_nik_aktif": True, "siak_kk_cocok": True} | other
    case.do("U5_cek_siak", LOKET, siak_status=status, **answers)


def record(case: Perkara, **other: JsonValue) -> None:
    good: dict[str, JsonValue] = {
        **dict.fromkeys(("identitas_cocok", "lensa_kontak_dilepas", "setuju_data_benar"), True),
        **dict.fromkeys(("foto", "ttd", "jari", "iris"), "OK"),
        "perangkat": "ALAT_1",
    }
    case.do("U7_perekaman", REKAM, **(good | other))


def centre_says(case: Perkara, status: str, **other: JsonValue) -> None:
    today = case.office.clock.now().date().isoformat()
    case.do("U8_catat_status", REKAM, status=status, tgl_status=today, **other)


def to_centre(office: Kecamatan, **other: JsonValue) -> Perkara:
    """A first card that was recorded and waits for the centre."""
    case = apply(office, **other)
    check_papers(case)
    look_up(case)
    record(case)
    return case


def to_print(office: Kecamatan, **other: JsonValue) -> Perkara:
    """A first card whose data are print-ready."""
    case = to_centre(office, **other)
    centre_says(case, "PRINT_READY_RECORD")
    return case


def lost_card(office: Kecamatan, kind: str = "HILANG", **other: JsonValue) -> Perkara:
    """A card to be printed again for somebody recorded long ago."""
    case = apply(office, jenis_permohonan=kind, **other)
    check_papers(case)
    look_up(case, "CARD_ISSUED")
    return case


def begin_print(case: Perkara, blanko: str = "B-001", **other: JsonValue) -> None:
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    case.do("U11_mulai_cetak", CETAK, blanko_id=blanko, **other)


def end_print(case: Perkara, result: str = "BERHASIL") -> None:
    case.do("U11_hasil_cetak", CETAK, hasil=result)


def check_quality(case: Perkara, **other: JsonValue) -> None:
    case.do("U12_uji_mutu", CETAK_2, **(dict.fromkeys(QUALITY, True) | other))


def ready(office: Kecamatan, kind: str = "HILANG", **other: JsonValue) -> Perkara:
    """A card that lies on its shelf; the citizen was told."""
    case = lost_card(office, kind, **other)
    begin_print(case)
    end_print(case)
    check_quality(case)
    office.send()
    return case


def ready_by(office: Kecamatan, nik: str) -> Perkara:
    """A card that lies on its shelf; nobody was told yet."""
    case = lost_card(office, nik=nik)
    begin_print(case)
    end_print(case)
    check_quality(case)
    return case


def pickup_code(office: Kecamatan) -> str:
    """The code in the newest message."""
    found = _CODE.search(office.sent[-1][2])
    assert found is not None
    return found.group(1)


def come_for(case: Perkara) -> None:
    """The citizen comes: a ticket AMBIL, and the register number typed at the counter."""
    visit = at_counter(case.office, "AMBIL")
    visit.do("Cari_kartu", SERAH, no_register_diambil=case.number)


def hand_over(case: Perkara, recipient: str = "SENDIRI", **other: JsonValue) -> None:
    come_for(case)
    case.do("U14_serahkan", SERAH, penerima=recipient, tanda_tangan_cara="BUKU", **other)
