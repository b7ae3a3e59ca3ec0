"""The print room and the minutes as their pages read them, on every kind of database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.values import Actor
from office import minutes, print_batches, print_returns, print_room
from office.print_batches import Scan, Taken
from office.print_room import START
from tests.scenarios.kecamatan import CETAK, CETAK_2, CODE, GUDANG, KASI, Kecamatan, Perkara, by
from tests.scenarios.steps import end_print, lost_card
from tests.scenarios.test_destruction import GOOD


def reserved(office: Kecamatan, count: int) -> list[Perkara]:
    found = [lost_card(office, nik=f"327316410790000{n}") for n in range(1, count + 1)]
    for case in found:
        case.do("U10_alokasi", GUDANG, jumlah_dialokasikan=1)
    return found


def test_a_spoilt_card_goes_from_the_batch_into_the_minutes(office: Kecamatan) -> None:
    (case,) = reserved(office, 1)
    taken = print_batches.take(office.kernel, by(CETAK), CODE, START, 5)
    assert taken == Taken(held=0, taken=1, refused=0)
    task = case.task("U11_mulai_cetak").key
    print_batches.start(office.kernel, by(CETAK), task, Scan(serial="b-1", heat=165))

    desk = print_room.read(office.kernel, CETAK, CODE)
    assert [(item.serial, item.by, item.priority) for item in desk.printing] == [("B-1", "eko", 4)]
    assert (desk.printed, desk.heat, desk.to_print) == (1, 165, ())
    end_print(case, "GAGAL_CETAK")
    assert print_returns.overview(office.kernel, KASI, CODE).requests == ()

    week = office.start("pemusnahan")
    rows = week.see("U16_pemusnahan")["daftar_musnah"]
    week.do("U16_pemusnahan", KASI, **(GOOD | {"daftar_musnah": rows}))
    act = minutes.of_case(office.kernel, KASI, week.key)
    assert [(thing.serial, thing.reason) for thing in act.things] == [("B-1", "GAGAL_CETAK")]
    assert minutes.overview(office.kernel, KASI, CODE).acts == (act,)


def test_two_officers_who_fill_their_batches_at_once_share_no_card(office: Kecamatan) -> None:
    cases, together = reserved(office, 3), Barrier(2)

    def fill(who: Actor) -> int:
        together.wait(timeout=10)
        return print_batches.take(office.kernel, by(who), CODE, START, 3).taken

    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(fill, (CETAK, CETAK_2)))

    assert sum(taken) == 3
    assert {case.task("U11_mulai_cetak").assignee for case in cases} <= {"eko", "fitri"}
