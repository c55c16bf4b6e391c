"""
Which fields of made records can wait until somebody asks for them: those that are the same whenever they are drawn.

A field cannot wait if its draw makes records, gives each record once, chooses among records of which more
are made later, or reads what is derived when all records are there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Json

_POOLS = frozenset({"one", "some", "all"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Waiting:
    """
    What a draw must keep away from to be able to wait.

    Attributes:
        growing: entities of which records are still made.
        derived: fields that are derived later, of any entity.
    """

    growing: frozenset[str]
    derived: frozenset[str]

    def can(self, generator: Json) -> bool:
        """
        Tell whether what a generator makes is the same whenever it is made.
        """
        for kind, argument in _draws(generator):
            if kind == "new" or (kind in _POOLS and self._moves(argument)):
                return False
        return self.derived.isdisjoint(_words(generator))

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


def derived_names(documents: Mapping[str, Mapping[str, Json]]) -> frozenset[str]:
    """
    Return the names of all fields that are derived.
    """
    return frozenset(name for document in documents.values() for name in document.get("derived", ()))


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


def _words(value: Any) -> Iterator[str]:
    """
    Yield every word in the texts of a value, and in the names of its objects: the steps of its paths are among them.
    """
    if isinstance(value, str):
        yield from _WORD.findall(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _WORD.findall(name)
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
