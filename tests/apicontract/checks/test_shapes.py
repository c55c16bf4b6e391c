"""
The objects of an answer, each with the schema that describes it.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.checks.shapes import nodes
from apicontract.contract.model import Shape
from apicontract.contract.references import References

BASE = "https://a.example/"
KIND = {"title": "kind", "properties": {"id": {}, "name": {}}}
LONG = {"title": "long", "properties": {"id": {}, "name": {}, "note": {}, "size": {}}}
LISTED = {"title": "listed", "items": KIND}
REFERENCES = References({f"{BASE}kind": KIND, f"{BASE}long": LONG})


def described(schema: dict[str, Any], value: Any) -> list[tuple[str, str]]:
    """
    Return pointer and title of each object's schema; "" if it has none.
    """
    found = nodes(REFERENCES, Shape("x", f"{BASE}x", "", schema), value, "/0")
    return [(each.pointer, each.schema.get("title", "")) for each in found]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"title": "x"}, 5, []),
        ({"title": "x"}, {"a": {}}, [("/0", "x")]),
        ({"title": "x", "properties": {"a": KIND, "b": KIND}}, {"a": {}, "b": 5}, [("/0", "x"), ("/0/a", "kind")]),
        ({"title": "x", "properties": {"a": {"$ref": "kind"}}}, {"a": {"id": 1}}, [("/0", "x"), ("/0/a", "kind")]),
        ({"$ref": "missing"}, {}, [("/0", "")]),
        ({"items": KIND}, [{}, 5, {}], [("/0/0", "kind"), ("/0/2", "kind")]),
        ({}, [{}], [("/0/0", "")]),
        ({"items": True}, [{}], [("/0/0", "")]),
        ({"anyOf": [{"$ref": "kind"}, {"type": "null"}]}, {"id": 1}, [("/0", "kind")]),
        ({"oneOf": [KIND, LONG]}, {"id": 1, "name": 2}, [("/0", "kind")]),
        ({"oneOf": [KIND, LONG]}, {"id": 1, "note": 2, "size": 3}, [("/0", "long")]),
        ({"anyOf": [LONG, {"$ref": "kind"}]}, {"id": 1}, [("/0", "kind")]),
        ({"anyOf": [{"title": "any"}, KIND]}, {"id": 1, "a": 1, "b": 1}, [("/0", "kind")]),
        ({"anyOf": [{"title": "any"}, LONG]}, {"a": 1}, [("/0", "any")]),
        ({"anyOf": [{"title": "c", "properties": {"c": {}}}, {"title": "any"}]}, {"a": 1, "b": 2}, [("/0", "c")]),
        ({"anyOf": [KIND, LISTED]}, [{}], [("/0/0", "kind")]),
        ({"anyOf": [LISTED, KIND]}, [{}], [("/0/0", "kind")]),
    ],
)
def test_each_object_has_its_schema(schema: dict[str, Any], value: Any, expected: list[tuple[str, str]]) -> None:
    """
    References are followed, null is left aside, and of alternatives the one with most fields in common counts.
    """
    assert expected == described(schema, value)
