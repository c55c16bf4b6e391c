"""
Records that lack fields -> canonical records: every field of every shape of their entity.

What nobody states is as empty as the shapes allow: null, an empty list, an empty text, zero; a text with a pattern is
one that it matches. A reference that may not be null leads to the first record of its entity.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import has_own_value, plainest, types_of
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.dataset.patterns import matching
from apicontract.dataset.seeded_random import SeededRandom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Member, Tables


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
                record[key] = self.empty(member)

    def empty(self, member: Member) -> Any:
        """
        Return what stands in a field of which nothing is known.
        """
        if member.nullable:
            return None
        schema, uri = next((each for each in member.schemas if not self._fields.nullable(*each)), member.schemas[0])
        return self._value(schema, uri)

    def _value(self, schema: Mapping[str, Json], uri: str) -> Any:
        schema, uri = self._fields.schemas.resolve(schema, uri)
        if has_own_value(schema):
            return plainest(schema)
        for branch in (each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())):
            return self._value(branch, uri)
        if schema.get("x-entity"):
            return self._anyone(schema["x-entity"])
        if "properties" in schema:
            return {key: self._value(each, uri) for key, each in schema["properties"].items()}
        return _plainest_right(schema)

    def _anyone(self, entity: str) -> Record:
        table = self._tables.setdefault(entity, {})
        if not table:
            whole = self._fields.kind_of_identifier(entity) == "integer"
            name = 1 if whole else plainest({"type": "string", "format": "uuid"})
            record = table[name] = LazyRecord({self._fields.identifiers[entity]: name})
            self.complete(entity, record)
        return next(iter(table.values()))


def _plainest_right(schema: Mapping[str, Json]) -> Any:
    """
    Return the plainest value, or one near it where that is too short, too small or does not match the pattern.
    """
    value = plainest(schema)
    if isinstance(value, str) and "format" not in schema:
        pattern = schema.get("pattern", "")
        fits = re.search(pattern, value)
        return (value if fits else matching(pattern, SeededRandom(pattern))).ljust(schema.get("minLength", 0), "x")
    if isinstance(value, int | float) and not isinstance(value, bool):
        least = max(schema.get("minimum", value), schema.get("exclusiveMinimum", value - 1) + 1)
        return math.ceil(least) if "integer" in types_of(schema) else least
    return value
