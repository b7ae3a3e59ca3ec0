"""Scenarios 20, 21, 23, 24: the last blanko, the power cut, two officers, a death."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.errors import TaskNotOpen, TaskTaken
from engine.services import reading, tasks
from engine.values import Actor
from office import cards
from office.stock import ledger
from office.stock.rules import Material
from tests.scenarios.kecamatan import (
    CAMAT,
    CETAK,
    CODE,
    GUDANG,
    KASI,
    LOKET,
    LOKET_2,
    Kecamatan,
    Perkara,
    by,
)
from tests.scenarios.steps import (
    apply,
    begin_print,
    check_quality,
    end_print,
    lost_card,
    ready,
    to_print,
)


def reserved(office: Kecamatan) -> int:
    with office.kernel.reads.begin() as session:
        return ledger.balances(session, CODE)[Material.BLANKO].reserved


def card_state(case: Perkara) -> str | None:
    with case.office.kernel.reads.begin() as session:
        card = session.get(cards.Card, case.number)
        return None if card is None else card.status


def test_scenario_20_failed_print_waits_with_its_date_first_in_its_class(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    office.deliver(1, "SJ-001")
    case = to_print(office)
    since = case.see("U10_alokasi")["siap_cetak_pada"]
    office.pass_time(timedelta(hours=1))
    begin_print(case)
    later = to_print(office, nik="3273164107900002")
    end_print(case, "GAGAL_ENCODE")
    assert office.movements(case.number) == ["GAGAL_ENCODE"]
    assert (case.waiting(), later.waiting(), case.keadaan()) == (set(), set(), "MENUNGGU_BLANKO")
    office.deliver(1, "SJ-002")
    assert (case.waiting(), later.waiting()) == ({"U10_alokasi"}, set())
    assert case.see("U10_alokasi")["siap_cetak_pada"] == since


def test_scenario_20_second_failure_goes_to_the_camat(office: Kecamatan) -> None:
    case = to_print(office)
    for blanko in ("B-001", "B-002"):
        begin_print(case, blanko)
        end_print(case, "GAGAL_ENCODE")
    assert case.waiting() == {"Camat_gagal_cetak"}
    case.do("Camat_gagal_cetak", CAMAT, tindakan_teknisi="Kepala printer diganti")
    assert case.waiting() == {"U10_alokasi"}
    assert office.movements(case.number) == ["GAGAL_ENCODE", "GAGAL_ENCODE"]


def test_scenario_21_power_cut_is_reconciled_into_one_used_blanko(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    office.pass_time(timedelta(minutes=31))
    both = [case.task(name).key for name in ("U11_hasil_cetak", "Rekonsiliasi_cetak")]
    case.do("Rekonsiliasi_cetak", KASI, hasil="BERHASIL")
    for key in both:
        with pytest.raises(TaskNotOpen):
            tasks.complete(office.kernel, by(CETAK), key, {"hasil": "BERHASIL"})
    check_quality(case)
    assert office.movements(case.number) == ["PAKAI"]


def claimed(case: Perkara, actor: Actor, together: Barrier) -> str:
    together.wait(timeout=10)
    try:
        tasks.claim(case.office.kernel, by(actor), key := case.task("U4_periksa_kelengkapan").key)
    except TaskTaken as taken:
        return str(taken.params["holder"])
    assert key
    return ""


def test_scenario_23_of_two_officers_one_holds_the_task_and_the_other_sees_who(
    office: Kecamatan,
) -> None:
    case, together = apply(office), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda who: claimed(case, who, together), (LOKET, LOKET_2)))
    holder = case.task("U4_periksa_kelengkapan").assignee
    assert sorted(answers) == ["", str(holder)]
    rows = reading.history(office.kernel, KASI, case.key, size=1000).items
    assert len([row for row in rows if row.happened == "claimed"]) <= 1


def test_scenario_24_death_before_print_releases_the_blanko_and_ends_reminders(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    office.deliver(1, "SJ-001")
    case = lost_card(office)
    case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    assert reserved(office) == 1
    office.send()
    told = len(office.sent)
    case.tell("meninggal")
    assert (reserved(office), case.keadaan(), case.waiting()) == (0, "MENINGGAL", set())
    office.pass_time(timedelta(days=40))
    office.send()
    assert (len(office.sent), case.view.row.state) == (told, "COMPLETED")


def test_scenario_24_death_while_waiting_for_a_blanko_leaves_the_line(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    case, other = lost_card(office), lost_card(office, nik="3273164107900002")
    assert case.keadaan() == "MENUNGGU_BLANKO"
    case.tell("meninggal")
    office.deliver(1, "SJ-002")
    assert (case.keadaan(), other.waiting()) == ("MENINGGAL", {"U10_alokasi"})


def test_scenario_24_death_with_the_card_ready_blocks_it(office: Kecamatan) -> None:
    case = ready(office)
    told = len(office.sent)
    case.tell("meninggal")
    office.pass_time(timedelta(days=40))
    office.send()
    assert (card_state(case), case.keadaan()) == ("TERBLOKIR", "MENINGGAL")
    assert len(office.sent) == told
