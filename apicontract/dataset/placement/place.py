"""
Recorded lists + candidates -> a collection in its natural order that shows what was recorded.

Nothing looks up a URL: the recorded rows are put into the natural order that their ties show, and the values of the
other records are changed until each list has as many of them between two shown rows as were recorded there. A change
is made if it makes the lists less wrong all in all; a list that stays wrong counts more from round to round, and
after half of the work those that are furthest off are given up, one after the other, so that the rest comes out right.
The work is bounded, and the same for the same data and seed.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from apicontract.dataset.placement.domains import Lattice
from apicontract.dataset.placement.gaps import PLACE, Gaps, PlacedRecord
from apicontract.dataset.placement.moves import Moves
from apicontract.dataset.placement.properties import Properties
from apicontract.dataset.placement.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.domains import Domain
    from apicontract.dataset.placement.gaps import Change
    from apicontract.dataset.placement.lists import RecordedList, RecordedLists
    from apicontract.dataset.seeded_random import SeededRandom

#: Changes that are weighed at the most, for each page: two hundred pages of a collection of which half was never seen
#: come out within that, in two to four seconds.
_MOST = 200
#: Changes that are weighed at the most besides.
_LEAST = 2_000
#: From which share of the work on a list is given up now and then, and after which share the next one.
_GIVE_UP, _STEP = 0.5, 0.04
#: Changes of one list before the next one has its turn.
_TURN = 3


@dataclass(frozen=True)
class PlacementProblem:
    """
    What is known before the rest of a collection is placed.

    Attributes:
        fields: what the shapes say.
        entity: whose collection it is.
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

    @property
    def identifier(self) -> str:
        """
        The field that identifies a record.
        """
        return self.fields.identifiers[self.entity]


def place(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> list[Record]:
    """
    Return the recorded records and the candidates in natural order; candidates are given other values where needed.

    A candidate without an identifier is given one. The natural order is that of the identifiers where these are numbers
    and no page says otherwise; else the recorded records come as they were seen, and the others anywhere between.
    """
    name_candidates(problem, recorded, candidates, random)
    identifier = problem.identifier
    counted = problem.fields.kind_of_identifier(problem.entity) == "integer"
    if not problem.evidence.lists:
        everyone = [*recorded, *candidates]
        return sorted(everyone, key=lambda each: each[identifier]) if counted else everyone
    numbers = {id(each): number for number, each in enumerate(recorded)}
    line = problem.evidence.natural_order(recorded, lambda each: each[identifier] if counted else numbers[id(each)])
    names = [each[identifier] for each in line]
    ascending = counted and names == sorted(names)
    placed = [PlacedRecord(each, float(number), frozenset()) for number, each in enumerate(line)]
    members = frozenset({*problem.fields.members[problem.entity], identifier, PLACE})
    for number, each in enumerate(sorted(candidates, key=lambda each: each[identifier]) if ascending else candidates):
        start = bisect_left(names, each[identifier]) if ascending else random.integer(0, len(line), "place", number)
        # Between two whole numbers, and in the order given.
        placed.append(PlacedRecord(each, start - 1 + (number + 1) / (len(candidates) + 1), members))
    _Placement(problem, placed, random).run()
    return [each.record for each in sorted(placed, key=lambda each: each.place)]


def name_candidates(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> None:
    """
    Give identifiers to the candidates that have none, or one that is taken: the lowest free numbers, or any text.
    """
    entity, identifier = problem.entity, problem.identifier
    kind = problem.fields.kind_of_identifier(entity)
    domain = problem.fields.domain(entity, identifier, kind, problem.tables, [])
    taken = {each[identifier] for each in recorded} | problem.forbidden
    unnamed = []
    for each in candidates:
        if each.get(identifier) is None or each[identifier] in taken:
            unnamed.append(each)
        taken.add(each.get(identifier))
    if isinstance(domain, Lattice) and kind != "uuid":
        names: Iterator[Json] = iter(domain.free(None, None, taken, len(unnamed)))
    else:
        # The key under which names were always drawn: people's tests tell records by them.
        names = _texts(domain, taken, random.child("attempt", 0))
    for each, name in zip(unnamed, names, strict=False):
        each[identifier] = name


def _texts(domain: Domain, taken: set[Json], random: SeededRandom) -> Iterator[Json]:
    """
    Yield identifiers that are not taken.
    """
    for number in count():
        drawn = (domain.pick(None, None, random.random("text", number, again)) for again in count())
        taken.add(name := next(each for each in drawn if each not in taken))
        yield name


class _Placement:
    """
    The work on one collection.
    """

    def __init__(self, problem: PlacementProblem, placed: Sequence[PlacedRecord], random: SeededRandom) -> None:
        self._lists = problem.evidence.lists
        self._placed = placed
        records = [each.record for each in placed]
        self._properties = Properties(
            problem.fields, problem.entity, problem.tables, self._lists, records, random.child("pool")
        )
        self._identifier = problem.identifier
        names = {each[self._identifier] for each in records} | problem.forbidden
        unknown = Unknown(self._properties, self._lists, problem.withheld, random.child("unknown"))
        unknown.fill([each.record for each in placed if not each.free], nulls_last=problem.fields.nulls_last)
        for each in placed:
            each.free = each.free or unknown.free[id(each.record)]
        self._gaps = Gaps(self._properties, self._lists, placed, names)
        self._moves = Moves(self._properties, self._gaps, placed, random.child("moves"))
        self._weighed = 0
        self._most = _LEAST + _MOST * sum(len(each.pages) for each in self._lists)
        # Lists whose own rows are out of order, as what nobody showed of them was drawn.
        self._lost = {number for number, bounds in enumerate(self._gaps.bounds) if bounds != sorted(bounds)}

    def run(self) -> None:
        """
        Change the records until every list is right, or the work is done; then take the best state that there was.
        """
        self._spread()
        give_up = _GIVE_UP * self._most
        least, best = self._wrong_pages() + 1, []
        while self._weighed < self._most and least:
            if (pages := self._wrong_pages()) < least:
                least, best = pages, [(dict(each.record), each.place) for each in self._placed if each.free]
            pending = [number for number in self._wrong() if self._gaps.weights[number]]
            if not pending:
                self._gaps.weights = [weight or 1 for weight in self._gaps.weights]
                give_up = max(give_up, self._weighed + _STEP * self._most)
            elif self._weighed > give_up:
                give_up += _STEP * self._most
                self._gaps.weights[max(pending, key=self._hopeless)] = 0
            for number in pending:
                self._improve(number)
        for each, (record, place) in zip((each for each in self._placed if each.free), best, strict=False):
            each.record.update(record)
            each.place = place

    def _wrong(self) -> list[int]:
        return [number for number in range(len(self._lists)) if number not in self._lost and self._gaps.off(number)]

    def _wrong_pages(self) -> int:
        return sum(len(self._lists[number].pages) for number in self._wrong())

    def _hopeless(self, number: int) -> float:
        return self._gaps.off(number) / len(self._lists[number].pages)

    def _improve(self, number: int) -> None:
        """
        Make the first changes that are found for a list; if there is none, let it count more.
        """
        for _ in range(_TURN if self._gaps.weights[number] else 0):
            if not self._gaps.off(number):
                return
            if not any(self._tried(change) for change in self._moves.of(number)):
                self._gaps.weights[number] += 1
                # Work that finds nothing to weigh comes to an end, too.
                self._weighed += 1
                return

    def _tried(self, change: Change) -> bool:
        self._weighed += 1
        worse, moves = self._gaps.effect(change)
        if worse < 0:
            self._gaps.apply(change, moves)
        return worse < 0

    def _spread(self) -> None:
        """
        Begin with places and identifiers of which as many lie between two shown rows as lists of everything say.
        """
        for name in (PLACE, self._identifier):
            lists = [number for number, each in enumerate(self._lists) if _sorted_by(each) == name]
            free = sorted((each for each in self._placed if name in each.free), key=lambda each: each.value(name))
            marks = sorted(self._marks(name, lists, len(free)), key=lambda each: each[1].value(name))
            passed = 0
            for rank, each in enumerate(free if marks else ()):
                while passed < len(marks) and marks[passed][0] <= rank:
                    passed += 1
                low = marks[passed - 1][1] if passed else None
                high = marks[passed][1] if passed < len(marks) else None
                if (low and each.value(name) < low.value(name)) or (high and each.value(name) > high.value(name)):
                    fields = self._between(lists[0], low, high)
                    self._gaps.apply([(each, fields)], self._gaps.effect([(each, fields)])[1])

    def _marks(self, name: str, lists: Sequence[int], free: int) -> Iterator[tuple[int, PlacedRecord]]:
        """
        Yield the shown rows of lists of everything, each with the number of free records that come before it.
        """
        fixed = [each for each in self._placed if name not in each.free]
        for number in lists:
            line = sorted(self._gaps.key(each, number) for each in fixed)
            sorts = self._lists[number].sorts
            for position, each in zip(self._lists[number].positions, self._gaps.shown[number], strict=True):
                before = position - bisect_left(line, self._gaps.key(each, number))
                yield free - before if sorts and sorts[0].descending else before, each

    def _between(self, number: int, low: PlacedRecord | None, high: PlacedRecord | None) -> Record:
        """
        Return a place, or what a list of everything sorts by, between two records.
        """
        sorts = self._lists[number].sorts
        if not sorts:
            return {PLACE: self._moves.place_between(low, high)}
        return self._moves.strictly(
            self._properties.terms[number][0], *((high, low) if sorts[0].descending else (low, high))
        )


def _sorted_by(one: RecordedList) -> str | None:
    """
    Return by which field a list of everything sorts, if it does; `PLACE` if by none.
    """
    if one.conditions:
        return None
    return one.sorts[0].path if one.sorts else PLACE
