"""The pages of policies: what holds and why, changing one, and how values are typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from api.pages import settingforms, settingwords
from engine.clock import TravellingClock
from engine.services.kernel import Kernel
from office import config
from office.defaults import DEFAULTS, kind_of
from tests.api.conftest import OFFICE, Caller

PATH: Final = f"/setelan/{OFFICE}"
CALLS: Final = "antrean.panggilan_maks"
GUIDE: Final = Path(__file__).parents[2] / "docs/guides/configuration.md"


def held(kernel: Kernel, name: str) -> object:
    return config.held(kernel, OFFICE).values[name]


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_every_policy_is_listed_with_what_it_means(kasi: Caller) -> None:
    page = kasi.get("/setelan").text

    assert all(f'<code class="quiet">{name}</code>' in page for name in DEFAULTS)
    assert page.count("belum dibaca") > 10
    assert 'name="nilai"' not in kasi.get(f"{PATH}/{CALLS}").text


def test_a_change_holds_at_once_and_says_who_and_why(admin: Caller, kernel: Kernel) -> None:
    admin.post(f"{PATH}/{CALLS}", {"nilai": "5", "alasan": "Rapat 24 November"})
    page = admin.get(f"{PATH}/{CALLS}").text

    assert held(kernel, CALLS) == 5
    assert "Rapat 24 November" in page
    assert "Petugas Admin1" in page


def test_a_change_holds_from_its_day_on(
    admin: Caller, kernel: Kernel, clock: TravellingClock
) -> None:
    day = {"mulai-day": "1", "mulai-month": "12", "mulai-year": "2026"}
    admin.post(f"{PATH}/batas.T1", day | {"nilai": "5", "satuan": "PT%sM", "alasan": "Rapat"})

    assert held(kernel, "batas.T1") == "PT10M"
    assert "berubah 1 Des 2026" in admin.get("/setelan").text
    clock.advance(timedelta(days=7))
    assert held(kernel, "batas.T1") == "PT5M"


WRONG: Final[list[tuple[str, dict[str, str]]]] = [
    (CALLS, {"nilai": "99"}),
    (CALLS, {"nilai": "²"}),
    (CALLS, {"nilai": ""}),
    (CALLS, {"nilai": "4" * 5000}),
    ("batas.T1", {"nilai": "0", "satuan": "PT%sM"}),
    ("batas.T1", {"nilai": "5", "satuan": "%(x)s%s%s"}),
    ("kantor.pisah_tugas", {"nilai": "mungkin"}),
    ("pemusnahan.jam", {"nilai": "25:00"}),
    ("kantor.kelurahan", {"nilai": "\n\n"}),
    ("pesan.templat", {"nilai": "{"}),
    ("pesan.templat", {"nilai": "STATUS: NIK Anda {nik}"}),
    ("cetak.suhu_min", {"nilai": "200"}),
    (CALLS, {"nilai": "4", "alasan": " "}),
    (CALLS, {"nilai": "4", "mulai-day": "1", "mulai-month": "1", "mulai-year": "2020"}),
    (CALLS, {"nilai": "4", "mulai-day": "31", "mulai-month": "2", "mulai-year": "2027"}),
]


def test_what_will_not_do_is_told_and_nothing_changes(admin: Caller, kernel: Kernel) -> None:
    for name, fields in WRONG:
        answer = admin.post(f"{PATH}/{name}", {"alasan": "Rapat"} | fields)
        assert (answer.status_code, 'role="alert"' in answer.text) == (400, True), (name, fields)
        assert "%(" not in answer.text
        assert held(kernel, name) == DEFAULTS[name]


def test_a_stale_page_says_who_was_faster_and_keeps_what_was_typed(
    admin: Caller, kernel: Kernel
) -> None:
    admin.post(f"{PATH}/{CALLS}", {"nilai": "4", "alasan": "Rapat"})
    old = version_on(admin.get(f"{PATH}/{CALLS}").text)
    admin.post(f"{PATH}/{CALLS}", {"nilai": "5", "alasan": "Rapat", "version": old})
    answer = admin.post(f"{PATH}/{CALLS}", {"nilai": "6", "alasan": "Lain", "version": old})

    assert answer.status_code == 409
    assert "Petugas Admin1" in answer.text
    assert 'value="6"' in answer.text
    assert held(kernel, CALLS) == 5


def test_a_double_click_writes_one_change(admin: Caller, kernel: Kernel) -> None:
    fields = {"nilai": "4", "alasan": "Rapat", "idempotency_key": "sekali", "version": "0"}
    answers = [admin.post(f"{PATH}/{CALLS}", fields).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(config.changes(kernel, OFFICE, CALLS)) == 1


def test_only_who_administers_changes_a_policy(
    kasi: Caller, as_officer: Callable[[str], Caller]
) -> None:
    assert kasi.post(f"{PATH}/{CALLS}", {"nilai": "4", "alasan": "x"}).status_code == 403
    assert as_officer("auditor1").get("/setelan").status_code == 200
    assert as_officer("loket1").get("/setelan").status_code == 403


@pytest.mark.parametrize("path", ["/327316/tidak.ada", "/999999/antrean.panggilan_maks", "/x/y"])
def test_a_policy_or_office_that_is_not_there(admin: Caller, path: str) -> None:
    assert admin.get(f"/setelan{path}").status_code in {403, 404}


def test_what_is_shown_in_the_form_reads_back_as_it_was() -> None:
    for name, value in DEFAULTS.items():
        kind = kind_of(name)
        assert kind is not None
        if value is not None:
            read = settingforms.read(kind, value, settingforms.fields(kind, value))
            assert read == value, name


def test_the_words_are_those_of_the_guide() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \|", GUIDE.read_text(), re.MULTILINE)
    said = {name: text.replace("`", "") for name, text in rows if name in DEFAULTS}

    assert said == settingwords.MEANINGS


def test_policies_that_nothing_reads_are_those_of_the_guide() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \|.*not read yet \|$", GUIDE.read_text(), re.MULTILINE)

    assert {name for name in DEFAULTS if not settingwords.is_read(name)} == set(rows)
