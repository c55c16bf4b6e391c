"""
Recorded pages that do not say how many rows there are stand in a list as long as others show it to be.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from paging_styles import api_in, library
from route_forms import api_of, world_of

from apicontract.contract.exchange import Exchange
from apicontract.contract.routes import list_path
from apicontract.dataset.placement.lists import RecordedLists
from apicontract.dataset.recorded_data import recorded_data
from apicontract.dataset.recorded_pages import RecordedPage, counted
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


@pytest.mark.parametrize("name", ["cursor", "cursor-before", "cursor-token-before"])
def test_a_recorded_token_is_followed_back(name: str) -> None:
    """
    A page that ends where another one begins has its place by that, and is cut short where there are fewer rows.
    """
    paging, ask = api_in(name).paging, create_app(api_in(name), library()[1]).test_client().get
    answers, urls = [ask(f"{_PATH}?{paging.size}=4")], [f"{_PATH}?{paging.size}=4"]
    for relation, size in (("next", 4), ("prev", 3), ("prev", 3)):
        link = paging.linked(answers[-1].json, answers[-1].headers.get)[relation]
        urls.append(f"{_PATH}?{urlencode([*paging.sized(size), *paging.following(link, relation)])}")
        answers.append(ask(urls[-1]))
    pages = _recorded(name, urls, [each.json for each in answers])

    assert [(0, 1), (0, 4), (1, 3), (4, 4)] == sorted((each.offset, len(each.rows)) for each in pages)


def test_lists_below_two_parents_are_two_selections() -> None:
    """
    What stands first below one parent does not contradict what stands first below another; each list has its count.
    """
    api, world = api_of("nested"), world_of("nested")
    host, loans = api.hosts[api.default_host], api.resources["loans"]
    books = dict.fromkeys(str(each["book"]["id"]) for each in world.tables["loans"] if each["book"])
    paths = [list_path(api, replace(loans, template=loans.route.choosing([each]))) for each in books]
    ask = create_app(api, world).test_client().get
    exchanges = [
        Exchange("GET", f"{host.url}{each}", 200, (("Content-Type", "application/json"),), ask(each).data)
        for each in paths
    ]
    pages = recorded_data(api, host, exchanges).pages
    counts = RecordedLists(pages, {}, nulls_last=True).counts

    assert [each.json["count"] for each in exchanges] == [count for count, _ in counts.values()]
    assert len(paths) == len(counts) > 1


def test_a_counted_list_keeps_its_count() -> None:
    """
    Where answers say the count, it is theirs.
    """
    page = replace(_page(4, whole=True), count=12)

    assert [page] == counted([page])
