"""
Which page of a list the mock reads from the parameters of a query.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.paging import STYLES
from apicontract.dataset.paging import Window, paging_of_request, read_window

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging

ROWS = replace(STYLES["limit-offset"], default_limit=3, maximum_limit=5)
PAGES = replace(STYLES["page-number"], default_limit=3, maximum_limit=5)
FIXED = replace(PAGES, size="", maximum_limit=3)
FROM_ZERO = replace(PAGES, first=0)
TOKENS = replace(STYLES["cursor"], default_limit=3, maximum_limit=5)


@pytest.mark.parametrize(
    ("paging", "asked", "count", "window"),
    [
        (ROWS, {}, 7, Window(3, 0)),
        (ROWS, {"limit": "9", "offset": "2"}, 7, Window(5, 2)),
        (ROWS, {"limit": "0", "offset": "-2"}, 7, Window(3, 0)),
        (ROWS, {"limit": "x", "offset": "x"}, 7, Window(3, 0)),
        (ROWS, {"offset": "70"}, 7, Window(3, 70)),
        (PAGES, {}, 7, Window(3, 0)),
        (PAGES, {"page": ""}, 7, Window(3, 0)),
        (PAGES, {"page": "2"}, 7, Window(3, 3)),
        (PAGES, {"page": "3"}, 7, Window(3, 6)),
        (PAGES, {"page": "4"}, 7, None),
        (PAGES, {"page": "3"}, 6, None),
        (PAGES, {"page": "0"}, 7, None),
        (PAGES, {"page": "-1"}, 7, None),
        (PAGES, {"page": "x"}, 7, None),
        (PAGES, {"page": "last"}, 7, Window(3, 6)),
        (PAGES, {"page": "last"}, 6, Window(3, 3)),
        (PAGES, {"page": "last"}, 0, Window(3, 0)),
        (PAGES, {"page": "1"}, 0, Window(3, 0)),
        (PAGES, {"page": "2"}, 0, None),
        (PAGES, {"page": "2", "page_size": "5"}, 7, Window(5, 5)),
        (FIXED, {"page": "2", "page_size": "5"}, 7, Window(3, 3)),
        (FROM_ZERO, {"page": "0"}, 7, Window(3, 0)),
        (FROM_ZERO, {"page": "2"}, 7, Window(3, 6)),
        (FROM_ZERO, {"page": "3"}, 7, None),
        (FROM_ZERO, {"page": "last"}, 7, Window(3, 6)),
        (FROM_ZERO, {}, 7, Window(3, 0)),
        (TOKENS, {"cursor": "no token"}, 7, None),
        (replace(TOKENS, refused=200), {"cursor": "no token"}, 7, Window(3, 7)),
    ],
)
def test_the_window_of_a_page(paging: Paging, asked: dict[str, str], count: int, window: Window | None) -> None:
    """
    Rows are counted from 0, pages from the first one, and a page that is not there has no window.
    """
    assert window == read_window(paging, asked, count)


def test_without_paging_all_rows_are_one_page() -> None:
    """
    Nothing in a query moves the only page.
    """
    window = read_window(STYLES["none"], {"page": "3", "offset": "3", "": "3"}, 7)

    assert window is not None
    assert 0 == window.offset
    assert window.limit >= 7


@pytest.mark.parametrize(("size", "paged"), [(None, False), ("", False), ("x", False), ("0", False), ("1", True)])
def test_paging_that_begins_with_a_size(size: str | None, *, paged: bool) -> None:
    """
    Where pages begin only with a number of rows, a request without one that counts has the whole list as its page.
    """
    asked = {} if size is None else {"limit": size}
    begun = replace(ROWS, begins_on_size=True)

    assert paged == (paging_of_request(begun, asked) == begun)
    assert ROWS == paging_of_request(ROWS, asked)
