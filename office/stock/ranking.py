"""Who is served next, who is overtaken and why. Pure: the classes are DMN-3's, given from outside.

Every allocation is ranked under three policies at once: pure FIFO, DMN-3 without the vulnerability
modifier, and DMN-3 with it (scenario 18). One of the two latter is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from office.stock.rules import Balance, Material

Order: TypeAlias = tuple[int, bool, datetime, str]


class Criterion(StrEnum):
    """What put a case behind the one before it; the names stand in the kept rankings.

    LOMPATAN never does: it is how a case passed the line with the camat's approval.
    """

    PERTAMA = "PERTAMA"
    KELAS = "KELAS"
    CETAK_ULANG = "CETAK_ULANG"
    WAKTU_PRR = "WAKTU_PRR"
    NO_REGISTER = "NO_REGISTER"
    LOMPATAN = "LOMPATAN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that waits. `plain` and `modified` are its classes without and with the modifier.

    `returned`: its print failed, so it heads its class. `waited` is in working days since PRR;
    `rule` and `reason` are the row of DMN-3 that gave the class in force, and what it says.
    """

    no_register: str
    case: int
    print_ready_at: datetime
    returned: bool
    plain: int
    modified: int
    waited: int = 0
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A case's place (from 1) in the order in force, and under each of the three policies."""

    candidate: Candidate
    place: int
    priority_class: int
    fifo: int
    plain: int
    modified: int
    criterion: Criterion
    granted: bool

    @property
    def no_register(self) -> str:
        """The case's register number."""
        return self.candidate.no_register


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaking:
    """A case that came later by PRR and stands before; `criterion` is why."""

    rank: Rank
    criterion: Criterion


def sufficient(balances: Mapping[Material, Balance], cap: int | None = None) -> int:
    """Say how many cards can be reserved now: of every material alike, and at most `cap`."""
    available = min(balances.get(material, Balance()).available for material in Material)
    return max(available if cap is None else min(available, cap), 0)


def rank(candidates: Iterable[Candidate], *, modified: bool, amount: int) -> tuple[Rank, ...]:
    """Order everybody by the policy in force; the first `amount` are granted a blanko.

    Order: class, returned ones first, PRR instant, register number. `modified`: the vulnerability
    modifier is in force.
    """
    waiting = tuple(candidates)
    with_it, without = _by_class(waiting, _modified), _by_class(waiting, _plain)
    in_force, class_of = (with_it, _modified) if modified else (without, _plain)
    fifo = _places(sorted(waiting, key=lambda case: (case.print_ready_at, case.no_register)))
    plain, changed = _places(without), _places(with_it)
    ranks: list[Rank] = []
    for place, case in enumerate(in_force, start=1):
        before = in_force[place - 2] if place > 1 else None
        ranks.append(
            Rank(
                candidate=case,
                place=place,
                priority_class=class_of(case),
                fifo=fifo[case.no_register],
                plain=plain[case.no_register],
                modified=changed[case.no_register],
                criterion=_criterion(before, case, class_of),
                granted=place <= amount,
            )
        )
    return tuple(ranks)


def overtakers(ranks: Iterable[Rank], no_register: str) -> tuple[Overtaking, ...]:
    """Give those who stand before a case though they were print-ready after it, and why each does.

    Empty for a case that is not in the ranking.
    """
    everybody = tuple(ranks)
    mine = next((one for one in everybody if one.no_register == no_register), None)
    if mine is None:
        return ()
    return tuple(
        Overtaking(
            rank=one,
            criterion=Criterion.KELAS
            if one.priority_class < mine.priority_class
            else Criterion.CETAK_ULANG,
        )
        for one in everybody
        if one.place < mine.place and one.fifo > mine.fifo
    )


def before(ranks: Iterable[Rank], one: Rank) -> tuple[Rank, ...]:
    """Give those who stand before a rank: whom it would pass if it were served at once."""
    return tuple(other for other in ranks if other.place < one.place)


def passed_by(ranks: Iterable[Rank], no_register: str) -> tuple[Overtaking, ...]:
    """Give who was granted a blanko out of turn while this case stood before and got none.

    For rankings of an allocation out of turn only; empty for a case not in the ranking.
    """
    everybody = tuple(ranks)
    mine = next((one for one in everybody if one.no_register == no_register), None)
    if mine is None or mine.granted:
        return ()
    return tuple(
        Overtaking(rank=one, criterion=Criterion.LOMPATAN)
        for one in everybody
        if one.granted and one.place > mine.place
    )


def _plain(case: Candidate) -> int:
    return case.plain


def _modified(case: Candidate) -> int:
    return case.modified


def _by_class(
    waiting: tuple[Candidate, ...], class_of: Callable[[Candidate], int]
) -> list[Candidate]:
    def order(case: Candidate) -> Order:
        return (class_of(case), not case.returned, case.print_ready_at, case.no_register)

    return sorted(waiting, key=order)


def _places(ordered: Iterable[Candidate]) -> dict[str, int]:
    return {case.no_register: place for place, case in enumerate(ordered, start=1)}


def _criterion(
    before: Candidate | None, case: Candidate, class_of: Callable[[Candidate], int]
) -> Criterion:
    if before is None:
        return Criterion.PERTAMA
    if class_of(before) != class_of(case):
        return Criterion.KELAS
    if before.returned != case.returned:
        return Criterion.CETAK_ULANG
    if before.print_ready_at != case.print_ready_at:
        return Criterion.WAKTU_PRR
    return Criterion.NO_REGISTER
