from decimal import Decimal

import pytest

from engine.values import JsonValue
from tests.forms.building import Raw, choice, field, form, required, rows, values, wrong


@pytest.mark.parametrize(
    ("component", "raw", "value"),
    [
        (field("textfield", "x"), "  SITI  ", "SITI"),
        (field("textfield", "x"), "Cafe\u0301", "Caf\u00e9"),
        (field("textfield", "x"), "   ", None),
        (field("textarea", "x"), "a\r\nb", "a\nb"),
        (field("number", "x"), "2,5", Decimal("2.5")),
        (field("number", "x"), "2.50", Decimal("2.5")),
        (field("number", "x"), "007", 7),
        (field("number", "x"), Decimal("3.0"), 3),
        (field("datetime", "x", subtype="date"), {"day": "1", "month": "7", "year": "1990"}, "1990-07-01"),
        (field("datetime", "x", subtype="date"), {"day": "", "month": " ", "year": ""}, None),
        (field("datetime", "x", subtype="date"), "2000-02-29", "2000-02-29"),
        (field("datetime", "x", subtype="time"), "8.30", "08:30:00"),
        (
            field("datetime", "x", subtype="datetime"),
            {"day": 24, "month": 11, "year": 2026, "time": "08:30"},
            "2026-11-24T08:30:00+07:00",
        ),
        (field("datetime", "x", subtype="datetime"), "2026-11-24T01:30Z", "2026-11-24T01:30:00+00:00"),
        (field("checkbox", "x"), "on", True),
        (field("checkbox", "x"), None, False),
        (choice("radio", "x", True, False), "false", False),
        (choice("select", "x", "L", "P"), "P", "P"),
        (choice("select", "x", 1, 2), "2", 2),
        (choice("checklist", "x", "A", "B", "C"), ["C", "A", "C", ""], ["A", "C"]),
        (choice("taglist", "x", "A", "B"), [], None),
        (field("filepicker", "x"), "f1", ["f1"]),
        (field("filepicker", "x", multiple=True), ["f1", "f2", "f1"], ["f1", "f2"]),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_shape(component: Raw, raw: JsonValue, value: JsonValue) -> None:
    kept = values(form(component), {"x": raw})["x"]

    assert kept == value
    assert type(kept) is type(value)


@pytest.mark.parametrize(
    ("component", "raw", "rule"),
    [
        (field("textfield", "x"), ["a"], "text"),
        (field("textfield", "x"), True, "text"),
        (field("textfield", "x"), "a\x00b", "text-characters"),
        (field("textfield", "x"), "a\nb", "text-characters"),
        (field("textfield", "x"), "\ud800", "text-characters"),
        (field("textfield", "x"), "a" * 1001, "max-length"),
        (field("textfield", "x", validate={"minLength": 3}), "ab", "min-length"),
        (field("textfield", "x", validate={"pattern": "[0-9]{16}"}), "1" * 17, "pattern"),
        (field("textfield", "x", validate={"validationType": "email"}), "a@b", "email"),
        (field("textfield", "x", validate={"validationType": "phone"}), "12", "phone"),
        (field("number", "x"), "1.000", "number-thousands"),
        (field("number", "x"), "dua", "number"),
        (field("number", "x"), True, "number"),
        (field("number", "x"), Decimal("1E+400"), "number-range"),
        (field("number", "x"), Decimal("NaN"), "number-range"),
        (field("number", "x", validate={"max": 170}), 171, "max"),
        (field("number", "x", validate={"min": "160"}), 159, "min"),
        (field("number", "x", decimalDigits=0), "1,5", "decimals"),
        (field("datetime", "x", subtype="date"), "2001-02-29", "date-real"),
        (field("datetime", "x", subtype="date"), {"day": "31", "month": "11", "year": "2026"}, "date-real"),
        (field("datetime", "x", subtype="date"), {"day": "1", "month": "", "year": "90"}, "date-parts"),
        (field("datetime", "x", subtype="date"), "24/11/2026", "date"),
        (field("datetime", "x", subtype="date", disallowPassedDates=True), "2026-11-23", "date-passed"),
        (field("datetime", "x", subtype="time"), "24:00", "time"),
        (field("datetime", "x", subtype="datetime"), {"day": 1, "month": 1, "year": 2026}, "datetime"),
        (field("checkbox", "x"), "mungkin", "boolean"),
        (required("checkbox", "x"), None, "required"),
        (choice("select", "x", "L", "P"), "X", "option"),
        (choice("select", "x", "L", "P"), {"a": 1}, "option"),
        (choice("checklist", "x", "A"), ["A", "B"], "option"),
        (field("filepicker", "x"), ["f1", "f2"], "file-count"),
        (field("filepicker", "x"), "../etc/passwd", "file"),
        (required("textfield", "x"), " ", "required"),
        (rows("x", field("textfield", "a")), "a", "rows"),
        (rows("x", field("textfield", "a")), [{}] * 201, "rows"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_beside_its_field(
    component: Raw, raw: JsonValue, rule: str
) -> None:
    assert wrong(form(component), {"x": raw}) == [("x", rule)]
