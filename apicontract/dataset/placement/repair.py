"""
Records in natural order -> the same ones with such values that recorded lists show their rows at their positions.

What may change is what nobody recorded; where that does not help, also values that were last shown before the newest
page of a list that is wrong. In each turn a list that is wrong is taken, and some records: of the changes that make
this list less wrong the one is made with which all lists together are least wrong, unless they were less wrong before.
A change gives a record another value of a field, or lets two records swap theirs. A list for which that fails counts
more from then on. The turns are bounded, and the same for the same data and seed.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.dataset.domains import key_of
from apicontract.dataset.equality import identity
from apicontract.dataset.placement.selection import asked_for, term_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.domains import Domain
    from apicontract.dataset.placement.lists import RecordedLists
    from apicontract.dataset.seeded_random import SeededRandom

    #: Records with the values that they get.
    _Change: TypeAlias = "Mapping[Placed, Mapping[str, Any]]"


#: The name under which a change holds a place in the natural order, which is no field.
PLACE = ""
#: The age of a value that no answer shows.
NEVER = sys.maxsize
#: Turns at the most, besides one for each record: two hundred pages come out within that, in one to six seconds.
_TURNS = 600
#: Turns, besides one for each record, after which records also swap values: a few pages come out before that, and keep
#: the records that people know.
_ALONE = 100
#: What is tried in a turn: records, values for each, and how many of those that serve the list are weighed. Measured:
#: with more of them the same pages come out, later.
_RECORDS, _TRIED, _WEIGHED = 6, 25, 5
#: Records with which one may swap.
_PARTNERS = 10


@dataclass(eq=False)
class Placed:
    """
    A record and where it stands.

    Attributes:
        record: its values, before and after the repair.
        ages: what may change (field, or `PLACE`) to how many answers are newer than the last one that shows it.
        values: what lists ask for, and under `PLACE` its place: the less, the earlier.
        keys: what it stands by in each list; None where it is not selected.
    """

    record: Record
    ages: Mapping[str, int]
    values: dict[str, Any]
    keys: list[Any] = field(default_factory=list)

    @property
    def oldest(self) -> int:
        """
        The greatest age of what may change; less than any if there is nothing.
        """
        return max(self.ages.values(), default=-1)


class Repair:
    """
    The lists of a collection, and how wrong each is.

    Args:
        lists: what was recorded.
        options: field that lists ask for to the values that are tried.
        identified: name of the identifier, type of its values, and which these are.
        forbidden: identifiers that must not be given.
        placed: all records.
        random: for what is taken by chance.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a place, its parts and its chance
        self,
        lists: RecordedLists,
        options: Mapping[str, Sequence[Json]],
        identified: tuple[str, str, Domain],
        forbidden: frozenset[Json],
        placed: Sequence[Placed],
        random: SeededRandom,
    ) -> None:
        self._lists, self._nulls_last, self._options, self._random = lists.lists, lists.nulls_last, options, random
        self._identifier, self._kind, self._domain = identified
        self._names = {each.record[self._identifier] for each in placed} | forbidden
        self._asked = [asked_for(each.conditions, each.sorts) for each in self._lists]
        self._evaluated: dict[Hashable, Any] = {}
        numbers = range(len(self._lists))
        for each in placed:
            each.values |= {name: each.record[name] for name in {*options, self._identifier} & each.record.keys()}
            each.keys = [self._key(number, each.values) for number in numbers]
        rows = {id(each.record): each for each in placed}
        self._rows = [[(position, rows[id(row)]) for position, row in one.positions.items()] for one in self._lists]
        self._keys = [sorted(each.keys[number] for each in placed if each.keys[number]) for number in numbers]
        self._placed = [each for each in placed if each.ages]
        self._free = [each for each in self._placed if each.oldest == NEVER]
        self._places = sum(PLACE not in each.ages for each in placed) + 1
        self._turns, self._draws, self._swapping, self._limit = _TURNS + len(self._free), 0, False, NEVER - 1
        self._weights = [1 for _ in numbers]
        self._wrong = [self._off(number, {}) for number in numbers]

    def run(self) -> None:
        """
        Give the records the values with which the fewest recorded pages are wrong, of all states that there were.
        """
        least, best = sum(len(each.pages) for each in self._lists) + 1, []
        for turn in range(self._turns):
            wrong = [number for number, off in enumerate(self._wrong) if off]
            if (pages := sum(len(self._lists[number].pages) for number in wrong)) < least:
                least, best = pages, [dict(each.values) for each in self._placed]
            if not wrong or not self._placed:
                break
            (number,) = self._sample(wrong, 1)
            self._swapping = turn >= _ALONE + self._turns - _TURNS
            self._limit = self._lists[number].pages[0].moment_age if self._weights[number] > 1 else NEVER - 1
            self._free = [each for each in self._placed if each.oldest > self._limit]
            rows = [row for _, row in self._rows[number] if row.oldest > self._limit]
            chosen = [*self._sample(rows, _RECORDS), *self._sample(self._free, _RECORDS)]
            improved = [self._improved(number, each) for each in chosen if self._wrong[number]]
            self._weights[number] += not any(improved)
        for each, values in zip(self._placed, best, strict=False):
            self._apply({each: values})
        for each in self._placed:
            self._put_back(each)
            names = (each.ages.keys() & each.values.keys()) - {PLACE}
            each.record.update((name, each.values[name]) for name in names)

    def _put_back(self, placed: Placed) -> None:
        # What was recorded is changed where that is needed alone.
        for name in sorted(name for name, age in placed.ages.items() if age < NEVER and name in placed.values):
            change = {placed: {name: placed.record[name]}}
            if all(self._off(number, keys) <= self._wrong[number] for number, keys in self._moved(change)):
                self._apply(change)

    def _draw(self) -> float:
        self._draws += 1
        return self._random.random(self._draws)

    def _sample(self, options: Sequence[Any], most: int) -> list[Any]:
        # At even distances from a random one on.
        step, start = max(len(options) / most, 1), self._draw() * len(options)
        return [options[int(start + number * step) % len(options)] for number in range(min(most, len(options)))]

    def _key(self, number: int, values: Record) -> tuple[Any, ...] | None:
        # What a record stands by in a list, evaluated once for the same values; None if the list does not select it.
        token = number, *[identity(values.get(name)) for name in self._asked[number]]
        if token not in self._evaluated:
            one = self._lists[number]
            terms = [term_key(values, each, nulls_last=self._nulls_last) for each in one.sorts]
            self._evaluated[token] = terms if all(each.holds(values) for each in one.conditions) else None
        terms = self._evaluated[token]
        return None if terms is None else (*terms, values[PLACE])

    def _off(self, number: int, new: Mapping[Placed, Any]) -> int:
        """
        Return how many records a list has too many or too few before, between and behind the rows that it shows.

        Some records may be thought to stand by new keys; None if the list would not select one.
        """
        keys, shifts = self._keys[number], [(each.keys[number], key) for each, key in new.items()]
        off = before = 0
        for position, row in self._rows[number]:
            key = new.get(row, row.keys[number])
            here = (bisect_left(keys, key) if key else len(keys) + 1) - position
            for old, other in shifts:
                here += bool(other and key and other < key) - bool(old and key and old < key)
            off += abs(here - before)
            before = here
        size = len(keys) + sum((key is not None) - (old is not None) for old, key in shifts)
        return off + abs(size - self._lists[number].count - before)

    def _improved(self, number: int, placed: Placed) -> bool:
        """
        Change a record so that it serves a list, if that is no worse for all of them; tell whether it is better.
        """
        names = [name for name in (*self._asked[number], PLACE) if placed.ages.get(name, -1) > self._limit]
        if not names:
            return False
        (name,) = self._sample(names, 1)
        # A record that the list does not select, and now and then another one, takes after a row in what else is asked.
        rows = self._sample(self._rows[number], 1) if placed.keys[number] is None or self._draw() < 1 / 2 else []
        copied = [each for each in names if each not in {self._identifier, PLACE}]
        alike = {each: row.values.get(each) for _, row in rows for each in copied}
        values = self._sample(self._values(name), _TRIED)
        if self._changed(number, [{placed: {**alike, name: value}} for value in values], _WEIGHED):
            return True
        return self._swapping and self._changed(number, [*self._swaps(placed, name, copied)], 2 * _PARTNERS)

    def _values(self, name: str) -> Sequence[Json]:
        if name == PLACE:
            fraction = self._draw()
            return [number - 1 + fraction for number in range(self._places)]
        if name != self._identifier:
            return self._options[name]
        keys = sorted(key_of(each, self._kind) for each in self._names)
        end = (0, keys[-1][1] + self._turns - _TURNS + 1) if self._kind == "integer" else None
        between = (self._domain.between(low, high, self._draw()) for low, high in pairwise([None, *keys, end]))
        return [value for values in between for value in values]

    def _swaps(self, placed: Placed, name: str, names: Sequence[str]) -> Iterator[_Change]:
        partners = [each for each in self._free if each is not placed and each.ages.get(name, -1) > self._limit]
        for other in self._sample(partners, _PARTNERS):
            for wanted in ([name], names):
                both = [each for each in wanted if other.ages.get(each, -1) > self._limit]
                pairs = ((placed, other), (other, placed))
                yield {one: {each: two.values.get(each) for each in both} for one, two in pairs}

    def _changed(self, number: int, changes: Sequence[_Change], most: int) -> bool:
        # Of the first changes that serve a list the best one is made; tell whether all lists are better with it.
        wrong = self._wrong[number]
        serving = [each for each in changes if self._off(number, self._after(number, each)) < wrong][:most]
        worse, turn = min(((self._effect(each), turn) for turn, each in enumerate(serving)), default=(1, 0))
        if worse <= 0:
            self._apply(serving[turn])
        return worse < 0

    def _after(self, number: int, change: _Change) -> dict[Placed, Any]:
        return {each: self._key(number, {**each.values, **values}) for each, values in change.items()}

    def _moved(self, change: _Change) -> Iterator[tuple[int, dict[Placed, Any]]]:
        # The lists in which records stand by other keys after a change, and these keys.
        names = {name for values in change.values() for name in values}
        for number, asked in enumerate(self._asked):
            if PLACE in names or not names.isdisjoint(asked):
                after = {each: key for each, key in self._after(number, change).items() if key != each.keys[number]}
                if after:
                    yield number, after

    def _effect(self, change: _Change) -> int:
        offs = ((number, self._off(number, keys) - self._wrong[number]) for number, keys in self._moved(change))
        return sum(self._weights[number] * off for number, off in offs)

    def _apply(self, change: _Change) -> None:
        for number, after in [*self._moved(change)]:
            for placed, key in after.items():
                if placed.keys[number] is not None:
                    del self._keys[number][bisect_left(self._keys[number], placed.keys[number])]
                if key is not None:
                    insort(self._keys[number], key)
                placed.keys[number] = key
            self._wrong[number] = self._off(number, {})
        self._names -= {each.values[self._identifier] for each in change}
        for placed, values in change.items():
            placed.values |= values
        self._names |= {each.values[self._identifier] for each in change}
