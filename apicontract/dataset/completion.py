"""
Records that lack fields -> canonical records: every field of every shape of their entity.

What nobody states is as empty as the shapes allow: null, an empty list, an empty text, zero. A reference
that may not be null leads to the first record of its entity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Member, Tables

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


class Completion:
    """
    Fills the fields that nobody stated; records that must be referred to are added to the tables.

    Args:
        fields: what the shapes say.
        tables: all records.
        withheld: `id` of a record to the fields that it does without.
    """

    def __init__(self, fields: Fields, tables: Tables, withheld: Mapping[int, frozenset[str]]) -> None:
        self._fields = fields
        self._tables = tables
        self._withheld = withheld

    def complete(self, entity: str, record: Record) -> None:
        """
        Give a record every field of every shape of its entity, its identifier and what it does without apart.

        A field keeps its value.
        """
        known = {*record, self._fields.identifiers[entity], *self._withheld.get(id(record), ())}
        for key, member in self._fields.members.get(entity, {}).items():
            if key not in known:
                record[key] = self._empty(member)

    def _empty(self, member: Member) -> Any:
        if member.nullable:
            return None
        schema, uri = next((each for each in member.schemas if not self._fields.nullable(*each)), member.schemas[0])
        return self._value(schema, uri)

    def _value(self, schema: Mapping[str, Json], uri: str) -> Any:
        schema, uri = self._fields.schemas.resolve(schema, uri)
        for key in ("default", "const"):
            if key in schema:
                return schema[key]
        if schema.get("enum"):
            return schema["enum"][0]
        for branch in (each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())):
            return self._value(branch, uri)
        if schema.get("x-entity"):
            return self._anyone(schema["x-entity"])
        if "properties" in schema:
            return {key: self._value(each, uri) for key, each in schema["properties"].items()}
        stated = schema.get("type", "null")
        kind = stated if isinstance(stated, str) else stated[0]
        return _FORMATS[schema["format"]] if schema.get("format") in _FORMATS else _EMPTY.get(kind, lambda: None)()

    def _anyone(self, entity: str) -> Record:
        table = self._tables.setdefault(entity, {})
        if not table:
            name = 1 if self._fields.kind_of_identifier(entity) == "integer" else _FORMATS["uuid"]
            record = table[name] = {self._fields.identifiers[entity]: name}
            self.complete(entity, record)
        return next(iter(table.values()))
