"""
Numbers in a query, and how many rows a page holds at the most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging


def limit_of(text: str | None, paging: Paging) -> int:
    """
    Return the rows that a page holds at the most: what is no positive number is the default, too much the maximum.
    """
    number = whole_number(text)
    if number is None or number < 1:
        return paging.default_limit
    return min(number, paging.maximum_limit)


def paging_in_force(paging: Paging, text: str | None) -> Paging:
    """
    Return the paging of a request whose parameter `size` has a text: where it begins with one, only if it sets rows.
    """
    number = whole_number(text)
    return paging.unpaged if number is None or number < 1 else paging


def whole_number(text: str | None) -> int | None:
    """
    Return a text as Python's `int()` reads it, which takes signs, blanks, other digits and underscores.

    None if there is none, or it is no whole number.
    """
    try:
        return None if text is None else int(text)
    except ValueError:
        return None
