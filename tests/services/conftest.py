from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from engine.services.workers import Worker
from tests.services.offices import Office, open_office

MakeOffice = Callable[..., Office]


@pytest.fixture
def make_office(database_url: str) -> Iterator[MakeOffice]:
    """Opens offices on the test's database; closes them all at the end."""
    opened: list[Office] = []

    def make(*workers: Worker) -> Office:
        opened.append(open_office(database_url, *workers))
        return opened[-1]

    yield make
    for office in opened:
        office.kernel.close()


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    return make_office()
