"""
Which fields of made records can wait until somebody asks for them: those that are the same whenever they are drawn.

A field cannot wait if its draw makes records, gives each record once, chooses among records of which more
are made later, or reads what is derived when all records are there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Json

_POOLS = frozenset({"one", "some", "all"})
_WORD, _BRACES = re.compile(r"\w+"), re.compile(r"\{(.*?)\}")


@dataclass(frozen=True)
class Waiting:
    """
    What a draw must keep away from to be able to wait.

    Attributes:
        growing: entities of which records are still made.
        derived: entity to its fields that are derived later.
    """

    growing: frozenset[str]
    derived: Mapping[str, frozenset[str]]

    def can(self, generator: Json, entity: str) -> bool:
        """
        Tell whether what a generator makes for a record of an entity is the same whenever it is made.
        """
        for kind, argument in _draws(generator):
            if kind == "new" or (kind in _POOLS and self._moves(argument)):
                return False
        return not any(self._derives(entity if own else "", steps) for own, steps in _paths(generator))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset().union(*self.derived.values())

    def _derives(self, entity: str, steps: Sequence[str]) -> bool:
        """
        Tell whether a step may lead to a derived field: the first one that of an entity, if known, the others any.
        """
        known, others = (steps[:1], steps[1:]) if entity else ((), steps)
        return not (self.derived.get(entity, frozenset()).isdisjoint(known) and self._names.isdisjoint(others))

    def _moves(self, argument: Mapping[str, Json]) -> bool:
        return bool(argument.get("apart")) or ("ids" not in argument and argument["entity"] in self.growing)


def makers_of(documents: Mapping[str, Mapping[str, Json]]) -> Mapping[str, frozenset[str]]:
    """
    Return for each entity with made records all entities of which records are made on the way.
    """
    direct = {
        entity: {
            *([entity] if document["made"].get("groups") else []),
            *(argument["entity"] for kind, argument in _draws(document["made"]) if kind == "new"),
        }
        for entity, document in documents.items()
        if "made" in document
    }
    return {entity: frozenset(_reached(entity, direct)) for entity in direct}


def growing_at(turns: Sequence[str], makers: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    """
    Return for each turn the entities of which records are made in it or later.
    """
    return [frozenset().union(*(makers[entity] for entity in turns[place:])) for place in range(len(turns))]


def derived_names(documents: Mapping[str, Mapping[str, Json]]) -> Mapping[str, frozenset[str]]:
    """
    Return for each entity the names of its fields that are derived.
    """
    return {entity: frozenset(document.get("derived", ())) for entity, document in documents.items()}


def _reached(entity: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = [*direct[entity]]
    while left:
        each = left.pop()
        if each not in found:
            found.add(each)
            left += direct.get(each, ())
    return found


def _draws(value: Any) -> Iterator[tuple[str, Any]]:
    """
    Yield every member of every object in a value: the draws are among them.
    """
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, dict) and "entity" in each:
                yield name, each
            yield from _draws(each)
    elif isinstance(value, list):
        for each in value:
            yield from _draws(each)


def _paths(value: Any, name: str = "") -> Iterator[tuple[bool, Sequence[str]]]:
    """
    Yield the steps of every path in a generator, with whether it surely begins at the record that is made.

    What may be a path is taken for one: every text but the name of an entity, and the names of objects.
    """
    if isinstance(value, str):
        if "{" in value:
            yield from ((True, path.split(".")) for path in _BRACES.findall(value))
        elif name != "entity":
            yield name == "at", _WORD.findall(value)
    elif isinstance(value, dict):
        for each, member in value.items():
            yield False, _WORD.findall(each)
            yield from _paths(member, each)
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each)
