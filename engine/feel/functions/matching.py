"""Built-in functions with regular expressions (DMN 1.5 §10.3.4.3), on our own bounded matcher."""

from __future__ import annotations

from engine.feel import regex
from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue


def _program(pattern: str, flags: str | None = None) -> regex.Program:
    try:
        return regex.compile_pattern(pattern, flags or "")
    except regex.PatternInvalid as error:
        raise Undefined("The pattern is refused: %(why)s.", why=error.why) from None


def _never_empty(program: regex.Program, run: Run) -> None:
    """XPath and XQuery Functions 3.1, error FORX0003."""
    if regex.find(program, "", 0, run.tick) is not None:
        raise Undefined("The pattern must not match the empty text.")


@builtin("matches", "input: string, pattern: string, flags?: string")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> FeelValue:
    return regex.find(_program(pattern, flags), text, 0, run.tick) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string")
def _replace(
    run: Run, text: str, pattern: str, replacement: str, flags: str | None = None
) -> FeelValue:
    program = _program(pattern, flags)
    _never_empty(program, run)
    parts = [replacement] if "q" in (flags or "") else _parts(replacement, program.groups)
    made: list[str] = []
    size = done = 0
    for match in regex.find_all(program, text, run.tick):
        added = text[done : match.start] + _filled(parts, match)
        size += len(added)
        run.tick(1 + len(added) // 16)
        made.append(added)
        done = match.end
    return run.string("".join(made) + text[done:])


def _parts(replacement: str, groups: int) -> list[str | int]:
    r"""Texts and numbers of groups: `$1` is a group, `\$` and `\\` are the signs themselves."""
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        char, follows = replacement[at], replacement[at + 1 : at + 2]
        at += 2
        if char == "\\" and follows in ("\\", "$") and follows:
            parts.append(follows)
        elif char == "$" and follows.isdecimal():
            number = int(follows)
            while replacement[at : at + 1].isdecimal() and number * 10 <= groups:
                number = number * 10 + int(replacement[at])
                at += 1
            parts.append(number if number <= groups else "")
        elif char in "\\$":
            raise Undefined("The replacement has a sign of its own that is not escaped.")
        else:
            parts.append(char)
            at -= 1
    return parts


def _filled(parts: list[str | int] | list[str], match: regex.Match) -> str:
    return "".join(part if isinstance(part, str) else match.groups[part] or "" for part in parts)


@builtin("split", "string: string, delimiter: string")
def _split(run: Run, text: str, delimiter: str) -> FeelValue:
    program = _program(delimiter)
    _never_empty(program, run)
    pieces: list[FeelValue] = []
    done = 0
    for match in regex.find_all(program, text, run.tick):
        pieces.append(text[done : match.start])
        done = match.end
    run.room(len(pieces) + 1)
    return [*pieces, text[done:]]


@builtin("extract", "string: string, pattern: string")
def _extract(run: Run, text: str, pattern: str) -> FeelValue:
    """Camunda's: the texts of all matches."""
    found = regex.find_all(_program(pattern), text, run.tick)
    return [match.groups[0] for match in found]
