"""
What all answers about a collection say together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from example import ALL
from handmade import API, LIST, answer

from apicontract.checks.answers import reading_of
from apicontract.checks.knowledge import KnownCollection
from apicontract.contract.paging import STYLES

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

#: Pages that say whether there is a next one, and not how many rows the list has.
UNCOUNTED = replace(
    API, paging=replace(STYLES["limit-offset"], count="", default_limit=2, maximum_limit=5, order="next results")
)


def _page(query: str, first: int, following: str | None) -> Exchange:
    return answer(query, {"next": following, "results": list(ALL[first : first + 2])})


def test_the_last_page_tells_the_count_of_all() -> None:
    """
    Where no page says how many rows there are, the last one of a list does, for each page of it.
    """
    pages = (_page("", 0, f"{LIST}?limit=2&offset=2"), _page("limit=2&offset=2", 2, None))
    readings = [reading_of(UNCOUNTED, each) for each in pages]
    collection = KnownCollection(UNCOUNTED, API.resources["things"], readings)

    assert [(4, True), (4, True)] == [(page.count, page.counted) for _, page in collection.lists]


def test_a_page_alone_tells_that_there_is_more() -> None:
    """
    As long as nobody has seen the end, the count is a bound.
    """
    readings = [reading_of(UNCOUNTED, _page("", 0, f"{LIST}?limit=2&offset=2"))]
    collection = KnownCollection(UNCOUNTED, API.resources["things"], readings)

    assert [(3, False)] == [(page.count, page.counted) for _, page in collection.lists]
