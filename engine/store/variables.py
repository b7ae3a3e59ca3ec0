"""Variables by scope, sealed; those to search by also as keyed hashes, whole or word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Index, delete, insert, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Bytes, Name, PrimaryKey, table, upsert


class Variable(Base):
    __tablename__ = "variable"

    root_key: Mapped[PrimaryKey]
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Name] = mapped_column(primary_key=True)
    value: Mapped[Bytes]


class VariableIndex(Base):
    """The keyed hash of a searchable variable's present value."""

    __tablename__ = "variable_index"
    __table_args__ = (Index(None, "name", "hash"),)

    root_key: Mapped[PrimaryKey]
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Name] = mapped_column(primary_key=True)
    hash: Mapped[Bytes]


class VariableWord(Base):
    """The keyed hash of one word of a variable's present value, for those found by their words."""

    __tablename__ = "variable_word"
    __table_args__ = (Index(None, "word", "root_key"),)

    root_key: Mapped[PrimaryKey]
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[Name] = mapped_column(primary_key=True)
    word: Mapped[Bytes] = mapped_column(primary_key=True)


def write(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert or overwrite variables, at once."""
    _upsert(session, Variable, rows, "value")


def write_index(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert or overwrite hashes of searchable variables, at once."""
    _upsert(session, VariableIndex, rows, "hash")


def write_words(
    session: Session,
    root_key: int,
    words: Mapping[tuple[int, str], Iterable[bytes]],
) -> None:
    """Set the hashes of the words of variables, by scope and name; their old ones go."""
    own = tuple_(VariableWord.scope, VariableWord.name).in_(list(words))
    session.execute(delete(table(VariableWord)).where(VariableWord.root_key == root_key, own))
    rows = [
        {"root_key": root_key, "scope": scope, "name": name, "word": word}
        for (scope, name), found in words.items()
        for word in found
    ]
    if rows:
        session.execute(insert(table(VariableWord)), rows)


def forget(session: Session, root_key: int) -> None:
    """Drop every hash that a root case can be found by: part of erasing its data."""
    for record in (VariableIndex, VariableWord):
        session.execute(delete(table(record)).where(record.root_key == root_key))


def of_scopes(session: Session, root_key: int, scopes: Iterable[int]) -> list[Variable]:
    """The variables that these scopes own."""
    wanted = select(Variable).where(Variable.root_key == root_key, Variable.scope.in_(list(scopes)))
    return list(session.execute(wanted.order_by(Variable.scope, Variable.name)).scalars())


def named(session: Session, root_key: int, name: str) -> list[Variable]:
    """The variables of this name in all scopes of a root case."""
    wanted = select(Variable).where(Variable.root_key == root_key, Variable.name == name)
    return list(session.execute(wanted.order_by(Variable.scope)).scalars())


def _upsert(
    session: Session,
    record: type[Variable | VariableIndex],
    rows: Sequence[Mapping[str, object]],
    column: str,
) -> None:
    statement = upsert(session, record, ("root_key", "scope", "name"), (column,))
    session.execute(statement, list(rows))
