"""What a completed task does with the files of its answers, inside the case's transaction.

Files themselves come and go in `engine.services.documents`; nothing is begun or committed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.errors import AnswersInvalid, Fault
from engine.services import vaults
from engine.services.turns import Turn
from engine.store import documents
from engine.store.documents import Document, Seal
from engine.store.keys import root_of
from engine.store.sealing import RetentionClass
from engine.store.tasks import UserTask
from engine.values import Variables
from forms import files
from forms.messages import N_
from forms.model import Form

#: the id of a file: its key, and the SHA-256 of its content
_ID: Final = re.compile(r"([0-9]{1,18})\.([0-9a-f]{64})", re.ASCII)


def id_of(key: int, sha256: str) -> str:
    """The id by which answers name a file; it says which content was meant."""
    return f"{key}.{sha256}"


def key_in(identifier: object) -> int | None:
    """The key that an id names; None when it is no id of a file."""
    found = _ID.fullmatch(identifier) if isinstance(identifier, str) else None
    return int(found[1]) if found else None


def seal_of(turn: Turn) -> Seal:
    """What seals and opens the files of the locked case."""
    key = vaults.data_key(
        turn.kernel.sealer,
        turn.session,
        turn.case.key,
        RetentionClass.DOCUMENT,
        at=turn.recorded_at,
    )
    return Seal(key, turn.case.key)


def require_received(turn: Turn, form: Form, task: UserTask, answers: Variables) -> None:
    """Refuse answers that name files which are not of this case, or with another content.

    Raises:
        AnswersInvalid: a fault at each such field.
    """
    given = {place.path: place.given for place in files.places(form, answers) if place.given}
    known = _known(turn, task, [one for each in given.values() for one in each])
    faults = tuple(
        Fault(
            rule="file",
            message=N_("This is no file that was received."),
            advice=N_("Choose it again."),
            element=path,
        )
        for path, each in given.items()
        if not known.issuperset(map(str, each))
    )
    if faults:
        raise AnswersInvalid(faults)


def settle(turn: Turn, form: Form, task: UserTask, answers: Variables) -> None:
    """Let the files that the answers name belong to the case; delete the task's others."""
    uploaded = [row.key for row in documents.unkept(turn.session, task.key)]
    if not uploaded:
        return
    named = set(_named(form, answers))
    kept = [key for key in uploaded if key in named]
    documents.keep(turn.session, kept, turn.recorded_at)
    documents.remove(turn.session, [key for key in uploaded if key not in named])


def _named(form: Form, answers: Variables) -> Iterator[int]:
    for place in files.places(form, answers):
        for one in place.given:
            key = key_in(one)
            if key is not None:
                yield key


def _known(turn: Turn, task: UserTask, given: list[object]) -> set[str]:
    """The ids among these of files in this case: kept ones, and what this task received."""
    keys = [key for one in given if (key := key_in(one)) is not None]
    if not keys:
        return set()
    seal = seal_of(turn)
    return {
        id_of(row.key, seal.about(row).sha256)
        for row in documents.find_many(turn.session, keys)
        if row.root_key == root_of(task.key) and _is_usable(row, task)
    }


def _is_usable(row: Document, task: UserTask) -> bool:
    return row.kept_at is not None or row.task_key == task.key
