"""Finding a case: register number, NIK, name; nothing of a person in addresses, pages or logs."""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from engine.services import cases
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR, Variables
from office import finding
from tests.api.conftest import OFFICE, Caller

NIK = "3273166507900001"


def opened(kernel: Kernel, number: str, **variables: object) -> str:
    values: Variables = dict(variables)  # type: ignore[arg-type]  # plain texts
    what = Start(process_id="izin_keramaian", office=OFFICE, business_key=number, variables=values)
    return str(cases.start(kernel, Request(actor=SYSTEM_ACTOR), what).key)


@pytest.fixture
def siti(kernel: Kernel) -> str:
    opened(kernel, "IZIN-2", nama="SITI RAHMA", nik="3273166507900002")
    return opened(kernel, "KRC-2611-00001-5", nama="Siti Nur'aini", nik=NIK)


def find(caller: Caller, text: str) -> TestResponse:
    return caller.post("/cari", {"cari": text})


def found(page: TestResponse) -> list[str]:
    return re.findall(r'<a href="/kasus/\d+">([^<]+)</a>', page.text)


@pytest.mark.parametrize("text", ["KRC-2611-00001-5", " krc-2611-00001-5 "])
def test_register_number_leads_straight_to_the_case(loket: Caller, siti: str, text: str) -> None:
    assert find(loket, text).headers["Location"] == f"/kasus/{siti}"


@pytest.mark.parametrize("text", [NIK, "327316 650790 0001", "nuraini", "NUR’AINI siti"])
def test_nik_and_name_are_found_however_they_are_typed(loket: Caller, siti: str, text: str) -> None:
    page = find(loket, text)

    assert siti in page.text
    assert found(page) == ["KRC-2611-00001-5"]


def test_result_shows_number_state_step_and_masked_name_alone(loket: Caller, siti: str) -> None:
    page = unescape(find(loket, "siti").text)

    assert found(find(loket, "siti")) == ["KRC-2611-00001-5", "IZIN-2"]
    assert "S****** N******" in page
    assert "Terima permohonan" in page
    assert 'class="tag good"' in page
    for secret in ("aini", "RAHMA", NIK, "0002"):
        assert secret not in page.replace(siti, ""), secret


@pytest.mark.parametrize("text", ["sit", "Budi", "3273166507900009", "'; --", "%", "x" * 5000])
def test_what_is_not_there_is_told_and_no_surprise(loket: Caller, siti: str, text: str) -> None:
    assert siti
    page = find(loket, text)

    assert page.status_code == 200
    assert "Tidak ada kasus yang ditemukan" in page.text


def test_empty_box_is_told_beside_it(loket: Caller) -> None:
    page = find(loket, "  ")

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text


def test_nothing_of_what_is_typed_gets_into_logs_or_addresses(
    loket: Caller, siti: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    page = find(loket, NIK)

    assert siti in page.text
    assert NIK not in caplog.text
    assert NIK not in page.request.url


def test_words_are_folded_alike_and_single_letters_left_out() -> None:
    assert finding.words_of_name("  Nur'aini  SITI, S.Pd. A ") == ("nuraini", "siti", "pd")
    assert finding.words_of_name(None) == finding.words_of_name(7) == ()
    assert finding.words_of_nik("327316.650790.0001") == (NIK,)
    assert finding.words_of_nik("123") == finding.words_of_nik(None) == ()
