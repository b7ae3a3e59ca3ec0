from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from engine.store import append_only, base, keys
from engine.store.definitions import Deployment
from engine.store.log import RecordedInput


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    opened = base.open_database(database_url)
    yield opened
    opened.dispose()


def test_instant_is_read_back_aware_and_in_utc(database: Engine) -> None:
    at = datetime(2026, 11, 24, 8, 30, tzinfo=timezone(timedelta(hours=7)))
    with base.writing_sessions(database).begin() as session:
        session.add(Deployment(key=1, name="", actor="a", deployed_at=at))

    with base.reading_sessions(database).begin() as session:
        read = session.get_one(Deployment, 1).deployed_at

    assert (read, read.tzinfo) == (at, UTC)


def test_naive_instant_is_refused(database: Engine) -> None:
    naive = datetime(2026, 11, 24)  # noqa: DTZ001  # what must not be stored
    sessions = base.writing_sessions(database)

    with sessions() as session:
        session.add(Deployment(key=1, name="", actor="a", deployed_at=naive))
        with pytest.raises(StatementError):
            session.flush()


def test_keys_rise_and_leave_room_for_what_is_inside(database: Engine) -> None:
    with base.writing_sessions(database).begin() as session:
        first, second = keys.next_keys(session, 2)
        third = keys.next_key(session)

    assert [first, second, third] == [first, first + (1 << 24), first + (2 << 24)]
    assert (keys.root_of(first + 5), keys.id_of(first + 5)) == (first, 5)


def test_reading_session_writes_nothing_on_postgresql(postgresql_url: str) -> None:
    database = base.open_database(postgresql_url)
    with base.reading_sessions(database)() as session, pytest.raises(Exception, match="read-only"):
        session.execute(text("DELETE FROM job"))
    database.dispose()


def test_sqlite_is_opened_for_records_of_law(sqlite_url: str) -> None:
    database = base.open_database(sqlite_url)
    with database.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        ]
    database.dispose()

    assert found == ["wal", 2, 1, 1]


def test_recorded_input_is_append_only(database: Engine) -> None:
    sessions = base.writing_sessions(database)
    with sessions.begin() as session:
        session.add(RecordedInput(digest=b"x", content="{}"))

    with sessions() as session, pytest.raises(Exception, match="append-only"):
        session.execute(text("UPDATE recorded_input SET content = '[]'"))


def test_month_gets_partitions_before_its_first_case(postgresql_url: str) -> None:
    database = base.open_database(postgresql_url)
    with database.begin() as connection:
        made = append_only.make_month(connection, 203001)
        again = append_only.make_month(connection, 203001)
        known = append_only.has_month(connection, 203001)
    database.dispose()

    assert (made, again, known) == (True, False, True)
