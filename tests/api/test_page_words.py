"""What pages say of values, groups and waiting cases, in the reader's words."""

from __future__ import annotations

import pytest
from flask import Flask, session

from api import languages
from api.pages import framing
from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_flow import activate, open_task, start


def test_values_in_a_form_s_text_are_in_words(loket: Caller, kasi: Caller, admin: Caller) -> None:
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)
    admin.call("POST", f"/jobs/{activate(admin)}/completion", {})

    page = kasi.get(f"/tugas/{open_task(kasi, case)}").text

    assert "Pernikahan pada 20 Des 2026, pengeras suara: Tidak" in page


@pytest.mark.parametrize(("language", "words"), [("id", "gudang blanko"), ("en", "card store")])
def test_groups_are_told_in_words(app: Flask, language: str, words: str) -> None:
    with app.test_request_context("/"):
        session[languages.KEPT] = language

        assert framing.groups(["gudang_blanko", "loket_dua"]) == f"{words}, loket dua"


def test_the_list_of_cases_tells_the_step_each_waits_at(loket: Caller) -> None:
    start(loket)

    page = loket.get("/kasus").text

    assert "Terima permohonan <span" in page
    assert "sudah 0 detik" in page
