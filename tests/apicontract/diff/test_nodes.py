"""
The type of a schema in a few words.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.model import Shape
from apicontract.diff.nodes import Definitions, SchemaNode, written

BASE = "https://a.example/"
KIND = Shape("kinds", f"{BASE}kinds", "kinds", {"type": "object", "properties": {"id": {"type": "integer"}}})


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({}, "anything or null"),
        (True, "anything or null"),
        (False, "nothing"),
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "uri"}, "string (uri)"),
        ({"type": "number"}, "number"),
        ({"type": "integer"}, "integer"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"type": ["string", "integer"]}, "integer or string"),
        ({"type": "null"}, "null"),
        ({"type": "array"}, "list of anything or null"),
        ({"type": "array", "items": {"type": "string"}}, "list of string"),
        ({"type": "array", "items": {"$ref": "kinds"}}, "list of object (kinds)"),
        ({"type": ["array", "null"], "items": {"type": "string"}}, "list of string or null"),
        ({"$ref": "kinds"}, "object (kinds)"),
        ({"anyOf": [{"$ref": "kinds"}, {"type": "null"}]}, "object (kinds) or null"),
    ],
)
def test_a_type_in_a_few_words(schema: Any, text: str) -> None:
    """
    The JSON types that fit, a format or the definition that is referred to, and null at the end.
    """
    assert text == written(SchemaNode(schema, f"{BASE}x", Definitions([KIND])))
