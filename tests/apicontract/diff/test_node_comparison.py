"""
Each kind of schema change, one change at a time.
"""

from __future__ import annotations

import copy
from typing import Any

import generation
import pytest

from apicontract.contract.errors import DataError
from apicontract.diff.facts import Direction
from apicontract.diff.nodes import SchemaNode, written
from apicontract.diff.rules import RULES
from apicontract.diff.tables import SCHEMA

PART = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
LOOSE = {"type": "object", "properties": {"id": {"type": "integer"}}}
CAR = {"type": "object", "required": ["wheels"], "properties": {"wheels": {"type": "integer"}}}
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
#: More alternatives than are compared each with each.
MANY = [{"type": "object", "required": [f"of_{number}"], "title": f"Kind {number}"} for number in range(20)]


def with_fields(**properties: Any) -> Any:
    """
    Return an object whose field `x` and others are given.
    """
    return {"type": "object", "required": ["x"], "properties": {"x": TEXT, **properties}}


#: Kind of change to a schema before and after; for each kind the swapped sides must give its mirror.
CASES = {
    "field-removed": (with_fields(pages=NUMBER), with_fields()),
    "field-added": (with_fields(), with_fields(pages=NUMBER)),
    "field-added-where-closed": (
        {**with_fields(), "additionalProperties": False},
        {**with_fields(pages=NUMBER), "additionalProperties": False},
    ),
    "field-renamed": (with_fields(page_total=NUMBER), with_fields(pages_total=NUMBER)),
    "field-replaced": (with_fields(image_url=TEXT), with_fields(image=PART)),
    "retyped": (with_fields(x=TEXT), with_fields(x=NUMBER)),
    "type-widened": (with_fields(x=NUMBER), with_fields(x={"type": "number"})),
    "type-narrowed": (with_fields(x={}), with_fields(x={"type": ["string", "null"]})),
    "made-nullable": (with_fields(x=TEXT), with_fields(x={"anyOf": [TEXT, {"type": "null"}]})),
    "made-non-null": (with_fields(x={"type": ["string", "null"]}), with_fields(x=TEXT)),
    "made-optional": (with_fields(), {**with_fields(), "required": []}),
    "made-required": ({**with_fields(), "required": []}, with_fields()),
    "format-added": (with_fields(x=TEXT), with_fields(x={**TEXT, "format": "date"})),
    "format-removed": (with_fields(x={**TEXT, "format": "date"}), with_fields(x=TEXT)),
    "format-changed": (with_fields(x={**TEXT, "format": "date"}), with_fields(x={**TEXT, "format": "uri"})),
    "pattern-added": (with_fields(x=TEXT), with_fields(x={**TEXT, "pattern": "^P"})),
    "pattern-removed": (with_fields(x={**TEXT, "pattern": "^P"}), with_fields(x=TEXT)),
    "pattern-changed": (with_fields(x={**TEXT, "pattern": "^P"}), with_fields(x={**TEXT, "pattern": "^Q"})),
    "enum-value-added": (with_fields(x={"const": "a"}), with_fields(x={"enum": ["a", "b"]})),
    "enum-value-removed": (with_fields(x={"enum": ["a", "b"]}), with_fields(x={"enum": ["a"]})),
    "enum-values-exchanged": (with_fields(x={"const": 1}), with_fields(x={"const": True})),
    "constant-fixed": (with_fields(x=TEXT), with_fields(x={"const": "a"})),
    "constant-freed": (with_fields(x={"enum": ["a", "b"]}), with_fields(x=TEXT)),
    "bound-loosened": (with_fields(x={**TEXT, "maxLength": 5}), with_fields(x={**TEXT, "maxLength": 6})),
    "bound-tightened": (with_fields(x={**NUMBER, "minimum": 0}), with_fields(x={**NUMBER, "minimum": 1})),
    "bounds-shifted": (
        with_fields(x={**NUMBER, "minimum": 0, "maximum": 5}),
        with_fields(x={**NUMBER, "minimum": 1, "maximum": 6}),
    ),
    "fields-opened": ({**with_fields(), "additionalProperties": False}, with_fields()),
    "fields-closed": (with_fields(), {**with_fields(), "additionalProperties": False}),
    "shape-replaced": (with_fields(x={"$ref": "part"}), with_fields(x={"$ref": "loose"})),
    "shape-extended": (with_fields(x={"$ref": "loose"}), with_fields(x={"$ref": "part"})),
    "constraint-changed": (with_fields(x={"not": TEXT}), with_fields(x={"not": NUMBER})),
    "field-added-required": (with_fields(), {**with_fields(y=NUMBER), "required": ["x", "y"]}),
    "alternative-added": (
        with_fields(x={"anyOf": [PART, {"const": 1}]}),
        with_fields(x={"anyOf": [{"const": 1}, CAR, PART]}),
    ),
    "alternative-removed": (with_fields(x={"anyOf": [PART, CAR]}), with_fields(x=PART)),
    "condition-added": (with_fields(x={}), with_fields(x={"if": TEXT, "then": {"minLength": 2}})),
    "condition-removed": (with_fields(x={**LOOSE, "anyOf": [{"required": ["a"]}]}), with_fields(x=LOOSE)),
    "discriminator-added": (with_fields(x=LOOSE), with_fields(x={**LOOSE, "discriminator": {"propertyName": "id"}})),
    "discriminator-removed": (with_fields(x={**LOOSE, "discriminator": {"propertyName": "id"}}), with_fields(x=LOOSE)),
    "discriminator-changed": (
        with_fields(x={**LOOSE, "discriminator": {"propertyName": "id"}}),
        with_fields(x={**LOOSE, "discriminator": {"propertyName": "kind"}}),
    ),
    "default-changed": (with_fields(x={**TEXT, "default": "a"}), with_fields(x={**TEXT, "default": "b"})),
    "hidden-field-changed": (
        with_fields(y={**TEXT, "writeOnly": True, "readOnly": True}),
        with_fields(y={**NUMBER, "writeOnly": True, "readOnly": True}),
    ),
    "deprecated": (with_fields(x=TEXT), with_fields(x={**TEXT, "deprecated": True})),
    "reinstated": (with_fields(x={**TEXT, "deprecated": True}), with_fields(x={**TEXT, "deprecated": False})),
    "annotation-changed": (with_fields(x={**TEXT, "x-unit": "m"}), with_fields(x=TEXT)),
    "field-order-changed": (
        {"properties": {"a": TEXT, "b": TEXT}, "type": "object"},
        {"properties": {"b": TEXT, "a": TEXT}, "type": "object"},
    ),
}


def rules(old: Any, new: Any, direction: Any) -> Any:
    """
    Return the rules that are found between two schemas that may refer to `part` and `loose`.
    """
    others = {"part": PART, "loose": LOOSE}
    return [each.rule for each in generation.facts({"root": old, **others}, {"root": new, **others}, direction)]


def test_every_kind_has_a_case() -> None:
    """
    No kind of schema change goes untested.
    """
    assert set(CASES) == set(SCHEMA)


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("kind", CASES)
def test_one_change_is_one_fact(kind: Any, direction: Any) -> None:
    """
    A schema with one change gives one fact of that kind, and the swapped sides give its mirror.
    """
    old, new = CASES[kind]
    if kind.startswith("shape-") and direction is not Direction.ANSWER:
        old, new = new, old  # what a shape promises to readers it demands of senders
    if kind == "field-added-required" and direction is Direction.ANSWER:
        kind = "field-added"  # to readers it is the same
    rule = f"{direction.value}-{kind}"
    assert rules(old, new, direction) == [rule]
    mirrored = rules(new, old, direction)
    assert len(mirrored) == 1
    assert RULES[rule].waiver or mirrored == [RULES[rule].mirror]


@pytest.mark.parametrize("schema", [*(each for pair in CASES.values() for each in pair)], ids=str)
def test_a_schema_equals_itself(schema: Any) -> None:
    """
    Between a schema and its copy nothing is found.
    """
    assert rules(schema, copy.deepcopy(schema), Direction.ANSWER) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": "a"}, {"enum": ["a"]}),
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"type": "number"}, {"type": ["number", "integer"]}),
        ({"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 1.0}),
        ({}, {"title": "Anything", "description": "Words"}),
        ({}, True),
        ({"anyOf": [TEXT, NUMBER]}, {"anyOf": [NUMBER, TEXT]}),
        ({"anyOf": [{"$ref": "part"}, {"type": "null"}, TEXT]}, {"anyOf": [TEXT, PART, {"type": "null"}]}),
        ({"type": "string"}, {"type": "string", "minLength": 0}),
        ({"type": "array"}, {"type": "array", "uniqueItems": False}),
        ({"anyOf": MANY}, {"anyOf": MANY[::-1]}),
        ({"x-evidence": {"seen": 20}}, {"x-evidence": {"seen": 30}, "x-unobserved": "null"}),
    ],
)
def test_two_ways_of_writing_the_same_are_equal(one: Any, other: Any) -> None:
    """
    Schemas that say the same in other words do not differ.
    """
    assert rules(with_fields(x=one), with_fields(x=other), Direction.ANSWER) == []


def test_a_field_may_be_called_like_a_keyword() -> None:
    """
    A field named `title` or `properties` is a field.
    """
    old = with_fields(title=TEXT, properties=TEXT)
    assert rules(old, with_fields(properties=TEXT), Direction.ANSWER) == ["answer-field-removed"]


def test_a_reference_to_itself_is_an_error() -> None:
    """
    A definition that is nothing but a reference to itself is refused with its place.
    """
    definitions = generation.shapes({"root": {"$ref": "root"}})
    node = SchemaNode({"$ref": "root"}, generation.BASE + "root", definitions)
    with pytest.raises(DataError, match="leads back to itself"):
        _ = node.types


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({}, "anything or null"),
        ({"type": ["string", "null"], "format": "uri"}, "string (uri) or null"),
        ({"type": ["integer", "number"]}, "number"),
        ({"type": "array", "items": TEXT}, "list of string"),
        ({"anyOf": [{"$ref": "root"}, {"type": "null"}]}, "object (root) or null"),
        ({"type": "null"}, "null"),
        (False, "nothing"),
    ],
)
def test_a_type_in_words(schema: Any, text: Any) -> None:
    """
    A node's type is told in a few words.
    """
    definitions = generation.shapes({"root": PART})
    assert written(SchemaNode(schema, generation.BASE + "root", definitions)) == text
