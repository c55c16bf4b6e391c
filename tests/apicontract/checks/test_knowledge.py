"""
What all answers about a collection say together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from example import ALL
from handmade import API, LIST, answer, page, thing

from apicontract.checks.answers import reading_of
from apicontract.checks.completeness import fields_told
from apicontract.checks.knowledge import KnownCollection, Selection
from apicontract.contract.paging import STYLES
from apicontract.semantics.predicates import satisfies

if TYPE_CHECKING:
    from apicontract.checks.answers import Page
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


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize(
    "query",
    [
        "offset=-5",  # what a text that is no place comes to is the framework's word
        "offset=abc",
        "kind=++",  # what should select nothing may do so by mistake
        "colour=red",
    ],
)
def test_an_empty_page_that_was_asked_for_oddly_is_no_end(query: str, *, linked: bool) -> None:
    """
    Where no page says how many rows there are, one without rows ends the list only if its request has nothing unusual.
    """
    assert {False} == {page.counted for page in _lists(("limit=1", ALL[:1]), (query, ()), linked=linked) if page.rows}


def test_a_token_that_nobody_gave_leads_to_no_page_that_is_known() -> None:
    """
    An empty page for it is neither the beginning of the list nor its end.
    """
    tokens = replace(API, paging=replace(STYLES["cursor"], default_limit=2, maximum_limit=5))
    body = {"next": None, "previous": None, "results": []}
    readings = [reading_of(tokens, answer(query, body)) for query in ("cursor=no-token", "")]

    assert [(False, False), (True, True)] == [(each.placed, each.page and each.page.counted) for each in readings]
    assert 0 < readings[0].start
    assert 0 == readings[1].start


def test_a_short_page_is_the_end() -> None:
    """
    One that has fewer rows than it may have tells the count of all pages of its list.
    """
    assert [3, 3] == [page.count for page in _lists(("", ALL[:2]), ("offset=2", ALL[2:3]), linked=False)]


def _lists(*pages: tuple[str, tuple[dict[str, Any], ...]], linked: bool) -> list[Page]:
    """
    Return how pages are read of which none says how many rows there are, nor, unless linked, whether there is a next.
    """
    ends = {} if linked else {"next": "", "previous": "", "order": "results"}
    bare = replace(UNCOUNTED, paging=replace(UNCOUNTED.paging, **ends))
    following = {"next": f"{LIST}?limit=1&offset=1"} if linked else {}
    answers = (
        answer(query, {**(following if rows else {"next": None} if linked else {}), "results": list(rows)})
        for query, rows in pages
    )
    readings = [reading_of(bare, each) for each in answers]
    return [page for _, page in KnownCollection(bare, API.resources["things"], readings).lists]


@pytest.mark.parametrize("query", ["ready=1", "kind=2", "name=Thing+3", "size__gt=15"])
def test_records_that_look_alike_to_a_filter_are_asked_once(query: str) -> None:
    """
    What is found of one of them is what each of them would say.
    """
    rows = (thing(1), thing(2, ready=True), thing(3, kind={"id": 2, "name": "Odd"}), thing(4, size=None))
    whole, asked = (reading_of(API, page(text, rows, count=4)) for text in ("limit=5", query))
    collection = KnownCollection(API, API.resources["things"], [whole])
    (condition,) = asked.asked.filters.conditions
    each = {str(row["id"]): satisfies(condition, row) for row in rows}

    assert Selection.of(each) == collection.satisfying(condition)


def test_records_are_alike_by_the_fields_of_a_filter_alone() -> None:
    """
    A thing that may grow is like none that may not, though both show the same now.
    """
    rows = (thing(1), thing(2), thing(3, ready=True), thing(4, ready=True, age=thing(1)["age"]))
    collection = KnownCollection(API, API.resources["things"], [reading_of(API, page("limit=5", rows))])

    assert [["1", "2"], ["3", "4"]] == [names for _, names in collection.alike(("ready",))]
    assert ["1"] not in [names for _, names in collection.alike(("kind.id",))]
    assert all("4" not in names for _, names in collection.alike(("age",)) if "1" in names)


def test_a_field_is_told_where_a_term_stands_in_it_alone() -> None:
    """
    Without that field the search would lose the record; where all terms stand in another one too, it would not.
    """
    rows = (thing(1, name="Alpha"), thing(2, name="Beta"))
    readings = [reading_of(API, page(text, rows, count=2)) for text in ("limit=5", "search=alpha", "search=zeta")]
    collection = KnownCollection(API, API.resources["things"], readings)
    names = [each.path for each in API.resources["things"].search]

    assert collection.holding("alpha")["1"] == {names.index("name")}
    assert fields_told(collection, readings[1]) == {names.index("name")}
    assert [set(), set()] == [fields_told(collection, each) for each in (readings[0], readings[2])]
