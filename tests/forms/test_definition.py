import json

import pytest

from engine.errors import DeploymentRefused
from forms import definition
from forms.model import Field, Group, Kind, all_fields, in_scope
from tests.forms.building import choice, content, field, form, refused, rows


def test_a_form_of_the_modeler_is_read_whole() -> None:
    read = form(
        {"type": "text", "id": "t", "text": "# Judul"},
        field("textfield", "nik", description="16 angka", validate={"required": True}),
        {"type": "group", "id": "g", "path": "pemohon", "components": [field("textfield", "nama")]},
        rows("berkas", field("checkbox", "ada")),
        {"type": "button", "id": "b", "action": "submit"},
        field("datetime", "jam", subtype="time"),
    )

    assert [item.key for item in in_scope(read.components)] == [
        "nik",
        "pemohon.nama",
        "berkas",
        "jam",
    ]
    assert [one.kind for one in all_fields(read.components)][-1] is Kind.TIME
    assert isinstance(read.components[2], Group)


def test_a_field_keeps_its_custom_properties_and_place() -> None:
    (nik,) = form(
        field(
            "textfield",
            "nik",
            feel={"mask": "nik", "petunjuk": "x"},
            layout={"row": "R", "columns": 8},
        )
    ).components

    assert isinstance(nik, Field)
    assert nik.properties == {"mask": "nik", "petunjuk": "x"}
    assert (nik.row, nik.columns, nik.mask) == ("R", 8, "nik")


@pytest.mark.parametrize(
    ("kind", "instead"),
    [("html", "text component"), ("iframe", "Link"), ("expression", "output mapping"), ("peta", "Use one of"),
     ("date", "Use one of"), ("", "Use one of")],
)  # fmt: skip
def test_an_unsupported_component_is_refused_and_says_what_to_use(kind: str, instead: str) -> None:
    (fault,) = refused(field(kind, "x"))

    assert (fault.rule, fault.element) == ("form-component", "x")
    assert instead in fault.text()


def test_all_faults_of_a_file_come_at_once_with_their_elements() -> None:
    found = refused(
        field("textfield", "a", hide="=1 +"),
        field("textfield", "b", validate={"pattern": "("}),
        field("html", "c"),
        {"type": "textfield", "id": "tanpa_kunci"},
        choice("select", "e"),
        field("number", "f", validate={"min": "banyak"}),
        field("textfield", "a"),
    )

    assert {(fault.element, fault.rule) for fault in found} == {
        ("a", "form-feel"),
        ("b", "form-pattern"),
        ("c", "form-component"),
        ("tanpa_kunci", "form-no-key"),
        ("e", "form-options"),
        ("f", "form-attribute"),
        ("a", "form-duplicate-key"),
    }
    assert all(fault.file == "uji.form" and fault.text() for fault in found)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"\xff", b'{"id": "x", "components": [1]}', b'{"components": []}', b'{"id":NaN}',
     b"[" * 100_000, b'{"id":' * 100_000, b'{"id":' + b"9" * 5000 + b"}", b'{"a":1e99999999999}',
     b" " * (definition.MAX_BYTES + 1)],
)  # fmt: skip
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        definition.read(data, "uji.form")
    assert all(fault.text() for fault in caught.value.faults)


def test_a_broken_file_is_refused_with_line_and_column() -> None:
    with pytest.raises(DeploymentRefused) as caught:
        definition.read(b'{\n "id": }', "uji.form")
    assert (caught.value.faults[0].line, caught.value.faults[0].column) == (2, 8)


def test_a_condition_may_not_read_a_field_further_down() -> None:
    later = field("textfield", "alasan", hide='=hasil != "TOLAK"')
    hasil = choice("radio", "hasil", "LENGKAP", "TOLAK")

    assert [(fault.element, fault.rule) for fault in refused(later, hasil)] == [
        ("alasan", "form-order")
    ]
    form(hasil, later)


def test_a_condition_in_a_row_reads_the_form_above_and_the_row_above() -> None:
    ada, kurang = field("checkbox", "ada"), field("textfield", "kurang", hide="=ada or batal")

    form(field("checkbox", "batal"), rows("berkas", ada, kurang))
    assert [
        fault.rule for fault in refused(field("checkbox", "batal"), rows("berkas", kurang, ada))
    ]
    assert [
        fault.rule for fault in refused(rows("berkas", ada, kurang), field("checkbox", "batal"))
    ]


@pytest.mark.parametrize("keys", [("a", "a"), ("a", "a.b"), ("a.b", "a"), ("_peringatan",)])
def test_keys_that_clash_are_refused(keys: tuple[str, ...]) -> None:
    assert "form-duplicate-key" in {
        fault.rule for fault in refused(*(field("textfield", key) for key in keys))
    }


@pytest.mark.parametrize("key", ["a b", "a-b", "1a", "a..b", "ä", "a" * 200])
def test_a_key_that_is_no_name_is_refused(key: str) -> None:
    assert "form-key" in {fault.rule for fault in refused(field("textfield", key))}


def test_validators_are_checked_when_the_office_says_which_it_has() -> None:
    file = content(field("textfield", "nik", feel={"validator": "nik"}))

    definition.read(file, "uji.form")
    definition.read(file, "uji.form", validators={"nik"})
    with pytest.raises(DeploymentRefused, match="1 fault"):
        definition.read(file, "uji.form", validators={"telepon"})


@pytest.mark.parametrize(
    ("name", "value"),
    [("normalize", "upper,rot13"), ("mask", "x"), ("warnReason", "ya"), ("warnRule", "a b"), ("refuseIf", "=(")],
)  # fmt: skip
def test_a_wrong_property_is_refused(name: str, value: str) -> None:
    (fault,) = refused(field("textfield", "a", feel={name: value}))

    assert fault.element == "a"


@pytest.mark.parametrize("text", ["{{#if a}}x{{/if}}", "halo {{nama", "{{1 +}}", "=1 +"])
def test_a_text_with_more_than_expressions_in_braces_is_refused(text: str) -> None:
    assert refused({"type": "text", "id": "t", "text": text})


def test_a_file_with_too_many_components_is_refused() -> None:
    many = [field("textfield", f"k{number}") for number in range(501)]

    assert json.loads(content(*many))
    assert [fault.rule for fault in refused(*many)] == ["form-size"]
