"""What the demo office itself says, as far as it is data: names, notes, answers, numbers, codes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from flask.testing import FlaskClient
from sqlalchemy import select

from engine.services import reading
from engine.services.kernel import Kernel
from engine.services.reading.views import CaseQuery
from engine.store.base import Base
from engine.values import SYSTEM_ACTOR
from office import defaults
from tests.api.conftest import Caller
from tests.languages import pseudo

_LINK: Final = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
_KEY: Final = re.compile(r"\d{6,}|[?].*$|\d{4}-\d\d-\d\d")
_EACH: Final = 2  # pages of the same kind that are looked at
_MOST: Final = 90
#: words of the trade that are the same in every language, and of signs
_ALIKE: Final = (
    "Alur Esperanto Bahasa Indonesia English KTP el SIAK KK NIK WhatsApp SMS DMN FEEL BPMN CSV PDF "
    "TOTP NIP QR PRR BLANKO RIBBON FILM blanko ribbon film suket Disdukcapil Kasi camat RT RW PNS WIB "
    "Ctrl Enter Esc REKAM CETAK AMBIL INFO LENGKAP GRATIS km kB MB ms id en"
)


def data_of(kernel: Kernel) -> frozenset[str]:
    """Every word of the office's tables and of all cases' variables and notes."""
    found = set(pseudo.words(_ALIKE)) | pseudo.words_of_dates()
    found.update(pseudo.words(defaults.DEFAULTS))
    with kernel.reads.begin() as session:
        for mapper in Base.registry.mappers:
            if mapper.class_.__module__.startswith("office."):
                for row in session.execute(select(mapper.local_table)):
                    found.update(word for value in row for word in pseudo.words(value))
    for case in reading.cases(kernel, SYSTEM_ACTOR, CaseQuery(size=200, roots_only=False)).items:
        view = reading.case(kernel, SYSTEM_ACTOR, case.key)
        for value in (view.variables, [note.text for note in view.notes], case):
            found.update(pseudo.words(value))
    return frozenset(found)


def pages(client: FlaskClient, kernel: Kernel, login: str) -> Iterator[tuple[str, str]]:
    """The pages an officer reaches by links from the work list, a few of each kind."""
    caller = Caller(client, kernel, login)
    caller.post("/bahasa", {"language": pseudo.LANGUAGE})
    waiting, seen = deque(["/tugas"]), {"/tugas"}
    kinds: dict[str, int] = {}
    while waiting and sum(kinds.values()) < _MOST:
        address = waiting.popleft()
        kind = _KEY.sub("#", address)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > _EACH:
            continue
        answer = caller.get(address)
        if answer.mimetype != "text/html" or answer.status_code != HTTPStatus.OK:
            continue
        yield address, answer.text
        links = [link.replace("&amp;", "&") for link in _LINK.findall(answer.text)]
        new = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(new)
        waiting.extend(new)
