from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.scenarios.kecamatan import Kecamatan, open_kecamatan

OpenOffice = Callable[..., Kecamatan]


@pytest.fixture
def open_office(database_url: str) -> Iterator[OpenOffice]:
    """Opens the office with a stock of the test's choice; closed at the end."""
    opened: list[Kecamatan] = []

    def build(*, stock: int = 10, print_site: str = "KECAMATAN") -> Kecamatan:
        opened.append(open_kecamatan(database_url, stock=stock, print_site=print_site))
        return opened[-1]

    yield build
    for office in opened:
        office.kernel.close()


@pytest.fixture
def office(open_office: OpenOffice) -> Kecamatan:
    return open_office()
