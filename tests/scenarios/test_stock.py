"""Scenarios 18, 19 and 32: blanko that come, and how they are shared out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Final

import pytest

from engine.errors import AnswersInvalid, Forbidden
from engine.services import deployments
from engine.values import Actor, Variables
from office.stock import allocations, line
from office.stock.allocations import Allocated, Standing
from office.stock.line import Movements
from office.stock.priorities import Priorities
from office.stock.ranking import Criterion, Rank
from office.stock.rankings import Occasion
from office.stock.rules import Balance
from tests.scenarios.kecamatan import (
    ADMIN,
    CAMAT,
    CODE,
    GUDANG,
    KASI,
    LOKET,
    Kecamatan,
    Perkara,
    by,
    officer,
    procedure,
)
from tests.scenarios.steps import lost_card, to_print
from tests.scenarios.supplies import DAY, arrive, counted, nik, stock, stockpile, sweep

GUDANG_2: Final = officer("yani", "gudang_blanko")
SERIALS: Final = range(2, 9)


def ranked(office: Kecamatan) -> tuple[Rank, ...]:
    """The newest allocation's ranking, as the camat sees it."""
    newest = allocations.made(office.kernel, CAMAT, CODE)[0]
    return allocations.ranking_of(office.kernel, CAMAT, newest.key)[1]


def standing(case: Perkara) -> Standing:
    return allocations.standings(case.office.kernel, CAMAT, case.key)[-1]


def queue(office: Kecamatan) -> list[Perkara]:
    """Four cases print-ready one after the other: RUSAK, RUSAK of a lansia, BARU, UBAH_DATA."""
    cases: list[Perkara] = []
    for serial, kind in enumerate(("RUSAK", "RUSAK", "BARU_WNI", "UBAH_DATA"), start=2):
        born: Variables = {"tgl_lahir": "1950-07-01"} if serial == 3 else {}
        number = nik(serial).replace("079000", "075000") if serial == 3 else nik(serial)
        other: Variables = {"nik": number, **born}
        case = to_print(office, **other) if kind == "BARU_WNI" else lost_card(office, kind, **other)
        cases.append(case)
        office.pass_time(timedelta(minutes=5))
    return cases


def has_blanko(case: Perkara) -> bool:
    return "U11_mulai_cetak" in case.waiting()


def test_scenario_32_a_difference_needs_a_reason_and_a_second_signature(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    with pytest.raises(AnswersInvalid):
        counted(office, "SJ-1", 500, jumlah_fisik=498)
    case = counted(office, "SJ-1", 500, jumlah_fisik=498, alasan_selisih="Dua lembar kurang")
    with pytest.raises(Forbidden):
        case.do("U15_saksi", GUDANG, jumlah_benar=True)
    assert stock(office).on_hand == 0
    case.do("U15_saksi", KASI, jumlah_benar=True)
    assert (stock(office).on_hand, case.view.row.state) == (498, "COMPLETED")


def test_scenario_32_a_note_s_number_is_taken_once(bare_office: Kecamatan) -> None:
    office = bare_office
    first, second = counted(office, "SJ-1", 5), counted(office, "SJ-1", 5)
    first.do("U15_saksi", KASI, jumlah_benar=True)
    second.do("U15_saksi", KASI, jumlah_benar=True)
    assert second.see("U15_terima")["surat_terpakai"] == "SJ-1"
    with pytest.raises(AnswersInvalid):
        counted(office, "SJ-1", 5)
    assert stock(office).on_hand == 5


def test_scenario_32_the_second_officer_may_ask_to_count_again(bare_office: Kecamatan) -> None:
    case = counted(bare_office, "SJ-1", 5)
    case.do("U15_saksi", KASI, jumlah_benar=False, catatan_saksi="Saya hitung enam")
    assert case.waiting() == {"U15_terima"}
    assert stock(bare_office).on_hand == 0


def test_scenario_18_as_many_as_arrived_go_by_the_order_of_dmn_3(bare_office: Kecamatan) -> None:
    office = bare_office
    rusak, lansia, baru, ubah = queue(office)
    arrive(office, "SJ-1", 2)
    assert [has_blanko(case) for case in (rusak, lansia, baru, ubah)] == [True, False, True, False]
    assert stock(office) == Balance(on_hand=2, reserved=2)
    assert [rank.no_register for rank in ranked(office)] == [
        case.number for case in (baru, rusak, lansia, ubah)
    ]


def test_scenario_18_with_the_modifier_the_vulnerable_go_before_their_class(
    bare_office: Kecamatan,
) -> None:
    office = bare_office
    office.rule("blanko.rentan_aktif", value=True)
    rusak, lansia, baru, ubah = queue(office)
    arrive(office, "SJ-1", 2)
    assert [has_blanko(case) for case in (rusak, lansia, baru, ubah)] == [False, True, True, False]


def test_scenario_18_the_camat_sees_both_policies_and_pure_fifo(bare_office: Kecamatan) -> None:
    office = bare_office
    rusak, lansia, baru, ubah = queue(office)
    arrive(office, "SJ-1", 2)
    seen = {one.no_register: (one.fifo, one.plain, one.modified) for one in ranked(office)}
    assert seen == {
        rusak.number: (1, 2, 3),
        lansia.number: (2, 3, 2),
        baru.number: (3, 1, 1),
        ubah.number: (4, 4, 4),
    }


def test_scenario_18_a_case_tells_who_overtook_it_and_why(bare_office: Kecamatan) -> None:
    office = bare_office
    rusak, lansia, baru, _ = queue(office)
    arrive(office, "SJ-1", 1)
    told = standing(rusak)
    overtaken = [(one.rank.no_register, one.criterion) for one in told.overtaken_by]
    assert overtaken == [(baru.number, Criterion.KELAS)]
    assert told.overtaken_by[0].rank.candidate.reason == "Kartu pertama"
    assert standing(baru).overtaken_by == ()
    assert standing(lansia).rank.place == 3


def test_scenario_18_the_class_is_asked_anew_when_blanko_come(bare_office: Kecamatan) -> None:
    office = bare_office
    rusak, _, baru, _ = queue(office)
    office.rule("blanko.tua_hari", 2)
    office.pass_time(4 * DAY)
    new = to_print(office, nik=nik(8))
    arrive(office, "SJ-1", 3)
    assert has_blanko(rusak)
    assert has_blanko(baru)
    assert not has_blanko(new)
    assert [rank.priority_class for rank in ranked(office)][:3] == [0, 0, 0]


def test_an_edited_dmn_3_changes_who_gets_the_blanko(bare_office: Kecamatan) -> None:
    office = bare_office
    rusak, _, baru, _ = queue(office)
    old = procedure()["prioritas_blanko.dmn"].decode()
    new = old.replace("&quot;BARU_WNI&quot;, &quot;BARU_OA&quot;", "&quot;BARU_OA&quot;")
    assert new != old
    files = {"prioritas_blanko.dmn": new.encode()}
    deployments.deploy(office.kernel, by(ADMIN), files)
    arrive(office, "SJ-1", 1)
    assert (has_blanko(rusak), has_blanko(baru)) == (True, False)


def test_what_dmn_3_read_is_sealed_and_goes_with_the_place(bare_office: Kecamatan) -> None:
    office = bare_office
    case = lost_card(office)
    with office.kernel.reads.begin() as session:
        sealed = line.find(session, case.number).kriteria
    case.tell("meninggal")
    with office.kernel.reads.begin() as session:
        left = line.find(session, case.number).kriteria
    assert sealed is not None
    assert b"1990" not in sealed
    assert left is None


def allocate(office: Kecamatan, actor: Actor, together: Barrier) -> Allocated:
    together.wait(timeout=10)
    return allocations.allocate(office.kernel, by(actor), CODE)


def test_scenario_19_two_officers_allocate_at_once_and_five_are_reserved(
    bare_office: Kecamatan,
) -> None:
    office, together = bare_office, Barrier(2)
    cases = [lost_card(office, nik=nik(serial)) for serial in SERIALS]
    stockpile(office, 5)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda who: allocate(office, who, together), (GUDANG, GUDANG_2)))
    sweep(office)
    assert stock(office) == Balance(on_hand=5, reserved=5)
    assert sorted(one.granted for one in made) == [0, 5]
    assert sum(has_blanko(case) for case in cases) == 5


def test_only_the_stock_keeper_allocates(bare_office: Kecamatan) -> None:
    with pytest.raises(Forbidden):
        allocations.allocate(bare_office.kernel, by(LOKET), CODE)


def test_the_override_stands_in_the_ranking_with_its_reason(bare_office: Kecamatan) -> None:
    office = bare_office
    first, second = lost_card(office), lost_card(office, nik=nik(2))
    stockpile(office, 1)
    with office.kernel.sessions.begin() as session:
        allocations.reserve_out_of_turn(
            session,
            Priorities(office.kernel.sealer, office.kernel.catalogue),
            Movements(office=CODE, no_register=second.number, by="tono", at=office.clock.now()),
            why="Berangkat umrah besok pagi",
            approved_by="camat",
        )
    told = standing(first)
    assert (told.allocation.jenis, told.allocation.disetujui_oleh) == (Occasion.OVERRIDE, "camat")
    assert told.allocation.alasan == "Berangkat umrah besok pagi"
    assert [(rank.no_register, rank.granted) for rank in ranked(office)] == [
        (first.number, False),
        (second.number, True),
    ]
