"""Remarks on a case: logged with the case, changing nothing else."""

from __future__ import annotations

from engine.services import answers, casework, rights
from engine.services.kernel import Kernel, Request
from engine.services.receipts import NoteReceipt
from engine.services.turns import Turn
from engine.services.writing import on_case
from engine.store import recording
from engine.store.cases import Note
from engine.store.keys import id_of, next_key
from engine.values import AddNote, Happened, HistoryEvent


def add(kernel: Kernel, request: Request, case_key: int, text: str) -> NoteReceipt:
    """Add a note (1 to 4,000 characters) to a case the actor may see; also to one that has ended.

    Raises:
        NotFound: there is no such case, or it is of another office.
        ReasonMissing: the text is empty or too long.
    """
    text = rights.reason(text)
    asked = answers.fingerprint("note", case_key, text)
    with on_case(kernel, request, case_key) as turn:
        earlier = answers.recall(kernel, turn.session, request, asked, NoteReceipt)
        if earlier is not None:
            return earlier
        receipt = NoteReceipt(key=put(turn, case_key, text), case_key=case_key)
        answers.keep(kernel, turn.session, request, asked, receipt)
    return receipt


def put(turn: Turn, case_key: int, text: str) -> int:
    """Add a note within the caller's transaction and give its key; the text is checked already."""
    own = turn.kernel.catalogue.process(turn.session, turn.case.definition_key)
    event = HistoryEvent(
        happened=Happened.NOTED, element=own.id, type="process", instance=1, scope=1
    )
    casework.log_only(turn, AddNote(text=text), event)
    key = next_key(turn.session)
    place = recording.bound("note", turn.case.key, key)
    turn.session.add(
        Note(
            key=key,
            root_key=turn.case.key,
            case_key=turn.case.key + id_of(case_key),
            text=turn.key.seal(text.encode(), place),
            actor=turn.actor.id,
            at=turn.now,
        )
    )
    return key
