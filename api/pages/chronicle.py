"""A case's history by pages, the newest page first; in words it is told by `api.pages.telling`."""

from __future__ import annotations

from typing import Final

from flask import request

from api import asking, auth
from engine.services import reading
from engine.services.reading.views import HistoryRow, Page

SIZE: Final = 1000


def page(root: int) -> Page[HistoryRow]:
    """The newest events, or those older than the address says; in order.

    Raises:
        PageInvalid: the address's place is none of ours.
    """
    before = request.args.get("sebelum", "")
    return reading.history(
        asking.kernel(), auth.actor(), root, size=SIZE, after=before, backwards=True
    )


def everything(root: int, shown: Page[HistoryRow]) -> tuple[HistoryRow, ...]:
    """All events, for the marks on the diagram; `shown` is all there is of most cases."""
    if len(shown.items) == shown.total:
        return shown.items
    kernel, actor, after = asking.kernel(), auth.actor(), ""
    found: list[HistoryRow] = []
    while True:
        older = reading.history(kernel, actor, root, size=SIZE, after=after)
        found.extend(older.items)
        after = older.after
        if not after:
            return tuple(found)
