"""Invented applicants: names and numbers come from a seeded generator and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from engine.values import JsonValue
from office import nik

_WOMEN: Final = ("AISYAH", "BUNGA", "CITRA", "DINI", "EUIS", "FITRI", "INTAN", "LILIS", "NENENG")
_MEN: Final = ("ADE", "BAMBANG", "CECEP", "DADANG", "EKO", "FAJAR", "IWAN", "JAJANG", "RIZKY")
_LAST: Final = (
    "PRATAMA",
    "SAPUTRA",
    "KURNIA",
    "NUGRAHA",
    "SURYANA",
    "WIJAYA",
    "HIDAYAT",
    "MAULANA",
)
_PLACES: Final = ("BANDUNG", "GARUT", "CIMAHI", "SUMEDANG", "CIAMIS")
_STREETS: Final = ("JL. KEBON JAYANTI", "JL. BABAKAN SARI", "JL. SUKAPURA", "GG. MELATI")
_VILLAGES: Final = ("1001", "1002", "1003", "1004", "1005", "1006")
_AREA: Final = "327316"
_YEAR: Final = timedelta(days=365)
_FEMALE: Final = 0.5
_WITH_PHONE: Final = 0.8
#: kinds of application and how often they come, in percent
KINDS: Final = {"BARU_WNI": 40, "HILANG": 20, "RUSAK": 15, "UBAH_DATA": 15, "PINDAH_DATANG": 10}
#: months after school in which those who have turned 17 come
_AFTER_SCHOOL: Final = {6: 80, 7: 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An applicant with the answers of the application form U3."""

    kind: str
    answers: dict[str, JsonValue]


#: whom a task is about that is about no citizen
NOBODY: Final = Person(kind="", answers={})


def invent(random: Random, number: int, today: date, kind: str = "") -> Person:
    """Make applicant `number`; a first card is for somebody of 16 to 19, others are older."""
    usual = KINDS | {"BARU_WNI": _AFTER_SCHOOL.get(today.month, KINDS["BARU_WNI"])}
    kind = kind or random.choices(list(usual), list(usual.values()))[0]
    female = random.random() < _FEMALE
    born = today - random.randint(16, 19) * _YEAR - timedelta(days=random.randint(40, 300))
    if kind != "BARU_WNI":
        born -= random.randint(4, 50) * _YEAR
    digits = nik.birth_digits(born)
    if female:
        digits = f"{int(digits[:2]) + 40:02d}{digits[2:]}"
    phone = random.random() < _WITH_PHONE
    answers: dict[str, JsonValue] = {
        "jenis_permohonan": kind,
        "nik": f"{_AREA}{digits}{number:04d}",
        "no_kk": f"{_AREA}{nik.birth_digits(today - 9 * _YEAR)}{number:04d}",
        "nama": f"{random.choice(_WOMEN if female else _MEN)} {random.choice(_LAST)}",
        "tempat_lahir": random.choice(_PLACES),
        "tgl_lahir": born.isoformat(),
        "jenis_kelamin": "P" if female else "L",
        "kewarganegaraan": "WNI",
        "status_kawin": "BELUM_KAWIN" if kind == "BARU_WNI" else "KAWIN",
        "alamat": f"{random.choice(_STREETS)} NO. {random.randint(1, 200)}",
        "rt": f"{random.randint(1, 12):03d}",
        "rw": f"{random.randint(1, 15):03d}",
        "kelurahan_kode": random.choice(_VILLAGES),
        "punya_wa": phone,
        "izin_notifikasi": True,
        "pelapor_sendiri": True,
    }
    if phone:
        answers["no_hp"] = f"0812{random.randint(10_000_000, 99_999_999)}"
    return Person(kind=kind, answers=answers)
