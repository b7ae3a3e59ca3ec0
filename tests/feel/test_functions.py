from __future__ import annotations

from decimal import Decimal

import pytest

from engine.values import JsonValue
from tests.feel.asking import ask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(1/3, 2)", Decimal("0.33")),
        ("decimal(1.5, 0)", 2),
        ("decimal(2.5, 0)", 2),
        ("floor(-1.5)", -2),
        ("floor(-1.56, 1)", Decimal("-1.6")),
        ("ceiling(-1.5)", -1),
        ("ceiling(0.0001)", 1),
        ("round up(5.5, 0)", 6),
        ("round up(1.121, 2)", Decimal("1.13")),
        ("round down(-5.5, 0)", -5),
        ("round half up(-2.5, 0)", -3),
        ("round half down(5.5, 0)", 5),
        ("round half up(1234, -2)", 1200),
        ("round up(1, -3)", 1000),
        ("round half up(1, 7000)", None),
        ("abs(-10)", 10),
        ("modulo(12, 5)", 2),
        ("modulo(-12, 5)", 3),
        ("modulo(12, -5)", -3),
        ("modulo(10.1, 4.5)", Decimal("1.1")),
        ("modulo(5, 0)", None),
        ("sqrt(16)", 4),
        ("sqrt(-1)", None),
        ("log(0)", None),
        ("exp(0)", 1),
        ("odd(5)", True),
        ("even(-2)", True),
        ("even(1.5)", False),
    ],
)
def test_numbers(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", 3, 3)', "oba"),
        ('substring("foobar", -2, 1)', "a"),
        ('substring("foobar", 0)', None),
        (r'substring("\U01F40Eab", 2)', "ab"),
        ('string length("foo")', 3),
        ('upper case("aBc4")', "ABC4"),
        ('lower case("aBc4")', "abc4"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "xyz")', ""),
        ('substring after("foobar", "ob")', "ar"),
        ('substring after("", "a")', ""),
        ('contains("foobar", "of")', False),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "r")', True),
        ('trim("  a ")', "a"),
        ('is blank(" ")', True),
        ('string join(["a", "b", null, "c"], "_and_")', "a_and_b_and_c"),
        ('string join(["a", "c"])', "ac"),
        ("string(123.450)", "123.45"),
        ('string({a: 1, b: ["x"]})', '{a:1, b:["x"]}'),
        ("string([1..5))", "[1..5)"),
        ("string(null)", None),
        ('number("1 000,5", " ", ",")', Decimal("1000.5")),
        ('number("1,000.5", ",", ".")', Decimal("1000.5")),
        ('number("x")', None),
    ],
)
def test_strings(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, null], null)", True),
        ("count([1, 2, 3])", 3),
        ("count([])", 0),
        ("min([1, 2, 3])", 1),
        ("min(1, 2)", 1),
        ("min([])", None),
        ('max("a", "c", "b")', "c"),
        ("max([1, null])", None),
        ("sum([1, 2])", 3),
        ("sum([])", None),
        ('sum([@"P1D", @"PT1H"])', "P1DT1H"),
        ("mean([1, 2, 3])", 2),
        ("product([2, 3, 4])", 24),
        ("median(8, 2, 5, 3, 4)", 4),
        ("median([6, 1, 2, 3])", Decimal("2.5")),
        ("stddev(2, 4, 7, 5)", Decimal("2.081665999466132735282297706979931")),
        ("mode([6, 1, 9, 6, 1])", [1, 6]),
        ("all([true, null])", None),
        ("all([false, null])", False),
        ("any([])", False),
        ("any(false, true)", True),
        ("sublist([4, 5, 6], 1, 2)", [4, 5]),
        ("sublist([4, 5, 6], -2)", [5, 6]),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1, 2], [3])", [1, 2, 3]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("remove([1, 2, 3], 2)", [1, 3]),
        ("remove([1], 2)", None),
        ("list replace([2, 4], 1, 9)", [9, 4]),
        ("list replace([2, 4], function(item, newItem) item < newItem, 3)", [3, 4]),
        ("reverse([1, 2, 3])", [3, 2, 1]),
        ("index of([1, 2, 3, 2], 2)", [2, 4]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 2, 1])", [1, 2]),
        ("duplicate values([1, 2, 1])", [1]),
        ("flatten([[1, [2]], [[3]], 4])", [1, 2, 3, 4]),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ("sort([3, 1, 2], function(x, y) x < y)", [1, 2, 3]),
        ('sort(["b", "a"])', ["a", "b"]),
        ("sort([{n: 2, k: 1}, {n: 1, k: 2}], function(a, b) a.n < b.n).k", [2, 1]),
        ("is empty([])", True),
    ],
)
def test_lists(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('get value({a: 1}, "a")', 1),
        ('get value({a: {b: 2}}, ["a", "b"])', 2),
        ('get value({a: 1}, "b")', None),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
        ("is defined(tidak_ada)", False),
        ("is defined(1)", True),
        ("get or else(null, 5)", 5),
        ("not(null)", None),
        ("is(1, 1.0)", True),
        ('is(1, "1")', False),
    ],
)
def test_contexts_and_conversions(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "before(1, 10)",
        "before([1..5), [5..10])",
        "not(before([1..5], [5..10]))",
        "after([5..10], [1..5))",
        "meets([1..5], [5..10])",
        "not(meets([1..5), [5..10]))",
        "met by([5..10], [1..5])",
        "overlaps([1..5], [3..8])",
        "not(overlaps([1..5), [5..8]))",
        "overlaps before([1..5], [3..8])",
        "overlaps after([3..8], [1..5])",
        "finishes(10, [1..10])",
        "finished by([1..10], [5..10])",
        "includes([1..10], 5)",
        "not(includes([1..10), 10))",
        "during([4..6], [1..10])",
        "starts(1, [1..10])",
        "started by([1..10], [1..5])",
        "coincides([1..5], [1..5])",
        "not(coincides([1..5], [1..6]))",
    ],
)
def test_intervals(text: str) -> None:
    assert ask(text) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'matches("3174012345678901", "^\d{16}$")', True),
        ('matches("foobar", "^fo*b")', True),
        ('matches("Ab", "ab", "i")', True),
        (r'matches("a\nb", "^b$", "m")', True),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("m", "[a-z-[aeiou]]")', True),
        ('matches("e", "[a-z-[aeiou]]")', False),
        (r'matches("é", "^\p{L}$")', True),
        (r'matches("-", "^[\w\-]$")', True),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("abracadabra", "a.*?a", "*")', "*c*bra"),
        (r'replace("a", "a", "\\$")', "$"),
        ('replace("abc", "x*", "-")', None),
        (r'split("John Doe", "\s")', ["John", "Doe"]),
        ('split("a;b;;", ";")', ["a", "b", "", ""]),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]),
        ('matches("a", "a", "z")', None),
        ('matches("a", "(?=a)")', None),
        (r'matches("aa", "(a)\1")', None),
        ('matches("a", "(")', None),
        ('matches("a", "a**")', None),
        ('matches("a", "[b-a]")', None),
    ],
)
def test_regular_expressions(text: str, expected: JsonValue) -> None:
    assert ask(text) == expected
