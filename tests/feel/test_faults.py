from __future__ import annotations

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("1 +", (1, 4), "ends too early"),
        ("kota asal", (1, 6), "asal cannot follow kota. Put a name with spaces between backticks."),
        ("\n\n  1 + * 2", (3, 7), "Unexpected *."),
        ('"abc', (1, 1), "never closed"),
        ("a = 'x'", (1, 5), "between double quotes"),
        ("a == 1", (1, 4), "with one ="),
        ("a # b", (1, 3), "no meaning here"),
        ("(1", (1, 3), "Expected ), found the end."),
        ("[1, 2", (1, 6), "Expected ,"),
        ("1 < 2 < 3", (1, 7), "cannot be chained"),
        ("hitung(1)", (1, 1), "There is no function hitung."),
        ("1 + abs()", (1, 5), "does not take so many arguments"),
        ('substring(teks: "a")', (1, 1), "does not take these named arguments"),
        ("{a: 1, a: 2}", (1, 8), "The key a stands twice."),
        ('@"2026-13-01"', (1, 2), "no date, time or duration"),
        ("if a then b", (1, 12), "Expected else"),
        ("function(a) external {}", (1, 13), "External functions are not run"),
        ("a.", (1, 3), "name of an entry"),
        ("f(a: 1, 2)", (1, 9), "all arguments or none"),
        ("", (1, 1), "ends too early"),
        ("1 2", (1, 3), "Unexpected 2."),
        ("x in [1..", (1, 10), "ends too early"),
    ],
)
def test_a_wrong_text_is_refused_at_its_place(text: str, place: tuple[int, int], why: str) -> None:
    with pytest.raises(feel.FeelInvalid) as caught:
        feel.compile_expression(text)
    assert (caught.value.line, caught.value.column) == place
    assert why in caught.value.why


def test_a_refusal_becomes_a_fault_of_the_file() -> None:
    with pytest.raises(feel.FeelInvalid) as caught:
        feel.compile_expression("1 +\n *")
    fault = caught.value.located(file="x.bpmn", element="flow1", line=40)
    assert (fault.file, fault.element, fault.line, fault.column) == ("x.bpmn", "flow1", 41, 2)
    assert fault.text() == "FEEL: Unexpected *."


def test_lenient_reading_makes_calls_null_that_can_only_be_null() -> None:
    assert feel.compile_expression("abs()", lenient=True).text == "abs()"


def test_unary_tests_are_refused_at_their_place_too() -> None:
    with pytest.raises(feel.FeelInvalid) as caught:
        feel.compile_unary("< 5, >")
    assert (caught.value.line, caught.value.column) == (1, 7)
