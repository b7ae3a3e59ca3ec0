"""Regular expressions of XPath's flavour, matched in linear time; not by Python's `re`.

Diagrams and answers bring patterns and texts along, and a backtracking matcher can be kept busy
for years by thirty characters. Here all alternatives advance together, one character at a time,
and every advance is a counted step. XPath has no back-references and no look-around.
"""

from engine.feel.regex.matching import Match, find, find_all
from engine.feel.regex.patterns import Program, compile_pattern
from engine.feel.regex.scanning import PatternInvalid

__all__ = ["Match", "PatternInvalid", "Program", "compile_pattern", "find", "find_all"]
