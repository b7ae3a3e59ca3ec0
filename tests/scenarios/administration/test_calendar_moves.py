"""A changed calendar names, before it is written, which timers and due dates it moves."""

from __future__ import annotations

from typing import Final

from flask import Flask

from tests.api.conftest import Caller
from tests.scenarios.kecamatan import CODE, Kecamatan, Perkara

FLOOD: Final = {
    "apa": "hari",
    "dari-day": "25",
    "dari-month": "11",
    "dari-year": "2026",
    "jenis": "TUTUP_DARURAT",
    "nama": "Banjir",
    "alasan": "Air masuk kantor",
}


def test_what_moves_is_named_first_and_moved_when_confirmed(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    kepala = Caller(app.test_client(), office.kernel, "kepala")
    before = case.timers()
    page = kepala.post(f"/kalender/{CODE}/pratinjau", FLOOD).text
    assert case.number in page
    assert "T5b" in page
    assert case.timers() == before
    done = kepala.post(f"/kalender/{CODE}/ubah", FLOOD)
    assert done.status_code == 303
    assert "tenggat berpindah" in kepala.get("/kalender").text
    after = case.timers()
    assert all(after[name] >= at for name, at in before.items())
    assert after != before
