"""Numbers and dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from office import spelling


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_026, "dua ribu dua puluh enam"),
        (
            999_999,
            "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
        ),
    ],
)
def test_a_number_reads_as_one_says_it(number: int, words: str) -> None:
    assert spelling.in_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_beyond_its_range_nothing_is_written(number: int) -> None:
    with pytest.raises(ValueError):
        spelling.in_words(number)


def test_a_date_reads_as_in_an_official_record() -> None:
    words = spelling.date_in_words(date(2026, 11, 27))
    assert words == ("Jumat tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh enam")
