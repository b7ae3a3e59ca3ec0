"""NIK structure and warnings: scenarios 2, 3, 4, 9 and 10 of domain.md section 5."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import nik, regions

GOOD = "3273164107900001"


def rules(text: str) -> list[str]:
    return [fault.rule for fault in nik.faults(text)]


def codes(text: str, **known: object) -> list[str]:
    return [fault.rule for fault in nik.warnings(text, **known)]  # type: ignore[arg-type]  # tests pass each keyword in its own type


def test_scenario_2_a_womans_nik_is_accepted_without_warning() -> None:
    assert rules(GOOD) == []
    assert codes(GOOD, born=date(1990, 7, 1), sex="P", home="327316") == []


def test_scenario_2_the_same_nik_with_sex_l_is_w2() -> None:
    assert codes(GOOD, born=date(1990, 7, 1), sex="L") == ["W2"]


@pytest.mark.parametrize("text", ["3273168107900001", "3273167207900001", "3273163207900001"])
def test_scenario_3_days_that_do_not_exist_reject(text: str) -> None:
    assert rules(text) == ["nik-date"]


def test_scenario_3_serial_0000_rejects() -> None:
    assert rules("3273164107900000") == ["nik-serial"]


def test_scenario_4_29_february_exists_in_a_leap_year_of_some_century_only() -> None:
    assert rules("3273162902010001") == ["nik-date"]
    assert rules("3273162902000001") == []
    assert rules("3273162902040001") == []


def test_scenario_9_another_birth_date_is_w1_and_no_fault() -> None:
    assert codes("3273160107900001", born=date(1990, 7, 10), sex="L") == ["W1"]
    assert rules("3273160107900001") == []


def test_scenario_10_a_nik_of_another_area_is_accepted_with_a_region_warning() -> None:
    assert rules("9202310107900001") == []
    assert codes("9202310107900001", home="327316") == ["WILAYAH"]


def test_scenario_10_an_old_area_code_is_accepted_with_a_region_warning() -> None:
    assert rules("3273990107900001") == []
    assert codes("3273990107900001") == ["WILAYAH"]


def test_scenario_10_no_province_99_rejects() -> None:
    assert rules("9901010107900001") == ["nik-province"]


def test_every_fault_is_told_at_once() -> None:
    assert rules("9900003213000000") == ["nik-province", "nik-area", "nik-date", "nik-serial"]


@pytest.mark.parametrize("text", ["", "327316", "327316410790000x", "٣٢٧٣١٦٤١٠٧٩٠٠٠٠١", GOOD + "1"])
def test_anything_but_sixteen_digits_is_one_format_fault(text: str) -> None:
    assert rules(text) == ["nik-format"]


def test_spaces_dots_and_dashes_are_taken_away() -> None:
    assert nik.normalise("327316.410790-0001 ") == GOOD


def test_messages_never_carry_the_number() -> None:
    said = " ".join(
        fault.text() for fault in (*nik.faults("9901010107900000"), *nik.warnings(GOOD, sex="L"))
    )
    assert "990101" not in said
    assert "327316" not in said


def test_a_kk_number_is_checked_for_structure_only() -> None:
    assert nik.kk_faults("3273160000000000") == ()
    assert [fault.rule for fault in nik.kk_faults("0073160000000000")] == ["kk-province"]
    assert [fault.rule for fault in nik.kk_faults("12")] == ["kk-format"]


def test_there_are_38_provinces() -> None:
    assert sum(len(code) == 2 for code in regions.table()) == 38
    assert all(regions.is_province(code) for code in ("65", "92", "93", "95", "96"))


@given(st.dates(date(1900, 1, 1), date(2026, 11, 24)), st.sampled_from("LP"), st.integers(1, 9999))
def test_law_a_nik_made_from_a_birth_date_is_sound_and_agrees_with_it(
    born: date, sex: str, serial: int
) -> None:
    digits = nik.birth_digits(born)
    day = born.day + (40 if sex == "P" else 0)
    number = f"327316{day:02d}{digits[2:]}{serial:04d}"
    assert rules(number) == []
    assert codes(number, born=born, sex=sex, home="327316") == []


@given(st.text(alphabet="0123456789 .-x", max_size=20))
def test_law_no_text_makes_the_check_fail(text: str) -> None:
    nik.faults(text)
    nik.kk_faults(text)


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_law_a_kk_number_needs_a_province_and_nothing_else(number: str) -> None:
    area_is_real = regions.is_province(number[:2]) and "00" not in {number[2:4], number[4:6]}
    assert (nik.kk_faults(number) == ()) == area_is_real


@given(st.from_regex(r"[0-9]{16}", fullmatch=True), st.sampled_from((" ", ".", "-")))
def test_law_separators_change_nothing(number: str, sign: str) -> None:
    spaced = sign.join(number[at : at + 4] for at in range(0, 16, 4))
    assert nik.normalise(spaced) == number
    assert rules(spaced) == rules(number)


def test_the_region_table_is_that_of_the_named_source() -> None:
    lengths = Counter(map(len, regions.table()))
    assert lengths == {2: 38, 4: 514, 6: 7285}  # Kepmendagri 300.2.2-2138/2025
    assert all(code[:2] in regions.table() for code in regions.table())
    assert regions.table()["327316"].casefold() == "kiaracondong"
