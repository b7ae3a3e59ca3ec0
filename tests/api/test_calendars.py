"""The calendar's pages: the year, a look at what a change moves, the change, its versions."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pytest

from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import calendar
from office.timetable import Day, DayKind
from tests.api.conftest import OFFICE, Caller

PATH: Final = f"/kalender/{OFFICE}"
CLOSED: Final = {
    "apa": "hari",
    "dari-day": "25",
    "dari-month": "11",
    "dari-year": "2026",
    "jenis": "TUTUP_DARURAT",
    "nama": "Banjir",
    "sumber": "SE 12",
    "alasan": "Banjir besar",
}
HOURS: Final = {f"jam-{at}": "08.00-12.00, 13.00-16.00" if at < 5 else "" for at in range(7)}
SEASON: Final = {
    "apa": "musim",
    "nomor": "",
    "nama": "Ramadan",
    "alasan": "Sidang isbat",
    "mulai-day": "1",
    "mulai-month": "2",
    "mulai-year": "2030",
    "selesai-day": "1",
    "selesai-month": "3",
    "selesai-year": "2030",
    **HOURS,
}


def shown(kernel: Kernel) -> dict[date, Day]:
    return dict(calendar.shown(kernel, OFFICE).days)


def version(kernel: Kernel) -> int:
    return calendar.of_office(kernel, OFFICE).version


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))


def test_a_year_is_shown_with_its_holidays_sources_and_estimates(kasi: Caller) -> None:
    page = kasi.get("/kalender?tahun=2027").text

    assert "Hari Raya Idul Fitri" in page
    assert "perkiraan" in page
    assert page.count("<caption>") == 12
    assert "/kalender/327316/hari" not in page


def test_the_preview_changes_nothing(admin: Caller, kernel: Kernel) -> None:
    page = admin.post(f"{PATH}/pratinjau", CLOSED).text

    assert "Banjir" in page
    assert version(kernel) == 1
    assert date(2026, 11, 25) not in shown(kernel)
    assert hidden(page)["nama"] == "Banjir"


def test_what_was_looked_at_is_changed_and_kept_as_a_version(admin: Caller, kernel: Kernel) -> None:
    fields = hidden(admin.post(f"{PATH}/pratinjau", CLOSED).text)
    twice = [admin.post(f"{PATH}/ubah", CLOSED | fields).status_code for _ in range(2)]
    page = admin.get("/kalender?tahun=2026").text

    assert twice == [303, 303]
    assert version(kernel) == 2
    assert shown(kernel)[date(2026, 11, 25)].kind is DayKind.TUTUP_DARURAT
    assert "Banjir besar" in page
    assert "Banjir" not in admin.get("/kalender?tahun=2026&versi=1").text.split("Versi")[0]


def test_a_preview_made_stale_by_somebody_says_who(admin: Caller, kernel: Kernel) -> None:
    fields = hidden(admin.post(f"{PATH}/pratinjau", CLOSED).text)
    calendar.change_days(kernel, Request(actor=SYSTEM_ACTOR), OFFICE, {}, "Lain")
    answer = admin.post(f"{PATH}/ubah", CLOSED | fields)

    assert answer.status_code == 409
    assert 'value="Banjir"' in answer.text


def test_a_day_becomes_ordinary_again(admin: Caller, kernel: Kernel) -> None:
    christmas = {"dari-day": "25", "dari-month": "12", "dari-year": "2026", "jenis": "BIASA"}
    admin.post(f"{PATH}/ubah", christmas | {"apa": "hari", "alasan": "SKB diubah"})

    assert date(2026, 12, 25) not in shown(kernel)


def test_the_weeks_hours_and_a_season_are_changed(admin: Caller, kernel: Kernel) -> None:
    admin.post(
        f"{PATH}/ubah", {"apa": "jam", "alasan": "Jam baru", **HOURS, "jam-5": "08:00–10:00"}
    )
    admin.post(f"{PATH}/ubah", SEASON)
    content = calendar.shown(kernel, OFFICE)
    number = next(at for at, one in enumerate(content.seasons) if one.start.year == 2030)
    form = admin.get(f"{PATH}/musim?nomor={number}").text
    admin.post(f"{PATH}/ubah", SEASON | {"nomor": str(number), "hapus": "1"})

    assert len(content.hours[5]) == 1
    assert 'value="2030"' in form
    assert all(one.start.year != 2030 for one in calendar.shown(kernel, OFFICE).seasons)


#: each makes the form one that no calendar can be
WRONG: Final[list[dict[str, str]]] = [
    {"dari-year": "26"},
    {"sampai-day": "1", "sampai-month": "1", "sampai-year": "2030"},
    {"jenis": "LIBUR"},
    {"jenis": "KERJA"},
    {"nama": " "},
    {"nama": "x" * 201},
    {"alasan": ""},
    {"jam": "13.00-08.00"},
    {"jam": "24.00-25.00"},
    {"jam": "pagi"},
    SEASON | {"selesai-year": "2029"},
    SEASON | {"selesai-year": "2033"},
    SEASON | dict.fromkeys(HOURS, ""),
    {"apa": "jam", **dict.fromkeys(HOURS, "")},
]


def test_what_is_no_calendar_is_told_and_nothing_changes(admin: Caller, kernel: Kernel) -> None:
    for wrong in WRONG:
        for action in ("pratinjau", "ubah"):
            answer = admin.post(f"{PATH}/{action}", CLOSED | wrong)
            assert (answer.status_code, 'role="alert"' in answer.text) == (400, True), wrong
    assert version(kernel) == 1


@pytest.mark.parametrize(
    "query", ["tahun=0", "tahun=99999999999", "tahun=9999", "tahun=²", "versi=7"]
)
def test_a_year_or_version_that_is_not_there(admin: Caller, query: str) -> None:
    assert admin.get(f"/kalender?{query}").status_code in {200, 404}


def test_a_form_that_is_none_of_ours_is_a_bad_request(admin: Caller) -> None:
    assert admin.post(f"{PATH}/pratinjau", {"apa": "x"}).status_code == 400
    assert admin.get(f"{PATH}/lain").status_code == 404
    assert admin.get(f"{PATH}/hari?tanggal=kemarin").status_code == 200


def test_another_offices_calendar_is_not_changed_here(admin: Caller) -> None:
    assert admin.get("/kalender/317101/hari").status_code == 403
    assert admin.post("/kalender/317101/ubah", CLOSED).status_code == 403
    assert admin.get("/kalender?kantor=317101").status_code == 403


def test_what_was_left_behind_is_counted_again(admin: Caller) -> None:
    assert admin.post(f"{PATH}/hitung-ulang").status_code == 303
