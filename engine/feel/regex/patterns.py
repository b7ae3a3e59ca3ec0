"""Patterns to programs for the matcher (XPath and XQuery Functions 3.1 §5.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from engine.feel.limits import MAX_PATTERN, MAX_PROGRAM
from engine.feel.regex import characters
from engine.feel.regex.characters import Accepts
from engine.feel.regex.scanning import MAX_NESTING, PatternInvalid, Scanner

_FLAGS: Final = frozenset("smixq")


class Op(Enum):
    ACCEPT = auto()  # one character that `accepts` takes
    SPLIT = auto()  # go on at `first`, and with less right at `second`
    JUMP = auto()  # go on at `first`
    SAVE = auto()  # remember the position in slot `first`
    START = auto()  # only at the start of the text
    END = auto()  # only at the end of the text
    LINE_START = auto()
    LINE_END = auto()
    FOUND = auto()


@dataclass(slots=True)
class Instruction:
    op: Op
    accepts: Accepts = characters.anything
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, the first one begins; `groups` counts the capturing groups."""

    instructions: tuple[Instruction, ...]
    groups: int


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str, flags: str = "") -> Program:
    """Compile a pattern with XPath's flags s, m, i, x, q.

    Raises:
        PatternInvalid: saying why.
    """
    if len(pattern) > MAX_PATTERN:
        raise PatternInvalid(f"it is longer than {MAX_PATTERN} characters")
    if not _FLAGS.issuperset(flags):
        raise PatternInvalid("its flags must be among s, m, i, x, q")
    return _Compiler(pattern, flags).program()


@dataclass(slots=True)
class _Compiler(Scanner):
    """Recursive descent over the pattern, appending instructions; fragments are built in place."""

    groups: int = 0
    code: list[Instruction] = field(default_factory=list)

    def program(self) -> Program:
        self._add(Op.SAVE, first=0)
        if "q" in self.flags:
            for char in self.pattern:
                self._accept(characters.one(char))
        else:
            self._alternatives()
            if self.at < len(self.pattern):
                self.fail("a bracket is closed that was not opened")
        self._add(Op.SAVE, first=1)
        self._add(Op.FOUND)
        return Program(tuple(self.code), self.groups)

    # building

    def _add(self, op: Op, *, first: int = 0, second: int = 0) -> Instruction:
        if len(self.code) >= MAX_PROGRAM:
            self.fail("it repeats too much")
        instruction = Instruction(op, first=first, second=second)
        self.code.append(instruction)
        return instruction

    def _accept(self, accepts: Accepts) -> None:
        if "i" in self.flags:
            accepts = characters.regardless_of_case(accepts)
        self._add(Op.ACCEPT).accepts = accepts

    # grammar

    def _alternatives(self) -> None:
        """Branches with | between: split to each, jump from each to the end."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.fail("it is nested too deeply")
        jumps: list[Instruction] = []
        while True:
            start = len(self.code)
            split = self._add(Op.SPLIT, first=start + 1)
            self._branch()
            if self.peek() != "|":
                split.second = split.first  # the last branch has no other
                break
            self.take()
            jumps.append(self._add(Op.JUMP))
            split.second = len(self.code)
        for jump in jumps:
            jump.first = len(self.code)
        self.depth -= 1

    def _branch(self) -> None:
        while (char := self.peek()) and char not in "|)":
            begin, groups = self.at, self.groups
            self._atom()
            end = self.at
            counts = self._quantifier()
            if counts is None:
                continue
            del self.code[self._begin_code :]
            self._repeat(begin, end, groups, counts)

    _begin_code: int = 0

    def _atom(self) -> None:
        self._begin_code = len(self.code)
        char = self.take()
        simple: dict[str, Callable[[], None]] = {
            "(": self._group,
            "[": lambda: self._accept(self.character_class()),
            "\\": lambda: self._accept(self.escape()),
            ".": lambda: self._accept(
                characters.anything if "s" in self.flags else characters.anything_in_line
            ),
            "^": lambda: self._assert(Op.START, Op.LINE_START),
            "$": lambda: self._assert(Op.END, Op.LINE_END),
        }
        if char in simple:
            begin = self._begin_code
            simple[char]()
            self._begin_code = begin
        elif char in "*+?{}":
            self.fail("there is nothing to repeat")
        else:
            self._accept(characters.one(char))

    def _assert(self, whole: Op, line: Op) -> None:
        self._add(line if "m" in self.flags else whole)

    def _group(self) -> None:
        captures = not self.taken("?:")
        if captures and self.peek() == "?":
            self.fail("look-around and named groups are not supported")
        if captures:
            self.groups += 1
        number = self.groups
        if captures:
            self._add(Op.SAVE, first=2 * number)
        self._alternatives()
        if not self.taken(")"):
            self.fail("a bracket is never closed")
        if captures:
            self._add(Op.SAVE, first=2 * number + 1)

    def _quantifier(self) -> tuple[int, int | None, bool] | None:
        """(least, most or None, whether as many as possible), or None if none stands here."""
        char = self.peek()
        if not char or char not in "*+?{":
            return None
        self.take()
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(char, (0, 0))
        if char == "{":
            least, most = self._counts()
        lazy = self.taken("?")
        if self.peek() and self.peek() in "*+?{":
            self.fail("a repetition is repeated")
        return least, most, not lazy

    def _counts(self) -> tuple[int, int | None]:
        inside, closed, rest = self.pattern[self.at :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or not (high.isdecimal() or not high):
            self.fail("a count is no number")
        if max(len(low), len(high)) > 4:  # noqa: PLR2004 - a larger one is refused anyway
            self.fail("it repeats too much")
        self.at = len(self.pattern) - len(rest)
        most = int(high) if high else None if comma else int(low)
        if most is not None and most < int(low):
            self.fail("the counts are in the wrong order")
        return int(low), most

    def _repeat(
        self, begin: int, end: int, groups: int, counts: tuple[int, int | None, bool]
    ) -> None:
        """Write the atom at pattern[begin:end] out as often as it must be, then as it may be."""
        least, most, greedy = counts
        after = self.at
        for _ in range(least):
            self._again(begin, groups)
        splits: list[tuple[Instruction, int]] = []
        if most is None:
            start = len(self.code)
            splits.append((self._add(Op.SPLIT), start + 1))
            self._again(begin, groups)
            self._add(Op.JUMP, first=start)
        for _ in range(0 if most is None else most - least):
            splits.append((self._add(Op.SPLIT), len(self.code)))
            self._again(begin, groups)
        for split, inside in splits:
            outside = len(self.code)
            split.first, split.second = (inside, outside) if greedy else (outside, inside)
        self.at = after
        assert end <= after

    def _again(self, begin: int, groups: int) -> None:
        self.at, self.groups = begin, groups
        self._atom()
