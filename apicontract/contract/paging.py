"""
How a list is asked for and wrapped: a value, with one record for each style of paging.

Declarations only. Which rows a page holds and where its links lead is written twice, in the mock and in
`apicontract.semantics`, so that neither can copy the other's mistake.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: Names and values of a query, in order.
    Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """
    How the lists of an API are asked for and wrapped.

    A parameter or key that an API does not have is "": without a key, the rows are the body. A key with dots
    (`meta.count`) stands in an object inside.

    Attributes:
        style: key of `STYLES`.
        unit: what the parameter `start` counts, a key of `UNITS`.
        size: parameter that sets the rows of a page; "" where that is fixed.
        start: parameter that sets where the page begins.
        count, next, previous, rows: keys of the body.
        default_limit: rows of a page when the request does not say.
        maximum_limit: rows of a page at the most; more is silently cut to this.
        first: number of the first page, where pages are counted.
        last: word that stands for the number of the last page.
    """

    style: str
    unit: str
    size: str
    start: str
    count: str
    next: str
    previous: str
    rows: str
    default_limit: int = 10
    maximum_limit: int = 100
    first: int = 1
    last: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """
        The parameters of a query that page.
        """
        return tuple(filter(None, (self.size, self.start)))

    @property
    def keys(self) -> tuple[str, ...]:
        """
        The keys of the body in the order sent.
        """
        return tuple(filter(None, (self.count, self.next, self.previous, self.rows)))

    def read(self, body: Any) -> tuple[Any, Any]:
        """
        Return what a body has for count and rows; without a key for the count, it is that of the rows.
        """
        rows = value_at(body, self.rows) if self.rows or isinstance(body, list) else None
        whole = len(rows) if isinstance(rows, list) else None
        return value_at(body, self.count) if self.count else whole, rows

    @property
    def count_pointer(self) -> str:
        """
        The JSON pointer of the count.
        """
        return _pointer(self.count)

    @property
    def rows_pointer(self) -> str:
        """
        The JSON pointer of the rows.
        """
        return _pointer(self.rows)

    def sized(self, rows: int | str) -> Pairs:
        """
        Return the query that asks for so many rows a page; an empty one where that is fixed.
        """
        return ((self.size, str(rows)),) if self.size else ()

    def starting(self, row: int, size: int) -> Pairs | None:
        """
        Return the query that asks for the page of that size that begins behind so many rows; for the first, nothing.

        None if no page does.
        """
        if not row:
            return ()
        place = UNITS[self.unit].place(self, row, size if self.size else self.default_limit)
        return None if place is None else ((self.start, place),)

    @property
    def any_row(self) -> bool:
        """
        Whether a page may begin with any row.
        """
        return self.starting(1, 2) is not None

    def last_page(self, count: int, size: int) -> int:
        """
        Return how many rows stand before the last page of so many rows that can be full, or else before the last page.
        """
        return max(count - size, 0) if self.any_row else max(count - 1, 0) // size * size

    @property
    def document(self) -> dict[str, Any]:
        """
        The value as it stands in `api.json`: what is the style's own is left out.
        """
        own, limits = STYLES[self.style], {"default_limit", "maximum_limit"} if self.start else set[str]()
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value
            for name, value in values.items()
            if name == "style" or name in limits or value != getattr(own, name)
        }


def paging_of(document: Mapping[str, Any]) -> Paging:
    """
    Return the value that stands in `api.json`: a style, with what differs from it.

    Raises:
        KeyError: there is no such style.
    """
    paging = replace(STYLES[document["style"]], **document)
    return paging if paging.size else replace(paging, maximum_limit=paging.default_limit)


def value_at(body: Any, key: str) -> Any:
    """
    Return what stands at a dotted key of a body, or None.
    """
    for step in filter(None, key.split(".")):
        body = body.get(step) if isinstance(body, dict) else None
    return body


def _pointer(key: str) -> str:
    return "".join(f"/{step}" for step in filter(None, key.split(".")))


@dataclass(frozen=True, slots=True)
class Unit:
    """
    What the parameter that sets where a page begins counts.

    Attributes:
        place: rows before a page and rows of a page to the text that asks for it; None if no page begins there.
        schema: of the parameter, as JSON Schema with a description.
        none: a text that counts as none.
        texts: how many rows are selected, and one of them, to texts worth asking for, unreadable ones included.
    """

    place: Callable[[Paging, int, int], str | None]
    schema: Callable[[Paging], dict[str, Any]]
    none: str
    texts: Callable[[Paging, int, int], tuple[str, ...]]


def _row_schema(_: Paging) -> dict[str, Any]:
    return {"description": "Records before the page.", "type": "integer", "minimum": 0, "default": 0}


def _page_schema(paging: Paging) -> dict[str, Any]:
    number = {"type": "integer", "minimum": paging.first, "default": paging.first}
    text = f"Number of the page, counted from {paging.first}"
    if not paging.last:
        return {"description": f"{text}.", **number}
    return {"description": f"{text}; `{paging.last}` is the last one.", "anyOf": [number, {"const": paging.last}]}


def _row_texts(_: Paging, rows: int, inside: int) -> tuple[str, ...]:
    return ("3", "7", str(inside), str(max(rows - 2, 1)), str(rows), str(rows + 13), "-1", "abc", "")


def _page_texts(paging: Paging, rows: int, _: int) -> tuple[str, ...]:
    last = max(-(-rows // paging.default_limit), 1) - 1 + paging.first
    numbers = (2, 3, last, last + 1, last + 13, paging.first - 1)
    return tuple(dict.fromkeys((*map(str, numbers), paging.last, "abc", "")))


#: What is counted: rows from 0, pages from `Paging.first`, or nothing, where a list is one page.
UNITS: Mapping[str, Unit] = {
    "rows": Unit(lambda _, row, __: str(row), _row_schema, "-5", _row_texts),
    "pages": Unit(
        lambda paging, row, size: None if row % size else str(paging.first + row // size), _page_schema, "", _page_texts
    ),
    "nothing": Unit(lambda *_: None, lambda _: {}, "", lambda *_: ()),
}

#: What is described has no lists in a known form.
NO_PAGING = Paging("", "", "", "", "", "", "", "", 0, 0)
#: style name to style: `LimitOffsetPagination` and `PageNumberPagination` of `rest_framework.pagination`; without
#: paging, a list is a bare array of all rows.
STYLES: Mapping[str, Paging] = {
    "limit-offset": Paging("limit-offset", "rows", "limit", "offset", "count", "next", "previous", "results"),
    "page-number": Paging(
        "page-number", "pages", "page_size", "page", "count", "next", "previous", "results", last="last"
    ),
    "none": Paging("none", "nothing", "", "", "", "", "", "", sys.maxsize, sys.maxsize),
}
