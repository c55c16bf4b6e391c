"""
Which part of a list a request asks for, as the side that serves reads it.

By this the mock cuts a list, and by this a recorded page finds its place in it.
"""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qs, urlencode

from apicontract.contract.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging

    #: Text of the parameter, paging, rows of a page and of the list to the rows before the page.
    _Reader: TypeAlias = Callable[[str | None, Paging, int, int], int | None]


_OK = 200


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


def paging_of_request(paging: Paging, parameters: Mapping[str, str]) -> Paging:
    """
    Return the paging of the answer to a request: none, where it begins only with a number of rows, and there is none.
    """
    number = _whole_number(parameters.get(paging.size))
    return paging if number is not None and number > 0 else paging.unpaged


def read_window(paging: Paging, parameters: Mapping[str, str], count: int) -> Window | None:
    """
    Return the part of a list of so many rows that is asked for; None if there is no such page.
    """
    limit = read_limit(parameters.get(paging.size) if paging.size else None, paging)
    if paging.unit == TOKENS:
        name, text = token_given(paging, parameters)
        found = read_token(text, limit, back=name == paging.back)
        # Where a token that was never given is no error, its page has no rows.
        return Window(limit, count) if found is None and paging.refused == _OK else found
    offset = _OFFSETS[paging.unit](parameters.get(paging.start), paging, limit, count)
    return None if offset is None else Window(limit, offset)


def token_given(paging: Paging, parameters: Mapping[str, str]) -> tuple[str, str | None]:
    """
    Return the parameter that says where the page begins or ends, and its text; where both do, the first counts.
    """
    if paging.back and not parameters.get(paging.start) and parameters.get(paging.back):
        return paging.back, parameters[paging.back]
    return paging.start, parameters.get(paging.start)


def read_token(text: str | None, limit: int, *, back: bool = False) -> Window | None:
    """
    Return the part of a list that a token asks for, or the one that ends there; None if it is no token.

    It is written as `rest_framework.pagination.CursorPagination` does: base64 of a form, whose `o` counts rows, and
    whose `r` says that the page ends there. Nothing else than rows is counted, so the records may not change meanwhile.
    """
    try:
        form = parse_qs(b64decode((text or "").encode("ascii")).decode("ascii"), keep_blank_values=True)
        rows, back = int(form.get("o", ["0"])[0]), back or bool(int(form.get("r", ["0"])[0]))
    except ValueError:
        return None
    if rows < 0:
        return None
    return Window(min(limit, rows), max(rows - limit, 0)) if back else Window(limit, rows)


def token_of(rows: int, *, back: bool) -> str:
    """
    Return the token of the page behind so many rows, or of the one that ends there.
    """
    return b64encode(urlencode({**({"r": 1} if back else {}), "o": rows}).encode()).decode()


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

    Where a page that there is not is no error, it has no rows, and what is no number is the first.
    """
    pages = max(-(-count // limit), 1)
    number = paging.first if not text else pages - 1 + paging.first if text == paging.last else _whole_number(text)
    if paging.refused == _OK and (number is None or number < paging.first):
        return 0
    if number is None or not 0 <= number - paging.first < (sys.maxsize if paging.refused == _OK else pages):
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
