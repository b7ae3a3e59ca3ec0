"""Names, phones, ages, masks: scenarios 5, 6 and 8 of domain.md section 5, the pure half."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Severity
from office import ages, masking, names, phone


def test_scenario_8_one_word_as_on_the_kk_is_accepted_without_correction() -> None:
    assert names.faults("SUKARNO") == ()
    assert names.warnings("SUKARNO", "SUKARNO") == ()
    assert names.clean("SUKARNO") == "SUKARNO"


def test_scenario_8_a_name_of_100_letters_is_accepted_with_a_warning() -> None:
    assert names.faults("A" * 100) == ()
    found = names.warnings("A" * 100)
    assert [(fault.rule, fault.severity) for fault in found] == [("name-over-60", Severity.WARNING)]


def test_a_name_of_101_letters_is_refused() -> None:
    assert [fault.rule for fault in names.faults("A" * 101)] == ["name-long"]


def test_scenario_8_apostrophe_comma_and_dot_stay_exactly() -> None:
    assert names.clean("NUR'AINI, S.PD.") == "NUR'AINI, S.PD."
    assert names.faults("NUR'AINI, S.PD.") == ()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("  ", "name-empty"),
        ("SITI\x00", "name-signs"),
        ("SI\u202eTI", "name-signs"),
        ("...", "name-letters"),
    ],
)
def test_what_cannot_be_a_name_is_refused(name: str, rule: str) -> None:
    assert [fault.rule for fault in names.faults(name)] == [rule]


def test_a_name_is_searched_without_accents_and_signs() -> None:
    assert names.sort_key("NUR'AINI,  S.PD.") == "nuraini s pd"
    assert names.sort_key("José-Maria") == "jose maria"


@pytest.mark.parametrize(
    "text",
    ["081234567890", "0812-3456-7890", "6281234567890", "+62 812 3456 7890", "+62081234567890"],
)
def test_a_phone_number_is_stored_as_e164(text: str) -> None:
    assert phone.normalise(text) == "+6281234567890"


@pytest.mark.parametrize(
    "text", ["08123456", "08123456789012", "+1 555 123 4567", "halo", "1234567890"]
)
def test_what_is_no_indonesian_number_is_refused(text: str) -> None:
    assert phone.normalise(text) is None
    assert [fault.rule for fault in phone.faults(text)] == ["phone-format"]


def test_no_phone_is_no_fault() -> None:
    assert phone.faults(" ") == ()


def test_scenario_5_the_17th_birthday_of_29_february_is_1_march() -> None:
    assert ages.birthday(date(2012, 2, 29), 17) == date(2029, 3, 1)
    assert ages.age_on(date(2012, 2, 29), date(2029, 2, 28)) == 16
    assert ages.age_on(date(2012, 2, 29), date(2029, 3, 1)) == 17


def test_scenario_6_the_birthday_itself_counts() -> None:
    assert ages.age_on(date(2009, 11, 24), date(2026, 11, 24)) == 17
    assert ages.age_on(date(2009, 11, 25), date(2026, 11, 24)) == 16


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 120))
def test_law_on_the_nth_birthday_one_is_n_and_the_day_before_not(born: date, years: int) -> None:
    day = ages.birthday(born, years)
    assert ages.age_on(born, day) == years
    assert ages.age_on(born, date.fromordinal(day.toordinal() - 1)) == years - 1


def test_masks_show_the_ends_only() -> None:
    assert masking.mask_nik("3273164107900001") == "327316******0001"
    assert masking.mask_phone("+6281234567890") == "+6281******890"
    assert masking.mask_nik("12345") == "*****"


_NATIONAL = st.from_regex(r"[2-9][0-9]{8,11}", fullmatch=True)


@given(_NATIONAL, st.sampled_from(("0", "62", "+62", "+62 ", "62-0", "+620")))
def test_law_every_way_to_write_a_number_is_stored_the_same(digits: str, prefix: str) -> None:
    stored = phone.normalise(prefix + digits)
    assert stored == f"+62{digits}"
    assert phone.normalise(stored) == stored
    assert phone.faults(prefix + digits) == ()


@given(st.text(max_size=30))
def test_law_a_number_is_either_stored_or_refused(text: str) -> None:
    stored = phone.normalise(text)
    assert (stored is None) == bool(phone.faults(text) or not text.strip())
    assert stored is None or 11 <= len(stored.removeprefix("+62")) + 2 <= 14


@given(st.text(max_size=120))
def test_law_a_name_is_cleaned_once_and_never_corrected(name: str) -> None:
    kept = names.clean(name)
    assert names.clean(kept) == kept
    assert names.faults(kept) == names.faults(name)
    assert [sign for sign in kept if not sign.isspace()] == [
        sign for sign in unicodedata.normalize("NFC", name) if not sign.isspace()
    ]


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ '.,-", min_size=1, max_size=130))
def test_law_only_length_and_letters_decide_on_a_latin_name(name: str) -> None:
    rules = [fault.rule for fault in names.faults(name)]
    kept = names.clean(name)
    assert ("name-long" in rules) == (len(kept) > 100)
    assert bool(rules) == (len(kept) > 100 or not any(sign.isalpha() for sign in kept))


@given(st.text(max_size=60))
def test_law_the_search_key_of_a_key_is_the_key(name: str) -> None:
    key = names.sort_key(name)
    assert names.sort_key(key) == key
    assert names.sort_key(name.upper()) == names.sort_key(name.lower().upper())
