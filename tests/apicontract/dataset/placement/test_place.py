"""
Pages cut from a collection that nobody shows any more: another collection is found that shows them all.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.errors import ContradictionError
from apicontract.contract.model import Api, Field, Host, Modes, Parameter, Resource, Shape
from apicontract.contract.paging import STYLES
from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.place import PlacementProblem, place
from apicontract.dataset.placement.selection import conditions_of, evaluate, sorts_of
from apicontract.dataset.recorded_data import RecordedPage
from apicontract.dataset.seeded_random import SeededRandom

BASE = "https://example.test/"
KIND = Shape(
    "kinds/plain",
    f"{BASE}kinds",
    "kinds",
    {"x-entity": "kinds", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
)
THING = Shape(
    "things/plain",
    f"{BASE}things",
    "things",
    {
        "x-entity": "things",
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "size": {"type": ["integer", "null"]},
            "weight": {"type": "number"},
            "span": {"type": ["string", "null"]},
            "born": {"type": "string", "format": "date"},
            "flag": {"type": "boolean"},
            "kind": {"$ref": "kinds"},
            "kinds": {"type": "array", "items": {"$ref": "kinds"}},
        },
    },
)
ORDERING = {
    "id": ("id", "integer"),
    "name": ("name", "text"),
    "size": ("size", "integer"),
    "weight": ("weight", "number"),
    "span": ("span", "duration"),
    "born": ("born", "date"),
    "flag": ("flag", "boolean"),
    "kind__name": ("kind.name", "text"),
}
RESOURCE = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "plain", "plain"),
    {"plain": "things/plain"},
    parameters=(
        Parameter("flag", ("flag",), "exact", "boolean"),
        Parameter("kind", ("kind.id",), "exact", "related", "kinds"),
        Parameter("kinds", ("kinds.id",), "any", "related", "kinds"),
        Parameter("size__gt", ("size",), "gt", "integer"),
        Parameter("size__isnull", ("size",), "isnull", "boolean"),
        Parameter("name__icontains", ("name",), "icontains", "text"),
    ),
    search=(Field("name", "name"), Field("kind__name", "kind.name")),
    ordering=tuple(Field(name, path, kind) for name, (path, kind) in ORDERING.items()),
)
API = Api(
    name="things",
    title="Things",
    version="1",
    base_path="/",
    primary="things",
    hosts={"here": Host("here", "https://example.test")},
    default_host="here",
    paging=replace(STYLES["limit-offset"], default_limit=10, maximum_limit=100),
    resources={"things": RESOURCE},
    shapes={"kinds/plain": KIND, "things/plain": THING},
)
KINDS = {number: {"id": number, "name": name} for number, name in enumerate(["Alpha", "Beta", "alphabet"], 1)}
FILTERS = [
    ("flag", "true"),
    ("flag", "0"),
    ("kind", "2"),
    ("size__gt", "1"),
    ("size__isnull", "true"),
    ("name__icontains", "dra"),
    ("search", "endeavour"),
    ("search", "alpha 1"),
    ("kinds", "3"),
]


def thing(lots: random.Random) -> dict[str, Any]:
    """
    Return a record without identifier.
    """
    return {
        "name": f"{lots.choice(['Dragon', 'Soyuz', 'Endeavour', 'é'])} {lots.randint(1, 999)}",
        "size": lots.choice([None, 0, 1, 1, 2, 9]),
        "weight": lots.choice([0.5, 1.0, 2.25, round(lots.random() * 10, 2)]),
        "span": lots.choice([None, "P0D", "P0D", "P1D", f"P{lots.randint(1, 90)}DT{lots.randint(1, 23)}H"]),
        "born": f"19{lots.randint(50, 99)}-0{lots.randint(1, 9)}-1{lots.randint(0, 9)}",
        "flag": lots.random() < 0.3,
        "kind": KINDS[lots.choice(list(KINDS))],
        "kinds": [each for each in KINDS.values() if lots.random() < 0.4],
    }


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
    rows = evaluate(collection, conditions_of(RESOURCE, query), sorts_of(RESOURCE, query), nulls_last=True)
    return RecordedPage(RESOURCE, tuple(query), offset, limit, len(rows), tuple(rows[offset : offset + limit]), source)


def plot(pages: list[RecordedPage]) -> PlacementProblem:
    """
    Return what is known from pages alone.
    """
    recorded = list({id(row): row for each in pages for row in each.rows}.values())
    return PlacementProblem(Fields(API), "things", recorded, pages, {"kinds": KINDS, "things": {}})


@pytest.mark.parametrize("seed", range(120))
def test_pages_of_a_lost_collection_are_shown_again(seed: int) -> None:
    """
    Whatever two pages are cut, with any order, filter, search, limit and offset: the new collection shows both.
    """
    lots = random.Random(seed)  # noqa: S311 - no secret
    size = lots.choice([12, 40, 120])
    collection = [{"id": each, **thing(lots)} for each in lots.sample(range(1, 2 * size), size)]
    pages = [cut(collection, lots, "first"), cut(collection, lots, "second")]
    known = plot([*pages, page(collection, [], size, 1)])

    grown = place(known, [thing(lots) for _ in range(size - len(known.recorded))], SeededRandom(seed))

    assert len({each["id"] for each in grown}) == size
    for each in pages:
        assert page(grown, list(each.query), each.offset, each.limit, each.source) == each


def many(seed: int) -> bool:
    """
    Tell whether a collection was found that shows eight pages at once; the search may also say that it found none.
    """
    lots = random.Random(1000 + seed)  # noqa: S311 - no secret
    collection = [{"id": each, **thing(lots)} for each in lots.sample(range(1, 240), 120)]
    pages = [cut(collection, lots, f"page {number}") for number in range(8)]
    known = plot([*pages, page(collection, [], 120, 1)])
    try:
        grown = place(known, [thing(lots) for _ in range(120 - len(known.recorded))], SeededRandom(seed))
    except ContradictionError:
        return False
    return all(page(grown, list(each.query), each.offset, each.limit, each.source) == each for each in pages)


def test_many_pages_are_shown_at_once() -> None:
    """
    Eight pages that meet in ties are shown by one collection, with few exceptions.
    """
    assert sum(many(seed) for seed in range(12)) >= 11


def test_natural_order_is_kept() -> None:
    """
    A list that asks for no order shows its rows at their recorded positions.
    """
    lots = random.Random(1)  # noqa: S311 - no secret
    collection = [{"id": 60 - each, **thing(lots)} for each in range(50)]
    pages = [page(collection, [], 20, 10), page(collection, [], 45, 10)]
    known = plot(pages)

    grown = place(known, [thing(lots) for _ in range(35)], SeededRandom(1))

    assert [each["id"] for each in grown[20:30]] == [each["id"] for each in collection[20:30]]
    assert [each["id"] for each in grown[45:]] == [each["id"] for each in collection[45:]]


@pytest.mark.parametrize(
    ("change", "statement"),
    [
        ({"count": 13}, "the same selection has 12 and 13 records"),
        ({"offset": 1}, "position 1 holds both record 2 and record 1"),
        ({"rows": 4}, "a page of 4 rows at offset 0 of 12 records, limit 5"),
        ({"query": (("ordering", "-id"),)}, "record 5 and record 4 are not shown in the order that was asked for"),
    ],
)
def test_contradictions_are_named(change: dict[str, Any], statement: str) -> None:
    """
    Pages that cannot both be true are refused with the reason and with both places.
    """
    lots = random.Random(2)  # noqa: S311 - no secret
    collection = [{"id": each, **thing(lots)} for each in range(1, 13)]
    first = page(collection, [], 0, 5, "first")
    rows = first.rows[: change.get("rows", 5)]
    query = change.get("query", ())
    second = RecordedPage(RESOURCE, query, change.get("offset", 0), 5, change.get("count", 12), rows, "second")

    with pytest.raises(ContradictionError, match=statement) as caught:
        place(plot([first, second]), [thing(lots) for _ in range(7)], SeededRandom(2))

    assert "second" in caught.value.places


def test_what_cannot_be_placed_is_reported() -> None:
    """
    Rows of a page that leave no room for as many records as there are before it are refused, not shown wrongly.
    """
    lots = random.Random(3)  # noqa: S311 - no secret
    row = {"id": 2, **thing(lots)}
    impossible = RecordedPage(RESOURCE, (("ordering", "id"),), 7, 1, 12, (row,), "here")

    with pytest.raises(ContradictionError, match="no collection of 12 things was found") as caught:
        place(plot([impossible]), [thing(lots) for _ in range(11)], SeededRandom(3))

    assert caught.value.places == ("here",)


#: Seed to the beginning of the digest of the collection that is generated; a change of these is one of people's data.
GROWN = {
    300: "440689e8cfbd",
    301: "15078d2a4f18",
    302: "c8e3a9a06d5d",
    303: "72d6093723b3",
    304: "01b859312d48",
    305: "94321e8b6f99",
    306: "de7f05683a37",
    307: "b28d523202e4",
    308: "d85c0eed9c54",
    309: "e5470d9c2663",
    310: "8bce83f66f00",
    311: "3851d5a1aa84",
    312: "1f9280e88ae6",
    313: "8b2046f229ae",
    314: "2bdb8593b31b",
    315: "5e59d8485d23",
    316: "31d56749bd9d",
    317: "faa719184052",
    318: "80d9febbefae",
    319: "d33d4fe17bd3",
    320: "705e8ad09cb9",
    321: "c7ecd180c458",
    322: "7184cc165c61",
    323: "5f28ab2b9925",
    324: "ec024cff5652",
    325: "316af02474e6",
    326: "63ad3c73ef54",
    327: "f9a442c60d53",
    328: "9d52ab35ccce",
    329: "28e1dab21d08",
    330: "2cd11e245df3",
    331: "b0da0ab56164",
    332: "559858cf5e14",
    333: "78467e645333",
    334: "6b8de853641f",
    335: "04df60f75ba6",
    336: "e9103886d5e6",
    337: "c993f46d4140",
    338: "ebd89880c2e0",
    339: "1c063f68cd55",
}


def grown_by(seed: int) -> str:
    """
    Return the beginning of the digest of a collection generated around some pages; "none" if none is found.
    """
    lots = random.Random(seed)  # noqa: S311 - no secret
    size = lots.choice([12, 40])
    collection = [{"id": each, **thing(lots)} for each in lots.sample(range(1, 2 * size), size)]
    pages = [cut(collection, lots, f"page {number}") for number in range(lots.choice([2, 3, 5]))]
    known = plot([*pages, page(collection, [], size, 1)])
    try:
        grown = place(known, [thing(lots) for _ in range(size - len(known.recorded))], SeededRandom(seed))
    except ContradictionError:
        return "none"
    return hashlib.sha256(json.dumps(grown, sort_keys=True).encode()).hexdigest()[:12]


@pytest.mark.parametrize("seed", GROWN)
def test_a_collection_stays_the_same_from_one_version_to_the_next(seed: int) -> None:
    """
    The same pages and seed give the collection that they gave before: tests of front ends name generated records.
    """
    assert GROWN[seed] == grown_by(seed)
