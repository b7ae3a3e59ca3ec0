"""One act on many things, each in its own transaction: what fails does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from engine.errors import AlurError
from engine.services.kernel import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one thing; `error` None: it was done."""

    key: int
    error: AlurError | None = None


def each(
    request: Request, keys: Iterable[int], act: Callable[[Request, int], object]
) -> tuple[Outcome, ...]:
    """Do `act` with each key, once where a key comes twice, in order.

    The request's idempotency key covers each thing by itself: sent again, the whole goes on where
    it stopped. Its version is of no single thing and is left out.
    """
    return tuple(_one(request, key, act) for key in dict.fromkeys(keys))


def _one(request: Request, key: int, act: Callable[[Request, int], object]) -> Outcome:
    own = f"{request.idempotency_key}:{key}" if request.idempotency_key else ""
    try:
        act(replace(request, idempotency_key=own, version=None), key)
    except AlurError as error:
        return Outcome(key=key, error=error)
    return Outcome(key=key)
