"""The shape of Camunda 8's searches: filter, sort and page in, items and page out.

Filters are plain values or {"$eq": value}. Pages go forward by cursor (`after`); `from` skips
lines as well, though it counts rows that others change meanwhile: prefer the cursor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, validate

from api.v2.endpoints import Body, Key, Wire
from engine.services.reading.views import Page

LARGEST_PAGE: Final = 200
_DEFAULT_PAGE: Final = 50
_LONGEST_CURSOR: Final = 500
_LARGEST_SKIP: Final = 10_000


class Filter(Wire):
    """Base of filters: turns {"$eq": value} into the plain value; other operators are refused."""

    @ma.pre_load
    def unwrap(self, data: object, **_: object) -> object:
        if not isinstance(data, Mapping):
            return data
        return {name: _plain(name, value) for name, value in data.items()}


def _plain(name: str, value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"$eq"}:
        return value["$eq"]
    raise ma.ValidationError("Only plain values and $eq are supported.", name)


class PageRequest(Wire):
    limit = fields.Integer(
        load_default=_DEFAULT_PAGE, strict=True, validate=validate.Range(min=1, max=LARGEST_PAGE)
    )
    after = fields.String(load_default="", validate=validate.Length(max=_LONGEST_CURSOR))
    from_ = fields.Integer(
        load_default=0,
        data_key="from",
        strict=True,
        validate=validate.Range(min=0, max=_LARGEST_SKIP),
    )


class PageAnswer(Wire):
    total_items = fields.Integer()
    has_more_total_items = fields.Boolean()
    start_cursor = fields.String(allow_none=True)
    end_cursor = fields.String(allow_none=True)


def _sort_schema(kind: str, allowed: tuple[str, ...]) -> type[ma.Schema]:
    members: dict[str, Any] = {
        "field": fields.String(required=True, validate=validate.OneOf(allowed)),
        "order": fields.String(load_default="ASC", validate=validate.OneOf(["ASC", "DESC"])),
    }
    return type(f"{kind}Sort", (Wire,), members)


def search_request(
    kind: str, filters: type[Filter], sorts: tuple[str, ...] = ()
) -> type[ma.Schema]:
    """The request schema of `POST /<kind>/search`. `sorts` are the orders the read side knows."""
    needed = any(field.required for field in filters().fields.values())
    given: dict[str, Any] = {"required": True} if needed else {"load_default": dict}
    members: dict[str, Any] = {
        "filter": fields.Nested(filters, **given),
        "page": fields.Nested(PageRequest, load_default=dict),
        "sort": fields.List(
            fields.Nested(_sort_schema(kind, sorts)),
            load_default=list,
            validate=validate.Length(max=1 if sorts else 0),
        ),
    }
    return type(f"{kind}Search", (Wire,), members)


def search_answer(kind: str, item: type[ma.Schema]) -> type[ma.Schema]:
    """The answer schema of `POST /<kind>/search`."""
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(item)),
        "page": fields.Nested(PageAnswer),
    }
    return type(f"{kind}SearchAnswer", (Wire,), members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search body, unpacked. `skip`: lines to leave out, after the cursor when both are sent."""

    filter: Body
    size: int
    after: str
    skip: int
    sort: str


def unpack(body: Body) -> Asked:
    page = PageRequest().load({}) | body["page"]
    sort = body["sort"][0]["field"] if body["sort"] else ""
    return Asked(
        filter=body["filter"],
        size=page["limit"],
        after=page["after"],
        skip=page["from_"],
        sort=sort,
    )


def answer(page: Page[Any]) -> Body:
    """A page of the read side as the answer's dictionary."""
    return {
        "items": page.items,
        "page": {
            "total_items": page.total,
            "has_more_total_items": page.is_more,
            "start_cursor": None,
            "end_cursor": page.after or None,
        },
    }


def answer_all(items: tuple[Any, ...], skip: int) -> Body:
    """A whole list that is never cut into pages, without its first `skip` items."""
    return answer(Page(items=items[skip:], total=len(items)))


__all__ = [
    "Asked",
    "Filter",
    "Key",
    "answer",
    "answer_all",
    "search_answer",
    "search_request",
    "unpack",
]
