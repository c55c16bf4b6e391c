"""
A record of an entity of which nothing is known but its shapes: any values that validate, at random.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import types_of
from apicontract.dataset.patterns import matching
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Member, Tables
    from apicontract.dataset.seeded_random import SeededRandom

_WORDS = ("Amber", "Birch", "Cobalt", "Dune", "Élan", "Fjord", "Grove", "Harbour", "Iris", "Juniper", "Køln", "Lumen")
_DURATION = "P2DT3H4M5S"
_NULLS = 0.2
_DAY_SECONDS = 86400

#: string format to what makes a text of that format from a random source.
_FORMATS: Mapping[str, Callable[[SeededRandom], str]] = {
    "date": lambda random: (dt.date(1990, 1, 1) + dt.timedelta(random.integer(0, 12000))).isoformat(),
    "date-time": lambda random: (
        f"{_FORMATS['date'](random)}T{random.integer(0, 23, 1):02}:{random.integer(0, 59, 2):02}:00Z"
    ),
    "time": lambda random: f"{random.integer(0, 23):02}:{random.integer(0, 59, 1):02}:00Z",
    "email": lambda random: f"someone{random.integer(1, 9999)}@example.test",
    "hostname": lambda random: f"host{random.integer(1, 9999)}.example.test",
    "ipv4": lambda random: f"192.0.2.{random.integer(1, 254)}",
    "ipv6": lambda random: f"2001:db8::{random.integer(1, 65535):x}",
    "uri": lambda random: f"https://example.test/{random.integer(1, 99999)}",
    "uri-reference": lambda random: f"/{random.integer(1, 99999)}",
    "uuid": lambda random: str(uuid.UUID(int=int(random.random() * 2**64) << 64 | int(random.random(1) * 2**64))),
    "duration": lambda random: format_duration(dt.timedelta(seconds=random.integer(0, 90 * _DAY_SECONDS))),
}


class Synthesis:
    """
    Makes records from shapes alone; references lead to records that exist.
    """

    def __init__(self, fields: Fields, tables: Tables, random: SeededRandom) -> None:
        self._fields = fields
        self._tables = tables
        self._random = random

    def row(self, entity: str, number: int) -> Record:
        """
        Return the record of a number, without its identifier; references are records already.
        """
        random = self._random.child("synthesis", entity, number)
        row = {}
        for name, member in self._fields.members[entity].items():
            lost = member.entity and not member.many and not self._tables.get(member.entity)
            if name != self._fields.identifiers[entity] and not lost:
                row[name] = self._field(entity, name, member, random.child(name), number)
        return row

    def _field(self, entity: str, name: str, member: Member, random: SeededRandom, number: int) -> Any:
        if member.nullable and random.random("null") < _NULLS:
            return None
        related = self._fields.related.get((entity, name))
        if related and not member.entity and self._tables.get(related):
            return random.choice(list(self._tables[related]))
        table = list(self._tables.get(member.entity, {}).values()) if member.entity else []
        if member.entity and member.many:
            return table[: random.integer(0, min(3, len(table)))]
        if table:
            return random.choice(table)
        schema, uri = next((each for each in member.schemas if not self._fields.nullable(*each)), member.schemas[0])
        return self.value(schema, uri, random, number)

    def value(self, schema: Mapping[str, Json], uri: str, random: SeededRandom, number: int) -> Any:
        """
        Return a value that a schema allows.
        """
        schema, uri = self._fields.schemas.resolve(schema, uri)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return random.choice(schema["enum"])
        branches = [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())]
        for branch in (each for each in branches if each.get("type") != "null"):
            return self.value(branch, uri, random, number)
        if "properties" in schema:
            return {key: self.value(each, uri, random.child(key), number) for key, each in schema["properties"].items()}
        make = _MAKERS.get(next((each for each in types_of(schema) if each != "null"), ""))
        return make(self, schema, uri, random, number) if make else None

    def _array(self, schema: Mapping[str, Json], uri: str, random: SeededRandom, number: int) -> list[Any]:
        size = max(schema.get("minItems", 0), min(schema.get("maxItems", 2), 2) if schema.get("items") else 0)
        items = schema.get("items") or {}
        return [self.value(items, uri, random.child(place), number * 10 + place) for place in range(size)]

    def _integer(self, schema: Mapping[str, Json], _uri: str, random: SeededRandom, _number: int) -> int:
        step = int(schema.get("multipleOf", 1)) or 1
        low = int(schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1))
        high = int(schema.get("maximum", schema.get("exclusiveMaximum", low + 100 * step + 1) - 1))
        return random.integer(-(-low // step), max(high // step, -(-low // step))) * step

    def _real(self, schema: Mapping[str, Json], _uri: str, random: SeededRandom, _number: int) -> float:
        if "multipleOf" in schema:
            return random.integer(1, 9) * float(schema["multipleOf"])
        low = float(schema.get("minimum", schema.get("exclusiveMinimum", 0)))
        high = float(schema.get("maximum", schema.get("exclusiveMaximum", low + 100)))
        return round(low + (high - low) * (0.05 + 0.9 * random.random()), 2)

    def _boolean(self, _schema: Mapping[str, Json], _uri: str, random: SeededRandom, _number: int) -> bool:
        return random.random() < 1 / 2

    def _string(self, schema: Mapping[str, Json], _uri: str, random: SeededRandom, number: int) -> str:
        pattern = schema.get("pattern")
        if schema.get("format") in _FORMATS and not pattern:
            return _FORMATS[schema["format"]](random)
        if pattern:
            usual = format_duration(dt.timedelta(seconds=random.integer(0, 90 * _DAY_SECONDS)))
            return usual if _allows_duration(pattern, usual) else matching(pattern, random)
        text = f"{random.choice(_WORDS)} {number} (synthetic)"
        least, most = schema.get("minLength", 0), schema.get("maxLength", len(text) + schema.get("minLength", 0))
        return (text if len(text) <= most else f"{number:x}"[-most:] if most else "").ljust(least, "x")


def _allows_duration(pattern: str, usual: str) -> bool:
    durations = all(re.search(pattern, each) for each in (usual, _DURATION))
    return durations and not any(re.search(pattern, each) for each in ("P, x", "word"))


_MAKERS: Mapping[str, Callable[[Synthesis, Mapping[str, Json], str, SeededRandom, int], Any]] = {
    "array": Synthesis._array,  # noqa: SLF001 - the table of this class
    "integer": Synthesis._integer,  # noqa: SLF001 - the table of this class
    "number": Synthesis._real,  # noqa: SLF001 - the table of this class
    "boolean": Synthesis._boolean,  # noqa: SLF001 - the table of this class
    "string": Synthesis._string,  # noqa: SLF001 - the table of this class
}
