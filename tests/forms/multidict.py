"""The little of a web framework's multidict that answers are read from."""

from collections.abc import Iterable, Mapping, Sequence


class MultiDict:
    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts

    def keys(self) -> Iterable[str]:
        return self._texts.keys()

    def getlist(self, key: str, /) -> Sequence[str]:
        return self._texts.get(key, [])
