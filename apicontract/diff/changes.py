"""
Two sides -> the changes between them: every fact with its level, its places, its evidence and the advice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.diff.definitions import DefinitionComparison, compare_answers, join
from apicontract.diff.drift import drift_facts, population_facts
from apicontract.diff.facts import Direction
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

_DIRECTIONS = frozenset(each.value for each in Direction)


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
    """

    fact: Fact
    rule: ChangeRule
    level: str
    message: str
    places: tuple[tuple[str, str], ...]
    old: Occurrences
    new: Occurrences


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
    names = {*old[0].schemas, *new[0].schemas}
    judged = []
    for group in _grouped(_once(facts), names):
        direction = Direction(found) if (found := group[0].rule.partition("-")[0]) in _DIRECTIONS else Direction.ANSWER
        surveys = [compared.surveys[direction], *compared.surveys.values()]
        survey = next((each for each in surveys if group[0] in each.facts), answers)
        change = _judged(group[0], survey, before, after, levels or {})
        judged.append(_with_places(change, group, survey))
    return tuple(sorted(judged, key=lambda each: LEVELS.index(each.level)))


def _grouped(facts: Iterable[Fact], names: AbstractSet[str]) -> list[list[Fact]]:
    """
    Return the facts, those together that operations have in common: one change of a part that many share.
    """
    groups: dict[object, list[Fact]] = {}
    for each in facts:
        apart = each.definition in names or each.rule.startswith(("path-", "operation-", "webhook-"))
        values = (repr(each.old), repr(each.new)) if not apart else ()
        key = (each.rule, each.definition if apart else bool(each.definition), each.old_path, each.new_path, *values)
        groups.setdefault((*key, each.new_definition if apart else ""), []).append(each)
    return list(groups.values())


def _with_places(change: Change, group: Sequence[Fact], survey: DefinitionComparison) -> Change:
    """
    Return a change with the places of all the facts that it stands for.
    """
    if len(group) == 1:
        return change
    places = tuple(dict.fromkeys(place for each in group for place in _places(each, survey)))
    return replace(change, places=places, message=f"{change.message} (and of {len(group) - 1} more)")


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
