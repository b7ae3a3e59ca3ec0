"""Variables by scope, sealed; those declared searchable also as keyed hashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store.base import Base, Bytes, Name, PrimaryKey, upsert


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


def write(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert or overwrite variables, at once."""
    _upsert(session, Variable, rows, "value")


def write_index(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert or overwrite hashes of searchable variables, at once."""
    _upsert(session, VariableIndex, rows, "hash")


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
    table: type[Variable | VariableIndex],
    rows: Sequence[Mapping[str, object]],
    column: str,
) -> None:
    statement = upsert(session, table, ("root_key", "scope", "name"), (column,))
    session.execute(statement, list(rows))
