"""
Where the links of a page lead (`rest_framework.pagination`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS
from apicontract.dataset.paging import token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging
    from apicontract.dataset.paging import Window


@dataclass(frozen=True, slots=True)
class PageLinks:
    """
    The neighbours of a page, and the ends of its list: absolute URLs, or None at either end.
    """

    next: str | None
    previous: str | None
    first: str | None = None
    last: str | None = None


def make_links(url: str, window: Window, count: int, paging: Paging) -> PageLinks:
    """
    Return the links of a page from the absolute URL of its request.

    All parameters are sorted by name and encoded anew.
    """
    limit, offset = window.limit, window.offset
    if paging.unit == TOKENS:
        return _by_token(url, window, count, paging)
    leading = _LEADING[paging.unit]
    rows = {
        NEXT: offset + limit if offset + limit < count else None,
        PREVIOUS: max(offset - limit, 0) if offset > 0 else None,
    }
    if paging.relations:
        rows |= {
            FIRST: 0 if offset > 0 else None,
            LAST: (count - 1) // limit * limit if offset + limit < count else None,
        }
    made = {
        each: None if row is None else with_parameters(url, leading(paging, limit, row)) for each, row in rows.items()
    }
    return PageLinks(made[NEXT], made[PREVIOUS], made.get(FIRST), made.get(LAST))


def _by_token(url: str, window: Window, count: int, paging: Paging) -> PageLinks:
    """
    Return the links of a page to which tokens lead: the one behind its last row, and the one that ends at its first.
    """
    end = window.offset + window.limit
    following = token_of(end, back=False) if end < count else None
    # Where a parameter of its own asks for the page that ends at a token, the token need not say so.
    preceding = token_of(window.offset, back=not paging.back) if window.offset > 0 else None
    neither: dict[str, str | None] = dict.fromkeys(filter(None, (paging.start, paging.back)))
    made = (
        None if each is None else with_parameters(url, {**neither, name: each})
        for name, each in ((paging.start, following), (paging.back or paging.start, preceding))
    )
    return PageLinks(*made)


def _to_row(paging: Paging, limit: int, offset: int) -> Mapping[str, str | None]:
    """
    Write in the limit that is in force, and the offset where it is not 0.
    """
    return {paging.size: str(limit), paging.start: str(offset) if offset else None}


def _to_page(paging: Paging, limit: int, offset: int) -> Mapping[str, str | None]:
    """
    Write in the number of the page, unless it is the first.
    """
    return {paging.start: str(offset // limit + paging.first) if offset else None}


#: What is counted to the parameters that change in a link to the page of that limit behind so many rows.
_LEADING: Mapping[str, Callable[[Paging, int, int], Mapping[str, str | None]]] = {
    "rows": _to_row,
    "pages": _to_page,
    "nothing": lambda *_: {},
}


def with_parameters(url: str, changes: Mapping[str, str | None]) -> str:
    """
    Return the URL with parameters set, or removed where None; the others stay, repeated ones in their order.
    """
    base, _, query = url.partition("?")
    query, hash_sign, fragment = query.partition("#")
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    for name, change in changes.items():
        values.pop(name, None)
        if change is not None:
            values[name] = [change]
    encoded = urlencode(sorted(values.items()), doseq=True)
    return f"{base}{'?' if encoded else ''}{encoded}{hash_sign}{fragment}"
