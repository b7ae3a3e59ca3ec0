"""The paper list after a power cut: a line is one case, whoever enters it and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.services import timers
from engine.services.kernel import Request
from engine.values import Actor
from office import paper_lists
from office.authority import LaneMissing
from office.kiosks import Wish
from office.paper_lists import Entered, NumberUnknown, NumberUsed, Written
from tests.scenarios.kecamatan import CODE, KASI, LOKET, LOKET_2, Kecamatan, Perkara, by

HOUR = timedelta(hours=1)


def written(office: Kecamatan, number: int, *, served: bool = False) -> Written:
    came = office.clock.now() - HOUR
    return Written(
        number=number,
        wish=Wish(service="INFO", priority="TIDAK"),
        came_at=came,
        served_at=came + HOUR / 2 if served else None,
    )


def enter(office: Kecamatan, line: Written, who: Actor = LOKET) -> Entered:
    return paper_lists.enter(office.kernel, by(who), CODE, line)


def test_the_case_began_when_the_person_came(office: Kecamatan) -> None:
    paper_lists.allot(office.kernel, by(LOKET), CODE, 1)
    line = written(office, 7, served=True)

    entered = enter(office, line)

    case = Perkara(office, entered.case)
    assert (case.view.row.started_at, entered.ticket) == (line.came_at, "A-001")
    assert case.view.variables["hasil_antrean"] == "DILAYANI"


def test_several_officers_at_one_line_make_one_case(office: Kecamatan) -> None:
    paper_lists.allot(office.kernel, by(LOKET), CODE, 1)
    line = written(office, 1)

    def try_(who: Actor) -> str:
        try:
            return enter(office, line, who).ticket
        except NumberUsed:
            return ""

    with ThreadPoolExecutor(4) as desks:
        said = sorted(desks.map(try_, [LOKET, LOKET_2, LOKET, LOKET_2]))

    assert said == ["", "", "", "A-001"]
    _, lines = paper_lists.sheet(office.kernel, LOKET, CODE, 1)
    assert [one.number for one in lines if one.case] == [1]


def test_a_line_of_an_earlier_day_does_not_lapse_when_it_was_served(office: Kecamatan) -> None:
    paper_lists.allot(office.kernel, by(LOKET), CODE, 1)
    line = written(office, 2, served=True)
    office.clock.advance(timedelta(days=2))

    entered = enter(office, line)
    while timers.run_due(office.kernel):
        pass

    assert Perkara(office, entered.case).view.variables["hasil_antrean"] == "DILAYANI"


def test_a_number_that_stands_on_no_sheet_begins_nothing(office: Kecamatan) -> None:
    with pytest.raises(NumberUnknown):
        enter(office, written(office, 1))
    paper_lists.allot(office.kernel, by(LOKET), CODE, 1)
    with pytest.raises(NumberUnknown):
        enter(office, written(office, paper_lists.ROWS + 1))
    with pytest.raises(LaneMissing):
        enter(office, written(office, 1), KASI)


def test_sheets_made_at_once_share_no_number(office: Kecamatan) -> None:
    def allot(who: Actor) -> tuple[int, ...]:
        return paper_lists.allot(office.kernel, Request(actor=who), CODE, 2)

    with ThreadPoolExecutor(3) as desks:
        made = [number for pair in desks.map(allot, [LOKET, LOKET_2, LOKET]) for number in pair]

    assert sorted(made) == [1, 2, 3, 4, 5, 6]
