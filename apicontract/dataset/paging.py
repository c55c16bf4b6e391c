"""
Limit and offset of a request, as the side that serves reads them.

By these the mock cuts a list, and by these a recorded page finds its place in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging


def read_limit(text: str | None, paging: Paging) -> int:
    """
    Return the rows that a page holds at the most.

    Unreadable, zero and negative values give the default; larger ones are cut to the maximum
    (`rest_framework.pagination.LimitOffsetPagination.get_limit`).
    """
    number = _whole_number(text)
    if number is None or number <= 0:
        return paging.default_limit
    return min(number, paging.maximum_limit)


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
