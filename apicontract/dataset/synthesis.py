"""
A record of an entity of which nothing is known but its shapes: any values that validate, at random.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any

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

#: string format to what makes a text of that format from a source of lots.
_FORMATS: Mapping[str, Callable[[SeededRandom], str]] = {
    "date": lambda lots: (dt.date(1990, 1, 1) + dt.timedelta(lots.integer(0, 12000))).isoformat(),
    "date-time": lambda lots: f"{_FORMATS['date'](lots)}T{lots.integer(0, 23, 1):02}:{lots.integer(0, 59, 2):02}:00Z",
    "time": lambda lots: f"{lots.integer(0, 23):02}:{lots.integer(0, 59, 1):02}:00Z",
    "email": lambda lots: f"someone{lots.integer(1, 9999)}@example.test",
    "hostname": lambda lots: f"host{lots.integer(1, 9999)}.example.test",
    "ipv4": lambda lots: f"192.0.2.{lots.integer(1, 254)}",
    "ipv6": lambda lots: f"2001:db8::{lots.integer(1, 65535):x}",
    "uri": lambda lots: f"https://example.test/{lots.integer(1, 99999)}",
    "uri-reference": lambda lots: f"/{lots.integer(1, 99999)}",
    "uuid": lambda lots: str(uuid.UUID(int=int(lots.random() * 2**64) << 64 | int(lots.random(1) * 2**64))),
    "duration": lambda lots: format_duration(dt.timedelta(seconds=lots.integer(0, 90 * _DAY_SECONDS))),
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
        lots = self._random.child("synthesis", entity, number)
        row = {}
        for name, member in self._fields.members[entity].items():
            lost = member.entity and not member.many and not self._tables.get(member.entity)
            if name != self._fields.identifiers[entity] and not lost:
                row[name] = self._field(entity, name, member, lots.child(name), number)
        return row

    def _field(self, entity: str, name: str, member: Member, lots: SeededRandom, number: int) -> Any:
        if member.nullable and lots.random("null") < _NULLS:
            return None
        related = self._fields.related.get((entity, name))
        if related and not member.entity and self._tables.get(related):
            return lots.choice(list(self._tables[related]))
        table = list(self._tables.get(member.entity, {}).values()) if member.entity else []
        if member.entity and member.many:
            return table[: lots.integer(0, min(3, len(table)))]
        if table:
            return lots.choice(table)
        schema, uri = next((each for each in member.schemas if not self._fields.nullable(*each)), member.schemas[0])
        return self.value(schema, uri, lots, number)

    def value(self, schema: Mapping[str, Json], uri: str, lots: SeededRandom, number: int) -> Any:
        """
        Return a value that a schema allows.
        """
        schema, uri = self._fields.schemas.resolve(schema, uri)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return lots.choice(schema["enum"])
        branches = [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())]
        for branch in (each for each in branches if each.get("type") != "null"):
            return self.value(branch, uri, lots, number)
        if "properties" in schema:
            return {key: self.value(each, uri, lots.child(key), number) for key, each in schema["properties"].items()}
        stated = schema.get("type", ())
        kinds = [stated] if isinstance(stated, str) else [each for each in stated if each != "null"]
        make = _MAKERS.get(kinds[0] if kinds else "null")
        return make(self, schema, uri, lots, number) if make else None

    def _array(self, schema: Mapping[str, Json], uri: str, lots: SeededRandom, number: int) -> list[Any]:
        size = max(schema.get("minItems", 0), min(schema.get("maxItems", 2), 2) if schema.get("items") else 0)
        items = schema.get("items") or {}
        return [self.value(items, uri, lots.child(place), number * 10 + place) for place in range(size)]

    def _integer(self, schema: Mapping[str, Json], _uri: str, lots: SeededRandom, _number: int) -> int:
        step = int(schema.get("multipleOf", 1)) or 1
        low = int(schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1))
        high = int(schema.get("maximum", schema.get("exclusiveMaximum", low + 100 * step + 1) - 1))
        return lots.integer(-(-low // step), max(high // step, -(-low // step))) * step

    def _real(self, schema: Mapping[str, Json], _uri: str, lots: SeededRandom, _number: int) -> float:
        if "multipleOf" in schema:
            return lots.integer(1, 9) * float(schema["multipleOf"])
        low = float(schema.get("minimum", schema.get("exclusiveMinimum", 0)))
        high = float(schema.get("maximum", schema.get("exclusiveMaximum", low + 100)))
        return round(low + (high - low) * (0.05 + 0.9 * lots.random()), 2)

    def _boolean(self, _schema: Mapping[str, Json], _uri: str, lots: SeededRandom, _number: int) -> bool:
        return lots.random() < 1 / 2

    def _string(self, schema: Mapping[str, Json], _uri: str, lots: SeededRandom, number: int) -> str:
        pattern = schema.get("pattern")
        if schema.get("format") in _FORMATS and not pattern:
            return _FORMATS[schema["format"]](lots)
        if pattern:
            usual = format_duration(dt.timedelta(seconds=lots.integer(0, 90 * _DAY_SECONDS)))
            return usual if _allows_duration(pattern, usual) else matching(pattern, lots)
        text = f"{lots.choice(_WORDS)} {number} (synthetic)"
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
