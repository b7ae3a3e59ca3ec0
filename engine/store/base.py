"""The declarative base, column types and database connections. Holds no table and no query."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, TypeAlias, cast

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from typing_extensions import override

_BUSY_MILLISECONDS = 30_000
_READING = "alur_reading"


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC and read back aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key: TypeAlias = Annotated[int, mapped_column(BigInteger)]
PrimaryKey: TypeAlias = Annotated[
    int, mapped_column(BigInteger, primary_key=True, autoincrement=False)
]
Instant: TypeAlias = Annotated[datetime, mapped_column(UtcInstant)]
#: ids, states, names: short text, its length bounded where it comes in (`engine.services`)
Name: TypeAlias = Annotated[str, mapped_column(Text)]
#: JSON kept as the canonical text we wrote
Json: TypeAlias = Annotated[str, mapped_column(Text)]
Bytes: TypeAlias = Annotated[bytes, mapped_column(LargeBinary)]


class Base(DeclarativeBase):
    """Every table of the engine and of the office."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def open_database(url: str) -> Engine:
    """Make an engine for sqlite:///file or postgresql+psycopg://…; connects when first used.

    SQLite: WAL, synchronous=FULL (a record of law survives a power cut), foreign keys, triggers
    also on replaced rows; writing transactions begin IMMEDIATE so that two writers wait, never
    fail.
    """
    if url.startswith("sqlite"):
        database = create_engine(
            url, pool_size=16, max_overflow=48, pool_timeout=60, hide_parameters=True
        )
        event.listen(database, "connect", _prepare_sqlite)
        event.listen(database, "begin", _begin_sqlite)
        return database
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=16,
        max_overflow=16,
        pool_timeout=60,
        pool_pre_ping=True,
        hide_parameters=True,  # a failing statement is logged without what it was about
    )


def writing_sessions(database: Engine) -> sessionmaker[Session]:
    """Sessions that write; on SQLite their transactions take the write lock at once."""
    return sessionmaker(database, expire_on_commit=False, autoflush=False)


def reading_sessions(database: Engine) -> sessionmaker[Session]:
    """Sessions that only read; each transaction sees one state of the database."""
    options: dict[str, object] = {_READING: True}
    if database.dialect.name == "postgresql":
        options |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    bound = database.execution_options(**options)
    return sessionmaker(bound, expire_on_commit=False, autoflush=False)


def is_postgresql(session: Session) -> bool:
    """Whether the session speaks to PostgreSQL (else it is SQLite)."""
    return session.get_bind().dialect.name == "postgresql"


def table(record: type[Base]) -> Table:
    """A record's bare table: statements on it skip the object mapper, which rows need not pass."""
    return cast("Table", record.__table__)


def dialect_insert(session: Session, record: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT, which both databases spell alike."""
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    return insert(table(record))


def upsert(
    session: Session, record: type[Base], keys: tuple[str, ...], columns: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    """An INSERT of a record that overwrites `columns` where `keys` are there already."""
    return _upsert(is_postgresql(session), record, keys, columns)


@cache
def _upsert(
    is_postgres: bool,  # noqa: FBT001  # the cache's key
    record: type[Base],
    keys: tuple[str, ...],
    columns: tuple[str, ...],
) -> postgresql.Insert | sqlite.Insert:
    """Built once: `excluded` costs more than running the statement."""
    statement = (postgresql.insert if is_postgres else sqlite.insert)(table(record))
    written = {column: statement.excluded[column] for column in columns}
    return statement.on_conflict_do_update(index_elements=keys, set_=written)


def _prepare_sqlite(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    del record
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below decides, not the driver
    for setting in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
