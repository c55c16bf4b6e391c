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

from apicontract.contract.validation import Validator

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where and when an object was observed.

    Attributes:
        source: the recording.
        host: scheme and authority of the service.
        moment: in UTC; None if unknown.
        identity: what the observations of one record have in common; None for a record that is observed once.
    """

    source: str
    host: str = ""
    moment: dt.datetime | None = None
    identity: Hashable = None


def json_type(value: Any) -> str:
    """
    Return the JSON Schema type of a value.
    """
    return _JSON_TYPES[type(value)]


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _valid(stated: Mapping[str, str], holds: Callable[[str], bool]) -> Callable[[str], bool]:
    """
    Return whether a text has a form, and is that also for those who judge answers.
    """
    validator = Validator(stated)
    return lambda text: holds(text) and validator.is_valid(text)


def _parses(pattern: str, parse: Callable[[str], object]) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)

    def holds(text: str) -> bool:
        try:
            return compiled.fullmatch(text) is not None and bool(parse(text))
        except ValueError:
            return False

    return holds


#: Schema fragment of each form of text that is unmistakable, with its test.
TEXT_FORMATS: tuple[tuple[str, Mapping[str, str], Callable[[str], bool]], ...] = tuple(
    (name, stated, _valid(stated, holds))
    for name, stated, holds in (
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
)


@dataclass
class FieldStats:
    """
    Everything seen at one field of a shape (an accumulator).

    Attributes:
        present: how often the field was there.
        having: identities of the records that once had it.
        lacking: identities of the records that were once without it.
        null_in: identities of the records in which it was once null.
        types: JSON type to how often.
        first: JSON type to the source that showed it first.
        first_absence: the source that first showed a record without the field, or "".
        forms: names of the `TEXT_FORMATS` that every text so far has.
        counterexamples: name of each other form to the source that first showed a text without it.
        values: the distinct texts, as long as there is only one (to recognise a constant).
        shapes: shapes of the nested objects, each with the source that showed it first.
        items: what was seen inside arrays.
        links: how many texts were the record's own URL.
        breach: the source of the first value that the declared fragment excludes, and why; or None.
    """

    present: int = 0
    having: set[Hashable] = field(default_factory=set)
    lacking: set[Hashable] = field(default_factory=set)
    null_in: set[Hashable] = field(default_factory=set)
    types: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    first_absence: str = ""
    forms: set[str] = field(default_factory=lambda: {name for name, _, _ in TEXT_FORMATS})
    counterexamples: dict[str, str] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    shapes: dict[str, str] = field(default_factory=dict)
    items: FieldStats | None = None
    links: int = 0
    breach: tuple[str, str] | None = None

    def add(self, value: Any, source: str, shape: str | None = None, identity: Hashable = None) -> None:
        """
        Take in one value of a record; of an object, `shape` names its shape (its fields are counted there).
        """
        kind = json_type(value)
        self.present += 1
        self.having.add(identity)
        self.types[kind] += 1
        self.first.setdefault(kind, source)
        if kind == "string":
            kept = {name for name, _, holds in TEXT_FORMATS if name in self.forms and holds(value)}
            self.counterexamples |= dict.fromkeys(self.forms - kept, source)
            self.forms = kept
            self.values |= {value} if len(self.values) <= 1 else set()
        elif kind == "null":
            self.null_in.add(identity)
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
        observations: how many.
        identities: of the records, each once.
        fields: name to statistics.
        order: the names in the order sent, as the newest records have it.
        sources: the recordings that showed one, in order.
        hosts: scheme and authority of the services that showed one.
        moments: when the first and the last one with a known moment were observed; none if no moment is known.
    """

    observations: int = 0
    identities: set[Hashable] = field(default_factory=set)
    fields: dict[str, FieldStats] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    moments: tuple[dt.datetime, ...] = ()

    def field(self, name: str) -> FieldStats:
        """
        Return the statistics of a field, new if it was never seen.
        """
        return self.fields.setdefault(name, FieldStats())

    def begin(self, record: Mapping[str, Any], origin: Origin) -> Hashable:
        """
        Count an observation of a record, and note the fields that it lacks or that all records before it lacked.

        Return the identity under which it is counted.
        """
        identity = self.observations if origin.identity is None else origin.identity
        for name in (each for each in record if each not in self.fields):
            self.field(name).first_absence = next(iter(self.sources), "")
            self.fields[name].lacking |= self.identities
        for name in self.fields.keys() - record.keys():
            self.fields[name].first_absence = self.fields[name].first_absence or origin.source
            self.fields[name].lacking.add(identity)
        self.order = renewed(self.order, record)
        self.observations += 1
        self.identities.add(identity)
        self.sources.setdefault(origin.source)
        self.hosts.add(origin.host)
        if origin.moment is not None:
            moments = (*self.moments, origin.moment)
            self.moments = (min(moments), max(moments))
        return identity

    @property
    def records(self) -> int:
        """
        How many different records were observed.
        """
        return len(self.identities)

    def always(self, name: str) -> int:
        """
        Return how many records had a field whenever they were observed.
        """
        return self.records - len(self.fields[name].lacking) if name in self.fields else 0


def renewed(order: Sequence[str], names: Iterable[str]) -> list[str]:
    """
    Return names in their order, and each known one that is not among them behind the one that it followed.
    """
    kept = list(names)
    if kept == order:
        return kept
    present, place = set(kept), 0
    for each in order:
        if each in present:
            place = kept.index(each) + 1
        else:
            kept.insert(place, each)
            place += 1
    return kept


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
