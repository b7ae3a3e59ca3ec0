"""No way leads to personal data in full that the access log does not tell of: every page is walked.

Scenario 33's other half: the log itself, field by field, and who may not see what.
"""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Final

import pytest
from flask import Flask
from sqlalchemy import select

from engine.services import reading
from engine.services.kernel import Kernel
from engine.services.reading import CaseQuery
from office.disclosures import Disclosure, Way
from tests.api.conftest import Caller
from tests.scenarios.kecamatan import CODE, LOKET, Kecamatan, Perkara

#: what no page may show unless the log says so
PRIVATE: Final = ("3273164107900001", "SITI AMINAH", "81234567890", "Jl. Kebon Jayanti")
REASON: Final = {"alasan": "Warga bertanya di loket"}


def intake(office: Kecamatan, case: Perkara) -> int:
    """The task in which the data were typed."""
    done = reading.completed_tasks(office.kernel, LOKET, case.key)
    return next(one.key for one in done if one.element == "U3_terima_permohonan")


def rows(kernel: Kernel) -> list[Disclosure]:
    with kernel.reads.begin() as session:
        return list(session.execute(select(Disclosure).order_by(Disclosure.key)).scalars())


def addresses(app: Flask, office: Kecamatan, case: Perkara) -> list[str]:
    """Every page there is, with this case's keys where a page asks for some."""
    found = [one.key for one in reading.completed_tasks(office.kernel, LOKET, case.key)]
    task_keys = [*found, *(one.key for one in case.view.tasks)]
    known: dict[str, list[int] | list[str]] = {
        "case": [case.key],
        "task": task_keys,
        "office": [CODE],
    }
    made = []
    for route in app.url_map.iter_rules():
        is_page = "GET" in (route.methods or ()) and not route.rule.endswith((".pdf", ".css"))
        if not is_page or route.endpoint == "static":
            continue  # a paper says what its page says
        choices: list[dict[str, object]] = [dict(route.defaults or {})]
        for name in route.arguments - choices[0].keys():
            choices = [one | {name: each} for one in choices for each in known.get(name, [1])]
        with app.test_request_context():
            made += [app.url_map.bind("").build(route.endpoint, one) for one in choices]
    return made


@pytest.mark.parametrize("login", ["kasi", "mata"])
def test_every_page_that_shows_personal_data_in_full_is_in_the_log(
    app: Flask, office: Kecamatan, case: Perkara, login: str
) -> None:
    silent: list[str] = []
    told: list[str] = []
    for address in addresses(app, office, case):
        office.clock.advance(timedelta(minutes=61))
        before = len(rows(office.kernel))
        answer = Caller(app.test_client(), office.kernel, login).get(address)
        page = html.unescape(answer.data.decode(errors="replace"))
        if any(text in page for text in PRIVATE):
            added = rows(office.kernel)[before:]
            is_told = any(one.petugas == login and one.fields for one in added)
            (told if is_told else silent).append(address)
    assert silent == []
    assert bool(told) is (login != "mata")  # slips, and forms to correct


def test_the_log_names_fields_reason_and_network(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    page = Caller(app.test_client(), office.kernel, "dewi").post(f"/kasus/{case.key}/buka", REASON)
    (row,) = rows(office.kernel)
    assert PRIVATE[0] in page.text
    assert {"nik", "nama", "no_hp", "alamat"} <= set(row.fields)
    assert (row.cara, row.alasan, row.dari) == (Way.KASUS, REASON["alasan"], "127.0.0.0/24")
    assert PRIVATE[0] not in row.bidang


def test_a_look_at_ones_own_task_is_one_row_an_hour_and_raises_no_alarm(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    office.rule("privasi.buka_maks", 1)
    office.rule("privasi.buka_rentang", "PT1H")
    rina = Caller(app.test_client(), office.kernel, "rina")
    for _ in range(4):
        assert PRIVATE[0] in rina.get(f"/tugas/{intake(office, case)}/perbaiki").text
    assert [(one.petugas, one.cara) for one in rows(office.kernel)] == [("rina", Way.TUGAS)]
    alarms = reading.cases(office.kernel, LOKET, CaseQuery(process_id="peringatan_akses"))
    assert alarms.items == ()


def test_a_colleague_sees_the_form_of_a_task_veiled(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    dewi = Caller(app.test_client(), office.kernel, "dewi")
    page = dewi.get(f"/tugas/{intake(office, case)}").text
    assert not any(text in page for text in PRIVATE)
    assert "******" in page


def test_what_a_program_reads_with_an_officers_name_is_told_and_counts(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    office.rule("privasi.buka_maks", 1)
    office.rule("privasi.buka_rentang", "PT1H")
    kasi = Caller(app.test_client(), office.kernel, "kasi")
    for _ in range(2):
        body = {"filter": {"processInstanceKey": str(case.key)}}
        assert PRIVATE[0] in kasi.call("POST", "/variables/search", body).text
    assert [one.cara for one in rows(office.kernel)] == [Way.API] * 2
    assert "nik" in rows(office.kernel)[0].fields
    assert "diizinkan" in Caller(app.test_client(), office.kernel, "mata").get("/akses").text


def test_the_slip_with_the_name_is_told(app: Flask, office: Kecamatan, case: Perkara) -> None:
    page = Caller(app.test_client(), office.kernel, "rina").get(f"/kasus/{case.key}/slip").text
    assert PRIVATE[1] in page
    assert [(one.cara, one.fields) for one in rows(office.kernel)] == [(Way.SLIP, ("nama",))]


def test_the_log_is_filtered_counted_and_taken_as_a_file_and_tells_its_readers(
    app: Flask, office: Kecamatan, case: Perkara
) -> None:
    for login, reason in (("dewi", "=cmd|' /C calc'"), ("rina", "Alasan lain")):
        caller = Caller(app.test_client(), office.kernel, login)
        caller.post(f"/kasus/{case.key}/buka", {"alasan": reason})
    mata = Caller(app.test_client(), office.kernel, "mata")
    page = mata.get("/akses?petugas=dewi&cara=KASUS").text
    file = mata.get("/akses.csv?petugas=dewi").text
    assert "Alasan lain" not in page
    assert "'=cmd" in file
    assert PRIVATE[0] not in page + file
    assert ">CSV<" in mata.get("/akses").text


def test_a_question_to_the_log_that_makes_no_sense_is_a_bad_request(
    app: Flask, office: Kecamatan
) -> None:
    mata = Caller(app.test_client(), office.kernel, "mata")
    for query in ("kasus=x", "cara=LAIN", "sebelum=²", "dari-day=1", "kasus=" + "9" * 30):
        assert mata.get(f"/akses?{query}").status_code == 400, query
    assert mata.get("/akses?kantor=317101").status_code == 403
