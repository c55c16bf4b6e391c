"""
A second look at a collection: the other way round, and at its ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from books import api, resource

from apicontract.checks.answers import Page
from apicontract.contract.model import Field, Modes
from apicontract.contract.paging import STYLES
from apicontract.planner.identifiers import gaps, missing_ids, numbers
from apicontract.planner.probe import Probe
from apicontract.planner.review import (
    fetch_each,
    first_and_last,
    follow_next,
    second_walk,
    short_pages,
    walk_shortly,
)

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging


def _page(*rows: Any, following: str | None = None) -> Page:
    return Page(len(rows), following, None, list(rows))


def _asked(probes: Any) -> list[tuple[str, dict[str, str]]]:
    return [(each.path, dict(each.query)) for each in probes]


def test_a_second_walk_goes_backwards() -> None:
    """
    Every page is asked for once, in the reverse order and in the mode that shows most.
    """
    same = {"limit": "5", "ordering": "-pages,-id", "mode": "detailed"}
    walked = second_walk(api(), resource(), ("pages", "id"), 11, 12)

    assert [("/v1/books/", same | more) for more in ({}, {"offset": "5"}, {"offset": "10"})] == _asked(walked)


@pytest.mark.parametrize(("count", "left", "pages"), [(10, 8, 2), (10, 7, 0), (11, 12, 3), (11, 11, 0), (5, 4, 1)])
def test_a_second_walk_takes_a_quarter_of_what_is_left(count: int, left: int, pages: int) -> None:
    """
    It is walked whole, or not at all where it would take more than one in four requests.
    """
    assert pages == len(list(second_walk(api(), resource(), (), count, left)))


def test_a_second_walk_asks_for_what_there_is() -> None:
    """
    Without ordering fields and modes there is nothing to ask but the size.
    """
    bare = resource(modes=Modes((), "normal", "normal"))

    assert [("/v1/books/", {"limit": "5"})] == _asked(second_walk(api(), bare, (), 5, 99))


@pytest.mark.parametrize(("count", "places"), [(0, [None]), (1, [None]), (2, [None, "1"]), (12, [None, "11"])])
def test_both_ends_are_asked_for(count: int, places: list[str | None]) -> None:
    """
    The first record and the last are asked for, each once.
    """
    assert places == [dict(each.query).get("offset") for each in first_and_last(api(), resource(), count)]
    assert {"1"} == {dict(each.query)["limit"] for each in first_and_last(api(), resource(), count)}


@pytest.mark.parametrize(
    ("keys", "expected"), [((), []), ((4,), []), ((4, 5), []), ((4, 7), [5, 6]), ((1, 3, 5), [2, 4]), ((0, 2), [1])]
)
def test_gaps_lie_between_records(keys: tuple[int, ...], expected: list[int]) -> None:
    """
    A gap is a number between two that records have.
    """
    assert expected == list(gaps(set(keys)))


def test_identifiers_that_are_numbers() -> None:
    """
    Records without a number are left out.
    """
    rows = ({"id": 3}, {"id": "x"}, {"id": None}, {}, {"id": 1}, {"id": 3})

    assert {1, 3} == numbers(resource(), rows)


def test_some_records_that_no_list_shows() -> None:
    """
    The first four gaps are asked for.
    """
    paths = [each.path for each in missing_ids(api(), resource(), ({"id": 1}, {"id": 9}))]

    assert [f"/v1/books/{number}/" for number in (2, 3, 4, 5)] == paths


def test_links_are_followed() -> None:
    """
    The first six links below the base path are asked for as they stand, empty values included.
    """
    links = [f"http://x.example/v1/books/?offset={number}&search=" for number in range(8)]
    pages = [_page(following=each) for each in (None, "http://x.example/v2/books/", *links)]

    assert [Probe("/v1/books/", (("offset", str(number)), ("search", ""))) for number in range(6)] == list(
        follow_next(pages, "/v1/")
    )


def test_first_and_last_records_of_pages() -> None:
    """
    They are asked for one by one, each once; a record without an identifier, and an empty page, give none.
    """
    pages = [_page({"id": 1}, {"id": 2}, {"id": 3}), _page(), _page({"id": 3}, {"id": "a"}), _page({"id": None}, {})]

    assert ["/v1/books/1/", "/v1/books/3/", "/v1/books/a/"] == [
        each.path for each in fetch_each(api(), resource(), pages)
    ]


def test_records_are_named_by_the_identifier() -> None:
    """
    The field that a detail address names decides, whatever it is called.
    """
    books = resource(identifier=Field("number", "number", "integer"))

    assert ["/v1/books/7/"] == [each.path for each in fetch_each(api(), books, [_page({"id": 1, "number": 7})])]


class _Tokens:
    """
    Answers pages of two rows to which tokens lead, and notes what was asked.
    """

    def __init__(self, *, back: bool = True, last: int = 99) -> None:
        self.asked: list[dict[str, str]] = []
        self._back, self._last = back, last

    def __call__(self, probe: Probe) -> Page | None:
        query = dict(probe.query)
        self.asked.append({name: text for name, text in query.items() if name == "cursor"})
        number = len(self.asked)
        if number > self._last:
            return None
        following, before = f"http://a.test/?cursor=n{number}", f"http://a.test/?cursor=p{number}"
        return Page(99, following, before if self._back and number > 1 else None, [{"id": number}])


ROWS = [{"id": number, "pages": number // 4} for number in range(40)]


@pytest.mark.parametrize(
    ("rows", "budget", "most", "expected"),
    [
        (40, 4, 50, (0, 0)),
        (0, 60, 50, (0, 0)),
        (1, 60, 50, (0, 0)),
        (2, 60, 50, (1, 12)),
        (40, 5, 50, (25, 1)),
        (40, 10, 50, (20, 2)),
        (40, 25, 50, (8, 5)),
        (40, 60, 50, (4, 12)),
        (40, 5, 10, (5, 1)),
        (40, 5, 3, (1, 1)),
        (40, 5, 1, (1, 1)),
    ],
)
def test_shorter_steps(rows: int, budget: int, most: int, expected: tuple[int, int]) -> None:
    """
    One in five requests goes over the known rows again, on pages of half the largest size at the most.
    """
    known = replace(api(), paging=replace(STYLES["cursor"], size="size", default_limit=20, maximum_limit=most))

    assert expected == short_pages(known, [{"id": number} for number in range(rows)], budget)


@pytest.mark.parametrize(("ties", "size"), [(range(6), 5), ((4, 5), 5), ((3, 4), 4), ((5, 6), 6), ((2, 3), 6), ((), 6)])
def test_a_shorter_page_ends_where_the_next_row_is_alike(ties: Any, size: int) -> None:
    """
    Of the lengths from two thirds of the largest to the largest, the longest that parts two rows of one value.
    """
    known = replace(api(), paging=replace(STYLES["cursor"], size="size", default_limit=20, maximum_limit=50))
    rows = [{"id": number, "pages": -1 if number in ties else number} for number in range(12)]

    assert (size, 2) == short_pages(known, rows, 10)


@pytest.mark.parametrize("paging", [api().paging, replace(STYLES["cursor"], size="", maximum_limit=50)])
def test_shorter_steps_need_tokens_and_a_size(paging: Paging) -> None:
    """
    Where rows are counted, another request shows as much; without a size no page can be shorter.
    """
    assert (0, 0) == short_pages(replace(api(), paging=paging), ROWS, 60)


def test_tokens_are_followed_in_shorter_steps_and_one_back() -> None:
    """
    From the first page on each token leads to the next, and at the end the last one that led back.
    """
    known = replace(api(), paging=replace(STYLES["cursor"], size="size", default_limit=20, maximum_limit=50))
    _, pages = short_pages(known, ROWS, 60)
    service, oneway, ending = _Tokens(), _Tokens(back=False), _Tokens(last=1)
    for each in (service, oneway, ending):
        walk_shortly(known, resource(), ROWS, 60, each)

    forward = [{}, *({"cursor": f"n{number}"} for number in range(1, pages))]
    assert pages > 1
    assert [*forward, {"cursor": f"p{pages}"}] == service.asked
    assert forward == oneway.asked
    assert [{}, {"cursor": "n1"}] == ending.asked
