"""Takes regular expressions from form files, refuses those that could take long. Matches none.

Python's matcher backtracks. What may be repeated a varying number of times must therefore not hold
such a repetition or alternatives itself, and one pattern must not have too many ways to divide a
text among its repetitions.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from re import _constants, _parser  # type: ignore[attr-defined]  # typeshed hides them
from typing import Any, Final

#: A node of the parser: its kind, and whatever that kind has. Python does not type it.
_Node = tuple[Any, Any]
#: Longest pattern taken.
LONGEST: Final = 300
#: Ways to divide a text among the repetitions that are still quick (a few milliseconds).
_MOST_WAYS: Final = 100_000
_PLAIN: Final = frozenset(
    {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY, _constants.AT}
)
_REPEATS: Final = frozenset(
    {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
)


class PatternRefused(ValueError):
    """The pattern is wrong or could take long; the message says why."""


def compile_pattern(text: str, longest_value: int) -> re.Pattern[str]:
    """Compile a pattern to be used with `match`: anchored at both ends, ASCII classes.

    `longest_value` is the greatest length of a text that will be matched, in characters.

    Raises:
        PatternRefused: saying why.
    """
    if len(text) > LONGEST:
        raise PatternRefused(f"it is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            # "[[" and the like will mean something else in a later Python: refused today.
            warnings.simplefilter("error")
            pattern = re.compile(rf"(?:{text})\Z", re.ASCII)
            parsed = _parser.parse(text, re.ASCII)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise PatternRefused(f"it is no regular expression ({error})") from error
    if _ways(parsed, longest_value, repeated=False) > _MOST_WAYS:
        raise PatternRefused(
            "it repeats too freely for so long a text; repeat a fixed number of times or set a "
            "smaller maxLength"
        )
    return pattern


def _ways(nodes: Iterable[_Node], longest: int, *, repeated: bool) -> int:
    """Bound how many ways the nodes, one behind the other, can divide a text among them."""
    ways = 1
    for node in nodes:
        ways = min(ways * _ways_of(node, longest, repeated=repeated), _MOST_WAYS + 1)
    return ways


def _ways_of(node: _Node, longest: int, *, repeated: bool) -> int:
    match node:
        case (known, _) if known in _PLAIN:
            return 1
        case _constants.SUBPATTERN, (_, 0, 0, body):
            return _ways(body, longest, repeated=repeated)
        case _constants.BRANCH, (_, branches) if not repeated:
            return sum(_ways(branch, longest, repeated=False) for branch in branches)
        case (known, (low, high, body)) if known in _REPEATS:
            return _ways_of_repeat(int(low), int(high), body, longest, repeated=repeated)
        case _:
            raise PatternRefused(
                "it uses look-around, back-references, flags or alternatives inside repetition"
            )


def _ways_of_repeat(
    low: int, high: int, body: Iterable[_Node], longest: int, *, repeated: bool
) -> int:
    varies = low != high
    if varies and repeated:
        raise PatternRefused("it repeats a varying number of times inside a repetition")
    choices = max(min(high, longest) - low, 0) + 1
    inside = _ways(body, longest, repeated=repeated or varies)
    # A fixed repetition of a part that has several ways has them at every turn.
    turns = min(high, 20) if inside > 1 else 1
    return int(min(choices * inside**turns, _MOST_WAYS + 1))
