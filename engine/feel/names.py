"""Known names by their words, so that names with spaces can be told from the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.feel.errors import FeelInvalid
from engine.feel.lexing import Token, TokenKind, tokenize


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The tokens a name is written with: "a-b c" gives ("a", "-", "b", "c"); () if it cannot be."""
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelInvalid:
        return ()


class Names:
    """A set of names; finds the longest one that begins at a token."""

    __slots__ = ("_root",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._root: dict[str, object] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        place = self._root
        for word in words(name):
            below = place.setdefault(word, {})
            assert isinstance(below, dict)
            place = below
        place[""] = name

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[str, int]:
        """(name, number of tokens) of the longest known name from `start` on; ("", 0) if none."""
        place: object = self._root
        best = ("", 0)
        index = start
        while isinstance(place, dict):
            if index > start and isinstance(name := place.get(""), str):
                best = (name, index - start)
            token = tokens[index]
            if token.kind in (TokenKind.STRING, TokenKind.QUOTED, TokenKind.END):
                break
            place = place.get(token.text)
            index += 1
        return best
