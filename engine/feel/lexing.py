"""FEEL text to tokens (DMN 1.5 §10.3.1.2). Which words make a name is the parser's matter."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from engine.feel.errors import FeelInvalid
from engine.feel.limits import MAX_TEXT
from engine.feel.nodes import Place


class TokenKind(Enum):
    NUMBER = auto()
    STRING = auto()
    SYMBOL = auto()
    WORD = auto()
    QUOTED = auto()  # a name between backticks
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is what was written, of strings and quoted names what was meant."""

    kind: TokenKind
    text: str
    at: Place


KEYWORDS: Final = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "true",
        "false",
        "null",
        "if",
        "then",
        "else",
        "for",
        "some",
        "every",
        "return",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "external",
    ]
)
_LETTER = "[^\\W\\d]|[\U00010000-\U000effff]"
_TOKEN = re.compile(
    r"(?P<SPACE>(?:\s|//[^\n]*|/\*(?s:.*?)\*/)+)"
    r"|(?P<NUMBER>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r'|(?P<STRING>"(?:[^"\\]|\\.)*")'
    r"|(?P<SYMBOL>\*\*|<=|>=|!=|\.\.|->|[-+*/<>=()\[\],.{}:?@'])"
    rf"|(?P<WORD>(?:{_LETTER})(?:\w|[\U00010000-\U000effff])*)"
    r"|`(?P<QUOTED>[^`\n]+)`",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE: Final = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


class Lines:
    """Turns an offset into line and column."""

    def __init__(self, text: str) -> None:
        self._starts = [0] + [i + 1 for i, char in enumerate(text) if char == "\n"]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        # an escape FEEL does not know stays as written: regular expressions need "\d"
        return _SIMPLE.get(match[3], match[0])
    value = int(code, 16)
    return chr(value) if value < 0x110000 else match[0]  # noqa: PLR2004 - end of Unicode


def _joined(text: str) -> str:
    """Put together the halves of a surrogate pair written as two escapes."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tokenize(text: str) -> list[Token]:
    """All tokens of `text`, an END token last.

    Raises:
        FeelInvalid: at a character that begins no token, or when the text is too long.
    """
    if len(text) > MAX_TEXT:
        raise FeelInvalid(1, 1, "The text is longer than %(limit)s characters.", limit=MAX_TEXT)
    lines = Lines(text)
    tokens: list[Token] = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            line, column = lines.place(offset)
            raise FeelInvalid(line, column, _complaint(text[offset]), character=text[offset])
        kind = str(match.lastgroup)
        if kind != "SPACE":
            tokens.append(_token(kind, match[kind], lines.place(offset)))
        offset = match.end()
    tokens.append(Token(TokenKind.END, "", lines.place(len(text))))
    return tokens


def _token(kind: str, text: str, at: Place) -> Token:
    if kind == "STRING":
        text = _joined(_ESCAPE.sub(_unescape, text[1:-1]))
    elif kind == "QUOTED":
        text = " ".join(text.split())
    return Token(TokenKind[kind], text, at)


def _complaint(character: str) -> str:
    if character in '"`':
        return "The text that begins with %(character)s is never closed."
    return "The character %(character)s has no meaning here."
