"""
A contract of things and their makers, for tests of the values that nobody stated.
"""

from __future__ import annotations

from typing import Any

from apicontract.contract.model import Api, Field, Host, Modes, Parameter, Resource, Shape
from apicontract.contract.paging import paging_of
from apicontract.dataset.fields import Fields

BASE = "https://example.test/"


def shape(name: str, entity: str, /, **properties: Any) -> Shape:
    """
    Return a shape with these properties.
    """
    return Shape(name, f"{BASE}{name}", entity, {"x-entity": entity, "properties": properties})


THINGS = Resource(
    "things",
    "Thing",
    "things",
    Field("id", "id", "integer"),
    Modes((), "plain", "plain"),
    {"plain": "things"},
    parameters=(Parameter("maker", ("maker",), "exact", "related", related="makers"),),
    ordering=(Field("size", "size", "number"),),
)
API = Api(
    name="example-1",
    title="Example",
    version="1",
    base_path="/",
    primary="things",
    hosts={"example": Host("example", "https://example.test")},
    default_host="example",
    paging=paging_of({"style": "limit-offset", "default_limit": 3, "maximum_limit": 5}),
    resources={"things": THINGS},
    shapes={
        each.name: each
        for each in (
            shape(
                "things",
                "things",
                mode={"const": "plain"},
                id={"type": "integer"},
                url={"type": "string", "x-link": "self"},
                size={"type": ["integer", "null"]},
                maker={"type": "integer"},
                kind={"$ref": "kinds"},
                maybe={"anyOf": [{"$ref": "kinds"}, {"type": "null"}]},
                kinds={"type": "array", "items": {"$ref": "kinds"}},
                tags={"type": "array", "items": {"type": "string"}},
                box={"type": "object", "properties": {"born": {"type": "string", "format": "date"}}},
            ),
            shape("things/more", "things", mode={"const": "more"}, note={"type": "string"}),
            shape("kinds", "kinds", id={"type": "string", "format": "uuid"}, name={"type": "string"}),
            shape("makers", "makers", id={"type": "string"}, name={"type": ["string", "null"]}),
        )
    },
    behaviour={},
)
FIELDS = Fields(API)
