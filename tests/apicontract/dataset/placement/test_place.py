"""
Pages cut from a collection that nobody shows any more: another collection is found that shows them all.
"""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest
from lost_world import API, FILTERS, KINDS, ORDERING, RESOURCE, thing

from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.lists import RecordedLists, unserved_pages
from apicontract.dataset.placement.place import PlacementProblem, place
from apicontract.dataset.placement.selection import query_of
from apicontract.dataset.recorded_pages import RecordedPage
from apicontract.dataset.seeded_random import SeededRandom


def cut(collection: list[dict[str, Any]], lots: random.Random, source: str) -> RecordedPage:
    """
    Return a page of a collection as any query may show it.
    """
    terms = lots.sample(sorted(ORDERING), lots.choice([0, 1, 1, 1, 2, 3]))
    query = [("ordering", ",".join(lots.choice(["", "-"]) + each for each in terms))] if terms else []
    query += [lots.choice(FILTERS)] if lots.random() < 0.4 else []
    return page(collection, query, lots.randint(0, len(collection)), lots.choice([1, 2, 5, 10]), source)


def page(
    collection: list[dict[str, Any]], query: list[tuple[str, str]], offset: int, limit: int, source: str = "here"
) -> RecordedPage:
    """
    Return the page of a query.
    """
    rows = query_of(RESOURCE, query).evaluate(collection)
    return RecordedPage(RESOURCE, tuple(query), offset, limit, len(rows), tuple(rows[offset : offset + limit]), source)


def placed(pages: list[RecordedPage], candidates: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """
    Return the collection that is made from pages and candidates alone.
    """
    recorded = list({id(row): row for each in pages for row in each.rows}.values())
    evidence = RecordedLists(pages, {}, nulls_last=True)
    problem = PlacementProblem(Fields(API), "things", evidence, {"kinds": KINDS, "things": {}})
    return place(problem, recorded, candidates, SeededRandom(seed))


@pytest.mark.parametrize("seed", range(60))
def test_pages_of_a_lost_collection_are_shown_again(seed: int) -> None:
    """
    Whatever two pages are cut, with any order, filter, search, limit and offset: the new collection shows both.
    """
    lots = random.Random(seed)  # noqa: S311 - no secret
    size = lots.choice([12, 40, 120])
    collection = [{"id": each, **thing(lots)} for each in sorted(lots.sample(range(1, 2 * size), size))]
    pages = [cut(collection, lots, "first"), cut(collection, lots, "second"), page(collection, [], size, 1)]
    recorded = {id(row) for each in pages for row in each.rows}

    grown = placed(pages, [thing(lots) for _ in range(size - len(recorded))], seed)

    assert len({each["id"] for each in grown}) == size
    for each in pages:
        assert page(grown, list(each.query), each.offset, each.limit, each.source) == each


def test_natural_order_is_kept() -> None:
    """
    A list that asks for no order shows its rows at their recorded positions.
    """
    lots = random.Random(1)  # noqa: S311 - no secret
    collection = [{"id": 60 - each, **thing(lots)} for each in range(50)]

    grown = placed([page(collection, [], 20, 10), page(collection, [], 45, 10)], [thing(lots) for _ in range(35)], 1)

    assert [each["id"] for each in grown[20:30]] == [each["id"] for each in collection[20:30]]
    assert [each["id"] for each in grown[45:]] == [each["id"] for each in collection[45:]]


def test_the_rest_stands_where_an_unsorted_page_leaves_room() -> None:
    """
    A hundred rows in no order of their own, of six hundred records: the five hundred others stand behind them.
    """
    lots = random.Random(2)  # noqa: S311 - no secret
    collection = [{"id": each, **thing(lots)} for each in lots.sample(range(1, 900), 600)]

    grown = placed([page(collection, [], 0, 100)], [thing(lots) for _ in range(500)], 1)

    assert [each["id"] for each in collection[:100]] == [each["id"] for each in grown[:100]]


@pytest.mark.parametrize("step", [1, 2, 7, -3])
@pytest.mark.parametrize("offsets", [(0,), (0, 300), (250,), (501,)])
def test_an_unsorted_page_is_shown_whatever_numbers_it_leaves_out(offsets: tuple[int, ...], step: int) -> None:
    """
    Numbers that no row has, below those that a page shows, are not given to records that would stand on it.
    """
    numbers = range(1, 100 * step + 1, step) if step > 0 else range(1 - 100 * step, 1, step)
    pages = [
        RecordedPage(RESOURCE, (), offset, 100, 601, tuple({"id": 10_000 * part + each} for each in numbers), f"{part}")
        for part, offset in enumerate(offsets)
    ]
    candidates = [{"name": f"Thing {number}"} for number in range(601 - 100 * len(pages))]
    grown = placed(pages, candidates, 1)

    assert [] == [*unserved_pages(pages, grown, RecordedLists(pages, {}, nulls_last=True), {})]


def test_what_cannot_be_placed_is_told() -> None:
    """
    A page that leaves no room for as many records as stand before it is told with the reason; its row is there.
    """
    lots = random.Random(3)  # noqa: S311 - no secret
    row = {"id": 2, **thing(lots)}
    pages = [RecordedPage(RESOURCE, (("ordering", "id"),), 7, 1, 12, (row,), "here")]

    grown = placed(pages, [thing(lots) for _ in range(11)], 3)

    assert any(each is row for each in grown)
    (told,) = unserved_pages(pages, grown, RecordedLists(pages, {}, nulls_last=True), {})
    assert "here: position 7 shows record 2, and here record" in str(told)


@pytest.mark.parametrize(("ordering", "sizes"), [("size", (10, 20)), ("-size", (20, 10))])
def test_a_row_lies_between_its_neighbours(ordering: str, sizes: tuple[int, int]) -> None:
    """
    The value of a row that was shown without it is between those of the rows beside it, in either direction.
    """
    rows: list[dict[str, Any]] = [{"id": 1, "size": sizes[0]}, {"id": 2}, {"id": 3}, {"id": 4, "size": sizes[1]}]
    recorded = RecordedPage(RESOURCE, (("ordering", ordering),), 0, 4, 4, tuple(rows), "a")

    assert [1, 2, 3, 4] == [each["id"] for each in placed([recorded], [], 1)]
    assert [] == [*unserved_pages([recorded], rows, RecordedLists([recorded], {}, nulls_last=True), {})]
    assert sizes == (rows[0]["size"], rows[3]["size"])


@pytest.mark.parametrize("ordering", ["size", "-size,name", "born"])
def test_a_list_of_which_no_value_is_known(ordering: str) -> None:
    """
    Rows that were all shown without what their list sorts by get values that stand in its order.
    """
    rows: list[dict[str, Any]] = [{"id": each} for each in (4, 2, 7, 1, 3)]
    recorded = RecordedPage(RESOURCE, (("ordering", ordering),), 1, 5, 7, tuple(rows), "a")
    grown = placed([recorded], [thing(random.Random(each)) for each in range(2)], 1)  # noqa: S311 - no secret

    assert [] == [*unserved_pages([recorded], grown, RecordedLists([recorded], {}, nulls_last=True), {})]


def grown_by(seed: int) -> str:
    """
    Return the beginning of the digest of a collection generated around some pages.
    """
    lots = random.Random(seed)  # noqa: S311 - no secret
    size = lots.choice([12, 40])
    collection = [{"id": each, **thing(lots)} for each in lots.sample(range(1, 2 * size), size)]
    pages = [cut(collection, lots, f"page {number}") for number in range(lots.choice([2, 3, 5]))]
    recorded = {id(row) for each in pages for row in each.rows}
    grown = placed([*pages, page(collection, [], size, 1)], [thing(lots) for _ in range(size - len(recorded))], seed)
    return hashlib.sha256(json.dumps(grown, sort_keys=True).encode()).hexdigest()[:12]


#: Seed to the beginning of the digest of the collection that is generated; a change of these is one of people's data.
GROWN = {
    300: "91b66dbf7b94",
    301: "9e46cf367de7",
    302: "2055c8863819",
    303: "1d5533b66241",
    304: "6bec89016b59",
    305: "668644c7eac2",
    306: "a15f9a5939ec",
    307: "2710a5cab326",
    308: "a0bb790d9c3f",
    309: "8f034f4d44cd",
    310: "5c4ae3e1ad01",
    311: "63bd6231fe55",
    312: "62a69efaf9c1",
    313: "113c801105f6",
    314: "261d78f35020",
    315: "3e20a68aea66",
    316: "4548d3a716c0",
    317: "ed38e6214eaf",
    318: "c48ebe2c0471",
    319: "21ec6b8e8c7d",
}


@pytest.mark.parametrize("seed", GROWN)
def test_a_collection_stays_the_same_from_one_version_to_the_next(seed: int) -> None:
    """
    The same pages and seed give the collection that they gave before: tests of front ends name generated records.
    """
    assert GROWN[seed] == grown_by(seed)
