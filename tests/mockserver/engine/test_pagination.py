"""
Which part of a list a page holds, and where its links lead.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.paging import STYLES
from apicontract.dataset.paging import Window, read_window
from mockserver.engine.pagination import PageLinks, make_links

PAGING = replace(STYLES["limit-offset"], default_limit=10, maximum_limit=100)
URL = "https://x.example/a/"


@pytest.mark.parametrize(
    ("parameters", "window"),
    [
        ({}, Window(10, 0)),
        ({"limit": "100", "offset": "7"}, Window(100, 7)),
        ({"limit": "101"}, Window(100, 0)),
        ({"limit": "9" * 400}, Window(100, 0)),
        ({"limit": "0", "offset": "-1"}, Window(10, 0)),
        ({"limit": "-5", "offset": "x"}, Window(10, 0)),
        ({"limit": "2.5", "offset": ""}, Window(10, 0)),
        ({"limit": " +5", "offset": "1_0"}, Window(5, 10)),
        ({"limit": "\uff15"}, Window(5, 0)),
    ],
)
def test_window_is_read_leniently(parameters: dict[str, str], window: Window) -> None:
    """
    Numbers are read as Python reads them, cut to the maximum, and otherwise have no effect.
    """
    assert read_window(PAGING, parameters, 0) == window


@pytest.mark.parametrize(
    ("query", "window", "count", "next_query", "previous_query"),
    [
        ("", Window(10, 0), 11, "limit=10&offset=10", None),
        ("", Window(10, 0), 10, None, None),
        ("?offset=5", Window(10, 5), 11, None, "limit=10"),
        ("?offset=10", Window(10, 10), 30, "limit=10&offset=20", "limit=10"),
        ("?offset=12", Window(10, 12), 30, "limit=10&offset=22", "limit=10&offset=2"),
        ("?offset=99&limit=7", Window(7, 99), 0, None, "limit=7&offset=92"),
        ("?limit=1000", Window(100, 0), 101, "limit=100&offset=100", None),
        ("?z=1&a=&z=0&b", Window(1, 0), 2, "a=&b=&limit=1&offset=1&z=1&z=0", None),
        ("?q=a%20b,%22~%FF;c", Window(1, 0), 2, "limit=1&offset=1&q=a+b%2C%22~%EF%BF%BD%3Bc", None),
    ],
)
def test_links_are_sorted_and_encoded_anew(
    query: str, window: Window, count: int, next_query: str | None, previous_query: str | None
) -> None:
    """
    The effective limit is written in, the offset only where it is not 0, and every parameter is kept.
    """
    links = make_links(f"{URL}{query}", window, count, PAGING)
    assert links == PageLinks(*(f"{URL}?{each}" if each else None for each in (next_query, previous_query)))


@pytest.mark.parametrize(
    ("style", "first", "window", "links"),
    [
        ("page-number", 1, Window(3, 0), ("page=2&q=a", None)),
        ("page-number", 1, Window(3, 3), ("page=3&q=a", "q=a")),
        ("page-number", 1, Window(3, 6), (None, "page=2&q=a")),
        ("page-number", 0, Window(3, 3), ("page=2&q=a", "q=a")),
        ("page-number", 0, Window(3, 6), (None, "page=1&q=a")),
        ("none", 1, Window(9, 0), (None, None)),
    ],
)
def test_links_between_numbered_pages(
    style: str, first: int, window: Window, links: tuple[str | None, str | None]
) -> None:
    """
    The number of the page is written in, and left out for the first one.
    """
    paging = replace(STYLES[style], default_limit=3, first=first)

    assert PageLinks(*(each and f"{URL}?{each}" for each in links)) == make_links(
        f"{URL}?page=x&q=a" if window.offset else f"{URL}?q=a", window, 8, paging
    )
