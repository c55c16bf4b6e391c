"""
How a list is wrapped and asked for: one record for each style of paging.

Declarations and parsers only. What a page holds and where its links lead is written twice, in the mock and
in the checks, so that neither can copy the other's mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Envelope


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


def read_limit(text: str | None, envelope: Envelope) -> int:
    """
    Return the rows that a page holds at the most.

    Unreadable, zero and negative values give the default; larger ones are cut to the maximum
    (`rest_framework.pagination.LimitOffsetPagination.get_limit`).
    """
    number = _whole_number(text)
    if number is None or number <= 0:
        return envelope.default_limit
    return min(number, envelope.maximum_limit)


def read_offset(text: str | None) -> int:
    """
    Return how many rows stand before the page; unreadable and negative values give 0.
    """
    number = _whole_number(text)
    return number if number is not None and number > 0 else 0


def _whole_number(text: str | None) -> int | None:
    """
    Read a whole number as Python's `int()` does: signs, blanks around, other digits, underscores.
    """
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
