"""
Changes that may bring a recorded list nearer to what it showed: a record moves, or two exchange a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from apicontract.dataset.placement.gaps import PLACE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.gaps import Change, Gaps, PlacedRecord
    from apicontract.dataset.placement.properties import Properties
    from apicontract.dataset.seeded_random import SeededRandom

T = TypeVar("T")
#: How much is tried for a list at once: gaps, records of each, partners looked at, partners tried. Measured: with fewer
#: a record is seldom met whose move breaks no other list, with more most of the work is done where it is in vain.
_GAPS, _RECORDS, _LOOKED_AT, _PARTNERS = 3, 4, 40, 5


class Moves:
    """
    Proposes changes; what it draws depends on the seed and the number of draws before.
    """

    def __init__(
        self, properties: Properties, gaps: Gaps, placed: Iterable[PlacedRecord], random: SeededRandom
    ) -> None:
        self._properties, self._gaps, self._random = properties, gaps, random
        self._movable = [each for each in placed if each.free]
        self._draws = 0

    def draw(self) -> float:
        """
        Return the next random number.
        """
        self._draws += 1
        return self._random.random(self._draws)

    def _sample(self, options: Collection[T], most: int) -> list[T]:
        """
        Return some options, spread evenly from a random one on.
        """
        line, start = list(options), self.draw()
        step = len(line) / most
        return line if step <= 1 else [line[int(start * len(line) + each * step) % len(line)] for each in range(most)]

    def of(self, number: int) -> Iterator[Change]:
        """
        Yield changes after each of which a list may be less wrong.
        """
        counts, wanted = self._gaps.counts[number], self._gaps.wanted[number]
        surplus = [gap for gap, count in enumerate(counts) if count > wanted[gap]]
        deficit = [gap for gap, count in enumerate(counts) if count < wanted[gap]]
        excess = sum(counts) - sum(wanted)
        members = self._gaps.members[number]
        chosen = [
            each
            for gap in self._sample(surplus, _GAPS)
            for each in self._sample([one for one in members[gap] if one.free], _RECORDS)
        ]
        if deficit and excess <= 0 and self._properties.conditions[number]:
            chosen += self._sample([each for each in self._movable if each.gaps[number] is None], 2 * _RECORDS)
        targets = {*deficit, *([None] if excess > 0 else [])}
        for placed in chosen:
            for change in self._single(placed, number, deficit, leave=excess > 0):
                if change and change.keys() <= placed.free:
                    yield [(placed, change)]
            for name in (*self._properties.fields[number], PLACE):
                if name in placed.free:
                    yield from self._exchanges(placed, name, number, targets)

    def _single(self, placed: PlacedRecord, number: int, deficit: Collection[int], *, leave: bool) -> Iterator[Record]:
        joining: Record | None = {}
        if placed.gaps[number] is None:
            joining = self._joining(placed, number)
            yield joining or {}
        elif leave:
            yield from self._leaving(placed, number)
        if joining is not None:
            for gap in self._sample(deficit, 2):
                yield from ({**change, **joining} for change in self.entering(number, gap))

    def _exchanges(
        self, placed: PlacedRecord, name: str, number: int, targets: Collection[int | None]
    ) -> Iterator[Change]:
        """
        Yield exchanges of a value that bring the record where the list wants one, and copies of such a value.
        """
        own = placed.value(name)
        partners = [
            each
            for each in self._sample(self._movable, _LOOKED_AT)
            if name in each.free
            and each.value(name) != own
            and self._gaps.lands(placed, {name: each.value(name)}, number) in targets
        ]
        for each in partners[:_PARTNERS]:
            yield [(placed, {name: each.value(name)}), (each, {name: own})]
            if name not in {PLACE, self._properties.identifier}:
                yield [(placed, {name: each.value(name)})]

    def _joining(self, placed: PlacedRecord, number: int) -> Record | None:
        """
        Return what makes a record satisfy the conditions of a list; None if nothing is known that does.
        """
        change: Record = {}
        for either in self._properties.conditions[number]:
            if not any(placed.holds[each] for each in either):
                made = (self._properties.making(each, truth=True) for each in either)
                options = [(name, value) for name, values in made for value in values if name in placed.free]
                if not options:
                    return None
                name, value = options[int(self.draw() * len(options))]
                change[name] = value
        return change

    def _leaving(self, placed: PlacedRecord, number: int) -> Iterator[Record]:
        """
        Yield, for each condition of a list, what makes a record no longer satisfy it.
        """
        for either in self._properties.conditions[number]:
            change: Record = {}
            for each in either:
                name, values = self._properties.making(each, truth=False)
                if placed.holds[each]:
                    change[name] = values[int(self.draw() * len(values))] if values else placed.value(name)
            yield change

    def entering(self, number: int, gap: int) -> Iterator[Record]:
        """
        Yield what sorts a record into a gap of a list: behind the row before it, or before the row behind it.

        It ties with that row in some terms, and is strictly between both rows in the next one or in the natural order.
        """
        shown, terms = self._gaps.shown[number], self._properties.terms[number]
        rows = (shown[gap - 1] if gap else None, shown[gap] if gap < len(shown) else None)
        for bound in rows:
            tied: Record = {}
            for length, term in enumerate((*terms, None) if bound is not None else ()):
                low, high = (each if _tie(each, bound, terms[:length]) else None for each in rows)
                if term is None:
                    yield {**tied, PLACE: self.place_between(low, high)}
                    continue
                yield {**tied, **self.strictly(term, low, high)}
                name = self._properties.field_of(term)
                if name == self._properties.identifier:
                    # Nothing ties with a row in that.
                    break
                tied[name] = bound.value(name) if bound is not None else None

    def strictly(self, term: int, low: PlacedRecord | None, high: PlacedRecord | None) -> Record:
        """
        Return a field with a value between those of two records; nothing if there is none.
        """
        records = (low.record if low else None, high.record if high else None)
        return self._properties.between(term, *records, self.draw(), self._gaps.names)

    def place_between(self, low: PlacedRecord | None, high: PlacedRecord | None) -> float:
        """
        Return a place between two; beyond the first or the last one it is as far as one record is from the next.
        """
        first = low.place if low else (high.place if high else 0) - 1
        last = high.place if high else first + 1
        return first + (last - first) * self.draw()


def _tie(one: PlacedRecord | None, other: PlacedRecord | None, terms: Iterable[int]) -> bool:
    return one is not None and other is not None and all(one.keys[each] == other.keys[each] for each in terms)
