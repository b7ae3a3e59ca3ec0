"""The store's pages: who sees what, what may be done, and what wrong input comes to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from api import officers as signed_in
from engine.clock import TravellingClock
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import config, officers
from office.officers import NewOfficer
from office.stock import deliveries
from office.stock.deliveries import Adjustment, Delivery
from office.stock.rules import Material, Movement
from tests.api.conftest import OFFICE, PASSWORD, Caller, open_test_kernel
from tests.api.test_allocating import wait

BOOKS = ("/stok/buku", "/stok/buku.csv", "/stok/buku/cetak", "/stok/berita-acara",
         "/stok/permintaan", "/alokasi")  # fmt: skip
WHY = "Kiriman hari ini sudah dihitung"


@dataclass(frozen=True, slots=True)
class Store:
    """An office with a keeper, ten of each material, and two cases that wait (`cases`)."""

    keeper: Caller
    other: Caller
    kernel: Kernel
    cases: tuple[int, int]


@pytest.fixture(scope="module")
def furnished(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of the other tests with two keepers: passwords are dear to make."""
    file = tmp_path_factory.mktemp("store") / "office.db"
    shutil.copy(furnished, file)
    kernel = open_test_kernel(f"sqlite:///{file}")
    for login in ("gudang1", "gudang2"):
        new = NewOfficer(
            username=login,
            name=f"Pengelola {login}",
            office=OFFICE,
            roles=frozenset({"gudang_blanko"}),
            password=PASSWORD,
        )
        officers.create(kernel, Request(actor=SYSTEM_ACTOR), new)
    kernel.close()
    return file


@pytest.fixture
def store(kernel: Kernel, clock: TravellingClock, as_officer: Callable[[str], Caller]) -> Store:
    keeper = as_officer("gudang1")
    now = clock.now()
    cases = (
        wait(kernel, "KRC-2611-00001-1", 4, now - timedelta(days=2)),
        wait(kernel, "KRC-2611-00002-9", 4, now),
    )
    who = keeping(kernel)
    counted = dict.fromkeys(Material, 10)
    deliveries.receive(kernel, who, Delivery(office=OFFICE, document="SJ-1", counted=counted))
    return Store(keeper, as_officer("gudang2"), kernel, cases)


def keeping(kernel: Kernel) -> Request:
    found = signed_in.find(kernel, "gudang1")
    assert found is not None
    return Request(actor=found.actor)


def lose(store: Store, document: str) -> None:
    loss = Adjustment(
        office=OFFICE,
        movement=Movement.HILANG,
        material=Material.BLANKO,
        amount=3,
        document=document,
        approved_by="kasi1",
    )
    deliveries.adjust(store.kernel, keeping(store.kernel), loss)


def sent(store: Store, **other: str) -> dict[str, str]:
    return {"alasan": WHY, "jumlah": "1", "dilihat": "0", **other}


def test_everybody_sees_the_balance_and_only_readers_the_books(
    store: Store, loket: Caller, kasi: Caller, as_officer: Callable[[str], Caller]
) -> None:
    shown = loket.get("/stok").text
    assert "Saldo sekarang" in shown
    assert "Cara menghitungnya" not in shown
    assert {loket.get(path).status_code for path in BOOKS} == {403}
    for reader in (store.keeper, kasi, as_officer("auditor1")):
        assert {reader.get(path).status_code for path in BOOKS} == {200}
    assert "Cara menghitungnya" in kasi.get("/stok").text


def test_the_ledger_says_what_each_line_left_and_who_approved(store: Store) -> None:
    lose(store, "BA-1")
    page = store.keeper.get("/stok/buku?bahan=BLANKO").text
    assert "−3" in page
    assert "BA-1" in page
    assert "disetujui Petugas Kasi1" in page
    assert "= 7" in page


def test_the_file_runs_nothing_and_keeps_numbers(store: Store) -> None:
    lose(store, '=HYPERLINK("x")')
    file = store.keeper.get("/stok/buku.csv?bahan=BLANKO")
    assert file.mimetype == "text/csv"
    text = file.data.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ";3;-3;0;7;0;" in text


#: what is wrong in an address of the ledger, and what comes of it
WRONG_ADDRESSES = {
    "bahan=EMAS": 422,
    "jenis=%27%3B--": 422,
    "dari-day=31&dari-month=2&dari-year=2026": 422,
    "dari-day=x": 422,
    "dari-day=1&dari-month=1&dari-year=0001": 422,
    "dari-day=2&dari-month=11&dari-year=2026&sampai-day=1&sampai-month=11&sampai-year=2026": 422,
    "sesudah=x": 400,
    "sesudah=99999999999999999999": 400,
    "nomor=" + "9" * 5000: 200,
    "kantor=000000": 403,
}


def test_a_wrong_address_of_the_ledger_is_told(store: Store) -> None:
    told = {query: store.keeper.get(f"/stok/buku?{query}").status_code for query in WRONG_ADDRESSES}
    assert told == WRONG_ADDRESSES


def test_a_wrong_number_shows_the_line_all_the_same(store: Store) -> None:
    page = store.keeper.get("/alokasi?lembar=banyak").text
    assert "Tulis bilangan bulat" in page
    assert "KRC-2611-00001-1" in page
    for wrong in ("sebelum=x", "lembar=-1", "lembar=1e3", "antrean=x", "lembar=999999"):
        assert store.keeper.get(f"/alokasi?{wrong}").status_code == 200


def test_the_line_says_who_would_get_one(store: Store, kasi: Caller) -> None:
    page = kasi.get("/alokasi?lembar=1").text
    first, second = page.split("KRC-2611-00001-1", 1)[1].split("KRC-2611-00002-9", 1)
    assert "ya</span>" in first
    assert "tidak" in second
    assert "Alokasikan" not in page  # the Kasi reads, the store acts


def test_of_two_keepers_one_allocates_and_the_other_is_told(store: Store) -> None:
    won = store.keeper.post("/alokasi", sent(store))
    lost = store.other.post("/alokasi", sent(store, alasan="Saya juga mau membagi"))
    assert won.status_code == 303
    assert lost.status_code == 409
    assert "Pengelola gudang1 baru saja mengalokasikan: 1 dari 2" in lost.text
    assert "Saya juga mau membagi" in lost.text


def test_a_double_click_allocates_once(store: Store) -> None:
    first = store.keeper.post("/alokasi", sent(store, idempotency_key="satu"))
    again = store.keeper.post("/alokasi", sent(store, idempotency_key="satu"))
    assert first.location == again.location


def test_faults_stand_beside_their_fields(store: Store) -> None:
    for wrong, said in (
        ({"alasan": "mau"}, "Tuliskan dalam 10 sampai 500 huruf"),
        ({"alasan": "x" * 501}, "Tuliskan dalam 10 sampai 500 huruf"),
        ({"jumlah": "0"}, "Tulis bilangan bulat dari 1"),
        ({"jumlah": "dua"}, "Tulis bilangan bulat dari 1"),
    ):
        answer = store.keeper.post("/alokasi", sent(store, **wrong))
        assert (answer.status_code, said in answer.text) == (422, True)


def test_others_than_the_store_act_nowhere(store: Store, loket: Caller, kasi: Caller) -> None:
    for caller in (loket, kasi):
        assert caller.post("/alokasi", sent(store)).status_code == 403
        assert caller.post("/stok/permintaan").status_code == 403
        ask = caller.post(f"/alokasi/dahulukan/{store.cases[1]}", {"alasan": "x" * 40})
        assert ask.status_code == 403


def test_asking_to_go_first_shows_whom_it_passes_and_keeps_what_was_typed(store: Store) -> None:
    path = f"/alokasi/dahulukan/{store.cases[1]}"
    assert "KRC-2611-00001-1" in store.keeper.get(path).text
    answer = store.keeper.post(path, {"alasan": "Mendesak"})
    assert answer.status_code == 422
    assert "Mendesak" in answer.text
    assert store.keeper.post(path, {"alasan": "x" * 40}).status_code == 409  # no step to ask from


def test_supply_is_asked_for_only_when_it_is_short(store: Store) -> None:
    assert store.keeper.post("/stok/permintaan").status_code == 409
    lose(store, "BA-1")
    config.change(store.kernel, Request(actor=SYSTEM_ACTOR), OFFICE, {"blanko.lama_kirim_hari": 90})
    assert "Stok menipis" in store.keeper.get("/stok").text
    answer = store.keeper.post("/stok/permintaan", {"idempotency_key": "satu"})
    again = store.keeper.post("/stok/permintaan", {"idempotency_key": "satu"})
    assert (answer.status_code, answer.location) == (303, again.location)
    assert store.keeper.post("/stok/permintaan").status_code == 409
    page = store.keeper.get(answer.location).text
    assert "KRC-PB-2611-001" in page
    assert store.keeper.get(answer.location + "/surat").status_code == 200


def test_minutes_name_both_who_signed(store: Store) -> None:
    lose(store, "BA-1")
    listed = store.keeper.get("/stok/berita-acara").text
    paths = ("/stok/kiriman/", "/stok/mutasi/")
    keys = (listed.split(f'href="{path}', 1)[1].split('"', 1)[0] for path in paths)
    pages = [store.keeper.get(path + key).text for path, key in zip(paths, keys, strict=True)]
    assert all("Pengelola gudang1" in page for page in pages)
    assert "Petugas Kasi1" in pages[1]
    for wrong in ("/stok/kiriman/1", "/stok/opname/1", "/stok/mutasi/1", "/stok/permintaan/1"):
        assert store.keeper.get(wrong).status_code == 404


def test_a_case_says_where_it_stands_before_any_allocation(store: Store, loket: Caller) -> None:
    page = loket.get(f"/kasus/{store.cases[1]}/giliran").text
    assert "Sekarang giliran ke-2 dari 2" in page
