"""The other reports (domain.md 4.2, 4.4, 4.5), read from a real office: standard, shelf, work."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from office import reconciliation
from office.reports import compliance, unclaimed, workload
from office.reports.compliance import Standard
from office.reports.unclaimed import Reach, Unclaimed
from tests.scenarios.kecamatan import CODE, LOKET, Kecamatan
from tests.scenarios.steps import SITI, apply, hand_over, ready


def shelf(office: Kecamatan) -> tuple[Unclaimed, ...]:
    with office.kernel.reads.begin() as session:
        return unclaimed.unclaimed(session, CODE, office.clock.now())


def standard(office: Kecamatan, service: str = "HILANG") -> Standard:
    with office.kernel.reads.begin() as session:
        return compliance.standard(session, CODE, service, "2026-11", office.clock.now())


def test_a_card_on_the_shelf_is_listed_by_its_register_number_alone(office: Kecamatan) -> None:
    case = ready(office)
    office.pass_time(timedelta(days=3, hours=1))
    (card,) = shelf(office)
    assert (card.no_register, card.age, card.overdue) == (case.number, 3, False)
    assert (card.channels[:1], card.reach) == (("WHATSAPP",), Reach.SENDIRI)
    assert card.village == SITI["kelurahan_kode"]
    assert "SITI" not in str(card)
    assert "3273164107900001" not in str(card)


def test_a_card_is_due_for_a_decision_after_ninety_days(office: Kecamatan) -> None:
    ready(office)
    office.pass_time(timedelta(days=89))
    assert [card.overdue for card in shelf(office)] == [False]
    office.pass_time(timedelta(days=3))
    assert [(card.overdue, card.age) for card in shelf(office)] == [(True, 92)]


def test_a_card_that_was_fetched_is_not_listed(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, identitas_diperiksa=True)
    assert shelf(office) == ()


def test_who_cannot_be_reached_is_told_apart_and_counted_by_kelurahan(office: Kecamatan) -> None:
    ready(office)
    ready(office, nik="3273164107900004", no_hp=None, punya_wa=False, kelurahan_kode="1003")
    cards = shelf(office)
    assert [card.reach for card in cards] == [Reach.SENDIRI, Reach.TIDAK_ADA]
    assert unclaimed.by_village(cards) == {"1002": 1, "1003": 1}


def test_the_standard_has_fourteen_components_and_the_measured_share(office: Kecamatan) -> None:
    assert (len(standard(office).components), standard(office).measured.share) == (14, None)
    ready(office)
    found = standard(office)
    assert (found.measured.made, found.measured.share) == (1, Decimal("100.00"))
    assert all(text for _, text in found.components)
    assert standard(office, "UBAH_DATA").measured.made == 0


def test_an_office_words_a_component_of_one_service_its_own_way(office: Kecamatan) -> None:
    office.rule("laporan.standar", {"HILANG": {"sarana": "Dua loket"}})
    assert dict(standard(office).components)["sarana"] == "Dua loket"
    assert dict(standard(office, "RUSAK").components)["sarana"] != "Dua loket"


def test_the_work_of_every_officer_is_counted_by_step(office: Kecamatan) -> None:
    since = office.clock.now()
    apply(office)
    office.pass_time(timedelta(minutes=1))
    with office.kernel.reads.begin() as session:
        (load,) = workload.by_officer(session, CODE, since, office.clock.now())
        assert workload.by_officer(session, CODE, since - timedelta(days=1), since) == ()
    assert (load.officer, load.done, load.late) == (LOKET.id, 3, 0)
    assert load.by_element["U3_terima_permohonan"] == 1


def test_the_cards_agree_with_the_blanko_that_were_used(office: Kecamatan) -> None:
    ready(office)
    with office.kernel.reads.begin() as session:
        assert reconciliation.reconcile(session, CODE).holds
