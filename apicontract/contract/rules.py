"""
Selections that are no comparison of one field with what a request gives, declared as data.

A rule compares a field with a value, or with the present moment moved by a duration, and rules are combined::

    {"all": [RULE, ...]}    {"any": [RULE, ...]}    {"not": RULE}
    {"field": "net", "type": "date-time", "lookup": "gte", "now": "-P1D"}
    {"field": "orbit.name", "lookup": "exact", "value": "Suborbital"}

What a rule selects is read twice: naively in `apicontract.semantics.predicates`, fast in `mockserver.engine.rules`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import isodate

from apicontract.contract.lookups import LOOKUPS, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class FieldRule:
    """
    A field compared with a value.

    Attributes:
        field: dotted path in a record; a list on the way is entered, and any of its members will do.
        lookup: key of `lookups.LOOKUPS`.
        type: key of `lookups.TYPES`, as which both sides are read.
        value: what the field is compared with, as JSON has it; of several any will do.
        offset: where the field is compared with the present moment: how far that is moved; else None.
    """

    field: str
    lookup: str
    type: str = "text"
    value: Any = None
    offset: dt.timedelta | None = None

    @property
    def values(self) -> tuple[Any, ...]:
        """
        The values of which any will do.
        """
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True)
class AllOf:
    """
    Every one of some rules.
    """

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """
    At least one of some rules.
    """

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """
    The records that a rule does not select, those that lack its field among them.
    """

    rule: Rule


Rule: TypeAlias = "FieldRule | AllOf | AnyOf | Not"


def rule_of(document: Mapping[str, Any]) -> Rule:
    """
    Return the rule that a document declares; its form is held by `schemas/meta/contract.schema.json`.

    Raises:
        ValueError: it names no known lookup or type, or its duration is none.
    """
    match document:
        case {"all": rules}:
            return AllOf(tuple(map(rule_of, rules)))
        case {"any": rules}:
            return AnyOf(tuple(map(rule_of, rules)))
        case {"not": rule}:
            return Not(rule_of(rule))
    lookup, kind, value = document["lookup"], document.get("type", "text"), document.get("value")
    if lookup not in LOOKUPS or lookup == "rule":
        msg = f"the lookup {lookup!r}"
        raise ValueError(msg)
    if kind not in TYPES:
        msg = f"the type {kind!r}"
        raise ValueError(msg)
    offset = _duration(document["now"]) if "now" in document else None
    return FieldRule(document["field"], lookup, kind, tuple(value) if isinstance(value, list) else value, offset)


def field_rules(rule: Rule) -> Iterator[FieldRule]:
    """
    Yield the comparisons of which a rule is made.
    """
    match rule:
        case FieldRule():
            yield rule
        case Not(inner):
            yield from field_rules(inner)
        case AllOf(rules) | AnyOf(rules):
            for each in rules:
                yield from field_rules(each)


def hangs_on_time(rule: Rule) -> bool:
    """
    Return whether what a rule selects changes as time passes.
    """
    return any(each.offset is not None for each in field_rules(rule))


def _duration(text: str) -> dt.timedelta:
    try:
        found = isodate.parse_duration(text)
    except isodate.ISO8601Error:
        found = None
    # Months and years are no fixed time.
    if isinstance(found, dt.timedelta):
        return found
    msg = f"the duration {text!r}"
    raise ValueError(msg)
