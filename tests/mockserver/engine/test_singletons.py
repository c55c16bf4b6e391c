"""
Answers that are no collection.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Shape
from mockserver.engine.singletons import FACTS, ThrottleUsage, shape_metadata, singleton_value

USAGE = ThrottleUsage(15, 3600, 4, 7, "someone")
BASE = "https://a.example/"


def value(schema: dict[str, Any], usage: ThrottleUsage = USAGE) -> Any:
    """
    Return the value of a property.
    """
    shape = Shape("x", f"{BASE}x", "", {"properties": {"a": schema}})
    return singleton_value(replace(load_api(), shapes={"x": shape}), shape, usage)["a"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, None),
        ({"const": 5, "default": 6}, 5),
        ({"default": 6, "type": "integer"}, 6),
        ({"type": "null"}, None),
        ({"type": "boolean"}, False),
        ({"type": "integer"}, 0),
        ({"type": "number"}, 0),
        ({"type": "string"}, ""),
        ({"type": "array"}, []),
        ({"type": "object"}, {}),
        ({"type": ["string", "null"]}, None),
        ({"type": ["string", "integer"]}, ""),
        ({"x-value": "unknown", "type": "string"}, ""),
    ],
)
def test_the_plainest_value(schema: dict[str, Any], expected: Any) -> None:
    """
    A constant, a default, null where it is allowed, or else what is empty of the first type.
    """
    assert (expected, type(expected)) == ((found := value(schema)), type(found))


def test_facts_of_the_limit() -> None:
    """
    A property that names a fact holds it; where no limit is in force, it holds its default.
    """
    facts = {name: value({"x-value": name, "default": "d"}) for name in FACTS}
    free = ThrottleUsage(None, None, 0, 0, "c")

    assert {
        "throttle.requests": 15,
        "throttle.seconds": 3600,
        "throttle.used": 4,
        "throttle.wait": 7,
        "throttle.client": "someone",
    } == facts
    assert ("d", 0) == (
        value({"x-value": "throttle.requests", "default": "d"}, free),
        value({"x-value": "throttle.used", "default": "d"}, free),
    )


def test_what_a_plain_view_answers_to_options() -> None:
    """
    Its title, or else its name, and the formats that it writes and reads.
    """
    described = shape_metadata(Shape("a/b", BASE, "", {"title": "T", "description": "D"}), load_api())

    assert ("T", "D") == (described["name"], described["description"])
    plain = shape_metadata(Shape("a/b", BASE, "", {}), load_api())
    assert ("a/b", "") == (plain["name"], plain["description"])
    assert (["application/json", "text/html"], 3) == (described["renders"], len(described["parses"]))
