"""print_site DISDUKCAPIL: the city prints, from numbered requests; the kecamatan checks and hands over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services import reading
from engine.services.reading import CaseQuery
from engine.values import JsonValue
from office import cards, reconciliation
from tests.scenarios.kecamatan import ADMIN, CAMAT, CETAK, CETAK_2, CODE, Kecamatan, Perkara
from tests.scenarios.steps import QUALITY, hand_over, lost_card, pickup_code


@pytest.fixture
def city(bare_office: Kecamatan) -> Kecamatan:
    """The office whose cards the city prints. It has no blanko at all."""
    bare_office.rule("kantor.print_site", "DISDUKCAPIL")
    return bare_office


def two_cases(office: Kecamatan) -> tuple[Perkara, Perkara]:
    return lost_card(office), lost_card(office, nik="3273164107900002")


def requests(office: Kecamatan) -> list[Perkara]:
    query = CaseQuery(process_id="permintaan_cetak")
    found = reading.cases(office.kernel, ADMIN, query).items
    return [Perkara(office, row.key) for row in found if row.state == "ACTIVE"]


def sent(office: Kecamatan) -> Perkara:
    """The day's request, sent at the close of service."""
    office.pass_time(timedelta(hours=9))
    (request,) = requests(office)
    request.do("Kirim_permintaan", CETAK, dikirim_lewat="SUREL")
    return request


def arrive(request: Perkara, **results: str) -> None:
    rows: list[JsonValue] = [
        {"no_register": number, "hasil": result, "sebab": "Rusak" if result == "GAGAL" else None}
        for number, result in results.items()
    ]
    request.do("Terima_kartu", CETAK, permintaan_isi=rows)


def test_at_the_close_of_service_one_numbered_request_is_made(city: Kecamatan) -> None:
    first, second = two_cases(city)
    assert (first.waiting(), first.keadaan()) == (set(), "DICETAK")
    shown = sent(city).see("Terima_kartu")
    assert shown["permintaan_nomor"] == "CETAK-KRC-20261124-01"
    rows = shown["permintaan_isi"]
    assert isinstance(rows, list)
    assert [row["no_register"] for row in rows if isinstance(row, dict)] == [
        first.number,
        second.number,
    ]


def test_an_officer_makes_the_request_at_once(city: Kecamatan) -> None:
    two_cases(city)
    asked = city.start("permintaan_cetak")
    assert asked.see("Kirim_permintaan")["permintaan_jumlah"] == 2
    city.pass_time(timedelta(hours=9))
    assert [case.key for case in requests(city)] == [asked.key]


def test_a_card_that_came_is_checked_here_and_handed_over(city: Kecamatan) -> None:
    first, second = two_cases(city)
    request = sent(city)
    arrive(request, **{first.number: "DATANG", second.number: "BELUM"})
    assert (first.waiting(), second.waiting()) == ({"U12_uji_dinas"}, set())
    first.do("U12_uji_dinas", CETAK_2, **dict.fromkeys(QUALITY, True))
    city.send()
    hand_over(first, kode_ambil=pickup_code(city))
    assert (first.view.row.state, request.waiting()) == ("COMPLETED", {"Terima_kartu"})
    arrive(request, **{second.number: "DATANG"})
    assert request.view.row.state == "COMPLETED"


def test_the_citys_cards_take_no_blanko_of_the_office(city: Kecamatan) -> None:
    first, second = two_cases(city)
    arrive(sent(city), **{first.number: "DATANG", second.number: "DATANG"})
    first.do("U12_uji_dinas", CETAK_2, **dict.fromkeys(QUALITY, True))
    with city.kernel.reads.begin() as session:
        card = session.get(cards.Card, first.number)
        assert card is not None
        assert (card.permintaan, card.status) == ("CETAK-KRC-20261124-01", "SIAP")
        assert reconciliation.reconcile(session, CODE).used == 0


def test_a_failed_card_is_asked_for_again_and_then_goes_to_the_camat(city: Kecamatan) -> None:
    first, second = two_cases(city)
    arrive(sent(city), **{first.number: "GAGAL", second.number: "DATANG"})
    assert first.keadaan() == "DICETAK"
    again = sent(city)
    arrive(again, **{first.number: "DATANG"})
    first.do("U12_uji_dinas", CETAK_2, **dict.fromkeys(QUALITY, True) | {"laminasi_rata": False})
    assert first.waiting() == {"Camat_gagal_dinas"}
    first.do("Camat_gagal_dinas", CAMAT, keputusan_dinas="Dicetak di loket kota")
    city.pass_time(timedelta(hours=20))
    assert len(requests(city)) == 1


def test_a_card_whose_case_was_withdrawn_is_blocked_when_it_comes(city: Kecamatan) -> None:
    first, second = two_cases(city)
    request = sent(city)
    first.tell("batal")
    arrive(request, **{first.number: "DATANG", second.number: "DATANG"})
    with city.kernel.reads.begin() as session:
        card = session.get(cards.Card, first.number)
        assert card is not None
        assert (card.status, card.alasan_blokir) == ("TERBLOKIR", "BATAL")


def test_an_office_that_prints_itself_makes_no_request(office: Kecamatan) -> None:
    assert lost_card(office).waiting() == {"U10_alokasi"}
    office.pass_time(timedelta(hours=12))
    assert requests(office) == []
