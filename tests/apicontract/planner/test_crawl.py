"""
A walk sees every record, also where a server does not sort as it was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from books import api as library
from books import book, resource
from shelf import Shelf

from apicontract.client import Budget, Client, Target
from apicontract.contract.model import Field
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.crawl import Crawl, crawl, terms_of
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe

    WalkOn = Callable[..., tuple[Crawl, list[Probe]]]


@pytest.fixture(scope="module")
def walk_on(api: Api) -> WalkOn:
    """
    Walks through three pages of the mock, right or wrong in one named way; the requests come back too.
    """
    world = generate(api, recordings_of(api), records=250)

    def walk(fault: str | None = None, budget: int = 15) -> tuple[Crawl, list[Probe]]:
        pipeline = FAULTS[fault].inject(standard()) if fault else standard()
        sent: list[Probe] = []
        with Client(Target("x", "http://x.example", create_app(api, world, pipeline=pipeline)), budget=Budget(99)) as c:
            found = crawl(
                api,
                api.resources[api.primary],
                lambda probe: sent.append(probe) or c.request(probe.method, probe.path, probe.query, probe.headers),
                budget,
            )
        return found, sent

    return walk


def test_a_walk_takes_as_many_requests_as_there_are_pages(walk_on: WalkOn, api: Api) -> None:
    """
    On a right server every record is seen, in the order of both terms, and no page is asked for twice.
    """
    found, sent = walk_on()

    assert (found.complete, len(found.rows), len(sent)) == (True, 250, 3)
    assert found.terms == terms_of(api, api.resources[api.primary])


@pytest.mark.parametrize("budget", [15, 200])
def test_a_second_term_that_is_ignored_is_given_up(walk_on: WalkOn, budget: int) -> None:
    """
    Where ties are not broken, the walk begins again in the order of the identifier, and sees everything.
    """
    found, sent = walk_on("second-term-ignored", budget)

    assert (found.terms, found.complete, len(found.rows)) == (("id",), True, 250)
    assert len(sent) <= 5
    assert dict(sent[-1].query)["ordering"].strip().endswith("id")


@pytest.mark.parametrize("fault", ["long-ordering-fails", "long-ordering-refused"])
def test_an_order_by_several_terms_that_nobody_answers_is_given_up(walk_on: WalkOn, fault: str) -> None:
    """
    Where no page is answered in it, the walk begins again in the order of the identifier, and sees everything.
    """
    found, sent = walk_on(fault)

    assert (found.terms, found.complete, len(found.rows)) == (("id",), True, 250)
    assert len(sent) == 5


ROWS = tuple(book(number, "x", pages=number // 2) for number in range(1, 13))
#: A walk in the order of a number, which is made total by the identifier.
_PAGES = resource(ordering=(Field("id", "id", "integer"), Field("pages", "pages", "integer")))
_PLAIN = {"limit": "5", "ordering": "pages,id"}


def walked(shelf: Shelf, budget: int = 99) -> Crawl:
    """
    Walk through the books of a shelf.
    """
    return crawl(library(_PAGES), _PAGES, shelf.send, budget)


def test_each_page_is_asked_for_in_other_words() -> None:
    """
    A right shelf is walked once, each page in another way that means the largest one and the same order.
    """
    shelf = Shelf(ROWS)
    found = walked(shelf)
    first, second, third = (each.query for each in shelf.sent)

    assert (12, True, ("pages", "id"), list(ROWS)) == (found.count, found.complete, found.terms, found.rows)
    assert shelf.sent[0] == found.opening
    assert (("limit", "6"), ("offset", "-5"), ("ordering", "pages,id"), ("mode", "detailed")) == first
    assert (("limit", "3"), ("limit", "6"), ("offset", "5"), ("ordering", "pages,unknown-term,id")) == second[:4]
    assert (("limit", "0"), ("offset", "10"), ("ordering", " pages , id "), ("mode", "detailed")) == third[:4]
    assert ("format", "api") == third[-1]
    assert () == shelf.sent[2].headers


def test_the_last_page_is_asked_for_by_its_size() -> None:
    """
    Where more rows are left than a page has by default, the last page is asked for the largest one.
    """
    shelf = Shelf(ROWS[:9])
    walked(shelf)

    assert {"limit": "6", "offset": "5", "ordering": "pages,unknown-term,id"} == shelf.asked()[-1]


@pytest.mark.parametrize(
    ("pages", "budget", "offsets"),
    [
        (26, 44, [*range(0, 130, 5)]),
        (27, 44, [*range(0, 125, 5), 130]),
        (6, 9, [0, 5, 10, 15, 25]),
        (6, 5, [0, 5, 25]),
        (6, 4, [0, 25]),
        (6, 3, [0]),
        (6, 1, [0]),
        (1, 1, [0]),
    ],
)
def test_a_walk_takes_its_share(pages: int, budget: int, offsets: list[int]) -> None:
    """
    Three in five requests are for the walk; if they are too few, the last page is read before those in the middle.
    """
    shelf = Shelf([book(number, "x") for number in range(pages * 5)])
    found = crawl(library(_PAGES), resource(ordering=()), shelf.send, budget)

    assert offsets == [max(int(each["offset"]), 0) for each in shelf.asked()]
    assert (pages * 5, len(offsets) == pages) == (found.count, found.complete)


@pytest.mark.parametrize(
    ("count", "sent", "left"),
    [(15, 3, []), (16, 3, [15]), (20, 3, [15]), (25, 3, [15, 20]), (26, 4, [20, 25]), (30, 4, [20, 25])],
)
def test_the_end_of_a_short_run_is_left(count: int, sent: int, left: list[int]) -> None:
    """
    After three pages, what is left is left to more telling requests, if it is little more than one page.
    """
    shelf = Shelf([book(number, "x", pages=number) for number in range(count)])
    found = walked(shelf, 40)
    last_probes = [dict(each.query) for each in found.last_probes]

    assert (sent, count == 15) == (len(shelf.sent), found.complete)
    assert [_PLAIN | {"offset": str(offset)} for offset in left] == last_probes


@pytest.mark.parametrize(("budget", "sent", "left"), [(15, 3, 1), (39, 3, 1), (40, 3, 1), (41, 4, 0)])
def test_the_end_of_a_long_run_is_walked(budget: int, sent: int, left: int) -> None:
    """
    With more than forty requests every page is read in the walk.
    """
    shelf = Shelf([book(number, "x", pages=number) for number in range(20)])
    found = walked(shelf, budget)

    assert (sent, left, not left) == (len(shelf.sent), len(found.last_probes), found.complete)


@pytest.mark.parametrize("count", [0, -1])
def test_a_first_page_that_counts_nothing_is_asked_for_plainly(count: int) -> None:
    """
    A walk begins with a page that says that there are records; any other is asked for once more.
    """
    shelf = Shelf((), lambda _, body: body | {"count": count})
    walked(shelf)

    assert [_PLAIN] == shelf.asked()[1:]


@pytest.mark.parametrize(("budget", "asked"), [(1, 2), (2, 2), (3, 2), (4, 2), (5, 3), (9, 4)])
def test_a_walk_that_begins_again_has_a_request_less(budget: int, asked: int) -> None:
    """
    The page that showed that ties are not broken is paid for, and the first page is read in any case.
    """
    shelf = Shelf(ROWS, lambda asked, body: body if asked["ordering"].strip() != "pages,id" else _unsorted(body))
    found = walked(shelf, budget)

    assert (("id",), asked) == (found.terms, len(shelf.sent))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda asked, body: body | {"results": body["results"][:-1]} if "format" in asked else body,
        lambda asked, body: body | {"count": 11} if "format" in asked else body,
        lambda asked, body: (
            body | {"results": list(ROWS[:5])} if asked.get("offset") == "5" and "x" in str(asked) else body
        ),
        lambda asked, body: None if "format" in asked else body,
    ],
    ids=["short", "count", "again", "refused"],
)
def test_a_page_that_does_not_fit_is_asked_for_plainly(spoil: Any) -> None:
    """
    A page that is too short, counts otherwise, shows records again or is none is asked for plainly, and so is the rest.
    """
    shelf = Shelf(ROWS, spoil)
    found = walked(shelf)

    assert [_PLAIN | {"offset": "5"}, _PLAIN | {"offset": "10"}] == shelf.asked()[2:]
    assert (True, 12) == (found.complete, len(found.rows))


def test_a_walk_ends_where_even_the_plain_page_is_none() -> None:
    """
    What was read until then is kept, and the walk is not complete.
    """
    shelf = Shelf(ROWS, lambda asked, body: None if asked.get("offset") == "5" else body)
    found = walked(shelf)

    assert (3, False, list(ROWS[:5]), ()) == (len(shelf.sent), found.complete, found.rows, found.last_probes)


def test_an_empty_collection_is_not_complete() -> None:
    """
    Where nothing was seen, nothing is known; the first page is asked for once more, plainly.
    """
    shelf = Shelf(())
    found = walked(shelf)

    assert ([_PLAIN], 0, False) == (shelf.asked()[1:], found.count, found.complete)


def test_a_collection_that_changes_its_count_is_not_complete() -> None:
    """
    The first page says how many records there are; seeing another number is not seeing all.
    """
    shelf = Shelf(ROWS, lambda _, body: body | {"count": 13})
    found = walked(shelf)

    assert (13, False) == (found.count, found.complete)


def test_ties_are_sorted_by_the_identifier() -> None:
    """
    Where two rows that tie stand in the wrong order, the walk begins again without the first term.
    """
    swapped = [ROWS[0], ROWS[2], ROWS[1], *ROWS[3:]]
    shelf = Shelf(swapped, lambda asked, body: body if asked["ordering"].strip() != "pages,id" else _unsorted(body))
    found = walked(shelf)

    assert ("id",) == found.terms
    assert {"id", "id,unknown-term", " id "} == {each["ordering"] for each in shelf.asked()[1:]}
    assert (True, 12) == (found.complete, len(found.rows))


def _unsorted(body: dict[str, Any]) -> dict[str, Any]:
    first, second, third, *rest = body["results"]
    return body | {"results": [first, third, second, *rest]}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            (("id", "id", "integer"), ("pages", "pages", "integer"), ("lent", "lent", "duration")),
            ("lent", "-pages", "id"),
        ),
        (
            (("title", "title", "text"), ("number", "id", "integer"), ("day", "day", "date")),
            ("day", "-title", "number"),
        ),
        ((("when", "when", "date-time"), ("day", "day", "date"), ("id", "id", "integer")), ("when", "-day", "id")),
        ((("a", "a", "number"), ("b", "b", "integer"), ("id", "id", "integer")), ("a", "-b", "id")),
        ((("odd", "odd", "uuid"), ("title", "title", "text"), ("id", "id", "integer")), ("odd", "-title", "id")),
        ((("id", "id", "integer"),), ("id",)),
        ((("title", "title", "text"),), ()),
        ((), ()),
    ],
)
def test_the_order_of_a_walk(fields: tuple[tuple[str, str, str], ...], expected: tuple[str, ...]) -> None:
    """
    The field whose type matters most, others both ways, the identifier; without it there is no total order.
    """
    sorted_by = resource(ordering=tuple(Field(*each) for each in fields))

    assert expected == terms_of(library(sorted_by), sorted_by)


@pytest.mark.parametrize(("count", "complete"), [(3, True), (4, False), (2, False)])
def test_records_are_taken_in_once(count: int, complete: bool) -> None:  # noqa: FBT001 - a case
    """
    A record that was seen stays as it was seen first, and all are seen when they are as many as the count.
    """
    found = Crawl(rows=[{"id": 1, "title": "first"}], count=count)
    found.add(resource(), [{"id": 1, "title": "again"}, {"id": "1"}, {"id": 2}, {"id": 2}])

    assert ([{"id": 1, "title": "first"}, {"id": "1"}, {"id": 2}], complete) == (found.rows, found.complete)


def test_nothing_is_never_complete() -> None:
    """
    No record of none is no proof.
    """
    found = Crawl()
    found.add(resource(), [])

    assert not found.complete
