"""
A fact and the recordings of both sides -> in how many of how many records it was seen, and the first of them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jsonschema_rs

from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.nodes import key_of, type_of
from apicontract.diff.observations import Instance, Seen, values_at
from apicontract.diff.sentences import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: Longer values are cut in a sentence.
_LONG = 100


@dataclass(frozen=True, slots=True)
class Occurrences:
    """
    How often something was seen on one side.

    Attributes:
        seen: records that show it.
        of: records that could.
        noun: what was counted.
        first: the first one, with the value where there is one, or "".
    """

    seen: int
    of: int
    noun: str = "records"
    first: str = ""

    def __str__(self) -> str:
        if not self.of:
            return f"no {self.noun} to show it"
        return f"{self.seen} of {self.of} {self.noun}" + (f"; first: {self.first}" if self.first else "")


def occurrences_of(
    fact: Fact, side: str, seen: Sequence[Seen], by_definition: Mapping[str, Sequence[Instance]]
) -> Occurrences:
    """
    Return how often a fact is seen in the recordings of a side ("old" or "new").
    """
    if fact.kind == "shape":
        definition = fact.definition if side == "old" else fact.definition_now
        return _in_records(fact, side, by_definition.get(definition, ()))
    if fact.kind == "answer":
        return _in_answers(fact, side, seen)
    return _in_exchanges(fact, side, seen)


def _in_records(fact: Fact, side: str, found: Sequence[Instance]) -> Occurrences:
    path = (fact.old_path or fact.new_path) if side == "old" else (fact.new_path or fact.old_path)
    witness = _witness(fact, side)
    matching = [
        (instance, value)
        for instance in found
        if (value := next((each for each in values_at(instance.value, path) if witness(each, fact)), _NONE))
        is not _NONE
    ]
    first = f"{matching[0][0].record}{_value(matching[0][1])}" if matching else ""
    return Occurrences(len(matching), len(found), first=first)


_NONE = object()


def _value(value: Any) -> str:
    if value is MISSING:
        return ", without it"
    text = json.dumps(value, ensure_ascii=False)
    return ": " + (text if len(text) <= _LONG else text[: _LONG - 3] + "...")


def _present(value: Any, _: Fact) -> bool:
    return value is not MISSING


def _absent(value: Any, _: Fact) -> bool:
    return value is MISSING


def _null(value: Any, _: Fact) -> bool:
    return value is None


def _filled(value: Any, _: Fact) -> bool:
    return value is not MISSING and value is not None


def _listed(side: str) -> Callable[[Any, Fact], bool]:
    def witness(value: Any, fact: Fact) -> bool:
        values = getattr(fact, side)
        return isinstance(values, list) and value is not MISSING and key_of(value) in set(map(key_of, values))

    return witness


def _typed(side: str) -> Callable[[Any, Fact], bool]:
    """
    Return whether a value has one of the JSON types that a fact names.
    """

    def witness(value: Any, fact: Fact) -> bool:
        named = getattr(fact, side)
        return isinstance(named, list) and value is not MISSING and type_of(value) in named

    return witness


def _measured(side: str, measure: Callable[[str], Any]) -> Callable[[Any, Fact], bool]:
    """
    Return whether the length, or the host, of a text is one that a fact names.
    """

    def witness(value: Any, fact: Fact) -> bool:
        named = getattr(fact, side)
        return isinstance(value, str) and isinstance(named, list) and measure(value) in named

    return witness


def _host(text: str) -> str:
    return urlsplit(text).netloc


def _beyond(side: str) -> Callable[[Any, Fact], bool]:
    """
    Return whether a value breaks the bounds of one side.
    """

    def witness(value: Any, fact: Fact) -> bool:
        bounds = getattr(fact, side)
        return isinstance(bounds, dict) and _filled(value, fact) and not jsonschema_rs.is_valid(bounds, value)

    return witness


#: Kind of change to what shows it on the old side and on the new one; others are shown by the value being there.
_WITNESSES: Mapping[str, tuple[Callable[[Any, Fact], bool], Callable[[Any, Fact], bool]]] = {
    "field-removed": (_present, _absent),
    "field-added": (_absent, _present),
    "field-added-where-closed": (_absent, _present),
    "made-nullable": (_null, _null),
    "made-non-null": (_null, _null),
    "made-optional": (_absent, _absent),
    "made-required": (_absent, _absent),
    "field-replaced": (_filled, _filled),
    "retyped": (_filled, _filled),
    "enum-value-added": (_listed("new"), _listed("new")),
    "enum-value-removed": (_listed("old"), _listed("old")),
    "enum-values-exchanged": (_listed("old"), _listed("new")),
    "bound-loosened": (_beyond("old"), _beyond("old")),
    "bound-tightened": (_beyond("new"), _beyond("new")),
    "drift-field-vanished": (_present, _absent),
    "drift-field-appeared": (_absent, _present),
    "drift-type-appeared": (_typed("new"), _typed("new")),
    "drift-type-unseen": (_typed("old"), _typed("old")),
    "drift-value-appeared": (_listed("new"), _listed("new")),
    "drift-value-unseen": (_listed("old"), _listed("old")),
    "drift-text-longer": (_measured("new", len), _measured("new", len)),
    "drift-text-shorter": (_measured("old", len), _measured("old", len)),
    "drift-host-appeared": (_measured("new", _host), _measured("new", _host)),
    "drift-host-unseen": (_measured("old", _host), _measured("old", _host)),
}


def _witness(fact: Fact, side: str) -> Callable[[Any, Fact], bool]:
    return _WITNESSES.get(kind_of(fact.rule), (_present, _present))[0 if side == "old" else 1]


def _in_answers(fact: Fact, side: str, seen: Sequence[Seen]) -> Occurrences:
    """
    Count the answers that a check found wrong, among those of the same resource.
    """
    named = getattr(fact, side)
    wrong = tuple(named) if isinstance(named, list) else ()
    asked = {each.exchange.url for each in seen if each.resource.name == fact.definition}
    return Occurrences(len(wrong), len(asked.union(wrong)), "recorded requests", wrong[0] if wrong else "")


def _in_exchanges(fact: Fact, side: str, seen: Sequence[Seen]) -> Occurrences:
    """
    Count the recorded requests that depend on a promise.
    """
    concerned = [each for each in seen if _concerns(fact, each)]
    noun, _, name = (fact.old_path if side == "old" else fact.new_path).partition(" ")
    matching = [each for each in concerned if _asks(each, noun, name)]
    first = matching[0].exchange.url if matching else ""
    return Occurrences(len(matching), len(concerned), "recorded requests", first)


def _concerns(fact: Fact, seen: Seen) -> bool:
    """
    Return whether a recorded request is one that a promise is about.
    """
    if fact.kind == "operation" and fact.definition:
        method, _, path = fact.definition.partition(" ")
        parts = (re.escape(each) for each in re.split(r"\{[^{}]*\}", path))
        return method == seen.exchange.method and re.fullmatch("[^/]+".join(parts), seen.exchange.path) is not None
    return fact.kind in {"api", "operation"} or seen.resource.name == fact.definition


def _asks(seen: Seen, noun: str, name: str) -> bool:
    exchange = seen.exchange
    if noun == "parameter":
        return exchange.parameter(name) is not None
    if noun == "ordering":
        terms = (seen.ordering or "").split(",")
        return name in {each.strip().removeprefix("-") for each in terms}
    if noun == "search":
        return bool(seen.search)
    if noun == "mode":
        return seen.mode == name
    return bool(noun)
