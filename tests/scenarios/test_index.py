"""Every scenario of the procedure has its test, named by its number, through the real office."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

SCENARIOS: Final = range(1, 36)
_HERE: Final = Path(__file__).parent
#: fixtures that run a test once on each kind of database
_BOTH: Final = ("office: Kecamatan", "bare_office: Kecamatan", "closing_office: Kecamatan")
_TEST: Final = re.compile(r"def test_scenario_(\d+)_\w+\(([^)]*)\)")


def _on_both_databases() -> set[int]:
    text = "\n".join(file.read_text(encoding="utf-8") for file in _HERE.glob("test_*.py"))
    return {
        int(number)
        for number, parameters in _TEST.findall(text)
        if any(fixture in parameters for fixture in _BOTH)
    }


@pytest.mark.parametrize("number", SCENARIOS)
def test_the_scenario_has_a_test_on_both_databases(number: int) -> None:
    assert number in _on_both_databases()
