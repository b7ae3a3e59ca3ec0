"""What of form-js is read, left aside with a reason, or refused; docs/forms.md says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms import properties
from forms.views import TableView
from tests.forms.building import Raw, field, form, refused, rows, values, wrong
from tests.forms.test_presentation import page

GUIDE = Path(__file__).parents[2] / "docs" / "forms.md"
SPOILT = "notAProperty"


def least(kind: str) -> Raw:
    """The smallest component of a type that is taken."""
    more: dict[str, Raw] = {
        "dynamiclist": rows("x"),
        "table": {"type": "table", "id": "t", "dataSource": "a", "columns": [{"key": "k"}]},
        "image": {"type": "image", "id": "i", "source": "/static/x.png"},
        "group": {"type": "group", "id": "g", "components": []},
    }
    if kind in more:
        return more[kind]
    if kind in {"text", "separator", "spacer"}:
        return {"type": kind, "id": "x"}
    return field(kind, "x", **({"valuesKey": "a"} if kind in CHOOSING else {}))


CHOOSING = {"select", "radio", "checklist", "taglist"}


@pytest.mark.parametrize("kind", sorted(properties.READ))
def test_every_type_is_taken_and_refuses_a_property_nobody_knows(kind: str) -> None:
    form(least(kind))

    assert [fault.rule for fault in refused({**least(kind), SPOILT: 1})] == ["form-property"]


@pytest.mark.parametrize("kind", sorted(properties.IGNORED))
def test_what_is_left_aside_is_no_fault(kind: str) -> None:
    form({**least(kind), **dict.fromkeys(properties.IGNORED[kind], None)})


@pytest.mark.parametrize(
    ("component", "lost"),
    [
        (field("number", "n", validate={"pattern": "1"}), "validate.pattern"),
        (field("checkbox", "c", validate={"minLength": 1}), "validate.minLength"),
        (field("textarea", "t", appearance={"prefixAdorner": "x"}), "appearance"),
        (field("textfield", "t", appearance={"colour": "x"}), "appearance.colour"),
        (field("textfield", "t", layout={"width": 3}), "layout.width"),
        (field("textfield", "t", values=[]), "values"),
        (field("filepicker", "f", defaultValue="x"), "defaultValue"),
    ],
)
def test_property_of_another_type_is_refused_by_its_name(component: Raw, lost: str) -> None:
    assert [fault.params["name"] for fault in refused(component)] == [lost]


@pytest.mark.parametrize(
    "kind", ["html", "iframe", "expression", "documentPreview", "date", "kuis"]
)
def test_other_types_are_refused(kind: str) -> None:
    assert [fault.rule for fault in refused(field(kind, "x"))] == ["form-component"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "https://contoh.id/x.png",
        "//contoh.id/x.png",
        "/\\contoh.id/x.png",
        "javascript:alert(1)",
        "=gambar",
        "data:text/html;base64,PHNjcmlwdD4=",
    ],
)
def test_picture_from_elsewhere_is_refused(source: str) -> None:
    image = {"type": "image", "id": "i", "source": source}

    assert [fault.rule for fault in refused(image)] == ["form-image"]


@pytest.mark.parametrize("source", ["/static/x.png", "data:image/png;base64,AA=="])
def test_picture_of_this_server_is_taken(source: str) -> None:
    form({"type": "image", "id": "i", "source": source})


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"accept": ".docx"}, "form-accept"),
        ({"accept": ".pdf,.gif"}, "form-accept"),
        ({"feel": {"capture": "face"}}, "form-capture"),
        ({"feel": {"capture": "camera"}, "accept": ".pdf"}, "form-capture"),
        ({"feel": {"capture": "signature"}, "accept": ".jpg"}, "form-capture"),
    ],
)
def test_file_field_that_could_take_nothing_is_refused(more: dict[str, object], rule: str) -> None:
    assert [fault.rule for fault in refused(field("filepicker", "f", **more))] == [rule]


def test_camera_and_signature_are_taken() -> None:
    form(
        field("filepicker", "a", accept="image/*", feel={"capture": "camera"}),
        field("filepicker", "b", feel={"capture": "signature"}),
    )


def test_number_as_text_is_refused_and_as_number_taken() -> None:
    form(field("number", "n", serializeToString=False))

    assert [fault.rule for fault in refused(field("number", "n", serializeToString=True))] == [
        "form-number-text"
    ]


def test_time_keeps_to_its_interval() -> None:
    read = form(
        field("datetime", "jam", subtype="time", timeInterval=15),
        field("datetime", "janji", subtype="datetime", timeInterval=30),
    )

    assert wrong(read, {"jam": "08:40", "janji": "2026-11-24T08:15:00"}) == [
        ("jam", "time-interval"),
        ("janji", "time-interval"),
    ]
    assert values(read, {"jam": "08:45", "janji": "2026-11-24T08:30:00"})["jam"] == "08:45:00"


@pytest.mark.parametrize("minutes", [0, 61])
def test_interval_longer_than_an_hour_is_refused(minutes: int) -> None:
    time = field("datetime", "j", subtype="time", timeInterval=minutes)

    assert [fault.rule for fault in refused(time)] == ["form-time-interval"]


def test_time_is_no_past_day() -> None:
    read = form(field("datetime", "jam", subtype="time", disallowPassedDates=True))

    assert values(read, {"jam": "08:30"}) == {"jam": "08:30:00"}


def test_table_takes_its_columns_from_an_expression() -> None:
    table = {
        "type": "table",
        "id": "t",
        "dataSource": "daftar",
        "columnsExpression": '=[{key: "a", label: "Alfa"}, {key: "b"}]',
    }
    (shown,) = page(form(table), None, daftar=[{"a": 1, "b": "x"}, {"b": "y"}]).items

    assert isinstance(shown, TableView)
    assert shown.headers == ("Alfa", "b")
    assert shown.rows == (("1", "x"), ("", "y"))


def test_table_with_columns_from_two_places_is_refused() -> None:
    table = {**least("table"), "columnsExpression": "=[]"}

    assert [fault.rule for fault in refused(table)] == ["form-table"]


@pytest.mark.parametrize("kind", sorted(properties.READ))
def test_guide_names_every_property_of_a_type_in_its_row(kind: str) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    row = re.search(rf"^\| `{kind}` \|(.*)$", guide, re.MULTILINE)
    assert row is not None, kind
    _rendered, _validated, read, ignored = row[1].split("|")[:4]
    common = guide.partition("Every type reads")[2].partition("\n\n")[0]

    for name in properties.READ[kind]:
        assert re.search(rf"\b{name}\b", read + common), name
    for name in properties.IGNORED.get(kind, {}):
        assert re.search(rf"\b{name}\b", ignored), name
