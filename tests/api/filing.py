"""A task whose form takes files, in the office of this room's tests."""

from __future__ import annotations

import io
import json
import re
from typing import Any, Final

from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.services import cases, deployments, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.reading import Whose, WorkListQuery
from engine.values import SYSTEM_ACTOR
from tests.api.conftest import OFFICE, Caller
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services.papers import pdf

#: an id of a file as a page holds it
ID: Final = re.compile(r'value="([0-9]+\.[0-9a-f]{64})"')
FORM: Final = {
    "type": "default",
    "id": "berkas_uji",
    "components": [
        {
            "type": "textfield",
            "id": "a",
            "key": "nama",
            "label": "Nama",
            "validate": {"required": True},
        },
        {
            "type": "filepicker",
            "id": "b",
            "key": "kk",
            "label": "Kartu keluarga",
            "validate": {"required": True},
        },
        {
            "type": "dynamiclist",
            "id": "c",
            "path": "surat",
            "label": "Surat",
            "components": [
                {
                    "type": "filepicker",
                    "id": "d",
                    "key": "isi",
                    "label": "Isi surat",
                    "multiple": True,
                    "accept": ".pdf",
                }
            ],
        },
    ],
}
DIAGRAM: Final = draw(
    *chain(
        start(),
        user("terima", form="berkas_uji", groups="loket"),
        user("periksa", form="berkas_uji", groups="loket"),
        end(),
    )
)


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    """A file as the test client sends it."""
    return io.BytesIO(content), name


def begin(kernel: Kernel) -> int:
    """Deploy the procedure and start a case; the key of its first task."""
    request = Request(actor=SYSTEM_ACTOR)
    form = json.dumps(FORM).encode()
    deployments.deploy(kernel, request, {"p.bpmn": DIAGRAM, "berkas_uji.form": form})
    case = cases.start(kernel, request, Start(process_id="p", office=OFFICE)).key
    return open_task(kernel, case)


def open_task(kernel: Kernel, case: int) -> int:
    """The case's open task."""
    query = WorkListQuery(whose=Whose.ALL)
    found = reading.work_list(kernel, SYSTEM_ACTOR, query).items
    return next(task.key for task in found if task.root_key == case)


def hold(kernel: Kernel, task: int, login: str) -> None:
    """Let an officer take the task."""
    from api import officers

    who = officers.find(kernel, login)
    assert who is not None
    tasks.claim(kernel, Request(actor=who.actor), task)


def send(who: Caller, task: int, step: str = "selesai", **more: Any) -> TestResponse:
    """Post the task's form."""
    return who.post(f"/tugas/{task}/{step}", {"nama": "Siti", **more})


def ids(answer: TestResponse) -> list[str]:
    """The ids of the files that a page names."""
    return ID.findall(answer.text)


def kept_paper(kernel: Kernel, loket: Caller, task: int) -> int:
    """The key of a paper that belongs to the case."""
    send(loket, task, kk=file(pdf(), "KK Siti.pdf"))
    with kernel.reads() as session:
        return int(session.execute(text("SELECT key FROM document")).scalar_one())
