"""
The facts between two documents -> groups, each of them one change at one place of a document.

A definition that stands in many operations, in several directions and in the `allOf` of others is changed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from apicontract.diff.facts import Direction
from apicontract.diff.sentences import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.diff.definitions import DefinitionComparison
    from apicontract.diff.facts import Fact
    from apicontract.evidence.openapi import Description

#: What identifies a group of facts.
_Key: TypeAlias = "tuple[object, ...]"

#: What a kind of change adds to its name where it weighs more; the change of the document is the same.
_ENDINGS = ("-required", "-where-closed")
#: A field changed that does not go one way; where it goes, the change has its own name.
_HIDDEN = "hidden-field-changed"
_DIRECTIONS = {each.value: each for each in Direction}


@dataclass(frozen=True)
class Documents:
    """
    Two documents, and the comparison of what travels each way.
    """

    old: Description
    new: Description
    surveys: Mapping[Direction, DefinitionComparison]

    def survey(self, fact: Fact) -> DefinitionComparison:
        """
        Return the comparison that a fact comes from; that of answers, if it is about no schema.

        The bodies of webhooks travel the other way: the rule alone does not tell.
        """
        named = self.surveys[direction_of(fact)]
        return next((each for each in (named, *self.surveys.values()) if fact in each.facts), named)

    def groups(self, facts: Iterable[Fact]) -> list[list[Fact]]:
        """
        Return the facts, those together that are one change; the first of each stands nearest to the change.
        """
        found: dict[_Key, list[Fact]] = {}
        for fact in facts:
            origin = self._origin(fact)
            key = (*self._place(origin), _family(origin.rule) if self._named(origin) else origin.rule)
            group = found.setdefault(key, [])
            group.insert(0 if fact == origin else len(group), fact)
        return list(self._visible(found).values())

    def _named(self, fact: Fact) -> bool:
        return fact.definition in self.old.schemas or fact.definition in self.new.schemas

    def _place(self, fact: Fact) -> _Key:
        """
        Return where a fact stands; what operations have in common without a name is told by its text.
        """
        paths = (fact.old_path, fact.new_path)
        if self._named(fact) or fact.rule.startswith(("path-", "operation-", "webhook-")):
            return (fact.definition, fact.new_definition, *paths)
        return (bool(fact.definition), repr(fact.old), repr(fact.new), *paths)

    def _visible(self, found: dict[_Key, list[Fact]]) -> dict[_Key, list[Fact]]:
        """
        Return the groups, without those of a change that has another name in another direction.
        """
        places: dict[_Key, _Key] = {key[:-1]: key for key in found if key[-1] != _HIDDEN}
        result = dict(found)
        for key in found:
            if key[-1] == _HIDDEN and key[:-1] in places:
                result[places[key[:-1]]] = [*result[places[key[:-1]]], *result.pop(key)]
        return result

    def _origin(self, fact: Fact, above: tuple[str, ...] = ()) -> Fact:
        """
        Return the fact of the definition that was changed, where another repeats it by `allOf`.
        """
        old, new = self.old.composed.get(fact.definition), self.new.composed.get(fact.definition_now)
        if old is None or new is None or fact.definition in above:
            return fact
        survey, same = self.surveys[direction_of(fact)], old.own == new.own
        shared = [each for each in old.parts if each in new.parts and each != fact.definition]
        found = [each for name in shared for each in survey.facts_of((name, name))]
        for repeats in (_equals, _alike, _stands) if same else (_equals, _alike):
            nearest = next((each for each in found if repeats(fact, each)), None)
            if nearest is not None:
                return self._origin(nearest, (*above, fact.definition))
        return fact


def direction_of(fact: Fact) -> Direction:
    """
    Return which way a value travels that a fact is about; that of answers, if it is about none.
    """
    return _DIRECTIONS.get(fact.rule.partition("-")[0], Direction.ANSWER)


def _equals(fact: Fact, other: Fact) -> bool:
    """
    Return whether a fact of a whole is that of its part; one value may stand anywhere in the whole.
    """
    values = (fact.rule, fact.old, fact.new) == (other.rule, other.old, other.new)
    return values and (_stands(fact, other) or not (other.old_path or other.new_path))


def _alike(fact: Fact, other: Fact) -> bool:
    """
    Return whether it is, though the rest of the whole makes the values others.
    """
    return fact.rule == other.rule and _stands(fact, other)


def _stands(fact: Fact, other: Fact) -> bool:
    """
    Return whether both stand at one place: where nothing else changed, the rest of the whole makes it another kind.
    """
    return (fact.old_path, fact.new_path) == (other.old_path, other.new_path)


def _family(rule: str) -> str:
    kind = kind_of(rule)
    for each in _ENDINGS:
        kind = kind.removesuffix(each)
    return kind


def reached(origins: Iterable[str], labels: Iterable[str]) -> int:
    """
    Return in how many operations something stands; an origin begins with the label of its operation.
    """
    known = set(labels)
    return len({_operation(each, known) for each in origins} - {""})


def _operation(origin: str, known: set[str]) -> str:
    words = origin.split(" ")
    prefixes = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((each for each in prefixes if each in known), "")
