"""
Which records some pages of a list had to show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.contract.paging import STYLES
from apicontract.diff.coverage import Covered, extent_of, names_format, selects
from apicontract.diff.observations import Seen

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging

TREES = Resource(
    name="trees",
    title="Tree",
    entity="trees",
    identifier=Field("id", "id", "integer"),
    modes=Modes((), "normal", "normal"),
    shapes={"normal": "trees/normal"},
    parameters=(Parameter("kind", ("kind",), "exact", "text"),),
)
ROWS = replace(STYLES["limit-offset"], default_limit=3, maximum_limit=9)
PAGES = replace(STYLES["page-number"], default_limit=3, maximum_limit=9)
TOKENS = replace(STYLES["cursor"], default_limit=3, maximum_limit=9)


def seen(query: str, keys: Any, count: int | None = None, **changes: Any) -> Seen:
    """
    Return a page with records of these keys.
    """
    exchange = Exchange("GET", f"https://orchard.example/1/trees/{f'?{query}' if query else ''}", 200)
    return Seen(exchange, TREES, "normal", tuple({"id": key} for key in keys), count, **changes)


def is_whole(*pages: Seen, paging: Paging = ROWS) -> bool:
    """
    Return whether pages had to show every record.
    """
    return extent_of(paging, pages).whole


@pytest.mark.parametrize(
    ("pages", "whole"),
    [
        ((), False),
        (("", 0, 0), True),
        (("", 3, 3), True),
        (("", 3, 4), False),
        (("", 3, 2), False),
        (("", 3, None), False),
        (("limit=9&offset=1", 3, 4), False),
        (("", 3, 4, "offset=3", 1, 4), True),
        (("offset=3", 1, 4, "", 3, 4), True),
        (("", 3, 5, "offset=3", 1, 5), False),
        (("", 3, 5, "offset=4", 1, 5), False),
        (("", 3, 5, "offset=2", 3, 5), True),
        (("", 3, 4, "offset=3", 1, 5), False),
        (("", 3, 4, "offset=3", 1, None), False),
        (("", 3, 6, "limit=9&offset=1", 1, 6, "offset=3", 3, 6), True),
        (("ordering=id", 3, 4, "offset=3", 1, 4), False),
        (("ordering=id", 3, 4, "ordering=id&limit=1&offset=3", 1, 4), True),
        (("kind=pear", 3, 3), False),
    ],
)
def test_pages_are_the_whole_list(pages: tuple[Any, ...], *, whole: bool) -> None:
    """
    If those of one request for all follow each other without a gap up to the count, which they agree on.
    """
    given = [seen(pages[at], range(pages[at + 1]), pages[at + 2]) for at in range(0, len(pages), 3)]

    assert whole == is_whole(*given)


@pytest.mark.parametrize(
    ("paging", "query", "whole"),
    [
        (PAGES, "page=2", True),
        (PAGES, "page=3", False),
        (PAGES, "page=last", False),
        (PAGES, "page=0", False),
        (PAGES, "page=2&page_size=3", True),
        (PAGES, "page=2&page_size=4", False),
        (TOKENS, "cursor=abc", False),
    ],
)
def test_where_a_page_begins_is_told_by_its_request(paging: Paging, query: str, *, whole: bool) -> None:
    """
    The number and the size of a page do; a token, the last page and an unreadable number do not.
    """
    assert whole == is_whole(seen("", range(3), 5), seen(query, range(3, 5), 5), paging=paging)


def test_what_is_no_plain_list_is_left_out() -> None:
    """
    A single record, a filter and a search show nothing of the rest.
    """
    others = [
        seen("", range(3), 3, detail=True),
        seen("", range(3), 3, search="x"),
        seen("kind=pear", range(3), 3),
        seen("kind=pear&offset=0", range(6), 9),
    ]

    assert Covered() == extent_of(ROWS, others)


@pytest.mark.parametrize(
    ("query", "keys", "count", "ranges"),
    [
        ("", [1, 2, 3, 4], 9, ()),
        ("", [1, 2, 3, 4, 6], 9, ((None, 6),)),
        ("offset=1", [2, 3, 4, 5, 7], 9, ((2, 7),)),
        ("offset=4", [5, 6, 7, 8, 9], 9, ((5, None),)),
        ("offset=4", [5, 6, 7, 8, 9], 10, ((5, 9),)),
        ("offset=4", [5, 6, 7, 8, 9], 8, ((5, None),)),
        ("offset=4", [5, 6, 7, 8, 9], None, ((5, 9),)),
        ("", [1, 2, 3, 4, 5], 5, ((None, None),)),
        ("", [9, 8, 7, 6, 4], 9, ((4, None),)),
        ("offset=1", [9, 8, 7, 6, 4], 9, ((4, 9),)),
        ("offset=4", [9, 8, 7, 6, 4], 9, ((None, 9),)),
        ("", [1, 2, 3, 5, 4], 9, ()),
        ("", [1, 2, 3, 3, 4], 9, ()),
        ("", [4, 3, 3, 2, 1], 9, ()),
        ("", ["a", "b", "c", "d", "f"], 9, ((None, "f"),)),
        ("", [1, 2, 3, 4, "5"], 9, ()),
        ("", [None] * 5, 9, ()),
        ("", [1, 2, None, 4, 5], 9, ()),
    ],
)
def test_a_sorted_page_shows_all_between_two_records(
    query: str, keys: list[Any], count: int | None, ranges: tuple[Any, ...]
) -> None:
    """
    Five keys of one kind prove an order, either way; the first page has no lower end, and the last no upper one.
    """
    assert ranges == extent_of(ROWS, [seen(query, keys, count)]).ranges


@pytest.mark.parametrize("query", ["cursor=abc"])
def test_a_page_of_unknown_beginning_proves_no_range(query: str) -> None:
    """
    Where the request does not tell what stands before a page, nothing is said of the records around it.
    """
    assert () == extent_of(TOKENS, [seen(query, range(1, 7), 9)]).ranges


@pytest.mark.parametrize(
    ("covered", "key", "held"),
    [
        (Covered(), 1, False),
        (Covered(whole=True), 1, True),
        (Covered(whole=True), None, True),
        (Covered(ranges=((2, 4),)), 1, False),
        (Covered(ranges=((2, 4),)), 2, True),
        (Covered(ranges=((2, 4),)), 4, True),
        (Covered(ranges=((2, 4),)), 5, False),
        (Covered(ranges=((None, 4),)), -9, True),
        (Covered(ranges=((None, 4),)), 5, False),
        (Covered(ranges=((2, None),)), 99, True),
        (Covered(ranges=((2, None),)), 1, False),
        (Covered(ranges=((None, None),)), "a", True),
        (Covered(ranges=((2, 4), (7, 8))), 7, True),
        (Covered(ranges=((2, 4), (7, 8))), 6, False),
        (Covered(ranges=((2, 4),)), "3", False),
        (Covered(ranges=((None, 4),)), None, False),
        (Covered(ranges=(("b", None),)), "c", True),
    ],
)
def test_a_record_had_to_be_shown(covered: Covered, key: object, *, held: bool) -> None:
    """
    Every one where all are covered, else one whose key is in a range, its ends included; other kinds of keys are not.
    """
    assert held == covered.holds(key)


@pytest.mark.parametrize(
    ("page", "selected"),
    [
        (seen("", ()), False),
        (seen("limit=2&ordering=id", ()), False),
        (seen("kind=pear", ()), True),
        (seen("limit=2&kind=", ()), True),
        (seen("", (), search=""), True),
        (seen("", (), search="x"), True),
    ],
)
def test_a_filter_or_a_search_selects(page: Seen, *, selected: bool) -> None:
    """
    Whatever its value is; paging and order do not.
    """
    assert selected == selects(page)


@pytest.mark.parametrize(("query", "named"), [("", False), ("format=api", True), ("format=", True), ("mode=x", False)])
def test_a_format_is_named_by_its_parameter(query: str, *, named: bool) -> None:
    """
    A request for the page for people says so.
    """
    assert named == names_format(seen(query, ()).exchange)
