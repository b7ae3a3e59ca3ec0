"""Numbers and dates in Indonesian words, as official records write them. Pure.

"Pada hari ini, Jumat tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh enam": the
form of an official record (berita acara) in Indonesian offices.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from office import speech

_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ONES: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_TEENS: Final = 20
#: unit -> its word, and the word for one of it
_UNITS: Final = ((1_000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh"))
_LARGEST: Final = 999_999


def in_words(number: int) -> str:
    """Write a whole number from 0 to 999,999: 26 -> `dua puluh enam`, 1100 -> `seribu seratus`.

    Raises:
        ValueError: it is beyond that.
    """
    if not 0 <= number <= _LARGEST:
        raise ValueError(number)
    if number < len(_ONES):
        return _ONES[number]
    if number < _TEENS:
        return f"{_ONES[number - 10]} belas"
    unit, word, one = next(each for each in _UNITS if number >= each[0])
    many, rest = divmod(number, unit)
    head = one if many == 1 else f"{in_words(many)} {word}"
    return head if not rest else f"{head} {in_words(rest)}"


def date_in_words(day: date) -> str:
    """Write `Jumat tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh enam`."""
    month = speech.long_date(day).split()[1]
    return (
        f"{_DAYS[day.weekday()]} tanggal {in_words(day.day)} "
        f"bulan {month} tahun {in_words(day.year)}"
    )
