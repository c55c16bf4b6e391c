"""
Recorded pages of one query are laid over each other, newest first.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.dataset.placement.lists import RecordedLists
from apicontract.dataset.recorded_pages import RecordedPage

_THINGS = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "plain", "plain"),
    {},
    parameters=(Parameter("size__gt", ("size",), "gt", "integer"),),
    search=(Field("name", "name"), Field("tags", "tags.name")),
    ordering=(Field("id", "id", "integer"), Field("size", "size", "integer"), Field("kind", "kind", "text")),
)
_ROWS = [{"id": number, "size": number, "kind": "x"} for number in range(9)]


def _page(*rows: int, **more: Any) -> RecordedPage:
    """
    Return a page of three rows at the most of nine records, by the recording `a`.
    """
    known = {"query": (), "offset": 0, "limit": 3, "count": 9, "source": "a"}
    return RecordedPage(resource=_THINGS, rows=tuple(_ROWS[each] for each in rows), **known | more)


def test_pages_of_one_query_are_one_list() -> None:
    """
    Positions are known from every page of the same selection and order, whatever their sequence.
    """
    pages = [_page(5, 6, 7, offset=5), _page(0, 1, 2), _page(0, 1, 2, query=(("ordering", "size"),))]
    first, second = RecordedLists(pages, {}, nulls_last=True).lists.values()

    assert [0, 1, 2, 5, 6, 7] == list(first.positions)
    assert pages[:2] == first.pages
    assert [0, 1, 2] == list(second.positions)


def test_the_fields_that_a_page_mentions() -> None:
    """
    A page mentions the fields by which it sorts or selects.
    """
    query = (("search", "x"), ("ordering", "size"))
    lists = RecordedLists([], {}, nulls_last=True)

    assert () == lists.query(_page(0, 1, 2)).fields
    assert ("size", "name", "tags") == lists.query(_page(0, query=query)).fields


_BY_SIZE, _BY_KIND = (("ordering", "size"),), (("ordering", "kind"),)


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ([_page(0, 1, 2), _page(3, 4, 5, offset=3, count=8, source="b")], "its selection has 8 records, and 9 in a"),
        ([_page(0, 1)], "2 rows at offset 0 of 9 records, limit 3"),
        ([_page(0, offset=9)], "1 rows at offset 9 of 9 records, limit 3"),
        ([_page(0, 1, 2, query=(("size__gt", "1"),))], "record 0 does not match the query by what is known now"),
        ([_page(0, 1, 2), _page(1, 2, 3)], "position 0 shows record 1, and record 0 on newer pages"),
        ([_page(0, 1, 2), _page(2, 3, 4, offset=3)], "record 2 stands at position 3, and at 2 on newer pages"),
        (
            [_page(1, 0, 2, query=_BY_SIZE)],
            "record 1 and record 0 are not in the order asked for by what is known now",
        ),
        ([_page(0, 1, 2), _page(1, 0, 2, query=_BY_KIND)], "rows that tie stand in another order on newer pages"),
    ],
)
def test_a_page_that_cannot_be_true_with_newer_ones(pages: list[RecordedPage], reason: str) -> None:
    """
    A page that contradicts newer ones, or what is known now, takes no part, with the reason.
    """
    assert {id(pages[-1]): reason} == RecordedLists(pages, {}, nulls_last=True).refused


@pytest.mark.parametrize(
    ("page", "age", "refused"),
    [
        ({"query": (("size__gt", "1"),)}, 3, False),
        ({"query": (("size__gt", "1"),)}, 2, True),
        ({"query": _BY_SIZE}, 3, False),
        ({"query": _BY_SIZE}, 2, True),
    ],
)
def test_a_value_that_was_shown_before_a_page(page: dict[str, Any], age: int, *, refused: bool) -> None:
    """
    A page counts more than a value that was shown last before it, and less than one of its own moment.
    """
    stated = _page(2, 0, 3, moment_age=2, **page)

    assert refused is bool(RecordedLists([stated], {id(_ROWS[0]): {"size": age}}, nulls_last=True).refused)


def test_what_a_refused_page_says_has_no_influence() -> None:
    """
    A page that takes no part leaves no positions and no order behind.
    """
    pages = [_page(0, 1, 2), _page(3, 1, 0, offset=3), _page(3, 4, 5, offset=3)]
    found = RecordedLists(pages, {}, nulls_last=True)

    assert [0, 1, 2, 3, 4, 5] == [each["id"] for one in found.lists.values() for each in one.positions.values()]


def test_ties_tell_the_natural_order() -> None:
    """
    Rows that tie stand in the order shown; where no page says anything, the rank decides.
    """
    pages = [_page(5, 1, 3, query=_BY_KIND), _page(0, 1, 2, query=_BY_SIZE)]
    line = RecordedLists(pages, {}, nulls_last=True).natural_order(_ROWS[:6])

    assert [0, 2, 4, 5, 1, 3] == [each["id"] for each in line]


def test_what_is_not_known_of_a_row_is_no_fault() -> None:
    """
    Rows that were recorded in a short mode may stand anywhere.
    """
    page = RecordedPage(_THINGS, _BY_SIZE, 0, 2, 2, ({"id": 1}, {"id": 2, "size": 0}), "a")

    assert {} == RecordedLists([page], {}, nulls_last=True).refused


def test_a_page_that_shows_a_record_twice_refuses_no_other() -> None:
    """
    What cannot be a natural order is none, so that the other pages are shown.
    """
    pages = [_page(1, 0, 1), _page(0, 1, 2, query=_BY_SIZE), _page(2, 3, 4)]

    assert [id(pages[0])] == list(RecordedLists(pages, {}, nulls_last=True).refused)


def test_a_list_that_nothing_sorts_shows_the_natural_order_before_ties_do() -> None:
    """
    Where ties of newer pages stand otherwise than in a list without an order, that list counts: databases break ties.
    """
    pages = [_page(1, 0, 2, query=_BY_KIND), _page(0, 1, 2)]
    found = RecordedLists(pages, {}, nulls_last=True)

    assert [pages[1]] == [page for one in found.lists.values() for page in one.pages]
    assert [id(pages[0])] == list(found.refused)
