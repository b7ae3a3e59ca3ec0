"""Files on the task page: sent with the form or alone, refused at their field, looked at later."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from api import forgery
from engine.services import documents, reading
from engine.services.kernel import Kernel
from engine.values import SYSTEM_ACTOR
from tests.api import filing
from tests.api.conftest import Caller
from tests.api.filing import file, ids, kept_paper, send
from tests.services.papers import pdf, picture


@pytest.fixture
def task(kernel: Kernel) -> int:
    key = filing.begin(kernel)
    filing.hold(kernel, key, "loket1")
    return key


def test_file_comes_with_the_form_and_is_an_answer(
    loket: Caller, kernel: Kernel, task: int
) -> None:
    assert send(loket, task, kk=file(pdf(), "kk.pdf")).status_code == 303

    case = reading.task(kernel, SYSTEM_ACTOR, task).row.root_key
    given = reading.case(kernel, SYSTEM_ACTOR, case).variables["kk"]
    assert isinstance(given, list)
    (paper,) = documents.listed(kernel, SYSTEM_ACTOR, map(str, given)).values()
    assert paper.name == "kk.pdf"


def test_file_is_kept_while_another_answer_is_wrong(loket: Caller, task: int) -> None:
    refused = send(loket, task, nama="", kk=file(picture(), "kk.jpg"))
    (given,) = ids(refused)

    assert refused.status_code == 422
    assert "kk.jpg" in refused.text
    assert send(loket, task, kk=given).status_code == 303


def test_every_fault_is_told_at_once_beside_its_field(loket: Caller, task: int) -> None:
    row: dict[str, Any] = {"surat-0-": "", "surat-0-isi": file(picture(), "s.jpg")}

    refused = send(loket, task, nama="", kk=file(b"MZ", "kk.pdf"), **row)

    assert refused.status_code == 422
    assert "3 isian perlu diperhatikan" in refused.text
    for place in ("f-nama", "f-kk", "f-surat-0-isi"):
        assert f'href="#{place}"' in refused.text
        assert f'id="{place}"' in refused.text


def test_draft_with_a_wrong_file_says_so_and_keeps_the_rest(loket: Caller, task: int) -> None:
    answer = send(loket, task, "simpan", nama="Siti Aminah", kk=file(b"MZ\x90", "kk.pdf"))

    assert (answer.status_code, "kk.pdf" in answer.text) == (422, True)
    assert 'value="Siti Aminah"' in loket.get(f"/tugas/{task}").text


def test_new_file_takes_the_place_of_the_only_one_and_joins_several(
    loket: Caller, task: int
) -> None:
    row: dict[str, Any] = {"surat-0-": "", "surat-0-isi": file(pdf(), "satu.pdf")}
    first = send(loket, task, nama="", kk=file(pdf(), "kk.pdf"), **row)
    kk, letter = ids(first)
    more: dict[str, Any] = {
        "surat-0-": "",
        "surat-0-isi": [letter, file(pdf(b"/Lang(id)"), "dua.pdf")],
    }

    second = send(loket, task, nama="", kk=[kk, file(picture(), "kk.jpg")], **more)

    assert len(ids(second)) == 3
    assert ids(second)[1] == letter
    assert kk not in ids(second)


def test_file_sent_alone_gives_its_field_anew(loket: Caller, task: int) -> None:
    wrong = send(loket, task, "berkas", _isian="kk", kk=file(b"MZ", "kk.pdf"))
    answer = send(loket, task, "berkas", _isian="kk", kk=file(pdf(), "kk.pdf"))

    assert (answer.status_code, len(ids(answer))) == (200, 1)
    assert answer.text.strip().startswith("<fieldset")
    assert ids(answer)[0] in loket.get(f"/tugas/{task}").text
    assert (wrong.status_code, 'class="fault"' in wrong.text) == (422, True)


def test_file_sent_alone_for_no_field_or_by_somebody_else_is_refused(
    loket: Caller, as_loket2: Caller, task: int
) -> None:
    assert send(loket, task, "berkas", _isian="x", kk=file(pdf(), "kk.pdf")).status_code == 404
    stolen = send(as_loket2, task, "berkas", _isian="kk", kk=file(pdf(), "kk.pdf"))
    assert stolen.status_code == 409


def test_somebody_elses_task_with_a_file_ends_in_a_conflict_with_what_was_typed(
    as_loket2: Caller, task: int
) -> None:
    answer = send(as_loket2, task, nama="Budi", kk=file(pdf(), "kk.pdf"))

    assert (answer.status_code, "Budi" in answer.text) == (409, True)


def test_double_click_with_a_file_completes_once(loket: Caller, task: int) -> None:
    key = {"idempotency_key": "x" * 20}

    answers = [send(loket, task, kk=file(pdf(), "kk.pdf"), **key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


def send_large(who: Caller, task: int, size: int) -> TestResponse:
    """The body as bytes: the test client's own would lie in a temporary file."""
    content = io.BytesIO(pdf() + bytes(size))
    data = {
        forgery.FIELD: who.token,
        "nama": "Siti Aminah",
        "kk": FileStorage(content, filename="kk.pdf"),
    }
    boundary, body = encode_multipart(data)
    content_type = f"multipart/form-data; boundary={boundary}"
    return who.client.post(f"/tugas/{task}/selesai", data=body, content_type=content_type)


def test_file_far_too_large_is_told_at_its_field_and_nothing_typed_is_lost(
    loket: Caller, task: int
) -> None:
    answer = send_large(loket, task, 13_000_000)

    assert answer.status_code == 422
    assert "kk.pdf lebih besar dari 2 MB." in answer.text
    assert 'value="Siti Aminah"' in answer.text


def test_body_beyond_all_limits_is_refused_in_words(loket: Caller, task: int) -> None:
    answer = send_large(loket, task, 24_000_000)

    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


def test_field_without_a_file_is_as_if_it_were_not_sent(loket: Caller, task: int) -> None:
    answer = send(loket, task, kk=file(b"", ""))

    assert "Pilih berkas" in answer.text


@pytest.mark.parametrize("value", ["kk.pdf", "1." + "0" * 64, "../../etc/passwd"])
def test_text_in_the_place_of_a_file_is_none(loket: Caller, task: int, value: str) -> None:
    assert send(loket, task, kk=value).status_code == 422


def test_correcting_an_answer_keeps_the_papers_and_adds_none(
    loket: Caller, kasi: Caller, kernel: Kernel, task: int
) -> None:
    key = kept_paper(kernel, loket, task)
    page = kasi.get(f"/tugas/{task}/perbaiki").text
    (given,) = filing.ID.findall(page)

    assert 'type="file"' not in page
    answers = {"nama": "Siti A", "kk": given, "alasan": "salah ketik"}
    assert kasi.post(f"/tugas/{task}/perbaiki", answers).status_code == 303
    case = reading.task(kernel, SYSTEM_ACTOR, task).row.root_key
    kept = reading.case(kernel, SYSTEM_ACTOR, case).variables
    assert (kept["nama"], kept["kk"]) == ("Siti A", [given])
    assert given.startswith(f"{key}.")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "C:\\Users\\siti\\kk.pdf",
        "a\0b.pdf",
        "<b>tebal</b>.pdf",
        'kutip".pdf',
        "\u202efdp.exe.pdf",
        "🗒" * 300 + ".pdf",
        "satu\r\nSet-Cookie: x.pdf",
    ],
)
def test_hostile_name_is_only_a_text(loket: Caller, task: int, name: str) -> None:
    answer = send(loket, task, nama="", kk=file(pdf(), name))
    assert "<b>tebal" not in answer.text

    for given in ids(answer):
        shown = loket.get(f"/berkas/{given.split('.')[0]}")
        assert shown.data == pdf()
        assert "Set-Cookie" not in shown.headers.get("Content-Disposition", "")


def test_too_many_files_in_a_field_are_refused_with_the_rest_kept(loket: Caller, task: int) -> None:
    many = [file(pdf(b"/Lang(%d)" % number), f"{number}.pdf") for number in range(51)]
    row: dict[str, Any] = {"surat-0-": "", "surat-0-isi": many}

    answer = send(loket, task, kk=file(pdf(), "kk.pdf"), **row)

    assert (answer.status_code, "50" in answer.text) == (422, True)


def test_upload_without_the_sessions_token_is_refused(loket: Caller, task: int) -> None:
    data = {"_isian": "kk", "kk": file(pdf(), "kk.pdf")}

    assert loket.client.post(f"/tugas/{task}/berkas", data=data).status_code == 403
