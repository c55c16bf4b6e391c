"""
Records that lack fields -> canonical records: every field of every shape of their entity.

What nobody states is as empty as the shapes allow: null, an empty list, an empty text, zero. A reference
that may not be null leads to the first record of its entity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.population.evidence import identifiers
from apicontract.projection import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.model import Api, Json, Record

#: Entity to identifier to record.
Tables = dict[str, dict["Json", "Record"]]

_EMPTY: Mapping[str, Callable[[], Any]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": int,
    "object": dict,
    "string": str,
}
_FORMATS: Mapping[str, str] = {
    "date": "1970-01-01",
    "date-time": "1970-01-01T00:00:00Z",
    "email": "nobody@example.test",
    "time": "00:00:00Z",
    "uri": "https://example.test/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def complete(api: Api, tables: Tables) -> None:
    """
    Give every record of the tables every field of every shape of its entity; records may be added.

    A field keeps the value it has. The order of the fields is that of the shapes.
    """
    _Completion(api, tables).run()


class _Completion:
    def __init__(self, api: Api, tables: Tables) -> None:
        self._tables = tables
        self._schemas = Schemas(api.shapes)
        self._identifiers = identifiers(api)
        self._members = {entity: self._fields(api, entity) for entity in self._identifiers}

    def _fields(self, api: Api, entity: str) -> dict[str, list[tuple[Mapping[str, Json], str]]]:
        """
        Return each stored field of an entity with its schema in every shape that has it.

        A constant that differs from shape to shape labels the shape, and is no field of the record.
        """
        found: dict[str, list[tuple[Mapping[str, Json], str]]] = {}
        for shape in api.shapes.values():
            for key, member in self._schemas.properties(shape).items() if shape.entity == entity else ():
                found.setdefault(key, []).append(member)
        return {
            key: members
            for key, members in found.items()
            if not any("x-link" in schema for schema, _ in members)
            and len({repr(schema["const"]) for schema, _ in members if "const" in schema}) < 2  # noqa: PLR2004 - differs
        }

    def run(self) -> None:
        pending = [(entity, record) for entity, table in self._tables.items() for record in table.values()]
        while pending:
            entity, record = pending.pop()
            for key, members in self._members.get(entity, {}).items():
                if key not in record:
                    record[key] = self._empty(members, pending)

    def _empty(self, members: list[tuple[Mapping[str, Json], str]], pending: list[tuple[str, Record]]) -> Any:
        if all(self._nullable(*each) for each in members):
            return None
        schema, uri = next((each for each in members if not self._nullable(*each)), members[0])
        return self._value(schema, uri, pending)

    def _nullable(self, schema: Mapping[str, Json], uri: str) -> bool:
        schema, uri = self._schemas.resolve(schema, uri)
        stated = schema.get("type", ())
        return (
            stated == "null"
            or (not isinstance(stated, str) and "null" in stated)
            or any(self._nullable(each, uri) for key in ("anyOf", "oneOf") for each in schema.get(key, ()))
        )

    def _value(self, schema: Mapping[str, Json], uri: str, pending: list[tuple[str, Record]]) -> Any:
        schema, uri = self._schemas.resolve(schema, uri)
        for key in ("default", "const"):
            if key in schema:
                return schema[key]
        if schema.get("enum"):
            return schema["enum"][0]
        for branch in (each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())):
            return self._value(branch, uri, pending)
        if schema.get("x-entity"):
            return self._anyone(schema["x-entity"], pending)
        if "properties" in schema:
            return {key: self._value(each, uri, pending) for key, each in schema["properties"].items()}
        stated = schema.get("type", "null")
        kind = stated if isinstance(stated, str) else stated[0]
        return _FORMATS[schema["format"]] if schema.get("format") in _FORMATS else _EMPTY.get(kind, lambda: None)()

    def _anyone(self, entity: str, pending: list[tuple[str, Record]]) -> Record:
        table = self._tables.setdefault(entity, {})
        if not table:
            table[1] = {self._identifiers[entity]: 1}
            pending.append((entity, table[1]))
        return next(iter(table.values()))
