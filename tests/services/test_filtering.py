from __future__ import annotations

import pytest

from engine.errors import NotFound
from engine.services import filtering
from engine.services.filtering import FilterNameInvalid, FilterNameTaken, TooManyFilters
from tests.services.offices import BUDI, SITI, Office

LATE = {"lewat": "1"}


def named(office: Office) -> dict[str, bool]:
    return {one.name: one.is_default for one in filtering.of(office.kernel, BUDI)}


def test_saved_filter_is_its_officers_own_and_replaced_under_its_name(office: Office) -> None:
    filtering.save(office.kernel, BUDI, " Yang  lewat ", {"urut": "lama"})
    kept = filtering.save(office.kernel, BUDI, "Yang lewat", LATE)

    assert filtering.of(office.kernel, BUDI) == (kept,)
    assert (kept.name, kept.terms) == ("Yang lewat", LATE)
    assert filtering.of(office.kernel, SITI) == ()


def test_one_filter_at_most_is_the_default(office: Office) -> None:
    one, other = (filtering.save(office.kernel, BUDI, name, LATE) for name in ("a", "b"))
    filtering.choose(office.kernel, BUDI, one.key)
    filtering.choose(office.kernel, BUDI, other.key)

    assert named(office) == {"a": False, "b": True}
    filtering.choose(office.kernel, BUDI, None)
    assert named(office) == {"a": False, "b": False}


def test_filter_is_renamed_and_deleted_by_its_officer_alone(office: Office) -> None:
    key = filtering.save(office.kernel, BUDI, "a", LATE).key
    filtering.save(office.kernel, BUDI, "b", LATE)

    with pytest.raises(NotFound):
        filtering.rename(office.kernel, SITI, key, "c")
    with pytest.raises(NotFound):
        filtering.delete(office.kernel, SITI, key)
    with pytest.raises(FilterNameTaken):
        filtering.rename(office.kernel, BUDI, key, "b")
    filtering.rename(office.kernel, BUDI, key, "c")
    filtering.delete(office.kernel, BUDI, key)

    assert named(office) == {"b": False}


@pytest.mark.parametrize("name", ["", "   ", "n" * 41])
def test_name_of_no_or_too_many_characters_is_refused(office: Office, name: str) -> None:
    with pytest.raises(FilterNameInvalid):
        filtering.save(office.kernel, BUDI, name, LATE)


def test_nobody_saves_more_than_twenty(office: Office) -> None:
    for number in range(20):
        filtering.save(office.kernel, BUDI, f"n{number}", LATE)

    with pytest.raises(TooManyFilters):
        filtering.save(office.kernel, BUDI, "lebih", LATE)
    filtering.save(office.kernel, BUDI, "n3", {})
