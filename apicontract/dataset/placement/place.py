"""
Recorded lists + candidates -> a collection in its natural order that shows what was recorded.

Nothing looks up a URL. The recorded rows are put into the natural order that their ties show, candidates between them,
and what is not known of them gets values to begin with; the repair changes these until each list shows its rows.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import partial
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import compared_type
from apicontract.dataset.domains import Finite, Lattice
from apicontract.dataset.equality import identity
from apicontract.dataset.placement.repair import NEVER, PLACE, Placed, Repair
from apicontract.dataset.placement.selection import Sort, root_of, term_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.domains import Domain
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.lists import RecordedLists
    from apicontract.dataset.seeded_random import SeededRandom


#: Texts with each of which a word is joined that a filter asks for.
_TEXTS = 30


@dataclass(frozen=True)
class PlacementProblem:
    """
    What is known before the rest of a collection is placed.

    Attributes:
        fields, entity: what the shapes say of whose collection it is.
        evidence: its recorded lists.
        tables: the records that references can lead to.
        forbidden: identifiers that must not be given.
        withheld: `id` of a record to the fields that it does without.
    """

    fields: Fields
    entity: str
    evidence: RecordedLists
    tables: Tables
    forbidden: frozenset[Json] = frozenset()
    withheld: Mapping[int, frozenset[str]] = field(default_factory=dict)


def place(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> list[Record]:
    """
    Return the recorded records and the candidates in natural order; candidates are given other values where needed.

    A candidate without an identifier is given one. The natural order is that of the identifiers where these are numbers
    and no page says otherwise; else the recorded records come as they were seen, and the others anywhere between.
    """
    name_candidates(problem, recorded, candidates, random)
    identifier, kind, _ = identified = _identified(problem)
    counted = kind == "integer"
    if not problem.evidence.lists:
        everyone = [*recorded, *candidates]
        return sorted(everyone, key=lambda each: each[identifier]) if counted else everyone
    numbers = {id(each): number for number, each in enumerate(recorded)}
    line = problem.evidence.natural_order(recorded, lambda each: each[identifier] if counted else numbers[id(each)])
    names = [each[identifier] for each in line]
    ascending = counted and names == sorted(names)
    options = _Options(problem, [*recorded, *candidates], random.child("options")).of
    ages = _fill(problem, options, recorded, random.child("unknown"))
    placed = [Placed(each, ages[id(each)], {PLACE: float(number)}) for number, each in enumerate(line)]
    everything = dict.fromkeys([*problem.fields.members[problem.entity], identifier, PLACE], NEVER)
    for number, each in enumerate(sorted(candidates, key=lambda each: each[identifier]) if ascending else candidates):
        start = bisect_left(names, each[identifier]) if ascending else random.integer(0, len(line), "place", number)
        # Between two whole numbers, and in the order given.
        placed.append(Placed(each, everything, {PLACE: start - 1 + (number + 1) / (len(candidates) + 1)}))
    Repair(problem.evidence, options, identified, problem.forbidden, placed, random.child("turns")).run()
    return [each.record for each in sorted(placed, key=lambda each: each.values[PLACE])]


def name_candidates(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> None:
    """
    Give identifiers to the candidates that have none, or one that is taken: the lowest free numbers, or any text.
    """
    identifier, kind, domain = _identified(problem)
    taken = {each[identifier] for each in recorded} | problem.forbidden
    unnamed = []
    for each in candidates:
        if each.get(identifier) is None or each[identifier] in taken:
            unnamed.append(each)
        taken.add(each.get(identifier))
    # The key under which names were always drawn: people's tests tell records by them.
    random, numbers = random.child("attempt", 0), count(1)
    for number, each in enumerate(unnamed):
        drawn = (domain.between(None, None, random.random("text", number, again)) for again in count())
        names = numbers if kind == "integer" else (name for one in drawn for name in one)
        each[identifier] = next(name for name in names if name not in taken)
        taken.add(each[identifier])


def _identified(problem: PlacementProblem) -> tuple[str, str, Domain]:
    fields, entity = problem.fields, problem.entity
    name, kind = fields.identifiers[entity], fields.kind_of_identifier(entity)
    return name, kind, fields.domain(entity, name, kind, problem.tables, [])


def _fill(
    problem: PlacementProblem, options: Mapping[str, Sequence[Json]], records: Sequence[Record], random: SeededRandom
) -> dict[int, dict[str, int]]:
    """
    Give recorded records what lists ask for and nobody showed, to begin with; return by `id` what may change of them.

    A row gets the value that stands as far down among all values as the row in a list that sorts by it, or any value.
    Its identifier stays, whatever lists ask for: with another one it would be another record.
    """
    identifier = problem.fields.identifiers[problem.entity]
    withheld, nulls_last = problem.withheld, problem.fields.nulls_last
    asked = {id(each): options.keys() - each.keys() - withheld.get(id(each), frozenset()) for each in records}
    for one in problem.evidence.lists:
        for sort in one.sorts[:1]:
            name, key = root_of(sort.path), partial(term_key, sort=sort, nulls_last=nulls_last)
            values = sorted(options[name], key=lambda each: key({name: each}))
            for position, row in one.positions.items() if values else ():
                if name in asked[id(row)] and name not in row:
                    row[name] = values[position * len(values) // one.count]
    for each in records:
        for name in sorted(asked[id(each)] - each.keys()):
            each[name] = random.choice(options[name] or [None], each[identifier], name)
    ages = {key: {**problem.evidence.ages.get(key, {}), **dict.fromkeys(names, NEVER)} for key, names in asked.items()}
    return {key: {name: each[name] for name in each if name != identifier} for key, each in ages.items()}


class _Options:
    """
    The values that are tried: those seen, one between each two, those that a filter asks for.
    """

    def __init__(self, problem: PlacementProblem, records: Sequence[Record], random: SeededRandom) -> None:
        self._problem, self._random, lists = problem, random, problem.evidence.lists
        asked: dict[str, dict[Json, None]] = {each.path: {} for one in lists for each in one.sorts}
        for each in (condition for one in lists for condition in one.conditions):
            for path in each.paths:
                read = compared_type(each.lookup, each.kind) == problem.fields.kind_of(problem.entity, path)
                asked.setdefault(path, {}).update(dict.fromkeys(each.values if read else ()))
        self.of = {root_of(path): self._options(root_of(path), asked, records) for path in asked}

    def _options(self, name: str, asked: Mapping[str, Iterable[Json]], records: Sequence[Record]) -> list[Json]:
        fields, entity = self._problem.fields, self._problem.entity
        seen = list({identity(each[name]): each[name] for each in records if name in each}.values())
        member = fields.members[entity].get(name)
        more: list[Json] = [None] if member and member.nullable else []
        if member and member.entity:
            targets = list(self._problem.tables.get(member.entity, {}).values())
            more += [[], *([each] for each in targets)] if member.many else targets
        else:
            for path in (each for each in asked if root_of(each) == name and not fields.meets_list(entity, each)):
                more += (fields.held(path, value)[name] for value in self._tried(path, [*asked[path]], name, seen))
        return list({identity(each): each for each in (*seen, *more)}.values())

    def _tried(self, path: str, asked: Sequence[Any], name: str, seen: Sequence[Json]) -> Iterator[Json]:
        """
        Yield a value between each two that were seen or asked for, and those that a filter asks for; texts with these.
        """
        fields, entity = self._problem.fields, self._problem.entity
        kind = fields.kind_of(entity, path)
        domain = fields.domain(entity, path, kind, self._problem.tables, [])
        if isinstance(domain, Finite):
            yield from (value for _, value in domain.values)
            return
        sort = Sort(path, kind, descending=False)
        keys = {term_key({name: each}, sort, nulls_last=fields.nulls_last) for each in seen}
        for low, high in pairwise([None, *sorted({*keys, *((0, each) for each in asked)}), None]):
            yield from domain.between(low, high, self._random.random(path, low, high))
        if isinstance(domain, Lattice):
            yield from (domain.scale.value(domain.scale.count(each)) for each in asked)
        else:
            texts = [each for each in seen[:_TEXTS] if isinstance(each, str)]
            yield from (
                text for word in asked for each in ("", *texts) for text in (f"{each} {word}".strip(), f"{word} {each}")
            )
