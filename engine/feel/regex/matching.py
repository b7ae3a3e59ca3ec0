"""Running a program over a text: all threads advance together (Thompson, Pike), counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from engine.feel.regex.patterns import Op, Program

#: spends steps; raises when there are none left
Tick: TypeAlias = Callable[[int], None]
#: where each group began and ended, -1 where it did not
_Slots: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` matched; `groups`: the whole, then each group's text, None if unused."""

    start: int
    end: int
    groups: tuple[str | None, ...]


class _Threads:
    """The places of the program that are alive at one position, the most wanted first."""

    def __init__(self, program: Program, text: str, tick: Tick) -> None:
        self._program = program
        self._text = text
        self._tick = tick

    def follow(self, into: dict[int, _Slots], place: int, slots: _Slots, position: int) -> None:
        """Add the place and all it leads to without taking a character."""
        stack = [(place, slots)]
        while stack:
            place, slots = stack.pop()
            if place in into:
                continue
            self._tick(1)
            into[place] = slots
            instruction = self._program.instructions[place]
            match instruction.op:
                case Op.JUMP:
                    stack.append((instruction.first, slots))
                case Op.SPLIT:
                    stack.append((instruction.second, slots))
                    stack.append((instruction.first, slots))
                case Op.SAVE:
                    slot = instruction.first
                    stack.append((place + 1, (*slots[:slot], position, *slots[slot + 1 :])))
                case Op.ACCEPT | Op.FOUND:
                    pass
                case anchor:
                    if self._holds(anchor, position):
                        stack.append((place + 1, slots))

    def _holds(self, anchor: Op, position: int) -> bool:
        text = self._text
        match anchor:
            case Op.START:
                return position == 0
            case Op.END:
                return position == len(text)
            case Op.LINE_START:
                return position == 0 or text[position - 1] == "\n"
        return position == len(text) or text[position] == "\n"


def find(program: Program, text: str, start: int, tick: Tick) -> Match | None:
    """The first match from `start` on: leftmost, then as the pattern prefers."""
    threads = _Threads(program, text, tick)
    empty = (-1,) * (2 * program.groups + 2)
    alive: dict[int, _Slots] = {}
    found: _Slots | None = None
    for position in range(start, len(text) + 1):
        if found is None:
            threads.follow(alive, 0, empty, position)
        following: dict[int, _Slots] = {}
        char = text[position] if position < len(text) else ""
        for place, slots in alive.items():
            instruction = program.instructions[place]
            if instruction.op is Op.FOUND:
                found = slots
                break
            if instruction.op is Op.ACCEPT and char and instruction.accepts(char):
                threads.follow(following, place + 1, slots, position + 1)
        alive = following
        if found is not None and not alive:
            break
    return None if found is None else _match(text, found)


def find_all(program: Program, text: str, tick: Tick) -> Iterator[Match]:
    """All matches from left to right, none overlapping; an empty one moves on by a character."""
    position = 0
    while position <= len(text):
        found = find(program, text, position, tick)
        if found is None:
            return
        yield found
        position = found.end if found.end > found.start else found.end + 1


def _match(text: str, slots: _Slots) -> Match:
    pairs = zip(slots[::2], slots[1::2], strict=True)
    groups = (text[low:high] if low >= 0 and high >= 0 else None for low, high in pairs)
    return Match(slots[0], slots[1], tuple(groups))
