"""Alembic's entry: runs the migrations on the connection that `engine.services.migrating` hands over."""

from __future__ import annotations

from alembic import context

from engine.store import tables
from engine.store.append_only import PARTITIONED


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the partitions: they are made by the month, not by migrations."""
    del parents
    partitions = tuple(f"{table}_" for table in PARTITIONED)
    return kind != "table" or not (name or "").startswith(partitions)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.METADATA,
    include_name=include_name,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
