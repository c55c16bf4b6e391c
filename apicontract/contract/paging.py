"""
How a list is asked for and wrapped: a value, with one record for each style of paging.

Declarations only. Which rows a page holds and where its links lead is written twice, in the mock and in
`apicontract.semantics`, so that neither can copy the other's mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    #: Names and values of a query, in order.
    Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """
    How the lists of an API are asked for and wrapped.

    A parameter or key that an API does not have is "". A key with dots (`meta.count`) stands in an object inside.

    Attributes:
        style: key of `STYLES`.
        unit: what the parameter `start` counts: "row" (from 0) or "page" (from `first`).
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
        size = size if self.size else self.default_limit
        place = row if self.unit == "row" else None if row % size else self.first + row // size
        return None if place is None else ((self.start, str(place)),)

    def last_page(self, count: int, size: int) -> int:
        """
        Return how many rows stand before the last page of so many rows that is full, or else before the last page.
        """
        return max(count - size, 0) if self.unit == "row" else max(count - 1, 0) // size * size

    @property
    def document(self) -> dict[str, Any]:
        """
        The value as it stands in `api.json`: what is the style's own is left out.
        """
        own, limits = STYLES[self.style], {"default_limit", "maximum_limit"}
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


#: What is described has no lists in a known form.
NO_PAGING = Paging("", "", "", "", "", "", "", "", 0, 0)
#: style name to style: `LimitOffsetPagination` and `PageNumberPagination` of `rest_framework.pagination`.
STYLES: Mapping[str, Paging] = {
    "limit-offset": Paging("limit-offset", "row", "limit", "offset", "count", "next", "previous", "results"),
    "page-number": Paging(
        "page-number", "page", "page_size", "page", "count", "next", "previous", "results", last="last"
    ),
}
