"""T8: a shortage opens one numbered request, which is looked after until it is answered."""

from __future__ import annotations

import pytest

from office.stock import requests
from office.stock.requests import SupplyRequest
from tests.scenarios.kecamatan import CAMAT, CODE, GUDANG, KASI, Kecamatan, Perkara
from tests.scenarios.steps import lost_card
from tests.scenarios.supplies import DAY, arrive, nik, sweep


def low(office: Kecamatan) -> Perkara:
    """A shortage: the office knows how long a supply takes, and the stock is at nothing."""
    office.rule("blanko.lama_kirim_hari", 5)
    lost_card(office)
    sweep(office)
    [row] = requested(office)
    assert row.kasus is not None
    return Perkara(office, row.kasus)


def requested(office: Kecamatan) -> tuple[SupplyRequest, ...]:
    with office.kernel.reads.begin() as session:
        return requests.made(session, CODE)


def send_request(case: Perkara) -> None:
    case.do("Kirim_permintaan", GUDANG, jumlah_diminta=100, tgl_permintaan="2026-11-24")


def test_t8_a_shortage_opens_one_numbered_request_at_once(bare_office: Kecamatan) -> None:
    office = bare_office
    case = low(office)
    lost_card(office, nik=nik(2))
    sweep(office)
    assert [row.nomor for row in requested(office)] == ["KRC-PB-2611-001"]
    assert case.waiting() == {"Kirim_permintaan"}
    assert case.task("Kirim_permintaan").groups == ("gudang_blanko", "verifikator")


def test_t8_without_a_lead_time_nothing_is_computed(bare_office: Kecamatan) -> None:
    lost_card(bare_office)
    sweep(bare_office)
    assert requested(bare_office) == ()


@pytest.mark.parametrize(("length", "days", "reminded"), [("P1D", 2, True), ("P3D", 2, False)])
def test_t8_reminds_after_its_duration(
    bare_office: Kecamatan, length: str, days: int, *, reminded: bool
) -> None:
    bare_office.rule("batas.T8", length)
    case = low(bare_office)
    bare_office.pass_time(days * DAY)
    assert ("T8_ingatkan" in case.waiting()) is reminded


def test_t8_comes_again_the_day_after_it_was_answered(bare_office: Kecamatan) -> None:
    office = bare_office
    case = low(office)
    office.pass_time(2 * DAY)
    case.do("T8_ingatkan", KASI, catatan_tindak_lanjut="Sudah ditelepon")
    assert "T8_ingatkan" not in case.waiting()
    office.pass_time(2 * DAY)
    assert "T8_ingatkan" in case.waiting()


@pytest.mark.parametrize(("length", "told"), [("P2D", True), ("P9D", False)])
def test_t8b_tells_the_camat_when_disdukcapil_is_silent(
    bare_office: Kecamatan, length: str, *, told: bool
) -> None:
    bare_office.rule("batas.T8b", length)
    case = low(bare_office)
    send_request(case)
    bare_office.pass_time(4 * DAY)
    assert ("Camat_T8b" in case.waiting()) is told


def test_t8_the_request_ends_when_the_stock_suffices_again(bare_office: Kecamatan) -> None:
    office = bare_office
    case = low(office)
    arrive(office, "SJ-1", 100)
    assert (case.view.row.state, case.waiting()) == ("COMPLETED", set())
    assert [row.keadaan for row in requested(office)] == ["TERPENUHI"]


def test_t8_a_small_delivery_does_not_end_the_request(bare_office: Kecamatan) -> None:
    office = bare_office
    case = low(office)
    arrive(office, "SJ-1", 1)
    assert case.waiting() == {"Kirim_permintaan", "T8_ingatkan"}
    arrive(office, "SJ-2", 100)
    assert case.view.row.state == "COMPLETED"


def test_t8_a_promise_ends_the_request_until_its_day_is_over(bare_office: Kecamatan) -> None:
    office = bare_office
    case = low(office)
    send_request(case)
    case.do("Catat_jawaban", GUDANG, jawaban="DIJANJIKAN", dijanjikan_tgl="2026-11-30")
    assert case.view.row.state == "COMPLETED"
    office.pass_time(3 * DAY)
    sweep(office)
    assert len(requested(office)) == 1
    office.pass_time(4 * DAY)
    sweep(office)
    assert [row.keadaan for row in requested(office)] == ["DIJAWAB", "TERBUKA"]


def test_t8_a_refusal_goes_to_the_camat(bare_office: Kecamatan) -> None:
    case = low(bare_office)
    send_request(case)
    case.do("Catat_jawaban", GUDANG, jawaban="DITOLAK", catatan_jawaban="Stok kota habis")
    case.do("Camat_ditolak", CAMAT, catatan_tindak_lanjut="Pinjam", minta_lagi_tgl="2026-12-01")
    assert case.view.row.state == "COMPLETED"
