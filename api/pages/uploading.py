"""Files sent with a task's form: taken out of the request, handed to the service, told as faults.

With scripts a file is sent alone as soon as it is chosen (static/upload.js), without them along
with the form; either way it is kept at once with the draft, so that nobody chooses it twice.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from flask import Flask, Request, g, request, url_for
from typing_extensions import override
from werkzeug.datastructures import FileStorage, MultiDict

from api import asking, assets, auth, styling
from api.pages import forming
from engine.errors import AnswersInvalid, Conflict, Fault, Forbidden
from engine.services import documents
from engine.services.documents import DocumentView, Limits, Upload
from engine.services.reading.views import TaskView
from engine.values import JsonValue
from forms import answers as raw
from forms import files
from forms.files import Place
from forms.model import Form
from office import papers

#: addresses that take files; what is far too large there is cut off and told at its field
_TAKING: Final = "/tugas/"
#: stands in the answers for a file of this request, by its number, until the file has an id
_MARK: Final = "unggahan:"
_KILOBYTE: Final = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """A file of the request and the field it was chosen in."""

    mark: str
    place: Place
    file: FileStorage


class MemoryRequest(Request):
    """A request whose files stay in memory: no citizen's paper lies in a temporary file."""

    @property  # type: ignore[explicit-override]  # its setter cannot be marked
    @override
    def max_content_length(self) -> int | None:
        most = super().max_content_length
        return most and (2 * most if self.path.startswith(_TAKING) else most)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @override
    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return io.BytesIO()


def register(app: Flask) -> None:
    """Take files into memory; give templates what they say of files."""
    app.request_class = MemoryRequest
    app.jinja_env.globals.update(
        papers=shown,
        kinds_named=kinds_named,
        kinds_taken=kinds_taken,
        size_taken=size_taken,
        size_limit=size_limit,
        capture_script=capture_script,
    )
    app.jinja_env.filters["bytes"] = in_kilobytes


def sent(view: TaskView) -> dict[str, JsonValue]:
    """The raw answers of the posted page, its files among them by id; `faults` are left behind.

    Files of whoever may not work on the task are left out: what is done with the answers says why.
    """
    try:
        return taken(view)
    except (Conflict, Forbidden):
        return forming.sent_answers(forming.form_of(view))


def taken(view: TaskView) -> dict[str, JsonValue]:
    """As `sent`, for who may add files only.

    Raises:
        TaskTaken, TaskNotOpen, CaseNotActive, Forbidden, SeparationOfDuties: files came along, and
            the reader could not complete the task.
    """
    form = forming.form_of(view)
    if form is None or not request.files:
        return forming.sent_answers(form)
    texts = MultiDict(request.form)
    chosen = {f"{_MARK}{number}": file for number, file in enumerate(_files(texts))}
    answers = raw.from_html(form, texts)
    found = list(_chosen(form, answers, chosen))
    uploads = [
        Upload(
            element=each.place.path,
            name=each.file.filename or "",
            content=each.file.stream.read(),
            accept=each.place.field.accept,
        )
        for each in found
    ]
    limits = papers.limits(asking.kernel(), view.row.office)
    received = documents.receive(asking.kernel(), asking.as_posted(), view.row.key, uploads, limits)
    g.upload_faults = received.faults
    ids = {each.mark: id_ for each, id_ in zip(found, received.ids, strict=True)}
    for place in files.places(form, answers):
        _name(place, ids)
    return answers


def faults() -> tuple[Fault, ...]:
    """What was wrong with the files of this request."""
    found: tuple[Fault, ...] = g.get("upload_faults", ())
    return found


def all_faults(view: TaskView, answers: Mapping[str, JsonValue]) -> tuple[Fault, ...]:
    """What is wrong with the files and, when anything is, with the other answers too, in the order
    of the form.
    """
    own = faults()
    if not own:
        return ()
    elements = {fault.element for fault in own}
    others: tuple[Fault, ...] = ()
    try:
        forming.cleaned(view, answers)
    except AnswersInvalid as refused:
        others = tuple(fault for fault in refused.faults if fault.element not in elements)
    places = {path: number for number, path in enumerate(_paths(answers, ""))}
    return tuple(sorted((*own, *others), key=lambda each: places.get(each.element, len(places))))


def _paths(value: JsonValue | Mapping[str, JsonValue], prefix: str) -> Iterator[str]:
    """Every dotted path in answers, row numbers too, in reading order."""
    inner: Iterable[tuple[object, JsonValue]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for name, each in inner:
        yield f"{prefix}{name}"
        yield from _paths(each, f"{prefix}{name}.")


def shown(ids: Iterable[str]) -> list[DocumentView]:
    """The files of these ids that the reader may see, in their order."""
    wanted = list(ids)
    known = documents.listed(asking.kernel(), auth.actor(), wanted) if wanted else {}
    return [known[each] for each in wanted if each in known]


def kinds_taken(office: str, accept: str) -> list[str]:
    """The endings that a field takes (".pdf", ".jpg"), for the browser's own choice."""
    allowed = _limits(office).kinds & files.kinds(accept)
    return [ending for kind in sorted(allowed) for ending in files.ENDINGS[kind]]


def kinds_named(office: str, accept: str) -> str:
    """The same as a person reads it: "PDF, JPG, PNG"."""
    allowed = _limits(office).kinds & files.kinds(accept)
    return ", ".join(kind.upper() for kind in files.MEDIA_TYPES if kind in allowed)


def size_taken(office: str) -> int:
    """The largest file an office takes, in bytes."""
    return _limits(office).largest


def size_limit(office: str) -> str:
    """The largest file an office takes, as a person reads it: "2 MB"."""
    return in_kilobytes(size_taken(office))


def capture_script(capture: str) -> str:
    """The address of the script that brings a camera or a box to sign in; "" for neither."""
    if capture == "camera":
        return styling.static_file("camera.js")
    built = assets.entry("signature").script if capture == "signature" else ""
    return url_for("static", filename=built) if built else ""


def in_kilobytes(size: int) -> str:
    """A size as a person reads it: "340 kB", "1,5 MB"."""
    kilobytes = -(-size // _KILOBYTE)
    if kilobytes < _KILOBYTE:
        return f"{kilobytes} kB"
    return f"{kilobytes / _KILOBYTE:.1f} MB".replace(".0 ", " ").replace(".", ",")


def _limits(office: str) -> Limits:
    if "limits" not in g:
        g.limits = {}
    if office not in g.limits:
        g.limits[office] = papers.limits(asking.kernel(), office)
    found: Limits = g.limits[office]
    return found


def _files(texts: MultiDict[str, str]) -> Iterator[FileStorage]:
    """The files of the request, each with its mark among the texts; empty inputs are left out."""
    number = 0
    for name, file in request.files.items(multi=True):
        if file.filename:
            texts.add(name, f"{_MARK}{number}")
            number += 1
            yield file


def _chosen(
    form: Form, answers: Mapping[str, JsonValue], marked: Mapping[str, FileStorage]
) -> Iterator[_Chosen]:
    for place in files.places(form, answers):
        for given in place.given:
            if isinstance(given, str) and given in marked:
                yield _Chosen(mark=given, place=place, file=marked[given])


def _name(place: Place, ids: Mapping[str, str]) -> None:
    """Put ids in the place of the marks; of a field that takes one file the new one counts."""
    given = [ids.get(str(each), each) for each in place.given]
    kept = [each for each in given if each]
    is_new = any(str(each) in ids for each in place.given)
    place.given[:] = kept if place.field.multiple or not is_new else kept[-1:]
