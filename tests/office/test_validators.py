"""The office's rules on a form: scenarios 1 to 4, 8 and 10 before anything is completed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.errors import Fault
from engine.values import JsonValue
from forms.scopes import Moment
from forms.validation import Asked
from office import validators
from tests.office.conftest import NOW, OFFICE, Desk

NIK = "3273164107900001"
KANTOR: dict[str, JsonValue] = {"kode": OFFICE, "kelurahan": ["1001", "1002"]}


def ask(**answers: JsonValue) -> Asked:
    return Asked(
        key="x",
        values={"kantor": KANTOR, **answers},
        moment=Moment(now=datetime(2026, 11, 24, 2, tzinfo=UTC)),
        properties={},
    )


def rules(name: str, value: JsonValue, **answers: JsonValue) -> list[str]:
    found = validators.PURE[name](value, ask(**answers))
    return [fault.rule for fault in ((found,) if isinstance(found, Fault) else found or ())]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("nik", NIK, []),
        ("nik", "3273168107900001", ["nik-date"]),
        ("nik", "9202310107900001", ["WILAYAH"]),
        ("no_kk", "32731", ["kk-format"]),
        ("nama", "SUKARNO", []),
        ("nama", "A" * 61, ["name-over-60"]),
        ("telepon", "0812", ["phone-format"]),
        ("tgl_lahir", "2026-11-25", ["birth-date"]),
        ("tgl_lahir", "1901-11-24", ["birth-date"]),
        ("tgl_lahir", "2026-11-24", []),
        ("kelurahan", "1002", []),
        ("kelurahan", "3273161002", []),
        ("kelurahan", "3273151002", ["kelurahan"]),
        ("kelurahan", "1009", ["kelurahan"]),
        ("rt_rw", "000", ["rt-rw"]),
        ("rt_rw", "007", []),
        ("no_register", "KRC-2611-00042-8", ["register-number"]),
        ("no_register", "krc-2611-00042-9", []),
    ],
)
def test_a_field_is_judged(name: str, value: JsonValue, expected: list[str]) -> None:
    assert rules(name, value) == expected


def test_a_nik_is_compared_with_the_other_answers() -> None:
    assert rules("nik", NIK, tgl_lahir="1990-07-01", jenis_kelamin="P") == []
    assert rules("nik", NIK, tgl_lahir="1990-07-02", jenis_kelamin="L") == ["W1", "W2"]


def test_who_lives_elsewhere_needs_no_local_area_and_kelurahan() -> None:
    assert rules("nik", "9202310107900001", jenis_permohonan="LUAR_DOMISILI") == []
    assert rules("kelurahan", "1009", jenis_permohonan="LUAR_DOMISILI") == []


def test_scenario_1_the_form_shows_the_number_of_the_open_case(desk: Desk) -> None:
    case = desk.new_case()
    opened = desk.do("permohonan.buka", case, {"nik": NIK, "jenis_permohonan": "HILANG"})
    check = validators.build(desk.kernel.reads, desk.kernel.sealer)["nik_baru"]
    (fault,) = check("3273.1641.0790.0001", ask())  # type: ignore[misc]  # it answers with several
    assert fault.params == {"no_register": opened["no_register"]}
    assert tuple(check(NIK, ask(no_register=opened["no_register"])) or ()) == ()  # type: ignore[arg-type]  # the same


def test_a_person_whose_case_is_closed_may_apply_again(desk: Desk) -> None:
    case = desk.new_case()
    desk.do("permohonan.buka", case, {"nik": NIK, "jenis_permohonan": "HILANG"})
    desk.do("permohonan.tutup", case, headers={"hasil": "SELESAI"})
    check = validators.build(desk.kernel.reads, desk.kernel.sealer)["nik_baru"]
    assert tuple(check(NIK, ask()) or ()) == ()  # type: ignore[arg-type]  # it answers with several


def test_every_validator_is_named(desk: Desk) -> None:
    assert set(validators.build(desk.kernel.reads, desk.kernel.sealer)) == validators.NAMES
    assert desk.clock.now() == NOW
