"""
Recorded pages that do not say how many rows there are stand in a list as long as others show it to be.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from paging_styles import api_in, library

from apicontract.contract.model import Exchange
from apicontract.dataset.recorded_data import RecordedPage, counted, recorded_data
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Sequence

_PATH = "/library/v1/books/"


def _page(count: int, *, whole: bool, query: tuple[tuple[str, str], ...] = ()) -> RecordedPage:
    return RecordedPage(api_in("cursor").resources["books"], query, 0, 3, count, (), "here", whole)


def test_the_last_page_counts_for_all() -> None:
    """
    Pages that only say that there is more take the count of the last page of the same selection.
    """
    pages = [_page(4, whole=False), _page(9, whole=True), _page(4, whole=False, query=(("pages", "3"),))]

    assert [9, 9, 4] == [each.count for each in counted(pages)]


def test_without_a_last_page_the_longest_counts() -> None:
    """
    Where no page is the last one, there are as many rows as the furthest page needs.
    """
    assert [7, 7] == [each.count for each in counted([_page(4, whole=False), _page(7, whole=False)])]


def _recorded(name: str, urls: Sequence[str], answers: Sequence[Any]) -> list[RecordedPage]:
    api = api_in(name)
    host = api.hosts[api.default_host]
    exchanges = [
        Exchange("GET", f"{host.url}{url}", 200, (("Content-Type", "application/json"),), json.dumps(each).encode())
        for url, each in zip(urls, answers, strict=True)
    ]
    return recorded_data(api, host, exchanges).pages


def test_a_recorded_token_is_followed() -> None:
    """
    A page stands behind the one that gave its token, whatever was recorded first; without one, it has no place.
    """
    ask = create_app(api_in("cursor-token"), library()[1]).test_client().get
    first = ask(f"{_PATH}?limit=3").json
    second = ask(f"{_PATH}?limit=3&after={first['next_cursor']}").json
    renamed = {**first, "next_cursor": "opaque"}, {**second, "next_cursor": "more"}
    urls = [f"{_PATH}?limit=3&after=opaque", f"{_PATH}?limit=3&after=unknown", f"{_PATH}?limit=3"]
    pages = _recorded("cursor-token", urls, [renamed[1], renamed[1], renamed[0]])

    assert [(0, 7), (3, 7)] == sorted((each.offset, each.count) for each in pages)


def test_a_counted_list_keeps_its_count() -> None:
    """
    Where answers say the count, it is theirs.
    """
    page = replace(_page(4, whole=True), count=12)

    assert [page] == counted([page])
