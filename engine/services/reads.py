"""A mapping that remembers what was read from it: what a step reads belongs into its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from typing_extensions import override

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Mapping[K, V]):
    """`source`, with `read`: the part of it that was looked at (iterating looks at everything)."""

    def __init__(self, source: Mapping[K, V]) -> None:
        self._source = source
        self.read: dict[K, V] = {}

    @override
    def __getitem__(self, key: K) -> V:
        value = self._source[key]
        self.read[key] = value
        return value

    @override
    def __iter__(self) -> Iterator[K]:
        self.read.update(self._source)
        return iter(self._source)

    @override
    def __len__(self) -> int:
        return len(self._source)


class Loaded(Mapping[K, V]):
    """A mapping that loads what is asked for; iterating shows only what was asked for so far."""

    def __init__(self, load: Callable[[K], V]) -> None:
        self._load = load
        self._known: dict[K, V] = {}

    @override
    def __getitem__(self, key: K) -> V:
        if key not in self._known:
            self._known[key] = self._load(key)
        return self._known[key]

    @override
    def __iter__(self) -> Iterator[K]:
        return iter(self._known)

    @override
    def __len__(self) -> int:
        return len(self._known)
