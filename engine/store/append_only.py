"""Triggers that keep the log append-only in both databases, and PostgreSQL's monthly partitions.

On SQLite a BEFORE INSERT trigger also stops INSERT OR REPLACE. Who owns the database can drop a
trigger: the chain (`chain.py`) is what finds that.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

PARTITIONED: Final = ("case_command", "history_event")
_KEYS: Final = {
    "case_command": ("root_key", "seq"),
    "history_event": ("root_key", "seq", "ordinal"),
    "recorded_input": ("digest",),
}
_SQLITE_GUARD: Final = """
CREATE TRIGGER {table}_{name} BEFORE {action} ON {table}{condition}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_GUARD: Final = """
CREATE OR REPLACE FUNCTION alur_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""


def protect(connection: Connection) -> None:
    """Put the triggers on every append-only table."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_POSTGRESQL_GUARD))
    for table, keys in _KEYS.items():
        if connection.dialect.name == "postgresql":
            _protect_postgresql(connection, table)
        else:
            _protect_sqlite(connection, table, keys)


def unprotect(connection: Connection) -> None:
    """Take the triggers away (a downgrade drops the tables next)."""
    for table in _KEYS:
        for name in ("no_update", "no_delete", "no_replace", "no_truncate"):
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"))
            else:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name}"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS alur_refuse_change CASCADE"))


def make_default_partitions(connection: Connection) -> None:
    """PostgreSQL: a partition for every month that has none of its own."""
    for table in PARTITIONED:
        connection.execute(text(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT"))


def make_month(connection: Connection, month: int) -> bool:
    """PostgreSQL: give `month` (year * 100 + month) partitions of its own; False when it has.

    Make months before their first case: rows that lie in the default partition already would have
    to be moved, and are left there (the month stays in the default partition; False too).
    """
    made = False
    for table in PARTITIONED:
        name = f"{table}_{month}"
        known = text("SELECT to_regclass(:name) IS NOT NULL")
        rest = f"SELECT EXISTS (SELECT 1 FROM {table}_default WHERE created_month = :month)"  # noqa: S608  # our own table names
        used = text(rest)
        if connection.execute(known, {"name": name}).scalar_one():
            continue
        if connection.execute(used, {"month": month}).scalar_one():
            continue
        values = f"FOR VALUES FROM ({month}) TO ({month + 1})"
        connection.execute(text(f"CREATE TABLE {name} PARTITION OF {table} {values}"))
        made = True
    return made


def has_month(connection: Connection, month: int) -> bool:
    """PostgreSQL: whether `month` has partitions of its own."""
    own = text("SELECT to_regclass(:name) IS NOT NULL")
    return all(
        connection.execute(own, {"name": f"{table}_{month}"}).scalar_one() for table in PARTITIONED
    )


def months_from(month: int, count: int) -> list[int]:
    """`count` months from `month` on, each as year * 100 + month."""
    first = month // 100 * 12 + month % 100 - 1
    return [number // 12 * 100 + number % 12 + 1 for number in range(first, first + count)]


def _protect_sqlite(connection: Connection, table: str, keys: tuple[str, ...]) -> None:
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    exists = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # our own names
    for name, action, condition in (
        ("no_update", "UPDATE", ""),
        ("no_delete", "DELETE", ""),
        ("no_replace", "INSERT", exists),
    ):
        statement = _SQLITE_GUARD.format(table=table, name=name, action=action, condition=condition)
        connection.execute(text(statement))


def _protect_postgresql(connection: Connection, table: str) -> None:
    for name, action, level in (
        ("no_update", "UPDATE", "ROW"),
        ("no_delete", "DELETE", "ROW"),
        ("no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        connection.execute(
            text(
                f"CREATE TRIGGER {table}_{name} BEFORE {action} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION alur_refuse_change()"
            )
        )
