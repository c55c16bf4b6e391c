"""
Two sides -> the changes between them: every fact with its level, its places, its evidence and the advice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.diff.definitions import DefinitionComparison, compare_answers, join
from apicontract.diff.drift import drift_facts, population_facts
from apicontract.diff.facts import Direction
from apicontract.diff.grouping import Documents, direction_of, reached
from apicontract.diff.levels import LEVELS
from apicontract.diff.observations import Instance, Seen, assigned, instances
from apicontract.diff.occurrences import Occurrences, occurrences_of
from apicontract.diff.operations import compare_descriptions
from apicontract.diff.promises import promise_facts
from apicontract.diff.rules import RULES, ChangeRule
from apicontract.diff.sentences import sentence
from apicontract.diff.violations import misplaced, told_once, violation_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from apicontract.contract.model import Api, Exchange
    from apicontract.diff.facts import Fact
    from apicontract.evidence.openapi import Description


@dataclass(frozen=True, slots=True)
class Extent:
    """
    How far a change of a document goes.

    Attributes:
        places: where it is met.
        operations: in how many operations.
        capped: whether there are more places than were counted.
    """

    places: int
    operations: int
    capped: bool = False

    def __str__(self) -> str:
        places = f"{'at least ' if self.capped else ''}{self.places} {'place' if self.places == 1 else 'places'}"
        return f"{places}, {self.operations} {'operation' if self.operations == 1 else 'operations'}"


@dataclass(frozen=True, slots=True)
class Change:
    """
    One change, judged.

    Attributes:
        fact: what changed.
        rule: of which kind it is.
        level: what it weighs.
        message: it in one sentence.
        places: every place that uses the definition, before and after.
        old: how often the recordings of the old side show it.
        new: how often those of the new side do.
        extent: how many places and operations of a document it concerns, if it is one of a document.
        also: rule and level of what the same change is in other directions.
    """

    fact: Fact
    rule: ChangeRule
    level: str
    message: str
    places: tuple[tuple[str, str], ...]
    old: Occurrences
    new: Occurrences
    extent: Extent | None = None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Recorded:
    seen: tuple[Seen, ...]
    by_definition: Mapping[str, Sequence[Instance]]


def changes(
    old: tuple[Api, Sequence[Exchange]],
    new: tuple[Api, Sequence[Exchange]],
    levels: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """
    Return what changed from one state of an API to another, heaviest first.

    Each side is an API and the recordings that give evidence; `levels` overrides those of the catalogue.
    """
    survey = compare_answers(old[0], new[0])
    before, after = _recorded(*old), _recorded(*new)
    facts = [*promise_facts(old[0], new[0]), *survey.facts]
    explained = {(each.definition, path) for each in facts for path in (each.old_path, each.new_path)}
    # Both sides' records are looked at through the older schemas, so that a place that went is not missed twice.
    violations = violation_facts(old, new)
    left, right = _readable(old[0], old[1], new[1]), _readable(old[0], new[1], old[1])
    drifts, broken = told_once(drift_facts(survey.old, left, right, explained), violations, survey)
    facts += [*drifts, *broken]
    facts += population_facts(*(_placed_right(each.seen, misplaced(violations)) for each in (before, after)))
    judged = [_judged(each, survey, before, after, levels or {}) for each in _once(facts)]
    return tuple(sorted(judged, key=lambda each: LEVELS.index(each.level)))


def described_changes(
    old: tuple[Description, Api, Sequence[Exchange]],
    new: tuple[Description, Api, Sequence[Exchange]],
    levels: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """
    Return what changed from one document to another, heaviest first.

    Each side is a description, the API that it makes (for the evidence of recordings), and the recordings.
    """
    compared = compare_descriptions(old[0], new[0])
    before, after = _recorded(*old[1:]), _recorded(*new[1:])
    answers = compared.surveys[Direction.ANSWER]
    facts = list(compared.facts)
    explained = {(each.definition, path) for each in facts for path in (each.old_path, each.new_path)}
    if before.seen and after.seen:
        through = _recorded(old[1], new[2]).by_definition
        facts += drift_facts(answers.old, before.by_definition, through, explained)
        facts += population_facts(before.seen, after.seen)
    documents = Documents(old[0], new[0], compared.surveys)
    labels = _labels(old[0], new[0])
    judged = []
    for group in documents.groups(_once(facts)):
        each = [_judged(fact, documents.survey(fact), before, after, levels or {}) for fact in group]
        judged.append(_together(each, group, documents, labels))
    return tuple(sorted(judged, key=lambda each: LEVELS.index(each.level)))


def _labels(*descriptions: Description) -> frozenset[str]:
    """
    Return how operations and webhooks are called in facts.
    """
    hooks = (f"webhook {name} ({method})" for each in descriptions for name, method in each.webhooks)
    operations = (f"{one.method} {one.path}" for each in descriptions for one in each.operations.values())
    return frozenset((*hooks, *operations))


def _together(found: Sequence[Change], group: Sequence[Fact], documents: Documents, labels: frozenset[str]) -> Change:
    """
    Return the one change that a group of facts is: the heaviest, with the places of all.
    """
    ways = tuple(Direction)
    first = min(found, key=lambda each: (LEVELS.index(each.level), ways.index(direction_of(each.fact))))
    places = tuple(dict.fromkeys(place for each in found for place in each.places))
    origins = [origin for fact in group for origin in _origins(fact, documents)]
    also = dict.fromkeys((each.rule.id, each.level) for each in found if each.rule is not first.rule)
    capped = any((each.definition, each.definition_now) in documents.survey(each).capped for each in group)
    extent = Extent(len(places), reached(origins, labels), capped=capped)
    apart = extent.operations > 1 and reached([first.fact.definition], labels)
    more = f" (and of {extent.operations - 1} more)" if apart else ""
    return replace(first, message=first.message + more, places=places, extent=extent, also=tuple(also))


def _origins(fact: Fact, documents: Documents) -> tuple[str, ...]:
    known = documents.survey(fact).origins((fact.definition, fact.definition_now)) if fact.kind == "shape" else ()
    return known or (fact.definition, fact.new_path or fact.old_path)


def _once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """
    Yield each fact once: a place is met again through every mode that has it.
    """
    met = set()
    for each in facts:
        key = (each.rule, each.definition, each.new_definition, each.old_path, each.new_path)
        if key not in met:
            met.add(key)
            yield each


def _recorded(api: Api, exchanges: Sequence[Exchange]) -> _Recorded:
    seen = tuple(assigned(api, exchanges))
    return _Recorded(seen, instances(api, seen))


def _readable(api: Api, exchanges: Sequence[Exchange], others: Sequence[Exchange]) -> Mapping[str, Sequence[Instance]]:
    """
    Return what was seen of each definition, but for the requests whose answer shows no records on the other side.
    """
    occurrences_of = {each.exchange.url for each in assigned(api, others)}
    lost = {each.url for each in others} - occurrences_of
    return _recorded(api, [each for each in exchanges if each.url not in lost]).by_definition


def _placed_right(seen: Iterable[Seen], misplaced: AbstractSet[str]) -> tuple[Seen, ...]:
    """
    Return the answers whose count says how large the collection is.
    """
    return tuple(each for each in seen if each.exchange.url not in misplaced)


def _judged(
    fact: Fact, survey: DefinitionComparison, old: _Recorded, new: _Recorded, levels: Mapping[str, str]
) -> Change:
    rule = RULES[fact.rule]
    return Change(
        fact=fact,
        rule=rule,
        level=levels.get(rule.id, rule.level),
        message=sentence(fact),
        places=tuple(_places(fact, survey)),
        old=occurrences_of(fact, "old", old.seen, old.by_definition),
        new=occurrences_of(fact, "new", new.seen, new.by_definition),
    )


def _places(fact: Fact, survey: DefinitionComparison) -> Iterator[tuple[str, str]]:
    """
    Yield where the changed definition is met, before and after; "" where it is not any more or not yet.
    """
    gone = fact.rule.endswith(("field-removed", "field-vanished", "-removed"))
    came = fact.rule.endswith(("field-added", "field-added-where-closed", "field-appeared"))
    uses = survey.uses((fact.definition, fact.definition_now)) if fact.kind == "shape" else ()
    for use in uses:
        old = f"{use.origin}: {join(use.old_path, fact.old_path) or 'the record'}"
        new = f"{use.origin}: {join(use.new_path, fact.new_path) or 'the record'}"
        yield ("" if came else old, "" if gone else new)
    if not uses:
        where = f"{fact.definition}: " if fact.definition else ""
        yield tuple(f"{where}{path}" if path else "" for path in (fact.old_path, fact.new_path))  # type: ignore[misc]
