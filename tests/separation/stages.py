"""For every rule of separate hands in the shipped diagrams: the way to the task it guards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias

from engine.bpmn import reading
from engine.bpmn.model import Kind
from engine.rules.assignment import parse_separate_from
from engine.values import Actor, JsonValue
from tests.scenarios import steps, test_second_procedure
from tests.scenarios.kecamatan import CETAK, GUDANG, LOKET, REKAM, ROOT, Kecamatan, Perkara

EVERY_LANE: Final = frozenset(
    {
        "loket",
        "perekaman",
        "verifikator",
        "gudang_blanko",
        "cetak",
        "penyerahan",
        "camat",
    }
)
Way: TypeAlias = Callable[[Kecamatan, Actor], Perkara]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where somebody who did `done` may not do `task`.

    `way` brings a case there, with that somebody for `done`; `answers` would complete the task.
    """

    task: str
    done: str
    way: Way
    answers: Mapping[str, JsonValue] = field(default_factory=dict)


@cache
def rules() -> frozenset[tuple[str, str]]:
    """Every pair of the shipped diagrams: the task, and what its officer must not have done."""
    return frozenset(
        (node.id, other)
        for file in ROOT.glob("workflows/*/*.bpmn")
        for process in reading.read(file.read_bytes(), file.name).processes
        for _, _, node in process.walk()
        if node.kind is Kind.USER_TASK
        for other in parse_separate_from(node.extensions.properties.get("separateFrom", ""))
    )


def _verification(office: Kecamatan, who: Actor) -> Perkara:
    case = steps.apply_at(office, who, {"jenis_kelamin": "L"})
    steps.check_papers(case)
    steps.look_up(case)
    return case


def _recording(office: Kecamatan, who: Actor) -> Perkara:
    case = steps.apply(office)
    steps.check_papers(case)
    steps.look_up(case)
    for one in (REKAM, who, REKAM):
        failed_recording(case, one)
    return case


def failed_recording(case: Perkara, who: Actor) -> None:
    good = dict.fromkeys(("identitas_cocok", "lensa_kontak_dilepas", "setuju_data_benar"), True)
    parts = dict.fromkeys(("foto", "ttd", "iris"), "OK")
    case.do("U7_perekaman", who, **good, **parts, jari="GAGAL", perangkat="ALAT_1")


def _override(office: Kecamatan, who: Actor) -> Perkara:
    case = steps.lost_card(office)
    asked: dict[str, JsonValue] = {"override": True, "alasan": "Berangkat umrah besok pagi"}
    case.do("U10_alokasi", who, jumlah_dialokasikan=1, **asked)
    return case


def _print(office: Kecamatan, who: Actor) -> Perkara:
    case = steps.lost_card(office)
    case.do("U10_alokasi", who, jumlah_dialokasikan=1)
    return case


def _quality(office: Kecamatan, begins: Actor, ends: Actor) -> Perkara:
    case = steps.lost_card(office)
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    case.do("U11_mulai_cetak", begins, blanko_id="B-001")
    case.do("U11_hasil_cetak", ends, hasil="BERHASIL")
    return case


def _delivery(office: Kecamatan, who: Actor) -> Perkara:
    case = office.start("terima_blanko")
    names = ("jumlah", "ribbon", "film")
    numbers = {f"{name}_{kind}": 5 for name in names for kind in ("dokumen", "fisik")}
    case.do("U15_terima", who, no_surat_jalan="SJ-9", **numbers)
    return case


def _stocktaking(office: Kecamatan, who: Actor) -> Perkara:
    case = office.start("opname_blanko")
    case.do("Hitung_stok", who, **_COUNTED)
    return case


def _consent(office: Kecamatan, who: Actor) -> Perkara:
    case = office.start("kia_utama")
    case.do("Terima_permohonan", LOKET, **test_second_procedure.CHILD)
    _papers(case, who)
    return case


def _child_card(office: Kecamatan, who: Actor) -> Perkara:
    case = office.start("kia_utama")
    case.do("Terima_permohonan", LOKET, **test_second_procedure.CHILD)
    _papers(case, LOKET)
    case.do("Setujui", who, disetujui=True)
    return case


def _papers(case: Perkara, who: Actor) -> None:
    papers = case.see("Periksa_berkas")["dokumen"]
    assert isinstance(papers, list)
    seen: list[JsonValue] = [{**one, "ada": True} for one in papers if isinstance(one, dict)]
    case.do("Periksa_berkas", who, dokumen=seen, hasil_berkas="LENGKAP")


_COUNTED: Final[dict[str, JsonValue]] = {
    "jenis": "OPNAME",
    "bahan": "BLANKO",
    "jumlah": 9,
    "alasan": "Satu lembar rusak kena air",
}
_QUALITY: Final[dict[str, JsonValue]] = dict.fromkeys(
    (
        "foto_jelas",
        "teks_benar",
        "laminasi_rata",
        "tidak_melengkung",
        "chip_terbaca",
        "nik_di_chip_sama",
    ),
    True,
)
_DECIDED: Final[dict[str, JsonValue]] = {"keputusan": "LANJUT", "dasar": "KK dan akta cocok"}
STAGES: Final = (
    Stage(task="U6_verifikasi", done="U3_terima_permohonan", way=_verification, answers=_DECIDED),
    Stage(
        task="U6_putuskan_rekam",
        done="U7_perekaman",
        way=_recording,
        answers={"keputusan": "JADWAL_ULANG", "dasar": "Jari terluka"},
    ),
    Stage(
        task="U10_persetujuan_camat",
        done="U10_alokasi",
        way=_override,
        answers={"setuju": True, "dasar": "Surat keterangan travel"},
    ),
    Stage(task="U11_mulai_cetak", done="U10_alokasi", way=_print, answers={"blanko_id": "B-001"}),
    Stage(
        task="U12_uji_mutu",
        done="U11_mulai_cetak",
        way=lambda office, who: _quality(office, who, CETAK),
        answers=_QUALITY,
    ),
    Stage(
        task="U12_uji_mutu",
        done="U11_hasil_cetak",
        way=lambda office, who: _quality(office, CETAK, who),
        answers=_QUALITY,
    ),
    Stage(task="U15_saksi", done="U15_terima", way=_delivery, answers={"jumlah_benar": True}),
    Stage(
        task="Setujui_mutasi",
        done="Hitung_stok",
        way=_stocktaking,
        answers={"keputusan_mutasi": "SETUJU"},
    ),
    Stage(task="Setujui", done="Periksa_berkas", way=_consent, answers={"disetujui": True}),
    Stage(
        task="Cetak_kartu",
        done="Setujui",
        way=_child_card,
        answers=test_second_procedure.PRINTED,
    ),
)
