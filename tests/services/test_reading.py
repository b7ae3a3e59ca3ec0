from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import AnswersInvalid, NotFound
from engine.services import cases, deployments, reading, tasks
from engine.services.cases import Start
from engine.services.kernel import Kernel
from engine.services.reading import CaseQuery, HistoryRow, SortBy, Whose, WorkListQuery
from engine.services.reading.scoping import PageInvalid
from engine.services.rights import RightMissing
from engine.values import Actor
from tests.bpmn.drawing import call, chain, draw, end, extended, properties, start, user
from tests.services.offices import ADMIN, BUDI, KASI, OFFICE, STRANGER, Office, by

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))
SEARCHABLE = draw(
    extended(properties(searchable="nik, nomor")),
    *chain(start(), user("u", groups="loket"), end()),
)
PARENT = draw(*chain(start(), call("c", "child"), end()))
CHILD = draw(*chain(start(), user("u", groups="loket"), end()), id="child")
WITH_FORM = draw(*chain(start(), user("u", groups="loket", form="f1"), end()))
FORM = b"""{"id": "f1", "type": "default", "components": [
  {"type": "textfield", "key": "nama", "label": "Nama", "validate": {"required": true}},
  {"type": "number", "key": "umur", "label": "Umur", "validate": {"required": true}}]}"""


def start_many(office: Office, count: int) -> list[int]:
    office.deploy(ONE_TASK)
    made = []
    for number in range(count):
        what = Start(process_id="p", office=OFFICE, business_key=f"R-{number}")
        made.append(cases.start(office.kernel, by(ADMIN), what).key)
        office.clock.advance(timedelta(minutes=1))
    return made


def all_pages(kernel: Kernel, size: int) -> list[str]:
    seen: list[str] = []
    after = ""
    while True:
        query = WorkListQuery(size=size, after=after, sort=SortBy.AGE)
        page = reading.work_list(kernel, BUDI, query)
        seen += [task.business_key for task in page.items]
        after = page.after
        if not after:
            return seen


def test_work_list_comes_in_pages_without_loss_or_repetition(office: Office) -> None:
    start_many(office, 5)

    assert all_pages(office.kernel, 2) == [f"R-{number}" for number in range(5)]


@pytest.mark.parametrize("size", [0, 201])
def test_page_of_no_or_too_many_lines_is_refused(office: Office, size: int) -> None:
    with pytest.raises(PageInvalid):
        reading.work_list(office.kernel, BUDI, WorkListQuery(size=size))


def test_everybodys_list_needs_a_right(office: Office) -> None:
    with pytest.raises(RightMissing):
        reading.work_list(office.kernel, BUDI, WorkListQuery(whose=Whose.ALL))


def test_strangers_list_shows_nothing_of_this_office(office: Office) -> None:
    start_many(office, 1)

    page = reading.work_list(office.kernel, STRANGER, WorkListQuery(whose=Whose.ALL))

    assert (page.items, page.total) == ((), 0)


def test_cases_are_found_by_business_key(office: Office) -> None:
    made = start_many(office, 3)

    found = reading.cases(office.kernel, KASI, CaseQuery(business_key="R-1"))

    assert [case.key for case in found.items] == [made[1]]


def test_cases_come_newest_first_in_pages(office: Office) -> None:
    made = start_many(office, 3)
    first = reading.cases(office.kernel, KASI, CaseQuery(size=2))

    second = reading.cases(office.kernel, KASI, CaseQuery(size=2, after=first.after))

    keys = [case.key for case in (*first.items, *second.items)]
    assert keys == list(reversed(made))
    assert second.after == ""


def test_searchable_variable_is_found_by_value_and_not_kept_in_clear(office: Office) -> None:
    office.deploy(SEARCHABLE)
    office.start("p", {"nik": "3273164107900001"})
    wanted = office.start("p", {"nik": "3273164107900002"})

    query = CaseQuery(variable=("nik", "3273164107900002"))
    found = reading.cases(office.kernel, KASI, query)

    assert [case.key for case in found.items] == [wanted.key]


def test_called_case_is_a_case_of_its_own_below_its_root(office: Office) -> None:
    deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": PARENT, "b.bpmn": CHILD})
    root = office.start("p", {"nama": "x"})

    child = office.case(root.key).children[0]

    assert (child.process_id, child.parent_key, child.root_key) == ("child", root.key, root.key)
    assert office.task("u").case_key == child.key
    assert office.case(child.key).variables == {"nama": "x"}


def test_called_case_ends_with_its_process(office: Office) -> None:
    deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": PARENT, "b.bpmn": CHILD})
    root = office.start()
    office.complete("u")

    view = office.case(root.key)

    assert [view.row.state, view.children[0].state] == ["COMPLETED", "COMPLETED"]


def test_wrong_answers_tell_every_fault_and_keep_the_draft(office: Office) -> None:
    deployments.deploy(office.kernel, by(ADMIN), {"a.bpmn": WITH_FORM, "f1.form": FORM})
    office.start()
    key = office.task().key

    with pytest.raises(AnswersInvalid) as refused:
        tasks.complete(office.kernel, by(BUDI), key, {"nama": "", "umur": "x"})

    assert {fault.element for fault in refused.value.faults} == {"nama", "umur"}
    view = reading.task(office.kernel, BUDI, key)
    assert (view.draft, view.row.state, view.form_id) == (
        {"nama": "", "umur": "x"},
        "CREATED",
        "f1",
    )


def test_task_of_other_groups_is_not_shown(office: Office) -> None:
    start_many(office, 1)
    cetak = Actor(
        id="c",
        groups=frozenset({"cetak"}),
        offices=frozenset({OFFICE}),
        rights=frozenset({"work"}),
    )

    with pytest.raises(NotFound):
        reading.task(office.kernel, cetak, office.task().key)


def test_case_needs_a_right_to_be_read(office: Office) -> None:
    made = start_many(office, 1)
    nobody = Actor(id="n", offices=frozenset({OFFICE}))

    with pytest.raises(RightMissing):
        reading.case(office.kernel, nobody, made[0])


def test_history_comes_in_pages_in_order(office: Office) -> None:
    made = start_many(office, 1)
    office.complete("u", {"a": 1})
    whole = reading.history(office.kernel, ADMIN, made[0]).items
    first = reading.history(office.kernel, ADMIN, made[0], size=3)

    second = reading.history(office.kernel, ADMIN, made[0], after=first.after)

    assert first.items + second.items == whole
    assert [(row.seq, row.ordinal) for row in whole] == sorted(
        (row.seq, row.ordinal) for row in whole
    )


def test_history_backwards_begins_with_the_newest_page(office: Office) -> None:
    (case,) = start_many(office, 1)
    whole = reading.history(office.kernel, ADMIN, case).items

    pages: list[tuple[HistoryRow, ...]] = []
    after = ""
    while after or not pages:
        page = reading.history(office.kernel, ADMIN, case, size=2, after=after, backwards=True)
        pages.append(page.items)
        after = page.after

    assert pages[0] == whole[-2:]
    assert tuple(row for page in reversed(pages) for row in page) == whole
