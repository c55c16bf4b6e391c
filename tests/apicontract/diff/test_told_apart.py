"""
What two sides' records show, and what an OpenAPI document says, by hand-made values.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.model import Shape
from apicontract.diff.drift import drift_facts
from apicontract.diff.nodes import Definitions, type_of
from apicontract.diff.observations import Instance

_SCHEMA = {"properties": {"size": {"type": ["integer", "null"]}, "url": {"type": "string", "x-link": "self"}}}
_DEFINITIONS = Definitions([Shape("books", "https://x.example/books", "books", _SCHEMA)])


def _facts(old: list[dict[str, Any]], new: list[dict[str, Any]], *explained: str) -> list[tuple[Any, ...]]:
    sides = ({"books": [Instance(value, "") for value in side]} for side in (old, new))
    found = drift_facts(_DEFINITIONS, *sides, {("books", path) for path in explained})
    return [(each.rule, each.old_path, each.new_path, each.old or each.new) for each in found]


def _rules(old: list[Any], new: list[Any], field: str = "a") -> list[str]:
    return [rule for rule, *_ in _facts([{field: value} for value in old], [{field: value} for value in new])]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([1], [2], []),
        ([1], ["x"], []),
        (["a", "a"], ["a", "b"], ["drift-value-appeared"]),
        (["a", "a", "b", "b"], ["a"], []),
        (["a", "a", "b", "b"], ["a", "a"], ["drift-value-unseen"]),
        (["a", "b", "c"], ["d"], []),
        (["a" * 65, "a" * 65], ["b"], ["drift-text-shorter"]),
        (["a" * 64, "a" * 64], ["b" * 64], ["drift-value-appeared"]),
        (["a" * 8], ["b" * 10], []),
        (["a" * 8], ["b" * 11], ["drift-text-longer"]),
        (["a" * 11], ["b" * 8], ["drift-text-shorter"]),
        (["http://x/1"], ["http://x/2"], []),
        (["http://x/1"], ["https://y/1"], ["drift-host-appeared", "drift-host-unseen"]),
        (["http://x/1", "http://y/1"], ["http://y/1"], ["drift-host-unseen"]),
        (["a"], ["http://x/1"], []),
    ],
)
def test_what_one_side_shows(old: list[Any], new: list[Any], expected: list[str]) -> None:
    """
    Recurring values, lengths and hosts that one side shows and the other does not.
    """
    assert expected == _rules(old, new)


def test_recurring_values_are_looked_for_on_both_sides() -> None:
    """
    A value that recurs on the new side and is not among those of the old one is unseen there, and the other way round.
    """
    found = _facts([{"a": value} for value in "aabb"], [{"a": value} for value in "aacc"])

    assert [("drift-value-appeared", "a", "a"), ("drift-value-unseen", "a", "a")] == [each[:3] for each in found]


@pytest.mark.parametrize(
    ("field", "old", "new", "expected"),
    [
        ("size", [1], [None], []),
        ("size", [1], ["x"], ["drift-type-appeared"]),
        ("size", ["x"], [1], ["drift-type-unseen"]),
        ("url", ["http://x/1"], ["http://y/1"], []),
    ],
)
def test_what_the_schema_allows_is_no_news(field: str, old: list[Any], new: list[Any], expected: list[str]) -> None:
    """
    A declared type that was not seen before, and a link to the record's own host, explain themselves.
    """
    assert expected == _rules(old, new, field)


def test_fields_appear_and_vanish() -> None:
    """
    A field that only one side has is told with the place where it stands.
    """
    assert [("drift-field-appeared", "", "b"), ("drift-field-vanished", "a", "")] == [
        each[:3] for each in _facts([{"a": 1}], [{"b": 1}])
    ]


def test_what_is_explained_is_left_out() -> None:
    """
    A place of which something is said already, and a definition that one side does not show, give nothing.
    """
    assert [] == _facts([{"a": 1, "b": 1}], [{}], "a", "b")
    assert ["b"] == [path for _, path, _, _ in _facts([{"a": 1, "b": 1}], [{}], "a")]
    assert [] == _facts([{"a": 1}], [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "fraction"),
        ("1", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_types_of_values(value: Any, expected: str) -> None:
    """
    A number without a fraction is an integer, however it is written.
    """
    assert expected == type_of(value)


def _get(schema: Any, *parameters: Any) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": schema}}}
    return {"get": {"parameters": list(parameters), "responses": {"200": answer}}}


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_BOOK = {"$ref": "#/components/schemas/Book"}
_PAGE = {"properties": {"results": {"type": "array", "items": _BOOK}}}
