"""
Schemas that all hold, put together in one.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.openapi.merging import merged

TEXT = {"type": "string"}
#: What references lead to.
TARGETS: dict[str, Any] = {
    "text": {"type": "string", "maxLength": 5},
    "book": {"properties": {"a": TEXT}},
    "books": {"items": TEXT},
    "flag": True,
}


def follow(schema: Any) -> Any:
    """
    Return what a reference leads to.
    """
    return TARGETS[schema["$ref"]]


def together(*parts: dict[str, Any]) -> dict[str, Any]:
    """
    Return the schema that says what all parts say.
    """
    return merged(list(parts), follow)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"type": "string"}, {"minLength": 1}, {"type": "string", "minLength": 1}),
        ({"type": ["string", "null"]}, {"type": "string"}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"type": ["null", "string"]}, {"type": ["null", "string"]}),
        ({"type": "number"}, {"type": "integer"}, {"type": "integer"}),
        ({"type": ["number", "null"]}, {"type": ["integer", "null"]}, {"type": ["integer", "null"]}),
        ({"type": "string"}, {"type": "integer"}, {"type": "integer"}),
        ({"type": "integer"}, {"type": "string"}, {"type": "string"}),
        ({"required": ["a", "b"]}, {"required": ["b", "c"]}, {"required": ["a", "b", "c"]}),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, {"enum": ["b"]}),
        ({"enum": ["a"]}, {"enum": ["b"]}, {"enum": ["b"]}),
        ({"enum": [1]}, {"enum": ["1"]}, {"enum": ["1"]}),
        ({"const": 1}, {"const": 2}, {"const": 2}),
        ({"minimum": 1}, {"minimum": 2}, {"minimum": 2}),
        ({"minimum": 2}, {"minimum": 1}, {"minimum": 2}),
        ({"maxLength": 1}, {"maxLength": 2}, {"maxLength": 1}),
        ({"maxLength": 2}, {"maxLength": 1}, {"maxLength": 1}),
        ({"exclusiveMaximum": 2.5}, {"exclusiveMaximum": 1}, {"exclusiveMaximum": 1}),
        ({"minimum": True}, {"minimum": 5}, {"minimum": True, "allOf": [{"minimum": 5}]}),
        ({"maximum": "x"}, {"maximum": 5}, {"maximum": "x", "allOf": [{"maximum": 5}]}),
        ({"readOnly": False}, {"readOnly": True}, {"readOnly": True}),
        ({"readOnly": True}, {"readOnly": False}, {"readOnly": True}),
        ({"title": "A"}, {"title": "B"}, {"title": "B"}),
        ({"x-a": 1}, {"x-a": 2}, {"x-a": 2}),
        ({"pattern": "a"}, {"pattern": "a"}, {"pattern": "a"}),
        ({"pattern": "a"}, {"pattern": "b"}, {"pattern": "a", "allOf": [{"pattern": "b"}]}),
        ({"allOf": [TEXT]}, {"allOf": [{"minLength": 1}]}, {"allOf": [TEXT, {"minLength": 1}]}),
        ({"required": ["a"]}, {"required": True}, {"required": ["a"], "allOf": [{"required": True}]}),
        ({"enum": ["a"]}, {"enum": 5}, {"enum": ["a"], "allOf": [{"enum": 5}]}),
    ],
)
def test_what_two_parts_say_of_a_keyword(one: dict[str, Any], other: dict[str, Any], expected: dict[str, Any]) -> None:
    """
    The narrower of both holds, the later one where they exclude each other, and what has no narrower one stays apart.
    """
    assert expected == together(one, other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (TEXT, TEXT, TEXT),
        (TEXT, True, TEXT),
        (TEXT, {}, TEXT),
        (True, TEXT, TEXT),
        ({}, TEXT, TEXT),
        (TEXT, False, False),
        (False, TEXT, False),
        (TEXT, {"minLength": 1}, {"type": "string", "minLength": 1}),
        ({"$ref": "text"}, {"minLength": 1}, {"type": "string", "maxLength": 5, "minLength": 1}),
        ({"minLength": 1}, {"$ref": "text"}, {"type": "string", "maxLength": 5, "minLength": 1}),
        ({"$ref": "book"}, {"minLength": 1}, {"allOf": [{"$ref": "book"}, {"minLength": 1}]}),
        ({"$ref": "books"}, {"minLength": 1}, {"allOf": [{"$ref": "books"}, {"minLength": 1}]}),
        ({"$ref": "flag"}, {"minLength": 1}, {"allOf": [{"$ref": "flag"}, {"minLength": 1}]}),
        ({"$ref": "text", "title": "A"}, TEXT, {"allOf": [{"$ref": "text", "title": "A"}, TEXT]}),
        ({"anyOf": [TEXT, {}]}, TEXT, {"allOf": [{"anyOf": [TEXT, {}]}, TEXT]}),
    ],
)
@pytest.mark.parametrize("keyword", ["items", "additionalProperties", "properties", "patternProperties"])
def test_members_that_two_parts_state(keyword: str, one: Any, other: Any, expected: Any) -> None:
    """
    A member that both state says what both say; references to objects and lists, and alternatives, stay as they are.
    """
    inside = keyword in {"properties", "patternProperties"}
    parts = [{keyword: {"m": each, **more} if inside else each} for each, more in ((one, {"o": 1}), (other, {"p": 2}))]

    assert {keyword: {"m": expected, "o": 1, "p": 2} if inside else expected} == together(*parts)
