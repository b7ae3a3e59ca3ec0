"""/v2/documents: add a file to a user task's draft, read one. Judging files is the services'.

As Camunda 8's document API, with two differences: there is one store, and a file always belongs to
a user task (`metadata.customProperties.userTaskKey`), whose completion names it by its id.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Response, make_response, request
from marshmallow import fields

from api import asking, auth, wire
from api.access import allow
from api.keys import read_key
from api.pages import revealing
from api.v2.endpoints import Resource, Wire
from engine.errors import Fault, Invalid
from engine.services import documents, reading
from engine.services.documents import Upload
from forms.messages import N_
from office import papers
from office.disclosures import Way

resource = Resource("Documents", "Files of user tasks: add one to a draft, read one.")

_STORE: Final = "alur"
_ANY: Final = ".pdf,.jpg,.jpeg,.png"


class DocumentRefused(Invalid):
    """A file, or what was said of it, was not taken."""

    code = "document-refused"
    message = "The file was not taken: %(count)s faults. Mend them and send it again."


class Document(Wire):
    """A reference as Camunda 8 writes it."""

    document_type = fields.Constant("camunda", data_key="camunda.document.type")
    store_id = fields.Constant(_STORE)
    document_id = fields.String()
    content_hash = fields.String()
    metadata = fields.Dict()


@resource.route("/documents", "POST")
@resource.answers(201, Document)
@allow()
def add() -> dict[str, Any]:
    """Add a file to a user task: multipart `file`, and `metadata` as JSON."""
    task, file = _task(), request.files.get("file")
    if task is None or file is None:
        element = "file" if file is None else "metadata.customProperties.userTaskKey"
        message = N_("This is missing or no key of a user task.")
        raise DocumentRefused((Fault(rule="missing", element=element, message=message),))
    kernel, row = asking.kernel(), reading.task(asking.kernel(), auth.actor(), task).row
    content = file.stream.read()
    upload = Upload(element="file", name=file.filename or "", content=content, accept=_ANY)
    limits = papers.limits(kernel, row.office)
    received = documents.receive(kernel, asking.as_sent(), task, (upload,), limits)
    if received.faults:
        raise DocumentRefused(received.faults)
    (found,) = documents.listed(kernel, auth.actor(), received.ids).values()
    return {
        "document_id": found.id,
        "content_hash": found.id.partition(".")[2],
        "metadata": {
            "contentType": found.media_type,
            "fileName": found.name,
            "size": found.size,
            "processInstanceKey": str(row.case_key),
            "customProperties": {"userTaskKey": str(task)},
        },
    }


@resource.route("/documents/<document>", "GET")
@resource.answers(200)
@allow()
def read(document: str) -> Response:
    """Read a file's content, by its id or key; the look is recorded."""
    key = read_key(document.partition(".")[0])
    view, content = documents.opened(asking.kernel(), auth.actor(), key or 0)
    if view.kept:
        revealing.brought_along(view.root_key, ("berkas",), Way.API)
    response = make_response(content)
    response.content_type = view.media_type
    return response


def _task() -> int | None:
    """The user task that the metadata name; None when they name none."""
    try:
        said = wire.decode(request.form.get("metadata", "").encode())
    except ValueError:
        return None
    custom = said.get("customProperties") if isinstance(said, dict) else None
    named = custom.get("userTaskKey") if isinstance(custom, dict) else None
    return read_key(str(named))
