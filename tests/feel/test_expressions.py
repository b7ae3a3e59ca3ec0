from __future__ import annotations

from decimal import Decimal

import pytest

from engine import feel
from engine.values import JsonValue
from tests.feel.asking import NOW, ask, outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 - 2 - 1", 4),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("2 ** -1", Decimal("0.5")),
        ("0.1 + 0.2", Decimal("0.3")),
        (".5 + 1.5e1", Decimal("15.5")),
        ("1 / 3", Decimal("0." + "3" * 34)),
        ('"a" + "b"', "ab"),
    ],
)
def test_arithmetic_is_decimal_and_binds_as_the_standard_says(
    text: str, expected: JsonValue
) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / 0", "The result of / is no number."),
        ('1 + "a"', "number + string is not defined."),
        ("1 + null", "null cannot be an operand of +."),
        ("tak ada", "There is no variable tak ada."),
        ('1 < "a"', "number cannot be compared with string."),
        ("{a: 1}.b", "The context has no entry b."),
        ("[1][2]", "The list has no such position."),
        ("abs(null)", "abs expects a number as number, not a null."),
    ],
)
def test_what_cannot_be_computed_is_null_with_a_reason(text: str, reason: str) -> None:
    found = feel.compile_expression(text, frozenset({"tak ada"})).evaluate({}, now=NOW)
    assert found.value is None
    assert str(found.reasons[0]).startswith(reason)


def test_a_reason_tells_line_and_column() -> None:
    assert (outcome("1 +\n 2 / 0").reasons[0].line, outcome("1 + 2 / 0").reasons[0].column) == (
        2,
        7,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\"b\\c\n"', 'a"b\\c\n'),
        (r'"\u00e9"', "é"),
        (r'"\uD83D\uDC0E"', "🐎"),
        (r'"\U01F40E"', "🐎"),
        (r'"^\d+$"', r"^\d+$"),
        ("true and not(false)", True),
        ("[1, [2], null]", [1, [2], None]),
        ("1 // a remark\n + /* another */ 2", 3),
    ],
)
def test_literals_and_remarks(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if 2 > 1 then 1 else 2", 1),
        ("if null then 1 else 2", 2),
        ("5 between 1 and 5 and true", True),
        ("5 in [1..5)", False),
        ("5 in ]1..5]", True),
        ("1 in (1..5)", False),
        ("5 in (< 3, > 4)", True),
        ("5 in [1, 5]", True),
        ('"b" in ["a".."c"]', True),
        ("5 in 5", True),
        ("[1..3].start included", True),
        ("[1, 2, 3] instance of list<number>", True),
        ("{a: 1} instance of context<a: string>", False),
        ("1 instance of number and true", True),
        ('@"2026-11-24" instance of date and true', True),
        ('duration("P1D") instance of days and time duration', True),
        ("null instance of Any", False),
    ],
)
def test_conditions(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a: 1, b: a + 1}", {"a": 1, "b": 2}),
        ('{"kota asal": "Jakarta", sama: kota asal = "Jakarta"}.sama', True),
        ("{first name: 1}.first name", 1),
        ("[{a: 1}, {a: 2}].a", [1, 2]),
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("[{a: 1}, {a: 2}][a = 2].a[1]", 2),
        ("[1, 2, 3][2]", 2),
        ("[1, 2, 3][-1]", 3),
        ("5[1]", 5),
        ("null[1]", None),
        ("[1, null, 3][item = null]", [None]),
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1, 2], j in [i, 10] return i + j", [2, 11, 4, 12]),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2], y in [3, 4] satisfies x < y", True),
        ("every x in [] satisfies false", True),
        ("(function(a, b) a - b)(b: 1, a: 3)", 2),
        ("{f: function(n: number) n * 2, r: f(4)}.r", 8),
        ('for d in @"2026-11-29"..@"2026-12-01" return d.day', [29, 30, 1]),
    ],
)
def test_contexts_lists_loops_and_functions(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


def test_a_name_inside_a_filter_means_the_items_entry_before_the_variable() -> None:
    items = [{"n": 1, "batas": 5}, {"n": 3}]
    assert ask("xs[n > batas].n", xs=items, batas=2) == [3]


def test_some_is_null_when_a_condition_is_null_and_none_holds() -> None:
    assert ask("some x in [1, null] satisfies x > 1") is None


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("jumlah berkas > 3", {"jumlah berkas": 4}, True),
        ("a-b - 1", {"a-b": 3, "a": 100, "b": 1}, 2),
        ("a-b", {"a": 3, "b": 1}, 2),
        ("berkas 2 + berkas", {"berkas 2": 5, "berkas": 1}, 6),
        ("terms and conditions and true", {"terms and conditions": True}, True),
        ("`kota asal` = 1", {"kota asal": 1}, True),
        ("orang.nama  depan", {"orang": {"nama depan": "A"}}, "A"),
        ("kantor.batas.hari", {"kantor": {"batas": {"hari": 22}}}, 22),
        ("count + count([1])", {"count": 2}, 3),
        ("date", {"date": 1}, 1),
    ],
)
def test_names_may_hold_spaces_and_signs(
    text: str, context: dict[str, object], expected: JsonValue
) -> None:
    assert ask(text, **context) == expected


def test_a_dotted_name_tells_the_names_of_entries() -> None:
    names = frozenset({"orang.tanggal and jam"})
    expression = feel.compile_expression("orang.tanggal and jam = 1", names)
    assert expression.evaluate({"orang": {"tanggal and jam": 1}}, now=NOW).value is True


def test_an_expression_names_the_variables_it_reads() -> None:
    expression = feel.compile_expression("a.b + sum(for i in xs return i * c)[d]")
    assert expression.names == {"a", "xs", "c", "d"}


def test_a_built_in_function_can_be_handed_on() -> None:
    assert ask('{f: string length, r: f("abc")}.r') == 3


def test_texts_compile_once() -> None:
    assert feel.compile_expression("1 + 1") is feel.compile_expression("1 + 1")


@pytest.mark.parametrize(
    "text",
    ["-x = 0 - x", "-1234567890123456789012345678.901234 = -x", "abs(-x) = x", "x in [x..x]"],
)
def test_no_operation_rounds_to_fewer_than_34_digits(text: str) -> None:
    assert ask(text, x=Decimal("1234567890123456789012345678.901234")) is True


@pytest.mark.parametrize(
    ("text", "absent"), [("x", True), ("{}.a", True), ("null.a", True), ("1 / 0", False)]
)
def test_a_reason_tells_whether_something_was_only_not_there(text: str, absent: bool) -> None:
    assert outcome(text).reasons[0].absent is absent
