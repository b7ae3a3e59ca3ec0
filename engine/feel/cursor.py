"""Walking over tokens with a scope of known names. What the tokens mean is the parser's matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from engine.feel.errors import FeelInvalid
from engine.feel.lexing import KEYWORDS, Token, TokenKind, tokenize
from engine.feel.limits import MAX_DEPTH
from engine.feel.names import Names
from engine.feel.nodes import Place

_NAMING: Final = frozenset({TokenKind.WORD, TokenKind.QUOTED})


class Cursor:
    """The place in the text, and the names known there.

    `names` are the variables known from outside; a dotted one ("kantor.batas") also tells the names
    of entries. `functions` are the built-in ones; "date and time" is a condition unless called.
    """

    def __init__(self, text: str, names: Iterable[str], functions: Names) -> None:
        self.tokens = tokenize(text)
        self.index = 0
        self._depth = 0
        self._functions = functions
        self._members = Names()
        outer = Names()
        for name in names:
            first, *rest = name.split(".")
            outer.add(first)
            for member in rest:
                self._members.add(member)
        self._scopes = [outer]

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def at(self) -> Place:
        return self.tokens[self.index].at

    def sees(self, *texts: str) -> bool:
        """Whether the present token is one of these symbols or words."""
        token = self.tokens[self.index]
        return token.kind in (TokenKind.SYMBOL, TokenKind.WORD) and token.text in texts

    def follows(self, *texts: str) -> bool:
        """Whether the token after the present one is one of these symbols or words."""
        token = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        return token.kind in (TokenKind.SYMBOL, TokenKind.WORD) and token.text in texts

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token.kind is TokenKind.END:
            raise self.wrong("The expression ends too early.")
        self.index += 1
        return token

    def accept(self, *texts: str) -> bool:
        """Take the present token if it is one of these."""
        if self.sees(*texts):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        if not self.sees(text):
            found = self.token.text or "the end"
            raise self.wrong("Expected %(expected)s, found %(found)s.", expected=text, found=found)
        return self.take()

    def wrong(self, message: str, at: Place | None = None, **params: str | int) -> FeelInvalid:
        """The error to raise about the present token, or about `at`."""
        line, column = at or self.at
        return FeelInvalid(line, column, message, **params)

    def unexpected(self) -> FeelInvalid:
        """The error to raise when the present token cannot stand here, with a hint."""
        before = self.tokens[max(self.index - 1, 0)]
        found = self.token.text
        if self.token.kind is TokenKind.WORD and before.kind is TokenKind.WORD:
            hint = "%(found)s cannot follow %(before)s. Put a name with spaces between backticks."
            return self.wrong(hint, found=found, before=before.text)
        if found == "'":
            return self.wrong("A text stands between double quotes, not single ones.")
        if found == "=" and before.text == "=":
            return self.wrong("Equality is written with one =.")
        return self.wrong("Unexpected %(found)s.", found=found)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.wrong(
                "The expression is nested deeper than %(limit)s levels.", limit=MAX_DEPTH
            )
        yield
        self._depth -= 1

    # names

    @contextmanager
    def scope(self, names: Iterable[str] = ()) -> Iterator[Names]:
        """Names bound within; the caller may add to the scope while inside."""
        bound = Names(names)
        self._scopes.append(bound)
        yield bound
        self._scopes.pop()

    @contextmanager
    def item_scope(self) -> Iterator[None]:
        """Inside a filter the entries of the items are names too."""
        self._scopes.append(self._members)
        with self.scope(("item",)):
            yield
        self._scopes.pop()

    def remember_member(self, key: str) -> None:
        self._members.add(key)

    def name_here(self) -> str | None:
        """Take the longest name known here, else one word; None if no name stands here."""
        token = self.token
        if token.kind is TokenKind.QUOTED:
            self.index += 1
            return token.text
        name, length = self._longest()
        if length > 1 or (length == 1 and token.text not in KEYWORDS):
            self.index += length
            return name
        if token.kind is not TokenKind.WORD or token.text in KEYWORDS:
            return None
        self.index += 1
        return token.text

    def member_here(self) -> str:
        """Take an entry's name, after a dot: the longest known, else all words that follow."""
        token = self.token
        if token.kind is TokenKind.QUOTED:
            self.index += 1
            return token.text
        name, length = self._members.longest(self.tokens, self.index)
        if length > 1:
            self.index += length
            return name
        if token.kind is not TokenKind.WORD:
            raise self.wrong("Expected the name of an entry after the dot.")
        parts = [self.take().text]
        while self.token.kind is TokenKind.WORD and self.token.text not in KEYWORDS:
            parts.append(self.take().text)
        return " ".join(parts)

    def fresh_name(self, *stops: str) -> str:
        """Take the name that is being given here: all tokens up to one of `stops`."""
        start, parts = self.at, list[str]()
        while not self.sees(*stops):
            token = self.take()
            if token.kind is TokenKind.STRING:
                raise self.wrong("Expected a name, found a text.", token.at)
            parts.append(token.text)
        if not parts:
            raise self.wrong("Expected a name.", start)
        return spelled(parts)

    def _longest(self) -> tuple[str, int]:
        best = ("", 0)
        for scope in self._scopes:
            found = scope.longest(self.tokens, self.index)
            if found[1] > best[1]:
                best = found
        name, length = self._functions.longest(self.tokens, self.index)
        after = self.tokens[self.index + length]
        called = after.kind is TokenKind.SYMBOL and after.text == "("
        if length > best[1] and (called or KEYWORDS.isdisjoint(name.split())):
            best = (name, length)
        return best

    def names_something(self) -> bool:
        return self.token.kind in _NAMING


def spelled(parts: list[str]) -> str:
    """A name from its tokens: one space between words, none around other signs."""
    text = ""
    for part in parts:
        wordy = part[0].isalnum() or part[0] == "_"
        text += f" {part}" if text and wordy and (text[-1].isalnum() or text[-1] == "_") else part
    return text
