"""DMN-1, DMN-2 and DMN-5 as deployed: every row of every table answers what domain.md says."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from engine import feel
from engine.dmn import evaluation
from engine.dmn.evaluation import DecisionResult
from engine.dmn.model import DecisionModel
from engine.dmn.reading import read
from engine.values import JsonValue
from office import defaults

FOLDER: Final = Path(__file__).parents[2] / "workflows/ektp"
NOW: Final = datetime(2026, 11, 24, 2, tzinfo=UTC)


def table(name: str) -> DecisionModel:
    return read((FOLDER / f"{name}.dmn").read_bytes(), f"{name}.dmn")


PAPERS: Final = table("dokumen_wajib")
ESTIMATE: Final = table("estimasi")
ESCALATION: Final = table("eskalasi")

# ------------------------------------------------------------------------------------------ DMN-1


def papers(kind: str, **other: JsonValue) -> DecisionResult:
    person: dict[str, JsonValue] = {
        "jenis_permohonan": kind,
        "tgl_lahir": "1990-07-01",
        "status_kawin": "KAWIN",
        "kewarganegaraan": "WNA" if kind.endswith("_OA") else "WNI",
        "pelapor_sendiri": True,
    }
    return evaluation.evaluate(PAPERS, "dokumen_wajib", person | other, now=NOW)


def asked(found: DecisionResult) -> list[str]:
    """The codes asked for beyond F-1.02 and KK; what is not mandatory in brackets."""
    rows = feel.to_json(found.value)
    assert isinstance(rows, list)
    codes = [
        str(row["kode"]) if row["wajib"] else f"[{row['kode']}]"
        for row in rows
        if isinstance(row, dict)
    ]
    assert codes[:2] == ["F102", "KK"]
    return codes[2:]


DMN_1: Final[list[tuple[str, dict[str, JsonValue], str]]] = [
    ("BARU_WNI", {}, ""),
    ("BARU_WNI", {"tgl_lahir": "2010-02-15"}, "BUKU_NIKAH"),
    ("BARU_WNI", {"tgl_lahir": "2010-02-15", "status_kawin": "CERAI_HIDUP"}, "BUKU_NIKAH"),
    ("BARU_WNI", {"tgl_lahir": "2010-02-15", "status_kawin": "BELUM_KAWIN"}, ""),
    ("BARU_WNI", {"tgl_lahir": "2009-11-24"}, ""),
    ("BARU_OA", {}, "DOK_PERJALANAN KITAP"),
    ("PINDAH_DATANG", {}, "SKP KTP_ASAL_ATAU_POLISI [DOK_PERJALANAN_SKPLN]"),
    ("PINDAH_DATANG", {"kewarganegaraan": "WNA"}, "SKP KTP_ASAL_ATAU_POLISI PASPOR KITAP"),
    ("UBAH_DATA", {}, "KTP_LAMA BUKTI_PERISTIWA [F106]"),
    ("HILANG", {}, "SURAT_POLISI [PERNYATAAN_SEBAB]"),
    ("HILANG", {"kewarganegaraan": "WNA"}, "SURAT_POLISI [PERNYATAAN_SEBAB] PASPOR KITAP"),
    ("RUSAK", {}, "KTP_RUSAK"),
    ("RUSAK", {"kewarganegaraan": "WNA"}, "PASPOR KITAP KTP_RUSAK"),
    ("PERPANJANG_OA", {}, "KTP_LAMA PASPOR KITAP"),
    ("LUAR_DOMISILI", {}, "[SURAT_POLISI_ATAU_KTP]"),
    ("RUSAK", {"pelapor_sendiri": False}, "KTP_RUSAK KUASA KTP_WAKIL"),
]


@pytest.mark.parametrize(("kind", "other", "codes"), DMN_1)
def test_dmn_1_asks_for_these_papers(kind: str, other: dict[str, JsonValue], codes: str) -> None:
    assert asked(papers(kind, **other)) == codes.split()


def test_dmn_1_has_no_row_without_an_example() -> None:
    used = {row for kind, other, _ in DMN_1 for row in papers(kind, **other).matched}
    assert used == set(range(1, len(_rows("dokumen_wajib")) + 1))


# ------------------------------------------------------------------------------------------ DMN-2

FACTS: Final[dict[str, JsonValue]] = {
    "hari_cakupan": 3,
    "prr": False,
    "kartu_pertama": False,
    "stok_cukup": False,
    "hari_kerja_berikut": "2026-11-25",
    "tujuh_hari_kerja": "2026-12-03",
    "satu_bulan": "2026-12-28",
}


@pytest.mark.parametrize(
    ("facts", "row", "day"),
    [
        ({"hari_cakupan": 10, "prr": True}, 1, "2026-11-25"),
        ({"hari_cakupan": 9, "prr": True}, 3, "2026-12-28"),
        ({"hari_cakupan": 10}, 3, "2026-12-28"),
        ({"hari_cakupan": None, "prr": True}, 3, "2026-12-28"),
        ({"hari_cakupan": None, "prr": True, "stok_cukup": True}, 1, "2026-11-25"),
        ({"kartu_pertama": True, "stok_cukup": True}, 2, "2026-12-03"),
        ({"kartu_pertama": True}, 3, "2026-12-28"),
        ({"stok_cukup": True}, 3, "2026-12-28"),
        (
            {"hari_cakupan": 10, "prr": True, "kartu_pertama": True, "stok_cukup": True},
            1,
            "2026-11-25",
        ),
    ],
)
def test_dmn_2_promises_this_day(facts: dict[str, JsonValue], row: int, day: str) -> None:
    days = defaults.DEFAULTS["estimasi.cakupan_hari"]
    context: dict[str, JsonValue] = {
        "fakta_estimasi": FACTS | facts,
        "kantor": {"estimasi": {"cakupan_hari": days}},
    }
    found = evaluation.evaluate(ESTIMATE, "estimasi", context, now=NOW)
    assert (found.matched, found.value) == ((row,), day)


# ------------------------------------------------------------------------------------------ DMN-5

#: domain.md 2.5: step -> who acts; "pemohon" is told and nobody has a task
WHO: Final = {
    **dict.fromkeys(("T2a", "T2b", "T5b", "T5c", "T12a", "T12b", "T12c"), "pemohon"),
    **dict.fromkeys(
        ("T3b", "T4a", "T4b", "T5a", "T6b", "T6d1", "T7b", "T9a", "T14"), "verifikator"
    ),
    **dict.fromkeys(("T6c", "T6_ulang", "T6d2", "T6d3", "T7c", "T9b", "T13"), "camat"),
    **dict.fromkeys(("T15a", "T15b", "T17"), "camat"),
    "T3a": "loket",
    "T6a": "perekaman",
    "T7a": "gudang_blanko",
    "T8": "gudang_blanko,verifikator",
    "T10": "cetak,verifikator",
    "T11": "penyerahan",
    "T12d": "penyerahan",
    "T16": "verifikator",
}


def escalation(step: str | None) -> DecisionResult:
    return evaluation.evaluate(ESCALATION, "eskalasi", {"langkah": step}, now=NOW)


@pytest.mark.parametrize(("step", "who"), WHO.items())
def test_dmn_5_says_who_acts(step: str, who: str) -> None:
    found = escalation(step)
    assert isinstance(found.value, dict)
    assert (len(found.matched), found.value["kelompok"]) == (1, who)
    assert found.value["tindakan"]


def test_dmn_5_has_a_row_for_every_step_and_one_for_any_other() -> None:
    matched = [escalation(step).matched[0] for step in WHO]
    assert sorted(matched) == list(range(1, len(_rows("eskalasi"))))
    other = escalation("T99")
    assert isinstance(other.value, dict)
    assert (other.matched, other.value["kelompok"]) == ((len(_rows("eskalasi")),), "verifikator")


def test_dmn_5_is_more_urgent_the_higher_it_goes() -> None:
    def urgency(step: str) -> Decimal:
        value = escalation(step).value
        assert isinstance(value, dict)
        found = value["prioritas"]
        assert isinstance(found, Decimal)
        return found

    for ladder in (("T3a", "T3b"), ("T4a", "T4b"), ("T6a", "T6b", "T6c"), ("T7a", "T7b", "T7c")):
        steps = [urgency(step) for step in ladder]
        assert steps == sorted(set(steps))
        assert all(0 <= one <= 100 for one in steps)


def _rows(name: str) -> list[str]:
    return (FOLDER / f"{name}.dmn").read_text(encoding="utf-8").split("</rule>")[1:]
