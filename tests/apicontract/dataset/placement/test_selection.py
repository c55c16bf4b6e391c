"""
A recorded query selects and sorts.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.model import Field, Modes, Parameter, Resource
from apicontract.contract.paths import values_or_null
from apicontract.dataset.placement.selection import (
    RecordedCondition,
    RecordedQuery,
    Sort,
    query_of,
)

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
    One of several paths is enough; on one field only its own paths count.
    """
    condition = RecordedCondition(("name", "tags.name", "tag.name"), "text", "exact", ("x",))

    assert condition.holds({"name": "y", "tags": [{"name": "y"}, {"name": "x"}]})
    assert not condition.holds({"name": "y"})


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
        ((("search", 'a"b c" d'),), [(("name", "tags.name"), "icontains", (each,)) for each in ('a"b c"', "d")]),
        ((("search", "a a"),), [(("name", "tags.name"), "icontains", ("a",))]),
        ((("unknown", "a"),), []),
    ],
)
def test_what_a_query_demands(query: tuple[tuple[str, str], ...], expected: list[Any]) -> None:
    """
    The last value counts, or all of them where the lookup takes several; each term of a search is a demand.
    """
    assert expected == [(each.paths, each.lookup, each.values) for each in query_of(_THINGS, query).conditions]


_SIZE = Sort("size", "integer")


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
    found = query_of(_THINGS, [("ordering", each) for each in terms]).sorts

    assert expected == tuple(f"{'-' if each.descending else ''}{each.path}" for each in found)


_RECORDS = [{"id": 1, "size": 10}, {"id": 2, "size": None}, {"id": 3, "size": 9}, {"id": 4, "size": 10}]


@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        ((), [1, 2, 3, 4]),
        ((_SIZE,), [3, 1, 4, 2]),
        ((Sort("size", "integer", nulls_last=False),), [2, 3, 1, 4]),
        ((Sort("size", "integer", descending=True),), [2, 1, 4, 3]),
        ((_SIZE, Sort("id", "integer", descending=True)), [3, 4, 1, 2]),
    ],
)
def test_records_are_sorted(sorts: tuple[Sort, ...], expected: list[int]) -> None:
    """
    By the first term, then the second; ties keep the order given, and null stands at the stated end.
    """
    assert expected == [each["id"] for each in RecordedQuery((), sorts).evaluate(_RECORDS)]


def test_records_are_selected() -> None:
    """
    Every condition must hold.
    """
    conditions = (
        RecordedCondition(("size",), "integer", "gt", (9,)),
        RecordedCondition(("id",), "integer", "lt", (4,)),
    )

    assert [1] == [each["id"] for each in RecordedQuery(conditions, ()).evaluate(_RECORDS)]


@pytest.mark.parametrize("nulls_last", [True, False])
@pytest.mark.parametrize(
    ("kind", "values"),
    [("integer", [None, 3, 1, 2]), ("text", ["b", None, "a", "é"]), ("boolean", [True, None, False])],
)
@pytest.mark.parametrize("descending", [True, False])
def test_what_a_record_stands_by(kind: str, values: list[Any], *, nulls_last: bool, descending: bool) -> None:
    """
    The keys of one term stand in the order in which a list sorted by it shows the records.
    """
    sort = Sort("a", kind, descending=descending, nulls_last=nulls_last)
    records = [{"a": each} for each in values]

    assert RecordedQuery((), (sort,)).evaluate(records) == sorted(records, key=sort.key)
