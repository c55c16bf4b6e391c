"""
Where a page of a list stands, and which pages stand beside it, as values for a reader.

The links to the neighbours are those of the answer itself; first and last are made from the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.dataset.paging import paging_of_request, read_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Api


@dataclass(frozen=True, slots=True)
class Position:
    """
    A page's place in its list.

    Attributes:
        first, last: number of its first and last row, counted from 1; both 0 if it has none.
        count: rows of the whole list.
        links: label and URL of the first, previous, next and last page; no URL where there is none.
    """

    first: int
    last: int
    count: int
    links: tuple[tuple[str, str | None], ...]


def position(
    api: Api, path: str, query: Sequence[tuple[str, str]], body: Any, headers: Sequence[tuple[str, str]] = ()
) -> Position | None:
    """
    Return where the page of an answer stands, or None if the answer is no page of a list, or does not say.
    """
    paging, header = paging_of_request(api.paging, dict(query)), dict(headers).get
    count, rows = paging.read(body, header)
    if not paging.start or not isinstance(count, int) or not isinstance(rows, list):
        return None
    given = dict(query)
    window = read_window(paging, given, count)
    if window is None:
        return None
    offset, limit = window.offset, window.limit
    others = [(name, value) for name, value in query if name not in (paging.start, paging.back)]
    final = paging.starting(offset + max(count - 1 - offset, 0) // limit * limit, limit) or ()
    linked = paging.linked(body, header)
    before, after = _link(linked.get(PREVIOUS)), _link(linked.get(NEXT))
    links = (
        ("First", _url(path, others) if before else None),
        ("Previous", before),
        ("Next", after),
        ("Last", _url(path, [*others, *final]) if after else None),
    )
    return Position(offset + 1 if rows else 0, offset + len(rows) if rows else 0, count, links)


def _link(value: object) -> str | None:
    """
    Return a link that leads to the web; anything else that an answer may hold is none.
    """
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _url(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
