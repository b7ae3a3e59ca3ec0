"""No page of any role shows a word in the source's tongue when it is read in another one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import pytest
from flask import Flask

from api import composition, languages
from api.app import create_app
from api.demo import making
from api.demo.making import Scale
from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from engine.settings import Settings
from tests.languages import pseudo, spoken

ROLES: Final = ("siti", "agus", "budi", "rina", "wawan", "camat", "auditor", "admin")
END: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return making.make(tmp_path_factory.mktemp("demo"), scale=Scale(cases=8, weeks=2, end=END))


@pytest.fixture(scope="module")
def office(made: Settings) -> Iterator[Kernel]:
    kernel = composition.build_kernel(made, clock=TravellingClock(END))
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def app(
    made: Settings, office: Kernel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("translations")
    pseudo.write_catalogues(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(languages.LANGUAGES, pseudo.LANGUAGE, "⟦Esperanto⟧")
        app = create_app(made, office)
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
        app.extensions["babel"].translation_directories = [str(folder)]
        yield app


@pytest.mark.parametrize("login", ROLES)
def test_every_page_of_a_role_is_translated_whole(app: Flask, office: Kernel, login: str) -> None:
    data = spoken.data_of(office)
    left = [
        f"{address}: {text}"
        for address, page in spoken.pages(app.test_client(), office, login)
        for text in pseudo.foreign(page, data)
    ]

    assert not left, "\n".join(left)


def test_a_text_without_brackets_is_noticed() -> None:
    page = "<p>⟦Due⟧ <b>Selesai</b></p><a title='Buka'>⟦a ⟦b⟧ c⟧</a><code>kode</code>"

    assert pseudo.foreign(page, frozenset()) == ["Selesai", "Buka"]


def test_brackets_may_go_over_several_elements() -> None:
    assert pseudo.foreign("<p>⟦Semua <b>gratis</b>.⟧</p><p>lain</p>", frozenset()) == ["lain"]
