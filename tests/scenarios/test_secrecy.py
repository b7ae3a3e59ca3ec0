"""Who the citizen is stands nowhere in the clear: not in the database, its files, nor the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine, inspect

from engine.errors import AlurError
from engine.services import corrections, notes, tasks
from tests.scenarios.kecamatan import KASI, LOKET, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, check_papers, look_up, ready

SECRET: Final = {
    "nik": "3273164107900001",
    "no_kk": "3273160101100001",
    "nama": "SITI AMINAH",
    "alamat": "Jl. Kebon Jayanti 1",
    "no_hp": "81234567890",
    "tempat_lahir": "CIBADUYUT",
}
_FILES: Final = ("", "-wal")


def live(office: Kecamatan) -> None:
    """Two cases, with what goes wrong while a person's data are at hand."""
    case = apply(office, tempat_lahir=SECRET["tempat_lahir"])
    spoil(office, case)
    check_papers(case)
    look_up(case)
    ready(office, nik="3273160506850004", jenis_kelamin="L", tgl_lahir="1985-06-05")


def spoil(office: Kecamatan, case: Perkara) -> None:
    key = case.task("U4_periksa_kelengkapan").key
    tasks.save_draft(office.kernel, by(LOKET), key, {"catatan": " ".join(SECRET.values())})
    with pytest.raises(AlurError):
        tasks.complete(office.kernel, by(LOKET), key, {"hasil": SECRET["nik"]})
    with pytest.raises(AlurError):
        tasks.complete(office.kernel, by(LOKET), key, {"dokumen": SECRET["nama"]})
    notes.add(office.kernel, by(LOKET), case.key, " ".join(SECRET.values()))
    corrected = {"nama": SECRET["nama"]}
    corrections.correct(office.kernel, by(KASI), case.key, corrected, reason=SECRET["nama"])


def values(database: Engine) -> Iterator[tuple[str, bytes]]:
    """Every value of every table with its place, and the bytes of SQLite's files."""
    with database.connect() as connection:
        for table in inspect(database).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()
            for row in rows:
                yield from ((f"{table}.{name}", _bytes(value)) for name, value in row.items())
    if database.dialect.name == "sqlite":
        for ending in _FILES:
            file = Path(f"{database.url.database}{ending}")
            yield file.suffix, file.read_bytes() if file.exists() else b""


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_no_table_and_no_file_holds_a_citizens_data(office: Kecamatan) -> None:
    live(office)

    kept = list(values(office.kernel.database))
    found = {
        (place, name)
        for place, value in kept
        for name, secret in SECRET.items()
        if secret.encode() in value
    }

    assert sorted(found) == []
    assert any(b"U4_periksa_kelengkapan" in value for _, value in kept)


def test_no_line_of_the_log_holds_a_citizens_data(
    office: Kecamatan, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    live(office)

    lines = [record.getMessage() + str(record.exc_info) for record in caplog.records]
    assert [line for line in lines if any(secret in line for secret in SECRET.values())] == []
