"""What an empty field is filled with, which options cannot be chosen, which answers steer a form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.errors import DeploymentRefused
from engine.values import JsonValue
from forms import answers, definition, presentation
from forms.model import Form
from forms.views import FieldView, GroupView, ListView, View
from tests.forms.building import NOW, choice, field, form, rows

LIBRARY = Path(__file__).parents[2] / "forms" / "library" / "ektp"
KANTOR: JsonValue = {
    "kelurahan": ["1001", "1002", "1009"],
    "perekaman": {"usia_rekam": 16},
    "pemohon": {"nama_maks": 100},
}
BIRTH = form(
    field("textfield", "kode"),
    field("textfield", "hasil", feel={"suggest": '=if kode = null then null else kode + "!"'}),
)


def library(name: str) -> Form:
    return definition.read((LIBRARY / f"{name}.form").read_bytes(), f"{name}.form")


def fields(of: Form, given: Mapping[str, JsonValue], **known: JsonValue) -> dict[str, FieldView]:
    page = presentation.present(of, {"kantor": KANTOR, **known}, given, now=NOW)
    return {item.path: item for item in _all(page.items)}


def _all(items: tuple[View, ...]) -> list[FieldView]:
    found: list[FieldView] = []
    for item in items:
        if isinstance(item, FieldView):
            found.append(item)
        elif isinstance(item, GroupView):
            found += _all(item.items)
        elif isinstance(item, ListView):
            found += [field for row in item.rows for field in _all(row.items)]
    return found


def typed(view: FieldView) -> str:
    if view.options:
        return "-".join(option.value for option in view.options if option.chosen)
    return "-".join(part.value for part in view.parts).strip("-") or view.value


def test_an_empty_field_is_filled_with_what_other_answers_tell() -> None:
    shown = fields(BIRTH, {"kode": "A", "hasil": ""})["hasil"]

    assert (shown.value, shown.suggested) == ("A!", "A!")


def test_what_was_typed_stays_and_what_nobody_touched_follows() -> None:
    typed_over = fields(BIRTH, {"kode": "B", "hasil": "C", "_usulan": {"hasil": "A!"}})["hasil"]
    untouched = fields(BIRTH, {"kode": "B", "hasil": "A!", "_usulan": {"hasil": "A!"}})["hasil"]
    taken_back = fields(BIRTH, {"kode": "", "hasil": "A!", "_usulan": {"hasil": "A!"}})["hasil"]

    assert [typed_over.value, untouched.value, taken_back.value] == ["C", "B!", ""]


def test_suggestions_travel_with_a_browsers_answers() -> None:
    sent = answers.to_html(BIRTH, {"kode": "A", "hasil": "A!", "_usulan": {"hasil": "A!"}})

    assert sent["_usulan-hasil"] == ["A!"]


def test_rows_have_no_suggestions() -> None:
    with pytest.raises(DeploymentRefused) as refused:
        form(rows("r", field("textfield", "a", feel={"suggest": "=1"})))

    assert [fault.rule for fault in refused.value.faults] == ["form-suggest"]


@pytest.mark.parametrize(
    ("nik", "born", "sex"),
    [
        ("3273164107900001", "01-07-1990", "P"),
        ("32.7316.150108 0001", "15-01-2008", "L"),
        ("3273162902000001", "29-02-2000", "L"),
        ("3273161506100001", "15-06-2010", "L"),  # 16 this year: not born in 1910
        ("3273163002010001", "", "L"),  # no such day
        ("327316", "", ""),
        ("tidak ada", "", ""),
        ("", "", ""),
    ],
)
def test_the_nik_suggests_birth_date_and_sex(nik: str, born: str, sex: str) -> None:
    shown = fields(library("terima_permohonan"), {"nik": nik})

    assert (typed(shown["tgl_lahir"]), typed(shown["jenis_kelamin"])) == (born, sex)


def test_what_the_ticket_was_for_is_not_asked_again() -> None:
    shown = fields(library("terima_permohonan"), {}, jenis_layanan="REKAM")
    other = fields(library("terima_permohonan"), {}, jenis_layanan="CETAK")

    assert typed(shown["jenis_permohonan"]) == "BARU_WNI"
    assert typed(other["jenis_permohonan"]) == ""


def test_what_the_applicant_must_declare_is_never_filled_in() -> None:
    given = {"jenis_permohonan": "BARU_WNI", "nik": "3273164107900001", "no_hp": "081234567890"}
    shown = fields(library("terima_permohonan"), given, jenis_layanan="REKAM")

    assert [typed(shown[key]) for key in ("punya_wa", "izin_notifikasi", "status_kawin")] == [
        ""
    ] * 3


def test_kelurahan_are_offered_by_name_and_asked_elsewhere_of_who_lives_there() -> None:
    here = fields(library("terima_permohonan"), {"jenis_permohonan": "HILANG"})
    away = fields(library("terima_permohonan"), {"jenis_permohonan": "LUAR_DOMISILI"})

    names = [option.label for option in here["kelurahan_kode"].options]
    assert names[:2] == ["Sukapura", "Kebon Jayanti"]
    assert "kelurahan_kode" not in away
    assert "kelurahan_luar" in away
    assert "kelurahan_luar" not in here


def test_complete_cannot_be_chosen_while_a_mandatory_paper_is_missing() -> None:
    papers: list[JsonValue] = [{"kode": "KK", "nama": "KK", "wajib": True}, {"nama": "Foto"}]
    checks = library("periksa_kelengkapan")

    missing = fields(checks, {"dokumen": [{"ada": "false"}], "hasil": "LENGKAP"}, dokumen=papers)
    there = fields(checks, {"dokumen": [{"ada": "true"}], "hasil": "LENGKAP"}, dokumen=papers)

    refused = [option.value for option in missing["hasil"].options if option.refused]
    assert (refused, typed(missing["hasil"])) == (["LENGKAP"], "")
    assert missing["hasil"].refusal is not None
    assert (there["hasil"].refusal, typed(there["hasil"])) == (None, "LENGKAP")


def test_answers_that_others_hang_on_are_marked() -> None:
    papers: list[JsonValue] = [{"nama": "KK", "wajib": True}]
    intake = fields(library("terima_permohonan"), {})
    checks = fields(library("periksa_kelengkapan"), {}, dokumen=papers)

    steering = {path for path, view in (intake | checks).items() if view.steers}
    assert {"nik", "jenis_permohonan", "pelapor_sendiri", "dokumen.0.ada", "hasil"} <= steering
    assert not {"nama", "alamat", "rt", "no_hp", "korban_bencana"} & steering


def test_an_option_is_only_kept_from_being_chosen_where_the_form_says_so() -> None:
    plain = form(choice("radio", "a", "x", "y", feel={"refuseIf": '=a = "x"'}))

    assert not any(option.refused for option in fields(plain, {})["a"].options)
