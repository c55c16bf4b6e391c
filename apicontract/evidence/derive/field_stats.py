"""
Values seen -> what they have in common: types, nulls, formats, constants, key order, with counts.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: ISO 8601 in the form of `isodate.duration_isoformat`: no zero padding, no weeks, zero parts left out.
DURATION = r"^-?P(0D|(?=.)([1-9]\d*D)?(T(?=.)([1-9]\d*H)?([1-9]\d*M)?(([1-9]\d*(\.\d+)?|0\.\d+)S)?)?)$"

_JSON_TYPES: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


def json_type(value: Any) -> str:
    """
    Return the JSON Schema type of a value.
    """
    return _JSON_TYPES[type(value)]


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _parses(pattern: str, parse: Callable[[str], object]) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)

    def holds(text: str) -> bool:
        try:
            return compiled.fullmatch(text) is not None and bool(parse(text))
        except ValueError:
            return False

    return holds


#: Schema fragment of each form of text that is unmistakable, with its test.
TEXT_FORMATS: tuple[tuple[str, Mapping[str, str], Callable[[str], bool]], ...] = (
    ("uri", {"format": "uri"}, _matches(r"https?://[^\s/?#]+\S*")),
    ("date", {"format": "date"}, _parses(r"\d{4}-\d\d-\d\d", date.fromisoformat)),
    (
        "date-time",
        {"format": "date-time"},
        _matches(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    ),
    ("duration", {"pattern": DURATION}, _matches(DURATION)),
    ("uuid", {"format": "uuid"}, _parses(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid.UUID)),
)


@dataclass
class FieldStats:
    """
    Everything seen at one field of a shape (an accumulator).

    Attributes:
        present: records that have the field.
        types: JSON type to how often.
        first: JSON type to the source that showed it first.
        first_absence: the source that first showed a record without the field, or "".
        forms: names of the `TEXT_FORMATS` that every text so far has.
        counterexamples: name of each other form to the source that first showed a text without it.
        values: the distinct texts, as long as there is only one (to recognise a constant).
        shapes: shapes of the nested objects, each with the source that showed it first.
        items: what was seen inside arrays.
        links: how many texts were the record's own URL.
    """

    present: int = 0
    types: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    first_absence: str = ""
    forms: set[str] = field(default_factory=lambda: {name for name, _, _ in TEXT_FORMATS})
    counterexamples: dict[str, str] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    shapes: dict[str, str] = field(default_factory=dict)
    items: FieldStats | None = None
    links: int = 0

    def add(self, value: Any, source: str, shape: str | None = None) -> None:
        """
        Take in one value; of an object, `shape` names its shape (its fields are counted there).
        """
        kind = json_type(value)
        self.present += 1
        self.types[kind] += 1
        self.first.setdefault(kind, source)
        if kind == "string":
            kept = {name for name, _, holds in TEXT_FORMATS if name in self.forms and holds(value)}
            self.counterexamples |= dict.fromkeys(self.forms - kept, source)
            self.forms = kept
            self.values |= {value} if len(self.values) <= 1 else set()
        elif shape is not None:
            self.shapes.setdefault(shape, source)

    @property
    def nulls(self) -> int:
        """
        How many values were null.
        """
        return self.types["null"]

    @property
    def unobserved_reason(self) -> str:
        """
        Why nothing can be said about the field: "null" (only ever null), "empty" (only empty arrays), or "".
        """
        if set(self.types) == {"null"}:
            return "null"
        return "empty" if set(self.types) <= {"null", "array"} and (not self.items or not self.items.present) else ""


@dataclass
class ShapeStats:
    """
    Everything seen of one shape (an accumulator).

    Attributes:
        records: how many.
        fields: name to statistics, in the order first sent.
        sources: the recordings that showed one, in order.
    """

    records: int = 0
    fields: dict[str, FieldStats] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)

    def field(self, name: str) -> FieldStats:
        """
        Return the statistics of a field, new if it was never seen.
        """
        return self.fields.setdefault(name, FieldStats())

    def begin(self, record: Mapping[str, Any], source: str) -> None:
        """
        Count a record, and note the fields that it lacks or that all records before it lacked.
        """
        for name in (each for each in record if each not in self.fields):
            self.field(name).first_absence = next(iter(self.sources), "")
        for name in self.fields.keys() - record.keys():
            self.fields[name].first_absence = self.fields[name].first_absence or source
        self.records += 1
        self.sources.setdefault(source)


def inferred(stats: FieldStats, *, constant: bool = False) -> dict[str, Any]:
    """
    Return the schema fragment that what was seen allows, and nothing that few samples only suggest.

    No enumeration, no bounds. A field that was only ever null is open.
    """
    if constant and len(stats.values) == 1 and set(stats.types) == {"string"}:
        return {"const": next(iter(stats.values))}
    types = [each for each in stats.types if each not in {"null", "object"}]
    if {"integer", "number"} <= set(types):
        types.remove("integer")
    branches: list[dict[str, Any]] = [{"$ref": shape} for shape in stats.shapes]
    if "object" in stats.types and not branches:
        branches.append({"type": "object"})
    if types:
        branches.append(_scalar(stats, types))
    if stats.unobserved_reason == "null":
        return {}
    return _nullable(branches, nullable=stats.nulls > 0)


def _scalar(stats: FieldStats, types: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": types[0] if len(types) == 1 else sorted(types)}
    if "string" in types:
        for name, fragment, _ in TEXT_FORMATS:
            if name in stats.forms:
                schema |= fragment
                break
    if "array" in types:
        schema["items"] = inferred(stats.items) if stats.items and stats.items.present else {}
    if stats.links:
        schema["x-link"] = "self"
    return schema


def _nullable(branches: list[dict[str, Any]], *, nullable: bool) -> dict[str, Any]:
    if len(branches) == 1 and not nullable:
        return branches[0]
    if len(branches) == 1 and "type" in branches[0]:
        stated = branches[0]["type"]
        return branches[0] | {"type": [*([stated] if isinstance(stated, str) else stated), "null"]}
    return {"anyOf": [*branches, *([{"type": "null"}] if nullable else [])]}
