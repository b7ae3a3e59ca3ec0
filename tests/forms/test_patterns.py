import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import patterns
from forms.patterns import PatternRefused


@pytest.mark.parametrize(
    "text",
    [r"[0-9]{16}", r"\d{3}", "[A-Z]{3}-[0-9]{4}-[0-9]{6}", r"(?:[A-Z][a-z]+ ?)", "ya|tidak", r"0\d{9,12}",
     r"[^@]+@[a-z.]+", "(A|P)-[0-9]{3}", r"(\d{3},){2}", "^[A-Z]+$", r"(ab?){2}"],
)  # fmt: skip
def test_patterns_of_paper_forms_are_taken(text: str) -> None:
    assert isinstance(patterns.compile_pattern(text, 100), re.Pattern)


@pytest.mark.parametrize(
    "text",
    ["(a+)+", "(a|a)*", "(a|ab)+", r"(\w*)*", "a*a*a*a*a*", r"(a)\1", "(?=a)a", "(?!a)b", "(?i)a", "(?:a?){30}",
     "(", "[", r"\p{L}", "[[a]", "x" * 301, "((a{1,9}){1,9}){1,9}", "(?P<n>a)(?P=n)", "a{99999999999}",
     "(?i:a)"],
)  # fmt: skip
def test_patterns_that_could_take_long_or_are_wrong_are_refused(text: str) -> None:
    with pytest.raises(PatternRefused):
        patterns.compile_pattern(text, 1000)


def test_a_pattern_is_anchored_and_reads_ascii_digits() -> None:
    sixteen = patterns.compile_pattern(r"\d{16}", 100)

    assert sixteen.match("3" * 16)
    assert not sixteen.match("3" * 17)
    assert not sixteen.match("٣" * 16)
    assert not sixteen.match("3" * 16 + "\n")


def test_alternatives_stay_inside_the_anchor() -> None:
    assert not patterns.compile_pattern("ya|tidak", 10).match("yang lain")


pieces = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "[ab]",
        ".",
        "a*",
        "a+",
        "(a|b)",
        "(ab|a)",
        "b?",
        "a{1,5}",
        "(a+b)",
        "{2}",
        "+",
        "|",
        "(",
        ")",
    ]
)


@given(st.lists(pieces, max_size=8).map("".join), st.text("ab", max_size=200))
def test_a_pattern_that_is_taken_is_quick(text: str, value: str) -> None:
    try:
        pattern = patterns.compile_pattern(text, 200)
    except PatternRefused:
        return
    began = time.process_time()
    pattern.match(value + "!")

    assert time.process_time() - began < 5
