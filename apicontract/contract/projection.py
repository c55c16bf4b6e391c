"""
Record + shape -> what is sent: a canonical record seen through a JSON Schema.

A shape's `properties` say which fields are sent and in which order. A `const` is sent as it stands,
the property marked `x-link: self` is asked from the caller, `$ref`, `items` and `anyOf` lead to the
nested shapes, and everything else is the record's own value. Nothing is computed here, so that the
same few rules serve any API.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.errors import DataError
from apicontract.contract.jsontypes import types_of
from apicontract.contract.model import REFERS
from apicontract.contract.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json, Record, Shape

#: Entity and record to the URL under which the record is served (or None).
Link: TypeAlias = "Callable[[str, Record], Json]"
#: A record and the way to make its links, to what is sent.
Projector: TypeAlias = "Callable[[Record, Link], Json]"
_Send: TypeAlias = "Callable[[Any, Link], Json]"

_BRANCHES = ("anyOf", "oneOf", "allOf")
_TYPES: Mapping[type, tuple[str, ...]] = {
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
    list: ("array",),
    dict: ("object",),
}


class Schemas:
    """
    The shapes of an API, by URI, with the two steps that a walk through them needs.
    """

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._references = References({each.uri: each.schema for each in shapes.values()})

    def resolve(self, schema: Mapping[str, Json], uri: str) -> tuple[Mapping[str, Json], str]:
        """
        Follow `$ref` from a schema that stands in the document `uri`, until there is none.

        Raises:
            DataError: a reference leads nowhere.
        """
        while "$ref" in schema:
            found = self._references.follow(schema["$ref"], uri)
            if found is None or found[0] is None:
                raise DataError(uri, f"a reference to {schema['$ref']!r}", "a reference to a schema that exists")
            schema, uri = found
        return schema, uri

    def branch(self, schema: Mapping[str, Json], uri: str, value: Json) -> tuple[Mapping[str, Json], str]:
        """
        Resolve a schema and enter its alternatives: the first one whose type is that of the value.

        Of forms of an object that is no record, the first one that has all of its fields counts.
        """
        schema, uri = self.resolve(schema, uri)
        first = None
        for each in (each for key in _BRANCHES for each in schema.get(key, ())):
            found, place = self.branch(each, uri, value)
            if not _fits(found, value):
                continue
            first = first or (found, place)
            if not _lacks(found, value):
                return found, place
        return first or (schema, uri)

    def properties(self, shape: Shape) -> Mapping[str, tuple[Mapping[str, Json], str]]:
        """
        Return the resolved schema of each property of a shape, and the document in which it stands.
        """
        schema, uri = self.resolve(shape.schema, shape.uri)
        return {key: self.resolve(each, uri) for key, each in schema.get("properties", {}).items()}


def ticking(shape: Shape) -> Mapping[str, str]:
    """
    Return the fields of a shape that may grow between two requests, each with the field that says whether they do.

    A property says so by `x-ticking-while`.
    """
    properties = shape.schema.get("properties", {})
    return {name: each["x-ticking-while"] for name, each in properties.items() if "x-ticking-while" in each}


def _fits(schema: Mapping[str, Json], value: Json) -> bool:
    types = types_of(schema)
    if not types:
        return value is not None and ("properties" not in schema or isinstance(value, dict))
    return not set(types).isdisjoint(_TYPES.get(type(value), ("null",)))


def _lacks(schema: Mapping[str, Json], value: Json) -> bool:
    """
    Return whether an object has a field that its schema does not; of a record a schema may show a part.
    """
    part = "x-entity" in schema or "properties" not in schema or not isinstance(value, dict)
    return not part and not value.keys() <= schema["properties"].keys()


def projector(shape: Shape, shapes: Mapping[str, Shape]) -> Projector:
    """
    Prepare the projection through one shape; use it for many records.

    Raises:
        DataError: a reference of the shape leads nowhere.
    """
    return _Compiler(Schemas(shapes)).sender(shape.schema, shape.uri)


def projectors(shapes: Mapping[str, Shape]) -> Callable[[str], Projector]:
    """
    Return what prepares the projection through each shape by name, once; what shapes have in common is shared.
    """
    compiler = _Compiler(Schemas(shapes))
    return cache(lambda name: compiler.sender(shapes[name].schema, shapes[name].uri))


def project(record: Record, shape: Shape, shapes: Mapping[str, Shape], link: Link) -> Json:
    """
    Return what is sent of one record in one shape.

    Fields that the record does not have are left out; fields that the shape does not have are not sent.

    Raises:
        DataError: a reference of the shape leads nowhere.
    """
    return projector(shape, shapes)(record, link)


class _Compiler:
    """
    Makes one closure for each schema; those behind `$ref` once, and not before they are needed.
    """

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._made: dict[int, _Send] = {}

    def sender(self, schema: Mapping[str, Json], uri: str) -> _Send:
        schema, uri = self._schemas.resolve(schema, uri)
        if any(key in schema for key in _BRANCHES):
            return self._alternatives(schema, uri)
        if "properties" in schema:
            return self._later(schema, uri)
        if schema.get("items"):
            return self._array(schema["items"], uri)
        return _key(schema[REFERS]["key"]) if REFERS in schema else _verbatim

    def _alternatives(self, schema: Mapping[str, Json], uri: str) -> _Send:
        branches = [self._schemas.resolve(each, uri) for key in _BRANCHES for each in schema.get(key, ())]
        objects = [each for each in branches if each[0].get("type") != "null"]
        if len(objects) == 1:
            return self.sender(*objects[0])

        def send(value: Any, link: Link) -> Json:
            found, place = self._schemas.branch(schema, uri, value)
            return value if found is schema else self.sender(found, place)(value, link)

        return send

    def _array(self, items: Mapping[str, Json], uri: str) -> _Send:
        member = self.sender(items, uri)

        def send(value: Any, link: Link) -> Json:
            return [member(each, link) for each in value] if isinstance(value, list | tuple) else value

        return send

    def _later(self, schema: Mapping[str, Json], uri: str) -> _Send:
        def send(value: Any, link: Link) -> Json:
            made = self._made.get(id(schema))
            if made is None:
                made = self._made[id(schema)] = self._object(schema, uri)
            return made(value, link)

        return send

    def _object(self, schema: Mapping[str, Json], uri: str) -> _Send:
        entity = schema.get("x-entity", "")
        members = tuple(
            (key, "x-link" in each, "const" in each, each.get("const"), self.sender(each, uri))
            for key, (each, uri) in (
                (key, self._schemas.resolve(each, uri)) for key, each in schema["properties"].items()
            )
        )

        def send(value: Any, link: Link) -> Json:
            if not isinstance(value, dict):
                return value
            sent = {}
            for key, linked, constant, const, member in members:
                if constant:
                    sent[key] = const
                elif linked:
                    sent[key] = link(entity, value)
                elif key in value:
                    sent[key] = member(value[key], link)
            return sent

        return send


def _key(name: str) -> _Send:
    """
    Return what sends the key of a record in its place.
    """
    return lambda value, _link: value.get(name) if isinstance(value, dict) else value


def _verbatim(value: Any, _link: Link) -> Json:
    return value
