"""The office's rules for form fields, by the name a form gives them (`validator`).

Each answers with every fault and warning of one value; a form's own limits are `forms`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from sqlalchemy.orm import Session, sessionmaker

from engine.errors import Fault, Severity
from engine.store.sealing import Sealer
from engine.values import JsonValue
from forms.validation import Asked, Validator
from office import ages, applications, names, nik, phone, register_number
from office.notices import reminders
from office.stock import arrivals

_OLDEST: Final = 125
_ELSEWHERE: Final = "LUAR_DOMISILI"
_LARGEST_RT: Final = 999
_VILLAGE: Final = 4
_NOTE_USED: Final = Fault(
    rule="delivery-note-used",
    message="This delivery note was booked before.",
    advice="Look at its number again.",
)

#: gives the register number of the open case of a NIK, or None
Busy: TypeAlias = Callable[[str], str | None]


def build(reads: sessionmaker[Session], sealer: Sealer) -> Mapping[str, Validator]:
    """Give all validators; `nik_baru`, `no_register_diambil` and `surat_jalan` look into the
    database, each with a transaction of its own.
    """

    def busy(number: str) -> str | None:
        with reads.begin() as session:
            return applications.open_number(session, applications.index_of(sealer, number))

    def nik_baru(value: JsonValue, asked: Asked) -> Iterable[Fault]:
        found = tuple(check_nik(value, asked))
        return (*found, *check_new(str(value), asked, busy))

    def register_diambil(value: JsonValue, asked: Asked) -> Iterable[Fault]:
        found = tuple(check_register(value, asked))
        return found or owed_words(str(value), reads)

    def surat_jalan(value: JsonValue, asked: Asked) -> Iterable[Fault]:
        with reads.begin() as session:
            used = arrivals.is_used(session, str(_office(asked).get("kode") or ""), str(value))
        return (_NOTE_USED,) if used else ()

    reading = {
        "nik_baru": nik_baru,
        "no_register_diambil": register_diambil,
        "surat_jalan": surat_jalan,
    }
    return {**PURE, **reading}


def check_nik(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`nik`: structure rejects; W1, W2 and WILAYAH warn, compared with the form's other answers."""
    number = str(value)
    faults = nik.faults(number)
    if faults:
        return faults
    elsewhere = asked.values.get("jenis_permohonan") == _ELSEWHERE
    return nik.warnings(
        number,
        born=_day(asked.values.get("tgl_lahir")),
        sex=str(asked.values.get("jenis_kelamin") or ""),
        home="" if elsewhere else str(_office(asked).get("kode") or ""),
    )


def check_new(number: str, asked: Asked, busy: Busy) -> Iterable[Fault]:
    """Refuse a NIK that has an open case, naming its register number; its own case does not count.

    A structurally wrong NIK is not looked up.
    """
    if nik.faults(number):
        return ()
    taken = busy(number)
    if taken is None or taken == asked.values.get("no_register"):
        return ()
    return (
        Fault(
            rule="nik-open",
            message="This person has an open application: %(no_register)s.",
            advice="Go on with that one.",
            params={"no_register": taken},
        ),
    )


def owed_words(number: str, reads: sessionmaker[Session]) -> tuple[Fault, ...]:
    """Warn of what this citizen could not be told by telephone: the counter says it now."""
    with reads.begin() as session:
        unsaid = reminders.of(session, number)
    return tuple(
        Fault(
            rule="belum_disampaikan",
            severity=Severity.WARNING,
            message="Tell the citizen now what no message could: “%(text)s”.",
            advice="Note that it was said.",
            params={"text": text},
        )
        for text in unsaid[:1]
    )


def check_kk(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`no_kk`: structure only."""
    del asked
    return nik.kk_faults(str(value))


def check_name(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`nama`: what cannot be a name rejects, what the rule for new names forbids warns."""
    del asked
    return names.faults(str(value)) or names.warnings(str(value))


def check_phone(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`telepon`: an Indonesian number, or none."""
    del asked
    return phone.faults(str(value))


def check_birth(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`tgl_lahir`: not after today, not 125 years ago or more."""
    born, today = _day(value), asked.moment.today
    if born is None or (born <= today and ages.age_on(born, today) < _OLDEST):
        return ()
    message = "A date of birth lies between today and 125 years ago."
    return (Fault(rule="birth-date", message=message, advice="Compare it with the KK."),)


def check_village(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`kelurahan`: a code of this kecamatan (4 or 10 digits), unless the person lives elsewhere."""
    code, office = str(value), _office(asked)
    allowed = office.get("kelurahan")
    if asked.values.get("jenis_permohonan") == _ELSEWHERE or not isinstance(allowed, list):
        return ()
    known = code[-_VILLAGE:] in allowed
    here = len(code) == _VILLAGE or code[:-_VILLAGE] == office.get("kode")
    if known and here:
        return ()
    message = "This kelurahan does not belong to the kecamatan."
    return (Fault(rule="kelurahan", message=message, advice="Choose one of the list."),)


def check_neighbourhood(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`rt_rw`: 001 to 999."""
    del asked
    text = str(value)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= _LARGEST_RT:
        return ()
    message = "RT and RW are numbers from 001 to 999."
    return (Fault(rule="rt-rw", message=message, advice="Copy it from the KK."),)


def check_register(value: JsonValue, asked: Asked) -> Iterable[Fault]:
    """`no_register`: shape and check digit; whether it exists is not asked."""
    del asked
    if register_number.parse(str(value)) is not None:
        return ()
    message = "This is no register number; one of its digits is wrong."
    return (Fault(rule="register-number", message=message, advice="Read it from the slip."),)


PURE: Final[Mapping[str, Validator]] = {
    "nik": check_nik,
    "no_kk": check_kk,
    "nama": check_name,
    "telepon": check_phone,
    "tgl_lahir": check_birth,
    "kelurahan": check_village,
    "rt_rw": check_neighbourhood,
    "no_register": check_register,
}
#: every name a form may use
NAMES: Final = frozenset({*PURE, "nik_baru", "no_register_diambil", "surat_jalan"})


def _office(asked: Asked) -> Mapping[str, JsonValue]:
    office = asked.values.get("kantor")
    return office if isinstance(office, dict) else {}


def _day(value: JsonValue) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
