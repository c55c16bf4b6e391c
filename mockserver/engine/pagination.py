"""
Where the links of a page lead (`rest_framework.pagination`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging
    from apicontract.dataset.paging import Window


@dataclass(frozen=True, slots=True)
class PageLinks:
    """
    The neighbours of a page: absolute URLs, or None at either end.
    """

    next: str | None
    previous: str | None


def make_links(url: str, window: Window, count: int, paging: Paging) -> PageLinks:
    """
    Return the links of a page from the absolute URL of its request.

    All parameters are sorted by name and encoded anew.
    """
    limit, offset = window.limit, window.offset
    leading = _LEADING[paging.unit]
    following = with_parameters(url, leading(paging, limit, offset + limit)) if offset + limit < count else None
    preceding = with_parameters(url, leading(paging, limit, max(offset - limit, 0))) if offset > 0 else None
    return PageLinks(following, preceding)


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
