from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from engine.services import migrating
from engine.store import append_only, base, tables
from tests import databases


@pytest.fixture
def empty_url(database_url: str) -> str:
    migrating.downgrade(database_url, databases.BRANCHES)
    return database_url


def test_migrated_database_has_the_tables_of_the_models(database_url: str) -> None:
    database = base.open_database(database_url)

    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        differences = compare_metadata(context, tables.METADATA)

    database.dispose()
    assert differences == []


def test_downgrade_leaves_no_table_behind(empty_url: str) -> None:
    database = create_engine(empty_url)

    left = inspect(database).get_table_names()

    database.dispose()
    assert set(left) <= {"alembic_version"}


def test_upgrade_after_downgrade_is_current(empty_url: str) -> None:
    assert not migrating.is_current(empty_url, databases.BRANCHES)

    migrating.upgrade(empty_url, databases.BRANCHES)

    assert migrating.is_current(empty_url, databases.BRANCHES)


def test_months_follow_one_another_over_a_year_end() -> None:
    assert append_only.months_from(202611, 4) == [202611, 202612, 202701, 202702]


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    if kind != "table":
        return True
    tables_of_engine = {
        table for table in tables.METADATA.tables if not table.startswith("office_")
    }
    return name in tables_of_engine
