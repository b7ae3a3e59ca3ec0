"""What the task page does with what was typed: drafts, warnings, notes, conflicts."""

from __future__ import annotations

import re
from html import unescape

from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed


def test_a_warning_that_needs_no_reason_is_shown_once(loket: Caller) -> None:
    _, task = claimed(loket)
    odd = FORM | {"no_izin": "X-1"}

    shown = loket.post(f"/tugas/{task}/selesai", odd)
    seen = loket.post(f"/tugas/{task}/selesai", odd | {"_peringatan-NOMOR": ""})

    assert shown.status_code == 422
    assert "Periksa lagi 1 isian" in shown.text
    assert seen.status_code == 303


def test_what_was_typed_is_put_back_where_the_task_is_still_mine(loket: Caller) -> None:
    _, task = claimed(loket)
    loket.post(f"/tugas/{task}/catatan", {"_catatan": "dua", "idempotency_key": "satu"})

    page = loket.post(f"/tugas/{task}/selesai", FORM | {"idempotency_key": "satu"})
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    loket.post(f"/tugas/{task}/simpan", {name: unescape(text) for name, text in fields.items()})

    assert page.status_code == 409
    assert "Kembalikan isian ke tugas" in page.text
    assert 'value="Siti <b>Aminah</b>"' in unescape(loket.get(f"/tugas/{task}").text)


def test_a_script_keeps_the_draft_without_a_page(loket: Caller) -> None:
    _, task = claimed(loket)
    sent = {"csrf_token": loket.token, "catatan": "besok", "pengeras": "true"}
    path = f"/tugas/{task}/simpan"

    kept = loket.client.post(path, data=sent, headers={"Prefer": "return=minimal"})
    laid = loket.client.post(path, data=sent, headers={"Prefer": "return=representation"})

    assert (kept.status_code, kept.text) == (204, "")
    assert "Jam selesai" in laid.text
    assert "Draf Anda disimpan" not in loket.get(f"/tugas/{task}").text


def test_beside_the_form_data_are_shown_in_full_for_a_reason(loket: Caller, kasi: Caller) -> None:
    case, task = claimed(loket)
    typed = {"_buka": "dicocokkan dengan surat", "catatan": "belum selesai"}

    refused = loket.post(f"/tugas/{task}/buka", typed | {"_buka": " "})
    shown = loket.post(f"/tugas/{task}/buka", typed)

    assert (refused.status_code, shown.status_code) == (422, 200)
    assert "belum selesai" in shown.text
    assert "dicocokkan dengan surat" in kasi.get(f"/kasus/{case}").text
