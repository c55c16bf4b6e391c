"""
A recorded query selects, sorts, and lays pages over each other.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from apicontract.contract.errors import ContradictionError
from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.contract.paths import values_or_null
from apicontract.dataset.placement.groups import groups_of, mentioned
from apicontract.dataset.placement.selection import (
    RecordedCondition,
    Sort,
    conditions_of,
    evaluate,
    key_at,
    sorts_of,
)
from apicontract.dataset.recorded_data import RecordedPage

_THINGS = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "plain", "plain"),
    {},
    parameters=(
        Parameter("name", ("name",), "exact", "text"),
        Parameter("size__gt", ("size",), "gt", "integer"),
        Parameter("size__in", ("size",), "in", "integer"),
        Parameter("tag", ("tags.name", "name"), "any", "choice", choices=("a", "b")),
    ),
    search=(Field("name", "name"), Field("tags", "tags.name")),
    ordering=(Field("id", "id", "integer"), Field("size", "size", "integer")),
    default_ordering=("-size", "nothing"),
)


@pytest.mark.parametrize(
    ("record", "path", "expected"),
    [
        ({"a": 1}, "a", [1]),
        ({"a": None}, "a.b", [None]),
        ({}, "a", [None]),
        ({"a": [1, 2]}, "a", [1, 2]),
        ({"a": []}, "a.b", []),
        ({"a": [{"b": 1}, {"b": [2, 3]}, {}]}, "a.b", [1, 2, 3, None]),
        ({"a": {"b": {"c": 7}}}, "a.b.c", [7]),
        ({"a": 7}, "a.b", [None]),
    ],
)
def test_values_at_a_path(record: Any, path: str, expected: list[Any]) -> None:
    """
    Lists are entered, and what is not there is null.
    """
    assert expected == values_or_null(record, path)


@pytest.mark.parametrize(
    ("lookup", "kind", "wanted", "matching"),
    [
        ("exact", "text", ("Ab",), ["Ab"]),
        ("in", "text", ("Ab", "b"), ["Ab", "b"]),
        ("any", "text", ("x", "b"), ["b"]),
        ("iexact", "text", ("aB",), ["Ab", "ab"]),
        ("contains", "text", ("b",), ["Ab", "ab", "b", "bc"]),
        ("icontains", "text", ("A",), ["Ab", "ab"]),
        ("startswith", "text", ("b",), ["b", "bc"]),
        ("istartswith", "text", ("A",), ["Ab", "ab"]),
        ("endswith", "text", ("b",), ["Ab", "ab", "b"]),
        ("iendswith", "text", ("B",), ["Ab", "ab", "b"]),
        ("gt", "text", ("b",), ["bc"]),
        ("gte", "text", ("b",), ["b", "bc"]),
        ("lt", "text", ("ab",), ["Ab"]),
        ("lte", "text", ("ab",), ["Ab", "ab"]),
        ("isnull", "text", (True,), [None]),
        ("isnull", "text", (False,), ["Ab", "ab", "b", "bc"]),
    ],
)
def test_a_condition_holds(lookup: str, kind: str, wanted: tuple[Any, ...], matching: list[Any]) -> None:
    """
    Each lookup selects its own values; null satisfies none but the question for it.
    """
    values = ["Ab", "ab", "b", "bc", None]

    assert matching == [each for each in values if RecordedCondition(("a",), kind, lookup, wanted).holds({"a": each})]


def test_any_path_may_satisfy_a_condition() -> None:
    """
    One of several paths is enough; through a reference only its own paths count.
    """
    condition = RecordedCondition(("name", "tags.name", "tag.name"), "text", "exact", ("x",))

    assert condition.holds({"name": "y", "tags": [{"name": "y"}, {"name": "x"}]})
    assert not condition.holds({"name": "y"})
    assert ("tag.name",) == condition.through("tag").paths


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ((), []),
        ((("name", "a"), ("name", "b")), [(("name",), "exact", ("b",))]),
        ((("name", ""),), []),
        ((("size__gt", "x"),), []),
        ((("size__in", "1,2"), ("size__in", "3,x,4")), [(("size",), "in", (3, 4))]),
        ((("tag", "a"), ("tag", "b")), [(("tags.name", "name"), "any", ("a", "b"))]),
        (
            (("search", "one"), ("search", "a,b 'c d' \"e\" ,")),
            [(("name", "tags.name"), "icontains", (each,)) for each in ("a", "b", "c d", "e")],
        ),
        ((("search", "a a"),), [(("name", "tags.name"), "icontains", ("a",))]),
        ((("unknown", "a"),), []),
    ],
)
def test_what_a_query_demands(query: tuple[tuple[str, str], ...], expected: list[Any]) -> None:
    """
    The last value counts, or all of them where the lookup takes several; each term of a search is a demand.
    """
    assert expected == [(each.paths, each.lookup, each.values) for each in conditions_of(_THINGS, query)]


_SIZE, _ID = Sort("size", "integer", descending=False), Sort("id", "integer", descending=False)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], ("-size",)),
        (["size"], ("size",)),
        (["id", "-size, id"], ("-size", "id")),
        (["size,-size"], ("size",)),
        (["nothing"], ("-size",)),
        (["--size,id"], ("id",)),
    ],
)
def test_how_a_query_sorts(terms: list[str], expected: tuple[str, ...]) -> None:
    """
    The last ordering counts, or the default one if no term of it is known; a repeated term counts once.
    """
    found = sorts_of(_THINGS, [("ordering", each) for each in terms])

    assert expected == tuple(f"{'-' if each.descending else ''}{each.path}" for each in found)


_RECORDS = [{"id": 1, "size": 10}, {"id": 2, "size": None}, {"id": 3, "size": 9}, {"id": 4, "size": 10}]


@pytest.mark.parametrize(
    ("sorts", "nulls_last", "expected"),
    [
        ((), True, [1, 2, 3, 4]),
        ((_SIZE,), True, [3, 1, 4, 2]),
        ((_SIZE,), False, [2, 3, 1, 4]),
        ((Sort("size", "integer", descending=True),), True, [2, 1, 4, 3]),
        ((_SIZE, Sort("id", "integer", descending=True)), True, [3, 4, 1, 2]),
    ],
)
def test_records_are_sorted(sorts: tuple[Sort, ...], nulls_last: bool, expected: list[int]) -> None:  # noqa: FBT001 - a case
    """
    By the first term, then the second; ties keep the order given, and null stands at the stated end.
    """
    assert expected == [each["id"] for each in evaluate(_RECORDS, (), sorts, nulls_last=nulls_last)]


def test_records_are_selected() -> None:
    """
    Every condition must hold.
    """
    conditions = (
        RecordedCondition(("size",), "integer", "gt", (9,)),
        RecordedCondition(("id",), "integer", "lt", (4,)),
    )

    assert [1] == [each["id"] for each in evaluate(_RECORDS, conditions, (), nulls_last=True)]
    assert key_at({"size": 3}, "size", "integer", nulls_last=True) < key_at({}, "size", "integer", nulls_last=True)


_ROWS = [{"id": number, "size": number} for number in range(9)]


def _page(first: int, last: int, **more: Any) -> RecordedPage:
    """
    Return a page of three rows at the most of nine records, by the recording `a`, with these rows.
    """
    known = {"query": (), "offset": 0, "limit": 3, "count": 9, "source": "a"}
    return RecordedPage(resource=_THINGS, rows=tuple(_ROWS[first:last]), **known | more)


def test_pages_of_one_query_are_a_group() -> None:
    """
    Positions are known from every page of the same selection and order, whatever their sequence.
    """
    by_size = (("ordering", "size"),)
    groups, counts = groups_of([_page(5, 8, offset=5, source="b"), _page(0, 3), _page(0, 3, query=by_size)])
    first, second = groups

    assert [0, 1, 2, 5, 6, 7] == list(first.positions)
    assert ("b", "a", ("b", "a")) == (first.sources[5], first.sources[0], first.places)
    assert ([0, 0, 0, 2, 0, 0, 1], [0, 0, 0, 6]) == (first.gaps(), second.gaps())
    assert {(): (9, "b")} == counts
    assert {"size"} == mentioned([_page(0, 3)])
    assert {"size", "name", "tags.name"} == mentioned([_page(0, 3, query=(("search", "x"),))])


@pytest.mark.parametrize(
    ("pages", "statement"),
    [
        (
            [_page(0, 3), _page(0, 3, count=8, source="b")],
            "the same selection has 9 and 8 records (see a and b)",
        ),
        ([_page(0, 2)], "a page of 2 rows at offset 0 of 9 records, limit 3"),
        ([_page(0, 1, offset=9)], "a page of 1 rows at offset 9 of 9 records, limit 3"),
        ([_page(0, 3, query=(("size__gt", "1"),))], "does not match the query that selected it"),
        ([_page(0, 3), _page(1, 4, source="b")], "position 0 holds both"),
        ([_page(0, 3), _page(2, 5, offset=3, source="b")], "stands at both positions 2 and 3"),
    ],
)
def test_pages_that_cannot_both_be_true(pages: list[RecordedPage], statement: str) -> None:
    """
    Two counts, two records at a place, two places of a record, and rows that the query excludes are contradictions.
    """
    with pytest.raises(ContradictionError, match=re.escape(statement)):
        groups_of(pages)
