"""The work list as officers use it: rows in words, filters, the next one, ticked rows, snooze."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from werkzeug.test import TestResponse

from engine.clock import TravellingClock
from tests.api.conftest import Caller
from tests.api.test_v2_flow import open_task, start

SNOOZE = {"sampai": "besok", "alasan": "menunggu KK"}


@pytest.fixture
def three(loket: Caller) -> list[str]:
    """The tasks of three cases, free for the counter."""
    return [open_task(loket, start(loket)) for _ in range(3)]


def listed(page: TestResponse) -> list[str]:
    return re.findall(r'<tr id="t(\d+)">', page.text)


def ticked(caller: Caller, keys: list[str], **fields: str) -> TestResponse:
    return caller.client.post(
        "/tugas/banyak?dari=kelompok",
        data={"csrf_token": caller.token, "tugas": keys, **fields},
    )


def mine(caller: Caller) -> list[str]:
    return listed(caller.get("/tugas?dari=saya"))


def test_due_dates_are_told_in_working_time(
    three: list[str], clock: TravellingClock, as_officer: Callable[[str], Caller]
) -> None:
    assert three
    clock.move_to(clock.now().replace(day=26))

    assert "lewat 2 hari kerja" in as_officer("loket1").get("/tugas?dari=kelompok").text


def test_next_takes_a_task_and_leads_to_it_until_none_is_left(
    loket: Caller, three: list[str]
) -> None:
    taken = [loket.post("/tugas/berikutnya").headers["Location"] for _ in range(4)]

    assert {path.rsplit("/", 1)[1] for path in taken[:3]} == set(three)
    assert taken[3] == "/tugas?dari=kelompok"
    assert "Tidak ada tugas menunggu" in loket.get(taken[3]).text


def test_ticked_rows_are_taken_and_each_outcome_is_told(
    loket: Caller, as_loket2: Caller, three: list[str]
) -> None:
    as_loket2.post(f"/tugas/{three[1]}/ambil")

    page = ticked(loket, [*three, "4711", "x"], tindakan="ambil")

    told = unescape(page.text)
    assert "2 dari 4" in told
    assert "Petugas Loket2" in told
    assert sorted(mine(loket)) == sorted([three[0], three[2]])


def test_ticked_rows_are_handed_over_put_off_and_taken_up_again(
    loket: Caller, as_loket2: Caller, three: list[str]
) -> None:
    ticked(loket, three, tindakan="ambil")
    ticked(loket, three[:2], tindakan="tunda", **SNOOZE)
    assert mine(loket) == three[2:]

    ticked(loket, three[:1], tindakan="bangunkan", alasan="KK datang")
    ticked(loket, three[2:], tindakan="serahkan", alasan="cuti", kepada="loket2")

    assert (mine(loket), mine(as_loket2)) == (three[:1], three[2:])
    ticked(loket, three[:1], tindakan="lepas", alasan="istirahat")
    assert mine(loket) == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"tindakan": "ambil", "tugas": ""}, "Centang dahulu"),
        ({"tindakan": "hapus"}, "Pilih tindakan"),
        ({"tindakan": "lepas"}, "field-alasan"),
        ({"tindakan": "serahkan", "alasan": "cuti"}, "Pilih petugas yang"),
        ({"tindakan": "serahkan", "alasan": "cuti", "kepada": "siapa"}, "Pilih petugas yang"),
        ({"tindakan": "tunda", "alasan": "KK"}, "Pilih sampai kapan"),
        ({"tindakan": "tunda", "alasan": "KK", "sampai": "tanggal"}, "Isi tanggalnya"),
    ],
)
def test_what_the_form_leaves_open_is_told_and_ticks_are_kept(
    loket: Caller, three: list[str], fields: dict[str, str], fault: str
) -> None:
    keys = [] if "tugas" in fields else three[:1]

    page = ticked(loket, keys, **{name: text for name, text in fields.items() if text})

    assert page.status_code == 422
    assert fault in page.text
    assert page.text.count(" checked") == len(keys) + 1  # and the keys' switch
    assert mine(loket) == []


def test_task_is_put_off_on_its_own_page_and_shown_when_asked_for(
    loket: Caller, three: list[str], clock: TravellingClock
) -> None:
    task = three[0]
    loket.post(f"/tugas/{task}/ambil")
    assert "hari kerja berikutnya (25 Nov 2026" in loket.get(f"/tugas/{task}/tunda").text

    loket.post(f"/tugas/{task}/tunda", SNOOZE)

    assert mine(loket) == []
    shown = loket.get("/tugas?dari=saya&ditunda=hanya")
    assert listed(shown) == [task]
    assert "ditunda sampai 25 Nov 2026" in shown.text
    loket.post(f"/tugas/{task}/bangunkan")
    assert mine(loket) == [task]


def test_putting_off_stands_in_the_cases_history_with_its_reason(loket: Caller) -> None:
    case = start(loket)
    task = open_task(loket, case)
    loket.post(f"/tugas/{task}/ambil")

    loket.post(f"/tugas/{task}/tunda", SNOOZE)
    loket.post(f"/tugas/{task}/bangunkan")

    told = loket.get(f"/kasus/{case}").text
    assert "ditunda sampai 25 Nov 2026 08.00" in told
    assert "menunggu KK" in told
    assert "dilanjutkan lagi" in told


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"sampai": "tanggal", "tanggal-day": "1", "tanggal-month": "1", "tanggal-year": "2026"},
            "Pilih waktu",
        ),
        (
            {
                "sampai": "tanggal",
                "tanggal-day": "31",
                "tanggal-month": "2",
                "tanggal-year": "2026",
            },
            "field-tanggal",
        ),
        (
            {
                "sampai": "tanggal",
                "tanggal-day": "31",
                "tanggal-month": "12",
                "tanggal-year": "9999",
            },
            "field-",
        ),
        (
            {
                "sampai": "tanggal",
                "tanggal-day": "26",
                "tanggal-month": "11",
                "tanggal-year": "2026",
                "jam": "25.00",
            },
            "Isi jam",
        ),
        ({"sampai": "besok", "alasan": ""}, "field-alasan"),
        ({"sampai": "besok", "alasan": "x" * 5000}, "field-alasan"),
    ],
)
def test_no_time_to_wait_until_and_no_reason_are_refused_beside_their_fields(
    loket: Caller, three: list[str], fields: dict[str, str], fault: str
) -> None:
    loket.post(f"/tugas/{three[0]}/ambil")

    page = loket.post(f"/tugas/{three[0]}/tunda", {"alasan": "menunggu KK", **fields})

    assert page.status_code == 422
    assert fault in page.text
    assert mine(loket) == [three[0]]


def test_filter_is_kept_chosen_made_default_renamed_and_deleted(
    loket: Caller, three: list[str]
) -> None:
    terms = {"dari": "kelompok", "lewat": "1", "urut": "lama", "dusta": "1"}
    address = loket.post("/tugas/saringan", {"nama": "Yang lewat", **terms}).headers["Location"]
    key = address.rsplit("=", 1)[1]
    assert listed(loket.get(address)) == []
    assert listed(loket.get("/tugas")) == three

    loket.post(f"/tugas/saringan/{key}/utama")
    assert listed(loket.get("/tugas")) == []
    assert listed(loket.get("/tugas?saring=0")) == three

    loket.post(f"/tugas/saringan/{key}/nama", {f"nama-{key}": "Lewat"})
    assert ">Lewat</a>" in loket.get("/tugas").text
    assert loket.post(f"/tugas/saringan/{key}/nama", {f"nama-{key}": ""}).status_code == 422
    loket.post(f"/tugas/saringan/{key}/hapus")
    assert "belum menyimpan saringan" in loket.get("/tugas/saringan").text


def test_filter_without_name_or_of_somebody_else_is_refused(
    loket: Caller, as_loket2: Caller
) -> None:
    key = loket.post("/tugas/saringan", {"nama": "a"}).headers["Location"].rsplit("=", 1)[1]

    assert loket.post("/tugas/saringan", {"nama": " "}).status_code == 422
    for path in ("nama", "utama", "hapus"):
        sent = {f"nama-{key}": "b"}
        assert as_loket2.post(f"/tugas/saringan/{key}/{path}", sent).status_code == 404


def test_list_is_narrowed_to_procedure_step_group_and_holder(
    kasi: Caller, loket: Caller, three: list[str]
) -> None:
    loket.post(f"/tugas/{three[0]}/ambil")

    for narrowed, expected in (
        ("pemegang=loket1", three[:1]),
        ("kelompok=loket", three),
        ("langkah=tidak_ada", []),
        ("prosedur=tidak_ada", []),
        ("urut=lama&ditunda=semua", three),
        ("urut=bohong&dari=semua&sesudah=", three),
    ):
        assert listed(kasi.get(f"/tugas?dari=semua&{narrowed}")) == expected, narrowed


@pytest.mark.parametrize("path", ["sesudah=x", "sesudah=1-2", "sesudah=" + "9" * 18 + "-1-2-3-4"])
def test_place_that_is_none_is_no_surprise(loket: Caller, path: str) -> None:
    assert loket.get(f"/tugas?dari=kelompok&{path}").status_code in {200, 400}


def test_rows_alone_come_to_a_page_that_asks_again_and_nothing_when_nothing_is_new(
    loket: Caller, three: list[str]
) -> None:
    def refresh(mark: str) -> TestResponse:
        path = f"/tugas?dari=kelompok&tanda={mark}"
        return loket.client.get(path, headers={"HX-Request": "true"})

    rows = refresh("")
    mark = re.findall(r'name="tanda" value="(\w+)"', rows.text)[0]

    assert listed(rows) == three
    assert "<html" not in rows.text
    assert refresh(mark).status_code == 204
    loket.post(f"/tugas/{three[0]}/ambil")
    assert listed(refresh(mark)) == three[1:]


def test_page_that_asks_by_itself_keeps_no_session_alive(
    loket: Caller, clock: TravellingClock
) -> None:
    refresh = {"HX-Request": "true"}
    statuses = []
    for _ in range(3):
        clock.advance(timedelta(hours=1, minutes=30))
        statuses.append(loket.client.get("/tugas?tanda=x", headers=refresh).status_code)

    assert statuses == [200, 200, 303]
