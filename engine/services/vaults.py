"""Data keys of a case by retention class, for what an office keeps beside its cases.

What is sealed under one of them can be read until that key is destroyed, and never after: contacts
go earlier than documents, documents earlier than the case.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import recording
from engine.store.cases import Case, CaseKey
from engine.store.keys import root_of
from engine.store.sealing import DataKey, KeyDestroyed, RetentionClass, Sealer


def data_key(
    sealer: Sealer, session: Session, case_key: int, kind: RetentionClass, *, at: datetime
) -> DataKey:
    """The key of one class of the root case that `case_key` belongs to; made when first asked for.

    The case's lock is held (a worker runs inside its transaction), so that two never make two.

    Raises:
        NotFound: there is no such case.
        KeyDestroyed: the class was erased.
    """
    root_key = root_of(case_key)
    case = session.get(Case, root_key)
    if case is None:
        raise NotFound(kind="case", key=str(case_key))
    place = recording.bound("case_key", root_key, kind.value)
    row = session.get(CaseKey, (root_key, kind.value))
    if row is None:
        key = sealer.new_key()
        wrapped = sealer.wrap(key, case.office, place)
        session.add(
            CaseKey(
                root_key=root_key,
                retention_class=kind.value,
                wrapped=wrapped,
                commitment=key.commitment(),
                created_at=at,
            )
        )
        session.flush()  # whoever asks next in this transaction finds it
        return key
    if row.wrapped is None:
        raise KeyDestroyed(case=str(root_key))
    return sealer.unwrap(row.wrapped, case.office, place)


def is_open(session: Session, case_key: int, kind: RetentionClass) -> bool:
    """Whether a class of a root case can be sealed and read still: its key was not destroyed."""
    row = session.get(CaseKey, (root_of(case_key), kind.value))
    return row is None or row.wrapped is not None
