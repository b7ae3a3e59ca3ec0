"""Guards for tables whose rows are written once and read for ever; for the office's migrations.

What is written here is part of migrations that have run: a change needs a migration of its own.
"""

from __future__ import annotations

from alembic import op


def protect(table: str, *keys: str) -> None:
    """Let the database itself refuse to change, delete or replace a row of `table`.

    `keys` is the primary key: SQLite's INSERT OR REPLACE would otherwise delete in silence.
    """
    if op.get_bind().dialect.name == "postgresql":
        _protect_postgresql(table)
    else:
        _protect_sqlite(table, keys)


def _protect_postgresql(table: str) -> None:
    for name, action, level in (
        ("no_update", "UPDATE", "ROW"),
        ("no_delete", "DELETE", "ROW"),
        ("no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {action} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION alur_office_refuse_change()"
        )


def _protect_sqlite(table: str, keys: tuple[str, ...]) -> None:
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    exists = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # own names
    for name, action, condition in (
        ("no_update", "UPDATE", ""),
        ("no_delete", "DELETE", ""),
        ("no_replace", "INSERT", exists),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {action} ON {table}{condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
