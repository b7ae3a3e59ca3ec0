"""By what words cases are found here: the applicant's name and NIK. Finds nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from engine.store.recording import Wording
from engine.values import JsonValue
from office import names, nik

#: the variables of every procedure that hold who the case is about
NAME: Final = "nama"
NIK: Final = "nik"
_SHORTEST: Final = 2


def words_of_name(value: JsonValue) -> Iterable[str]:
    """Give the words of a name alike however it was typed; initials of one letter are none."""
    if not isinstance(value, str):
        return ()
    return tuple(word for word in names.sort_key(value).split() if len(word) >= _SHORTEST)


def words_of_nik(value: JsonValue) -> Iterable[str]:
    """Give a NIK of 16 digits without what is typed between them; anything else gives nothing."""
    number = nik.normalise(value) if isinstance(value, str) else ""
    return (number,) if nik.is_whole(number) else ()


WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType({NAME: words_of_name, NIK: words_of_nik})
