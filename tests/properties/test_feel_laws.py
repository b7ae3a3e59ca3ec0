from __future__ import annotations

import decimal
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.feel import regex
from engine.feel.printing import print_number
from tests.feel.asking import NOW, ask

CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)
numbers = st.decimals(-(10**12), 10**12, places=4)
truths = st.sampled_from([True, False, None])
points = st.integers(-5, 5)


@given(numbers, numbers, st.sampled_from("+-*/"))
def test_arithmetic_is_that_of_34_digit_decimals(a: Decimal, b: Decimal, sign: str) -> None:
    compute = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}
    expected = None if sign == "/" and b == 0 else compute[sign](a, b)
    assert ask(f"a {sign} b", a=a, b=b) == expected


@given(truths, truths)
def test_logic_has_three_values_and_obeys_de_morgan(a: bool | None, b: bool | None) -> None:
    context = {"a": a, "b": b}
    assert ask("not(a and b)", **context) is ask("not(a) or not(b)", **context)
    assert ask("a and b", **context) is ask("b and a", **context)


@given(st.one_of(numbers, st.text(max_size=3), st.none()), st.one_of(numbers, st.text(max_size=3)))
def test_order_is_total_within_a_type_and_null_across(a: object, b: object) -> None:
    context = {"a": a, "b": b}
    if type(a) is type(b):
        held = [ask(f"a {sign} b", **context) for sign in ("<", "=", ">")]
        assert sorted(held) == [False, False, True]  # type: ignore[type-var] # truths all
    else:
        assert ask("a < b", **context) is None


@given(points, points, points, st.booleans(), st.booleans())
def test_an_interval_holds_what_lies_between_its_ends(
    low: int, high: int, at: int, closed_low: bool, closed_high: bool
) -> None:
    text = f"x in {'[' if closed_low else '('}{low}..{high}{']' if closed_high else ')'}"
    above = low <= at if closed_low else low < at
    below = at <= high if closed_high else at < high
    assert ask(text, x=at) is (above and below)


@given(points, points, points, points)
def test_of_two_intervals_exactly_one_is_before_after_or_they_overlap(
    a: int, b: int, c: int, d: int
) -> None:
    one, other = sorted((a, b)), sorted((c, d))
    pair = f"([{one[0]}..{one[1]}], [{other[0]}..{other[1]}])"
    assert [ask(name + pair) for name in ("before", "after", "overlaps")].count(True) == 1


@given(st.lists(st.integers(-50, 50)))
def test_sorting_is_stable_and_agrees_with_python(items: list[int]) -> None:
    assert ask("sort(xs, function(a, b) a > b)", xs=items) == sorted(items, reverse=True)


@given(st.lists(st.integers(0, 5)))
def test_distinct_values_keep_the_first_of_each(items: list[int]) -> None:
    assert ask("distinct values(xs)", xs=items) == list(dict.fromkeys(items))


@given(st.dates(date(1000, 1, 1), date(3000, 1, 1)), st.integers(-100_000, 100_000))
def test_adding_days_and_taking_them_away_gives_the_date_again(day: date, days: int) -> None:
    assert ask("d + n - n", d=day, n=timedelta(days=days)) == day.isoformat()


@given(
    st.one_of(
        st.dates(), st.times(), st.datetimes(), st.timedeltas(timedelta(-999), timedelta(999))
    )
)
def test_a_printed_temporal_value_reads_back(value: feel.FeelValue) -> None:
    printed = feel.compile_expression("string(x)").evaluate({"x": value}, now=NOW).value
    assert feel.compile_expression(f'@"{printed}"').evaluate({}, now=NOW).value == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_printed_number_reads_back(value: Decimal) -> None:
    rounded = CONTEXT.create_decimal(value)
    assert ask(print_number(rounded)) == feel.to_json(rounded)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        expression = feel.compile_expression(text)
    except feel.FeelInvalid as error:
        place = (error.line, error.column)
    else:
        expression.evaluate({}, now=NOW)
        place = (1, 1)
    assert min(place) >= 1


words = st.sampled_from(
    [
        "a",
        "b",
        "1",
        "2.5",
        "null",
        "true",
        '"x"',
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "**",
        "<",
        "=",
        ">=",
        "!=",
        "and",
        "or",
        "not(",
        "in",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function(",
        "?",
        '@"P1D"',
        "item",
        "count(",
    ]
)


@given(st.lists(words, max_size=14))
def test_any_mix_of_words_is_read_or_refused_and_never_crashes(mixed: list[str]) -> None:
    try:
        expression = feel.compile_expression(" ".join(mixed))
    except feel.FeelInvalid:
        return
    expression.evaluate({"a": [1, {"b": 2}]}, now=NOW)


atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|ab)", "(ab)", "(a(b)?)", "(?:b)"])
counts = st.sampled_from(["", "", "*", "+", "?", "{1,2}", "*?", "+?"])
patterns = st.lists(st.tuples(atoms, counts), min_size=1, max_size=5).map(
    lambda parts: "".join(atom + count for atom, count in parts)
)


@given(patterns, st.text("abc", max_size=10))
def test_the_matcher_finds_what_a_backtracking_one_finds(pattern: str, text: str) -> None:
    expected = re.search(pattern, text)
    found = regex.find(regex.compile_pattern(pattern), text, 0, lambda _steps: None)
    assert (found and (found.start, found.end)) == (expected and expected.span())


@pytest.mark.parametrize("name", ["round up", "round down", "round half up", "round half even"])
@given(number=numbers, scale=st.integers(-3, 4))
def test_rounding_is_pythons(name: str, number: Decimal, scale: int) -> None:
    rule = "ROUND_" + name.removeprefix("round ").replace(" ", "_").upper()
    expected = number.quantize(Decimal(1).scaleb(-scale), rule)
    assert ask(f"{name}(n, s)", n=number, s=scale) == expected
