"""
Which page a request asks for, whether there is one, and which of the selected rows it holds.

The paginators of `rest_framework.pagination`, read naively.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a page begins, as far as the request alone says.

    Attributes:
        offset: rows before it.
        last: whether it is the last page, wherever that begins.
        nowhere: whether there can be no such page.
    """

    offset: int = 0
    last: bool = False
    nowhere: bool = False


def limit_of(text: str | None, paging: Paging) -> int:
    """
    Return the rows that a page holds at the most: what is no positive number is the default, too much the maximum.
    """
    number = whole_number(text)
    if number is None or number < 1:
        return paging.default_limit
    return min(number, paging.maximum_limit)


def place_of(text: str | None, paging: Paging, limit: int) -> Place:
    """
    Return where the page of so many rows begins for which a text of the parameter `start` asks.
    """
    return _PLACES[paging.unit](text, paging, limit)


def _row(text: str | None, _: Paging, __: int) -> Place:
    """
    Read how many rows stand before the page: what is no positive number is 0.
    """
    number = whole_number(text)
    return Place(0 if number is None or number < 0 else number)


def _page(text: str | None, paging: Paging, limit: int) -> Place:
    """
    Read the number of a page: without one, it is the first.
    """
    if text is None or text == "":
        return Place()
    if text == paging.last:
        return Place(last=True)
    number = whole_number(text)
    if number is None or number < paging.first:
        return Place(nowhere=True)
    return Place((number - paging.first) * limit)


#: What a parameter counts to how its text is read.
_PLACES: Mapping[str, Callable[[str | None, Paging, int], Place]] = {"row": _row, "page": _page}


def offset_in(place: Place, limit: int, count: int) -> int:
    """
    Return how many of so many selected rows stand before a page.
    """
    if not place.last:
        return place.offset
    offset = 0
    while offset + limit < count:
        offset += limit
    return offset


def past_the_end(paging: Paging, place: Place, count: int | None) -> bool | None:
    """
    Return whether a page lies behind so many selected rows, or can be nowhere; None if not known.

    Where pages are counted, even a list without rows has a first one.
    """
    least = {"row": 0, "page": 1}[paging.unit]
    if place.nowhere:
        return True
    if place.last or place.offset < least:
        return False
    return None if count is None else place.offset >= count


def past_status(paging: Paging) -> HTTPStatus:
    """
    Return the status of a page past the end.
    """
    return {"row": HTTPStatus.OK, "page": HTTPStatus.NOT_FOUND}[paging.unit]


#: What the answer says where there is no such page (`PageNumberPagination.invalid_page_message`).
NO_PAGE = "Invalid page."


def page_of(limit: int, offset: int, count: int) -> range:
    """
    Return the places, counted from 0, of the rows that a page of so many selected rows holds.
    """
    return range(min(offset, count), min(offset + limit, count))


def whole_number(text: str | None) -> int | None:
    """
    Return a text as Python's `int()` reads it, which takes signs, blanks, other digits and underscores.

    None if there is none, or it is no whole number.
    """
    try:
        return None if text is None else int(text)
    except ValueError:
        return None
