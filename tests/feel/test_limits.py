from __future__ import annotations

import time
from itertools import pairwise

import pytest

from engine import feel
from tests.feel.asking import ask

#: seven levels of eight references each: two million values in a hundred characters
NESTED = "{a: [1,1,1,1,1,1,1,1], " + ", ".join(
    f"{name}: [{','.join([below] * 8)}]" for below, name in pairwise("abcdefg")
)
NESTED += "%s}"


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "count(for i in 1..1000000000 return 1)",
        "some x in 1..1000000000 satisfies x < 0",
        "for i in 1..3000, j in 1..3000 return i * j",
        'for i in @"0001-01-01"..@"9999-12-31" return 1',
        "{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r",
        NESTED % ", r: string(g)",
        "for i in 1..100000 return string(1e6000)",
        "for x in [string(1e6000)], i in 1..100000 return x",
        NESTED % "",
        '(for i in 1..40 return if i = 1 then "aaaa" else partial[-1] + partial[-1])[-1]',
        "(for i in 1..5000 return [partial[-1]])[-1]",
        "flatten((for i in 1..40 return if i = 1 then [1,1] else [partial[-1], partial[-1]])[-1])",
    ],
)
def test_a_bomb_is_stopped_by_counting(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(feel.FeelLimit):
        ask(text)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000 + "1" + ")" * 20_000,
        "[" * 5_000,
        "-" * 5_000 + "1",
        "1" + "+1" * 5_000,
        "not(" * 500 + "true" + ")" * 500,
        "a" * 40_000,
        "if true then " * 500 + "1",
        "x instance of " + "list<" * 500,
        "[" + ",".join("1" for _ in range(12_000)) + "]",
    ],
)
def test_a_text_too_deep_or_too_large_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelInvalid):
        feel.compile_expression(text)


def test_a_long_chain_of_conditions_is_not_deep() -> None:
    assert ask(" and ".join(["true"] * 1_000)) is True


def test_a_catastrophic_pattern_is_matched_in_linear_time() -> None:
    assert ask('matches(x, "(a+)+$")', x="a" * 2_000 + "b") is False


def test_a_pattern_that_repeats_too_much_is_refused() -> None:
    assert ask('matches("a", "((a{100}){100}){100}")') is None


def test_the_same_expression_is_stopped_at_the_same_step() -> None:
    text = "for i in 1..200000 return i"
    messages = set()
    for _ in range(2):
        with pytest.raises(feel.FeelLimit) as caught:
            ask(text)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_emitted_code_reaches_nothing_of_python() -> None:
    for name in ("__import__", "open", "type", "Decimal", "run", "tested", "get"):
        assert ask(f"is defined({name})") is False
