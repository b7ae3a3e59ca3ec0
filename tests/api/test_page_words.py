"""What pages say of values, groups and waiting cases, in the reader's words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask, session

from api import languages
from api.pages import disclosing, framing
from api.pages.labelling import Labels
from engine.services import deployments
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR, JsonValue, Variables
from forms.model import Mask
from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed
from tests.api.test_v2_flow import activate, open_task, start
from tests.bpmn.drawing import call, catch, chain, draw, end, message
from tests.bpmn.drawing import start as begin


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


def test_data_are_grouped_by_their_form_and_open_only_where_it_matters() -> None:
    asked = {"nik": "terima", "asal": "loket", "hasil": "periksa", "siak": "cek"}
    labels = Labels(
        texts={name: name.upper() for name in asked}, forms=asked, masks={"nik": Mask.NIK}
    )
    known: dict[str, JsonValue] = {
        "nik": "3273164107900001",
        "asal": "A",
        "hasil": "x",
        "siak": "y",
    }
    found = disclosing.facts({**known, "usia": 36}, labels)
    done = {"loket": "Ambil nomor", "terima": "Terima", "periksa": "Periksa"}

    groups = disclosing.group(found, labels, done)

    assert [(group.title, group.is_open) for group in groups] == [
        ("Ambil nomor", False),
        ("Terima", True),
        ("Periksa", True),
        ("Cek", False),
        ("", False),
    ]


PAPERS = Labels(
    texts={"d.*.ada": "Ada", "d.*.asli": "Asli dilihat", "d.*.sebab": "Alasan"},
    options={"d.*.sebab": {"LUPA": "Tidak dibawa"}},
    titles={"d": "nama"},
)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"ada": True, "asli": True}, "ada, asli dilihat"),
        ({"ada": False, "asli": False, "sebab": "LUPA"}, "tidak ada, alasan: Tidak dibawa"),
        ({"ada": None}, "tidak ada"),
    ],
)
def test_a_paper_is_told_in_one_line(app: Flask, row: Variables, words: str) -> None:
    with app.test_request_context("/"):
        fact, code = disclosing.facts({"d": [{"nama": "Surat", "kode": "S", **row}]}, PAPERS)

    assert (fact.label, fact.text) == ("Surat", words)
    assert (code.name, code.text) == ("d.1.kode", "S")


def test_a_row_with_a_masked_field_is_masked_with_its_title(app: Flask) -> None:
    labels = replace(PAPERS, masks={"d.*.sebab": Mask.ALL})
    with app.test_request_context("/"):
        (fact,) = disclosing.facts({"d": [{"nama": "Siti Aminah", "ada": True}]}, labels)

    assert "iti" not in fact.label + fact.text


def test_a_called_process_that_holds_the_token_is_a_tab_with_the_marker(
    loket: Caller, kernel: Kernel
) -> None:
    files = {
        "a.bpmn": draw(*chain(begin(), call("c", "child"), end()), id="parent"),
        "b.bpmn": draw(*chain(begin(), catch("r", message("surat")), end()), id="child"),
    }
    deployments.deploy(kernel, Request(actor=SYSTEM_ACTOR), files)
    body = {"processDefinitionId": "parent"}
    case = loket.call("POST", "/process-instances", body).get_json()["processInstanceKey"]

    page = loket.get(f"/kasus/{case}").text
    child = re.search(r'href="(/kasus/\d+)#now">child <span class="tag warn">Anda di sini', page)

    assert child is not None
    assert 'data-active="r"' in loket.get(child[1]).text
    assert re.search(r"<li>r <span class=.quiet.>sudah 0 detik", page)
