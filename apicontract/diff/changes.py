"""
Two sides -> the changes between them: every fact with its level, its places, its evidence and the advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.diff.catalogue import RULES, ChangeRule
from apicontract.diff.drift import drift_facts, population_facts
from apicontract.diff.evidence import Shown, shown
from apicontract.diff.levels import LEVELS
from apicontract.diff.observations import Seen, Sighting, assigned, sightings
from apicontract.diff.promises import promise_facts
from apicontract.diff.sentences import sentence
from apicontract.diff.survey import Survey, join, survey_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Api, Exchange
    from apicontract.diff.facts import Fact


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
    old: Shown
    new: Shown


@dataclass(frozen=True)
class _Recorded:
    seen: tuple[Seen, ...]
    by_definition: Mapping[str, Sequence[Sighting]]


def changes(
    old: tuple[Api, Sequence[Exchange]],
    new: tuple[Api, Sequence[Exchange]],
    levels: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """
    Return what changed from one state of an API to another, heaviest first.

    Each side is an API and the recordings that give evidence; `levels` overrides those of the catalogue.
    """
    survey = survey_answers(old[0], new[0])
    before, after = _recorded(*old), _recorded(*new)
    facts = [*promise_facts(old[0], new[0]), *survey.facts]
    explained = {(each.definition, path) for each in facts for path in (each.old_path, each.new_path)}
    # Both sides' records are looked at through the older schemas, so that a place that went is not missed twice.
    facts += drift_facts(survey.old, before.by_definition, _recorded(old[0], new[1]).by_definition, explained)
    facts += population_facts(before.seen, after.seen)
    judged = [_judged(each, survey, before, after, levels or {}) for each in _once(facts)]
    return tuple(sorted(judged, key=lambda each: LEVELS.index(each.level)))


def _once(facts: Sequence[Fact]) -> Iterator[Fact]:
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
    return _Recorded(seen, sightings(api, seen))


def _judged(fact: Fact, survey: Survey, old: _Recorded, new: _Recorded, levels: Mapping[str, str]) -> Change:
    rule = RULES[fact.rule]
    return Change(
        fact=fact,
        rule=rule,
        level=levels.get(rule.id, rule.level),
        message=sentence(fact),
        places=tuple(_places(fact, survey)),
        old=shown(fact, "old", old.seen, old.by_definition),
        new=shown(fact, "new", new.seen, new.by_definition),
    )


def _places(fact: Fact, survey: Survey) -> Iterator[tuple[str, str]]:
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
