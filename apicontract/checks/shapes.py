"""
Which part of a shape each object of an answer is held to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apicontract.contract.model import Json, Shape
    from apicontract.contract.references import References

_COMBINING = ("anyOf", "oneOf", "allOf")


@dataclass(frozen=True, slots=True)
class SchemaMatch:
    """
    An object of an answer and the schema of it.

    Attributes:
        pointer: where it stands in the row.
        value: the object.
        schema: its own schema, references followed.
    """

    pointer: str
    value: Mapping[str, Any]
    schema: Mapping[str, Any]


def nodes(references: References, shape: Shape, value: Json, pointer: str = "") -> Iterator[SchemaMatch]:
    """
    Yield a value and every object in it, outermost first, each with the schema that describes it.
    """
    yield from _nodes(references, shape.uri, shape.schema, value, pointer)


def _nodes(
    references: References, base: str, schema: Mapping[str, Any], value: Json, pointer: str
) -> Iterator[SchemaMatch]:
    base, schema = _meant(references, base, schema, value)
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _nodes(references, base, schema.get("items", {}), each, f"{pointer}/{number}")
    elif isinstance(value, dict):
        yield SchemaMatch(pointer, value, schema)
        for name, inner in schema.get("properties", {}).items():
            if isinstance(value.get(name), dict | list):
                yield from _nodes(references, base, inner, value[name], f"{pointer}/{name}")


def _meant(references: References, base: str, schema: Any, value: Json) -> tuple[str, Mapping[str, Any]]:
    """
    Follow references, and of alternatives the one that the value has most fields of.
    """
    if not isinstance(schema, Mapping):
        return base, {}
    if "$ref" in schema:
        target, document = references.follow(schema["$ref"], base) or ({}, base)
        return _meant(references, document, target, value)
    alternatives = [
        each for word in _COMBINING if word in schema for each in schema[word] if each.get("type") != "null"
    ]
    if len(alternatives) == 1:
        return _meant(references, base, alternatives[0], value)
    if not alternatives:
        return base, schema
    found = [_meant(references, base, each, value) for each in alternatives]
    return max(found, key=lambda each: _likeness(each[1], value))


def _likeness(schema: Mapping[str, Any], value: Json) -> int:
    """
    Return how well a schema fits: fields in common, less those that only one side has.
    """
    if isinstance(value, list):
        return 1 if "items" in schema else -1
    names, declared = set(value) if isinstance(value, dict) else set(), set(schema.get("properties", ()))
    return 2 * len(names & declared) - len(names ^ declared) if declared else -len(names) - 1
