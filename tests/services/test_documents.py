from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from engine.errors import AnswersInvalid, NotFound, TaskNotOpen
from engine.services import cases, deployments, documents, scanning, tasks
from engine.services.documents import DocumentView, Limits, Received, Upload
from engine.services.replaying import replay
from engine.values import JsonValue
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services import clamd
from tests.services.offices import ADMIN, BUDI, KASI, SITI, STRANGER, Office, by
from tests.services.papers import pdf, picture

LIMITS = Limits(kinds=frozenset({"pdf", "jpg", "png"}), largest=1_000_000)
DIAGRAM = draw(
    *chain(start(), user("u", form="f", groups="loket"), user("v", groups="loket"), end())
)
FORM = json.dumps(
    {
        "type": "default",
        "id": "f",
        "components": [
            {"type": "filepicker", "id": "a", "key": "kk", "label": "KK", "multiple": True},
            {"type": "textfield", "id": "b", "key": "nama", "validate": {"required": True}},
        ],
    }
).encode()


#: most of this is not about SQL
both = pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url"))


def upload(content: bytes = b"", name: str = "kk.pdf", accept: str = "") -> Upload:
    return Upload(element="kk", name=name, content=content or pdf(), accept=accept)


def receive(office: Office, *uploads: Upload, task: int = 0, key: str = "") -> Received:
    place = task or office.task().key
    return documents.receive(office.kernel, by(BUDI, key), place, uploads, LIMITS)


@pytest.fixture
def desk(office: Office) -> Office:
    deployments.deploy(office.kernel, by(ADMIN), {"p.bpmn": DIAGRAM, "f.form": FORM})
    office.start()
    return office


def complete(desk: Office, *ids: str) -> None:
    answers: dict[str, JsonValue] = {"kk": list(ids), "nama": "SITI"}
    tasks.complete(desk.kernel, by(BUDI), desk.task().key, answers)


def one(desk: Office, received: Received) -> DocumentView:
    (found,) = documents.listed(desk.kernel, BUDI, received.ids).values()
    return found


@both
def test_answer_names_the_file_and_its_digest_and_the_log_replays(desk: Office) -> None:
    case = desk.task().case_key
    received = receive(desk, upload())

    complete(desk, *received.ids)

    assert received.ids[0].endswith(sha256(pdf()).hexdigest())
    assert desk.case(case).variables["kk"] == list(received.ids)
    assert replay(desk.kernel, case).parted_at is None
    view, content = documents.opened(desk.kernel, SITI, one(desk, received).key)
    assert (content, view.kept, view.name, view.media_type) == (
        pdf(),
        True,
        "kk.pdf",
        "application/pdf",
    )


def test_nothing_of_a_file_is_in_the_database_in_clear(desk: Office) -> None:
    receive(desk, upload(name="KK SITI AMINAH.pdf"))

    ((about,),) = desk.sql("SELECT about FROM document")
    ((content,),) = desk.sql("SELECT content FROM document_content")
    assert isinstance(about, bytes | memoryview)
    assert isinstance(content, bytes | memoryview)
    assert b"AMINAH" not in bytes(about)
    assert b"Catalog" not in bytes(content)


def test_files_outlive_other_faults_of_the_form(desk: Office) -> None:
    received = receive(desk, upload())
    answers: dict[str, JsonValue] = {"kk": list(received.ids), "nama": ""}

    with pytest.raises(AnswersInvalid):
        tasks.complete(desk.kernel, by(BUDI), desk.task().key, answers)

    complete(desk, *received.ids)
    assert one(desk, received).kept


def test_file_left_out_of_the_answers_goes_with_the_draft(desk: Office) -> None:
    kept, dropped = receive(desk, upload(), upload(picture(), "foto.jpg")).ids

    complete(desk, kept)

    assert set(documents.listed(desk.kernel, BUDI, (kept, dropped))) == {kept}
    assert desk.sql("SELECT count(*) FROM document_content") == [(1,)]


@both
def test_files_of_a_task_that_ends_otherwise_are_swept_away(desk: Office) -> None:
    receive(desk, upload())
    cases.cancel(desk.kernel, by(ADMIN), desk.task().case_key, "Salah mulai")

    assert (documents.sweep(desk.kernel), documents.sweep(desk.kernel)) == (1, 0)
    assert desk.sql("SELECT count(*) FROM document_content") == [(0,)]


def test_open_drafts_keep_their_files_in_the_sweep(desk: Office) -> None:
    receive(desk, upload())

    assert documents.sweep(desk.kernel) == 0


def test_same_file_sent_twice_is_one_file_also_after_completion(desk: Office) -> None:
    task = desk.task().key
    first, again = receive(desk, upload(), upload()).ids
    complete(desk, first)

    assert first == again == receive(desk, upload(), task=task).ids[0]


def test_new_file_for_a_completed_task_is_refused(desk: Office) -> None:
    task = desk.task().key
    complete(desk)

    with pytest.raises(TaskNotOpen):
        receive(desk, upload(), task=task)


def test_every_wrong_file_has_its_fault_and_the_right_ones_stay(desk: Office) -> None:
    received = receive(
        desk,
        upload(b"MZ", "a.pdf"),
        upload(),
        upload(picture(), "b.jpg", accept=".pdf"),
        upload(picture()[:400], "c.jpg"),
    )

    assert [bool(each) for each in received.ids] == [False, True, False, False]
    assert [(f.rule, f.element) for f in received.faults] == [
        ("file-kind", "kk"),
        ("file-kind", "kk"),
        ("file-damaged", "kk"),
    ]


@pytest.mark.parametrize("made_up", ["kk.pdf", "7." + "0" * 64, "9" * 30 + "." + "0" * 64])
def test_made_up_id_is_no_file(desk: Office, made_up: str) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        complete(desk, made_up)

    assert [(f.rule, f.element) for f in refused.value.faults] == [("file", "kk")]


def test_file_of_another_case_or_with_another_digest_is_no_file(desk: Office) -> None:
    (foreign,) = receive(desk, upload()).ids
    other = desk.start()
    task = next(each for each in desk.open_tasks() if each.case_key == other.key).key

    for given in (foreign, foreign[:-64] + "0" * 64):
        with pytest.raises(AnswersInvalid):
            tasks.complete(desk.kernel, by(BUDI), task, {"kk": [given], "nama": "x"})


def test_file_in_a_draft_is_for_its_uploader_alone(desk: Office) -> None:
    received = receive(desk, upload())
    key = one(desk, received).key

    assert documents.listed(desk.kernel, KASI, received.ids) == {}
    with pytest.raises(NotFound):
        documents.opened(desk.kernel, KASI, key)


def test_file_of_another_office_does_not_exist(desk: Office) -> None:
    received = receive(desk, upload())
    key = one(desk, received).key
    complete(desk, *received.ids)

    with pytest.raises(NotFound):
        documents.opened(desk.kernel, STRANGER, key)


@both
def test_destroying_the_key_of_documents_erases_them(desk: Office) -> None:
    received = receive(desk, upload())
    key = one(desk, received).key
    complete(desk, *received.ids)

    desk.sql("UPDATE case_key SET wrapped = NULL WHERE retention_class = 'document'")

    assert documents.listed(desk.kernel, BUDI, received.ids) == {}
    with pytest.raises(NotFound):
        documents.opened(desk.kernel, BUDI, key)


def test_content_of_one_file_does_not_open_in_the_place_of_another(desk: Office) -> None:
    first, second = receive(desk, upload(), upload(picture(), "foto.jpg")).ids
    keys = [int(each.split(".")[0]) for each in (first, second)]
    desk.sql(
        f"UPDATE document_content SET content = (SELECT content FROM document_content "
        f"WHERE key = {keys[0]}) WHERE key = {keys[1]}"
    )

    with pytest.raises(Exception, match="cannot be opened"):
        documents.opened(desk.kernel, BUDI, keys[1])


def test_scanner_refuses_what_it_finds_and_what_it_cannot_see(desk: Office) -> None:
    infected = upload(pdf(b"/Note(" + clamd.EICAR + b")"))
    with clamd.listening() as address:
        scanned = replace(desk.kernel, scanner=scanning.connect(address))
        found = documents.receive(scanned, by(BUDI), desk.task().key, [infected], LIMITS)
        clean = documents.receive(scanned, by(BUDI), desk.task().key, [upload()], LIMITS)
    blind = documents.receive(
        scanned, by(BUDI), desk.task().key, [upload(picture(), "a.jpg")], LIMITS
    )

    assert [fault.rule for fault in (*found.faults, *blind.faults)] == [
        "file-virus",
        "file-unscanned",
    ]
    assert clean.faults == ()
