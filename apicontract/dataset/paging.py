"""
Which part of a list a request asks for, as the side that serves reads it.

By this the mock cuts a list, and by this a recorded page finds its place in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging

    #: Text of the parameter, paging, rows of a page and of the list to the rows before the page.
    _Reader: TypeAlias = Callable[[str | None, Paging, int, int], int | None]


@dataclass(frozen=True, slots=True)
class Window:
    """
    The part of a list that was asked for.

    Attributes:
        limit: rows at the most.
        offset: rows before the first.
    """

    limit: int
    offset: int


def read_window(paging: Paging, parameters: Mapping[str, str], count: int) -> Window | None:
    """
    Return the part of a list of so many rows that is asked for; None if there is no such page.
    """
    limit = read_limit(parameters.get(paging.size) if paging.size else None, paging)
    offset = _OFFSETS[paging.unit](parameters.get(paging.start), paging, limit, count)
    return None if offset is None else Window(limit, offset)


def read_limit(text: str | None, paging: Paging) -> int:
    """
    Return the rows that a page holds at the most.

    Unreadable, zero and negative values give the default; larger ones are cut to the maximum
    (`rest_framework.pagination._positive_int`, as both paginators call it).
    """
    number = _whole_number(text)
    if number is None or number <= 0:
        return paging.default_limit
    return min(number, paging.maximum_limit)


def _offset_of_row(text: str | None, _: Paging, __: int, ___: int) -> int:
    """
    Return how many rows stand before the page; unreadable and negative values give 0.
    """
    number = _whole_number(text)
    return number if number is not None and number > 0 else 0


def _offset_of_page(text: str | None, paging: Paging, limit: int, count: int) -> int | None:
    """
    Return how many rows stand before a page; an empty list has one page (`django.core.paginator.Paginator`).
    """
    pages = max(-(-count // limit), 1)
    number = paging.first if not text else pages - 1 + paging.first if text == paging.last else _whole_number(text)
    if number is None or not 0 <= number - paging.first < pages:
        return None
    return (number - paging.first) * limit


_OFFSETS: Mapping[str, _Reader] = {"rows": _offset_of_row, "pages": _offset_of_page, "nothing": lambda *_: 0}


def _whole_number(text: str | None) -> int | None:
    """
    Read a whole number as Python's `int()` does: signs, blanks around, other digits, underscores.
    """
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
