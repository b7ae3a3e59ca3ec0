"""Survei Kepuasan Masyarakat: the index (IKM), its band, the sample it needs. Pure.

Permenpan RB 14/2017: nine elements, each answered 1 to 4. The weight of an element is exactly 1/9:
the printed 0.11 makes the weights sum to less than 1, and a perfect score would miss the top of the
scale (domain.md 4.3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, TypeAlias

ELEMENTS: Final = (
    "persyaratan",
    "prosedur",
    "waktu",
    "gratis",  # "biaya/tarif" of the regulation: was the service free, as it has to be?
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)
LOWEST: Final = 1
HIGHEST: Final = 4
_SCALE: Final = 25
_CENT: Final = Decimal("0.01")
_LISTED: Final = 3
#: lower end of a band, its letter, its words
Band: TypeAlias = tuple[Decimal, str, str]
#: lower end of a band -> its letter and words, the highest first
BANDS: Final[tuple[Band, ...]] = (
    (Decimal("88.31"), "A", "Sangat baik"),
    (Decimal("76.61"), "B", "Baik"),
    (Decimal("65.00"), "C", "Kurang baik"),
    (Decimal("25.00"), "D", "Tidak baik"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One sheet: nine scores 1..4 in the order of ELEMENTS, and group data (may be "")."""

    scores: tuple[int, ...]
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One group of a breakdown. `ikm` is None where too few answered to be told apart."""

    group: str
    answers: int
    ikm: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """What a survey says. `ikm` is None without answers; `enough` is n ≥ the sample size for N."""

    answers: int
    population: int
    needed: int
    enough: bool
    ikm: Decimal | None
    band: str
    quality: str
    lowest: tuple[str, ...]
    means: Mapping[str, Decimal]


def evaluate(
    answers: Sequence[Answer], population: int, bands: Sequence[Band] = BANDS
) -> Satisfaction:
    """Evaluate the sheets of a period; `population` is how many could have been asked.

    Raises:
        ValueError: a sheet has not nine scores of 1 to 4.
    """
    needed = sample_size(population)
    means = _means(answers)
    index = ikm(answers) if answers else None
    letter, words = band(index, bands) if index is not None else ("", "")
    worst = sorted(ELEMENTS, key=lambda name: (means.get(name, 0), ELEMENTS.index(name)))
    return Satisfaction(
        answers=len(answers),
        population=population,
        needed=needed,
        enough=bool(answers) and len(answers) >= needed,
        ikm=index,
        band=letter,
        quality=words,
        lowest=tuple(worst[:_LISTED]) if answers else (),
        means={name: _round(Fraction(mean)) for name, mean in means.items()},
    )


def ikm(answers: Sequence[Answer]) -> Decimal:
    """25 x the sum of the elements' means, each weighing 1/9, rounded half up to two decimals.

    Raises:
        ValueError: there is no sheet, or one has not nine scores of 1 to 4.
    """
    if not answers:
        raise ValueError("no answers")
    weight = Fraction(1, len(ELEMENTS))
    return _round(_SCALE * sum((mean * weight for mean in _means(answers).values()), Fraction()))


def band(index: Decimal, bands: Sequence[Band] = BANDS) -> tuple[str, str]:
    """Give the letter and the words of an index that has been rounded to two decimals."""
    return next(
        ((letter, words) for lower, letter, words in bands if index >= lower), bands[-1][1:]
    )


def bands_from(lower_ends: Mapping[str, str]) -> tuple[Band, ...]:
    """Give the bands of these lower ends by letter ("A" -> "88.31"), the highest first."""
    words = {letter: said for _, letter, said in BANDS}
    found = [(Decimal(end), letter, words.get(letter, "")) for letter, end in lower_ends.items()]
    return tuple(sorted(found, reverse=True)) or BANDS


def sample_size(population: int) -> int:
    """Krejcie and Morgan: 3.841·N·0.25 / (0.0025·(N−1) + 0.96025), to the nearest whole number."""
    if population <= 0:
        return 0
    size = (
        Fraction(3841, 1000)
        * population
        * Fraction(1, 4)
        / (Fraction(25, 10_000) * (population - 1) + Fraction(96_025, 100_000))
    )
    return int(
        Decimal(size.numerator * 10 // size.denominator).scaleb(-1).quantize(1, ROUND_HALF_UP)
    )


def breakdown(answers: Iterable[Answer], name: str, smallest: int) -> tuple[Cell, ...]:
    """Give the index by one group datum, by group; cells below `smallest` people stay untold."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.groups.get(name, "")].append(answer)
    return tuple(
        Cell(
            group=group,
            answers=len(members),
            ikm=ikm(members) if len(members) >= smallest else None,
        )
        for group, members in sorted(groups.items())
    )


def _means(answers: Sequence[Answer]) -> dict[str, Fraction]:
    for answer in answers:
        fits = all(LOWEST <= score <= HIGHEST for score in answer.scores)
        if len(answer.scores) != len(ELEMENTS) or not fits:
            raise ValueError(answer.scores)
    return {
        name: Fraction(sum(answer.scores[at] for answer in answers), len(answers))
        for at, name in enumerate(ELEMENTS)
        if answers
    }


def _round(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_CENT, ROUND_HALF_UP)
