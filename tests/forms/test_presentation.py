from collections.abc import Mapping

import pytest

from engine.errors import AnswersInvalid, Fault
from engine.values import JsonValue
from forms import answers, masking, presentation
from forms.model import Form, Mask
from forms.views import FieldView, GroupView, ListView, Page, TableView, TextView
from tests.forms.building import NOW, Raw, choice, clean, field, form, rows
from tests.forms.multidict import MultiDict


def page(of: Form, given: Mapping[str, JsonValue] | None = None, **variables: JsonValue) -> Page:
    faults: tuple[Fault, ...] = ()
    if given is not None:
        with pytest.raises(AnswersInvalid) as caught:
            clean(of, dict(given), variables)
        faults = caught.value.faults
    return presentation.present(of, variables, given, now=NOW, faults=faults)


def only(component: Raw, **variables: JsonValue) -> FieldView:
    (item,) = page(form(component), None, **variables).items
    assert isinstance(item, FieldView)
    return item


def test_a_field_is_shown_with_all_that_a_template_needs() -> None:
    nik = only(
        field(
            "textfield",
            "nik",
            description="16 angka",
            appearance={"prefixAdorner": "No."},
            validate={"required": True, "maxLength": 16},
        ),
        nik="3273",
    )

    assert (nik.id, nik.name, nik.path, nik.label, nik.hint) == (
        "f-nik",
        "nik",
        "nik",
        "nik",
        "16 angka",
    )
    assert (nik.value, nik.required, nik.prefix, nik.limits) == (
        "3273",
        True,
        "No.",
        {"maxlength": "16"},
    )


def test_what_was_typed_wrong_is_shown_again_beside_its_fault_and_in_the_summary() -> None:
    shown = page(form(field("number", "umur"), field("datetime", "tgl")), {"umur": "dua", "tgl": {"day": "31", "month": "2", "year": "2026"}})  # fmt: skip
    umur, tgl = shown.items

    assert isinstance(umur, FieldView)
    assert isinstance(tgl, FieldView)
    assert (umur.value, [fault.rule for fault in umur.errors]) == ("dua", ["number"])
    assert [(part.name, part.value) for part in tgl.parts] == [
        ("tgl-day", "31"),
        ("tgl-month", "2"),
        ("tgl-year", "2026"),
    ]
    assert [link for link, _ in shown.summary] == ["f-umur", "f-tgl"]


def test_hidden_fields_are_not_there_and_conditions_follow_the_answers() -> None:
    read = form(field("checkbox", "ada"), field("textfield", "x", hide="=not(ada)"))

    assert [item.id for item in page(read).items] == ["f-ada"]
    assert [item.id for item in page(read, None, ada=True).items] == ["f-ada", "f-x"]


def test_options_say_which_is_chosen() -> None:
    shown = only(choice("radio", "x", True, False), x=False)

    assert [(one.id, one.value, one.chosen) for one in shown.options] == [
        ("f-x", "true", False),
        ("f-x-1", "false", True),
    ]


def test_a_sensitive_read_only_value_is_masked_until_it_is_asked_for() -> None:
    read = form(field("textfield", "nik", readonly=True, feel={"mask": "nik"}))
    variables = {"nik": "3273164107900001"}

    (masked,) = presentation.present(read, variables, now=NOW).items
    (whole,) = presentation.present(read, variables, now=NOW, unmasked=True).items

    assert isinstance(masked, FieldView)
    assert isinstance(whole, FieldView)
    assert (masked.value, masked.masked) == ("327316******0001", True)
    assert (whole.value, whole.masked, whole.sensitive) == ("3273164107900001", False, True)


def test_a_read_only_choice_shows_its_label() -> None:
    kinds = [{"label": "Perempuan", "value": "P"}]

    assert only(field("select", "x", readonly=True, values=kinds), x="P").value == "Perempuan"


def test_texts_tables_and_images_are_filled_in() -> None:
    columns = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]
    read = form(
        {"type": "text", "id": "t", "text": "Halo {{nama}}, {{1 + 1.5}}"},
        {"type": "table", "id": "tb", "dataSource": "=daftar", "columns": columns},
        {"type": "image", "id": "im", "source": "/x.png", "alt": "=nama"},
    )
    daftar: JsonValue = [{"a": 1, "b": "x"}, {"a": None}, "bukan baris"]

    text, table, image = page(read, None, nama="SITI", daftar=daftar).items

    assert isinstance(text, TextView)
    assert isinstance(table, TableView)
    assert isinstance(image, TextView)
    assert text.text == "Halo SITI, 2,5"
    assert (table.headers, table.rows) == (("A", "B"), (("1", "x"), ("", "")))
    assert (image.source, image.text) == ("/x.png", "SITI")


def test_groups_and_rows_nest_and_name_their_inputs_as_answers_reads_them() -> None:
    read = form(
        field("group", "g", path="p", components=[rows("anak", field("textfield", "a.b"))]),
    )
    (group,) = page(read, None, p={"anak": [{}, {"a": {"b": "x"}}]}).items
    assert isinstance(group, GroupView)
    (listed,) = group.items
    assert isinstance(listed, ListView)
    (inner,) = listed.rows[1].items
    assert isinstance(inner, FieldView)

    assert (listed.rows[1].marker, inner.name, inner.path) == (
        "p.anak-1-",
        "p.anak-1-a.b",
        "p.anak.1.a.b",
    )
    sent = answers.from_html(read, MultiDict({inner.name: ["y"]}))
    assert sent == {"p": {"anak": [{"a": {"b": "y"}}]}}


def test_a_warning_offers_the_input_for_its_reason() -> None:
    read = form(
        field("number", "n", feel={"warnIf": "n > 1", "warnRule": "W", "warnReason": "required"})
    )

    (item,) = page(read, {"n": 2}).items

    assert isinstance(item, FieldView)
    (warning,) = item.warnings
    assert (warning.name, warning.reason_required, len(warning.faults)) == (
        "_peringatan-W",
        True,
        1,
    )
    assert item.errors == ()


@pytest.mark.parametrize(
    ("text", "how", "masked"),
    [
        ("3273164107900001", Mask.NIK, "327316******0001"),
        ("327", Mask.NIK, "******"),
        ("+6281234567890", Mask.PHONE, "**********7890"),
        ("SITI AMINAH", Mask.NAME, "S******"),
        ("apa saja", Mask.ALL, "******"),
        ("", Mask.ALL, ""),
    ],
)
def test_masks_keep_only_what_tells_two_people_apart(text: str, how: Mask, masked: str) -> None:
    assert masking.mask(text, how) == masked


def test_what_was_typed_comes_back_as_typed_beside_another_field_s_fault() -> None:
    read = form(
        field("textfield", "hp", properties={"normalize": "phone"}), field("number", "umur")
    )

    hp, _ = page(read, {"hp": "0812-3456 7890", "umur": "dua"}).items

    assert isinstance(hp, FieldView)
    assert hp.value == "0812-3456 7890"


def test_values_inside_texts_are_worded_by_their_names() -> None:
    said: list[tuple[str, JsonValue]] = []

    def speak(name: str, value: JsonValue) -> str:
        said.append((name, value))
        return f"<{name}>"

    text = {"type": "text", "id": "t", "text": "{{jenis}}, {{orang.lahir}}, {{1 + 1}}"}
    read = form(text)
    known: dict[str, JsonValue] = {"jenis": "BARU", "orang": {"lahir": "2001-02-03"}}
    (item,) = presentation.present(read, known, now=NOW, speak=speak).items

    assert isinstance(item, TextView)
    assert item.text == "<jenis>, <orang.lahir>, <>"
    assert said == [("jenis", "BARU"), ("orang.lahir", "2001-02-03"), ("", 2)]


def test_a_row_that_begins_with_a_text_is_titled_by_it() -> None:
    text = {"type": "text", "id": "t", "text": "**{{this.nama}}**"}
    read = form(rows("berkas", text, field("checkbox", "ada"), allowAddRemove=False))
    (listed,) = page(read, None, berkas=[{"nama": "Kartu keluarga"}]).items

    assert isinstance(listed, ListView)
    (row,) = listed.rows
    assert (row.title, [item.label for item in row.items]) == ("Kartu keluarga", ["ada"])
