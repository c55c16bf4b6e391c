"""
Which rows a page holds, and where its links lead (`rest_framework.pagination.LimitOffsetPagination`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from apicontract.dataset.paging import read_limit, read_offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.paging import Paging


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


@dataclass(frozen=True, slots=True)
class Links:
    """
    The neighbours of a page: absolute URLs, or None at either end.
    """

    next: str | None
    previous: str | None


def read_window(paging: Paging, parameters: Mapping[str, str]) -> Window:
    """
    Read limit and offset; what cannot be read has no effect.
    """
    return Window(read_limit(parameters.get(paging.size), paging), read_offset(parameters.get(paging.start)))


def make_links(url: str, window: Window, count: int, paging: Paging) -> Links:
    """
    Return the links of a page from the absolute URL of its request.

    The effective limit is always written in, the offset only where it is not 0, and all parameters are
    sorted by name and encoded anew.
    """
    limit, offset = window.limit, window.offset
    following = preceding = None
    if offset + limit < count:
        following = with_parameters(url, {paging.size: str(limit), paging.start: str(offset + limit)})
    if offset > 0:
        step = str(offset - limit) if offset > limit else None
        preceding = with_parameters(url, {paging.size: str(limit), paging.start: step})
    return Links(following, preceding)


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
