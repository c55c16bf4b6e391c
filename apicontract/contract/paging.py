"""
How a list is wrapped and asked for: one record for each style of paging.

Declarations only. How limit and offset are read, what a page holds and where its links lead is written twice, in the
mock and in `apicontract.semantics`, so that neither can copy the other's mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Style:
    """
    The names that a style of paging uses.

    Attributes:
        name: key of `STYLES`.
        limit: parameter that sets the rows of a page.
        offset: parameter that sets where the page begins.
        count, next, previous, results: keys of the body, in the order sent.
        sentence: the promise, for people.
    """

    name: str
    limit: str
    offset: str
    count: str
    next: str
    previous: str
    results: str
    sentence: str

    @property
    def keys(self) -> tuple[str, str, str, str]:
        """
        The keys of the body in the order sent.
        """
        return (self.count, self.next, self.previous, self.results)


#: style name to style. `limit-offset` is `rest_framework.pagination.LimitOffsetPagination`.
STYLES: Mapping[str, Style] = {
    "limit-offset": Style(
        name="limit-offset",
        limit="limit",
        offset="offset",
        count="count",
        next="next",
        previous="previous",
        results="results",
        sentence="Use limit to control the number of objects in the response, offset to say where it begins.",
    ),
}
