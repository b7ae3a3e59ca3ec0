"""Finds cases by number or by the words of a variable, without the words lying anywhere.

Which variables are found by their words is the installation's (`Kernel.wordings`): each word of the
present value is kept as a keyed hash, written with the variable in the case's own transaction. Only
whole words are found: what could be found by parts of words could be guessed by parts of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from engine.services import restricting
from engine.services.kernel import Kernel
from engine.services.reading import rows, scoping
from engine.services.reading.views import CaseRow
from engine.store import coding, locking, recording, variables
from engine.store.cases import Case, CaseKey
from engine.store.sealing import DataKey, RetentionClass
from engine.store.variables import Variable, VariableWord
from engine.values import Actor, JsonValue

_MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A root case that was found, and the value of the variable asked for: None where it has none,
    was erased, or is closed to the reader.
    """

    row: CaseRow
    value: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The newest cases found, at most 50; `is_more`: there are others, older ones."""

    items: tuple[Hit, ...] = ()
    is_more: bool = False


def by_number(kernel: Kernel, actor: Actor, number: str, shown: str) -> Hits:
    """Root cases of the actor's offices with a business key, and each one's variable `shown`.

    Raises:
        RightMissing: the actor has no right to read cases.
    """
    return _search(kernel, actor, [Case.business_key == number], shown, discreet=False)


def by_words(kernel: Kernel, actor: Actor, name: str, value: JsonValue, shown: str) -> Hits:
    """Root cases whose variable `name` holds every word of `value`; none when it has no word.

    A case that is closed to the actor is not found: that it was found would tell what it holds.

    Raises:
        RightMissing: the actor has no right to read cases.
        KeyError: the variable is not found by its words here.
    """
    words = tuple(kernel.wordings[name](value))
    if not words:
        scoping.require_member(actor)
        return Hits()
    hashes = recording.word_hashes(kernel.sealer, name, words)
    return _search(kernel, actor, [_holds(word) for word in hashes], shown, discreet=True)


def index_words(kernel: Kernel) -> int:
    """Index what was written before its variable was found by words; how many cases.

    Each case in a transaction of its own, under its lock. Called again it finds nothing to do.
    """
    with kernel.reads.begin() as session:
        missing = _unindexed(session, kernel)
    for root in missing:
        with kernel.sessions.begin() as session:
            _index(kernel, session, root)
    return len(missing)


def _holds(word: bytes) -> ColumnElement[bool]:
    return Case.key.in_(select(VariableWord.root_key).where(VariableWord.word == word))


def _search(
    kernel: Kernel,
    actor: Actor,
    conditions: list[ColumnElement[bool]],
    shown: str,
    *,
    discreet: bool,
) -> Hits:
    scoping.require_member(actor)
    wanted = select(Case).where(
        Case.key == Case.root_key, scoping.in_offices(Case.office, actor), *conditions
    )
    with kernel.reads.begin() as session:
        found = session.execute(wanted.order_by(Case.key.desc()).limit(_MOST + 1)).scalars().all()
        keys = scoping.keys_of(kernel, session, {case.key for case in found})
        hits = []
        for case in found[:_MOST]:
            own = keys[case.key][1]
            key = restricting.key_for(kernel.restriction, session, actor, case.key, own)
            if key is not None or not discreet:
                value = None if key is None else _value(session, key, case.key, shown)
                hits.append(Hit(row=rows.case_row(kernel, session, case, 0), value=value))
    return Hits(items=tuple(hits), is_more=len(found) > _MOST)


def _value(session: Session, key: DataKey, root_key: int, name: str) -> JsonValue:
    """The variable's value in the outermost scope that says something."""
    for row in variables.named(session, root_key, name):
        value = _opened(key, row)
        if value:
            return value
    return None


def _opened(key: DataKey, row: Variable) -> JsonValue:
    place = recording.bound("variable", row.root_key, row.scope, row.name)
    return coding.from_bytes(key.open(row.value, place))


def _unindexed(session: Session, kernel: Kernel) -> list[int]:
    indexed = exists().where(
        VariableWord.root_key == Variable.root_key,
        VariableWord.scope == Variable.scope,
        VariableWord.name == Variable.name,
    )
    readable = exists().where(
        CaseKey.root_key == Variable.root_key,
        CaseKey.retention_class == RetentionClass.CASE.value,
        CaseKey.wrapped.is_not(None),
    )
    wanted = select(Variable.root_key).where(
        Variable.name.in_(sorted(kernel.wordings)), readable, ~indexed
    )
    return sorted(set(session.execute(wanted).scalars()))


def _index(kernel: Kernel, session: Session, root_key: int) -> None:
    locking.lock(session, root_key, kernel.clock.now())
    key = scoping.key_of(kernel, session, root_key)
    if key is None:
        return
    words = {
        (row.scope, row.name): recording.word_hashes(
            kernel.sealer, row.name, kernel.wordings[row.name](_opened(key, row))
        )
        for name in kernel.wordings
        for row in variables.named(session, root_key, name)
    }
    variables.write_words(session, root_key, words)
