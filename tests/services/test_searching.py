from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from engine.services import cases, searching, tasks
from engine.services.cases import Start
from engine.services.restricting import Restriction
from engine.store import variables
from engine.values import Actor, JsonValue, Variables
from tests.bpmn.drawing import chain, draw, end, start, user
from tests.services.conftest import MakeOffice
from tests.services.offices import ADMIN, BUDI, KASI, OFFICE, STRANGER, Office, by

ONE_TASK = draw(*chain(start(), user("u", groups="loket"), end()))


def words(value: JsonValue) -> Iterable[str]:
    return str(value or "").casefold().split()


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """Cases of Siti Aminah, Siti Rahma and nobody, found by the words of `nama`."""
    opened = make_office()
    kernel = replace(
        opened.kernel,
        wordings={"nama": words},
        restriction=Restriction(flag="tertutup", groups=frozenset({"kasi"})),
    )
    office = replace(opened, kernel=kernel)
    office.deploy(ONE_TASK)
    for number, name in enumerate(("Siti Aminah", "SITI  Rahma", "")):
        what = Start(
            process_id="p", office=OFFICE, business_key=f"R-{number}", variables={"nama": name}
        )
        cases.start(office.kernel, by(ADMIN), what)
    return office


def found(office: Office, text: str, actor: Actor = BUDI) -> list[str]:
    hits = searching.by_words(office.kernel, actor, "nama", text, "nama")
    return [hit.row.business_key for hit in hits.items]


def answer(office: Office, number: str, values: Variables) -> None:
    task = next(row for row in office.open_tasks() if row.business_key == number)
    tasks.complete(office.kernel, by(BUDI), task.key, values)


def test_case_is_found_by_any_whole_words_of_the_name_the_newest_first(office: Office) -> None:
    assert found(office, "siti") == ["R-1", "R-0"]
    assert found(office, "AMINAH siti") == ["R-0"]
    assert found(office, "sit") == found(office, " ") == []


def test_name_written_anew_is_found_by_its_new_words_alone(office: Office) -> None:
    answer(office, "R-0", {"nama": "Sri"})

    assert found(office, "aminah") == []
    assert found(office, "sri") == ["R-0"]


def test_stranger_finds_no_case_of_this_office(office: Office) -> None:
    assert found(office, "siti", STRANGER) == []
    assert searching.by_number(office.kernel, STRANGER, "R-0", "nama").items == ()


def test_closed_case_is_found_by_its_number_without_name_and_never_by_name(office: Office) -> None:
    answer(office, "R-0", {"tertutup": True})

    hits = searching.by_number(office.kernel, BUDI, "R-0", "nama").items

    assert [hit.value for hit in hits] == [None]
    assert found(office, "aminah") == []
    assert found(office, "aminah", KASI) == ["R-0"]


def test_erased_case_is_found_by_number_alone(office: Office) -> None:
    case = searching.by_number(office.kernel, BUDI, "R-0", "nama").items[0].row.key
    office.destroy_key(case)
    with office.kernel.sessions.begin() as session:
        variables.forget(session, case)

    assert found(office, "aminah") == []
    assert searching.by_number(office.kernel, BUDI, "R-0", "nama").items[0].value is None
    assert office.sql(f"SELECT count(*) FROM variable_word WHERE root_key = {case}") == [(0,)]


def test_what_was_written_before_is_indexed_once(office: Office) -> None:
    office.sql("DELETE FROM variable_word")

    assert searching.index_words(office.kernel) == 3

    assert found(office, "rahma") == ["R-1"]
    assert searching.index_words(office.kernel) == 0


def test_index_holds_keyed_hashes_and_no_words(office: Office) -> None:
    stored = [bytes(row[0]) for row in office.sql("SELECT word FROM variable_word") if row[0]]  # type: ignore[call-overload]  # a driver's bytes

    assert {len(word) for word in stored} == {32}
