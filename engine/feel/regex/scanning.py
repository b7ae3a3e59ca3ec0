"""Walking over a pattern, with its escapes and classes of characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from engine.feel.regex import characters
from engine.feel.regex.characters import Accepts

MAX_NESTING: Final = 50


class PatternInvalid(Exception):
    """The pattern cannot be read, or would become too large a program."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(slots=True)
class Scanner:
    """The place in a pattern."""

    pattern: str
    flags: str
    at: int = 0
    depth: int = 0

    def fail(self, why: str) -> NoReturn:
        raise PatternInvalid(why)

    # reading

    def _skip_space(self) -> None:
        while "x" in self.flags and self.at < len(self.pattern) and self.pattern[self.at].isspace():
            self.at += 1

    def peek(self) -> str:
        self._skip_space()
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        char = self.pattern[self.at : self.at + 1]
        if not char:
            self.fail("it ends too early")
        self.at += 1
        return char

    def taken(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    # character classes

    def escape(self) -> Accepts:
        letter = self.take()
        if letter in "pP":
            name, closed, _ = self.pattern[self.at :].partition("}")
            accepts = characters.category(name[1:]) if closed and name[:1] == "{" else None
            if accepts is None:
                self.fail("it names a category that does not exist")
            self.at += len(name) + 1
            return accepts if letter == "p" else characters.without(accepts)
        escaped = characters.escape(letter)
        if escaped is None:
            self.fail("it holds an escape that is not supported")
        return escaped

    def character_class(self) -> Accepts:
        """After "[": up to the matching "]", with `^` and subtraction `-[…]`."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.fail("it is nested too deeply")
        negated = self.taken("^")
        parts: list[Accepts] = []
        minus: Accepts | None = None
        while not self.taken("]"):
            if parts and self.taken("-["):
                minus = self.character_class()
                if not self.taken("]"):
                    self.fail("a subtraction must end its class")
                break
            parts.append(self._class_part())
        if not parts:
            self.fail("a class of characters is empty")
        self.depth -= 1
        accepts = characters.either(tuple(parts))
        if negated:
            accepts = characters.without(accepts)
        return accepts if minus is None else characters.both(accepts, characters.without(minus))

    def _class_part(self) -> Accepts:
        char = self.take()
        if char == "[":
            self.fail("a bracket inside a class must be escaped")
        if char == "\\":
            low = characters.literal(self.pattern[self.at : self.at + 1])
            accepts = self.escape()
            if low is None:
                return accepts
            char = low
        nxt = self.pattern[self.at : self.at + 2]
        if len(nxt) < 2 or nxt[0] != "-" or nxt[1] in "][":  # noqa: PLR2004 - "-" and its end
            return characters.one(char)
        self.take()
        high = self.take()
        if high == "\\":
            high = characters.literal(self.take()) or ""
        if high < char:
            self.fail("a range of characters is in the wrong order")
        return characters.between(char, high)
