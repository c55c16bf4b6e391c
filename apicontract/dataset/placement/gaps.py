"""
How many records stand in each gap of each recorded list, and what a change of a record does to that.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.placement.lists import RecordedList
    from apicontract.dataset.placement.properties import Properties

#: The name under which a change holds a place in the natural order, which is no field.
PLACE = ""


@dataclass(eq=False)
class PlacedRecord:
    """
    A record with its place in the natural order.

    Attributes:
        record: its fields.
        place: the less, the earlier.
        free: the fields that may be changed, `PLACE` among them.
        keys, holds: what it sorts by, and what it satisfies, by number.
        gaps: for each list the gap in which it stands; None if the list shows it or does not select it.
        shown: the lists that show it, each with the number of the row.
        tied: the lists in which it ties with a shown row, so that its place counts; None if that is not known.
    """

    record: Record
    place: float
    free: frozenset[str]
    keys: list[Any] = field(default_factory=list)
    holds: list[bool] = field(default_factory=list)
    gaps: list[int | None] = field(default_factory=list)
    shown: dict[int, int] = field(default_factory=dict)
    tied: list[int] | None = None

    def value(self, name: str) -> Json:
        """
        Return the value of a field, or the place.
        """
        return self.place if name == PLACE else self.record.get(name)


#: A record, a list, its gap before and after; None where it is not selected.
Move: TypeAlias = "tuple[PlacedRecord, int, int | None, int | None]"
#: Records, each with the fields that are to have other values.
Change: TypeAlias = "Sequence[tuple[PlacedRecord, Record]]"


class Gaps:
    """
    The state of all lists.

    Attributes:
        shown: for each list the rows that it shows.
        wanted, counts: for each list and gap how many records belong there, and how many stand there.
        members: for each list and gap the records that stand there.
        weights: for each list what a record too many or too few counts; 0 for one that was given up.
        names: the identifiers that are taken.
    """

    def __init__(
        self, properties: Properties, lists: Sequence[RecordedList], placed: Sequence[PlacedRecord], names: set[Json]
    ) -> None:
        self._properties = properties
        self.names = names
        for each in placed:
            each.keys, each.holds = properties.of_record(each.record)
        rows = {id(each.record): each for each in placed}
        self.shown = [[rows[id(row)] for row in each.positions.values()] for each in lists]
        self.bounds = [[self.key(each, number) for each in shown] for number, shown in enumerate(self.shown)]
        self.wanted = [each.gaps() for each in lists]
        self.counts = [[0] * len(each) for each in self.wanted]
        self.members: list[list[dict[PlacedRecord, None]]] = [[{} for _ in each] for each in self.wanted]
        self.weights = [1] * len(lists)
        for number, shown in enumerate(self.shown):
            for rank, row in enumerate(shown):
                row.shown[number] = rank
            for each in placed:
                gap = None if number in each.shown else self._gap(number, each.keys, each.holds, each.place)
                each.gaps.append(gap)
                if gap is not None:
                    self._enter(each, number, gap)

    def key(self, placed: PlacedRecord, number: int) -> tuple[Any, ...]:
        """
        Return what a record stands by in a list.
        """
        return (*[placed.keys[term] for term in self._properties.terms[number]], placed.place)

    def off(self, number: int) -> int:
        """
        Return how many records of a list are where they do not belong, or missing.
        """
        return sum(abs(one - other) for one, other in zip(self.counts[number], self.wanted[number], strict=True))

    def lands(self, placed: PlacedRecord, change: Record, number: int) -> int | None:
        """
        Return the gap of a list in which a record would stand; None if the list would not select it.
        """
        keys, holds = self._properties.changed(placed.keys, placed.holds, change)
        return self._gap(number, keys, holds, change.get(PLACE, placed.place))

    def _gap(self, number: int, keys: Sequence[Any], holds: Sequence[bool], place: float) -> int | None:
        for either in self._properties.conditions[number]:
            if not (holds[either[0]] or any(holds[each] for each in either)):
                return None
        return bisect_left(self.bounds[number], (*[keys[term] for term in self._properties.terms[number]], place))

    def _ties(self, placed: PlacedRecord) -> list[int]:
        if placed.tied is None:
            placed.tied = []
            for number, gap in enumerate(placed.gaps):
                if gap is not None:
                    key = self.key(placed, number)[:-1]
                    if any(bound[:-1] == key for bound in self.bounds[number][max(gap - 1, 0) : gap + 1]):
                        placed.tied.append(number)
        return placed.tied

    def effect(self, change: Change) -> tuple[int, list[Move]]:
        """
        Return by how much a change makes the lists more wrong, and from where to where records move by it.
        """
        moves: list[Move] = []
        for placed, fields in change:
            crossed = self._crossed(placed, fields)
            # Of two that change places, none may pass another in a list that shows it: they might pass each other.
            if crossed is None or (crossed and len(change) > 1):
                return 1, []
            moves += (*crossed, *self._moves(placed, fields))
        shifts: dict[tuple[int, int], int] = {}
        for _, number, old, new in moves:
            if old is not None:
                shifts[number, old] = shifts.get((number, old), 0) - 1
            if new is not None:
                shifts[number, new] = shifts.get((number, new), 0) + 1
        total = 0
        for (number, gap), shift in shifts.items():
            excess = self.counts[number][gap] - self.wanted[number][gap]
            total += self.weights[number] * (abs(excess + shift) - abs(excess))
        return total, moves

    def _crossed(self, placed: PlacedRecord, change: Record) -> list[Move] | None:
        """
        Return the records that a row passes in the lists that show it; None if it would pass another row, or leave.

        Only what nobody showed of a row is ever changed.
        """
        lists = [number for name in change for number in self._properties.lists.get(name, ()) if number in placed.shown]
        if not lists:
            return []
        crossed: list[Move] = []
        keys, holds = self._properties.changed(placed.keys, placed.holds, change)
        for number in lists:
            rank, bounds = placed.shown[number], self.bounds[number]
            key = (*[keys[term] for term in self._properties.terms[number]], placed.place)
            before, behind = bounds[max(rank - 1, 0)], bounds[min(rank + 1, len(bounds) - 1)]
            if self._gap(number, keys, holds, placed.place) is None or not (
                (not rank or before < key) and (rank + 1 == len(bounds) or key < behind)
            ):
                return None
            old, new = (rank, rank + 1) if key < bounds[rank] else (rank + 1, rank)
            first, last = sorted((key, bounds[rank]))
            members = self.members[number][old]
            crossed += [(each, number, old, new) for each in members if first < self.key(each, number) < last]
        return crossed

    def _moves(self, placed: PlacedRecord, change: Record) -> Iterable[Move]:
        keys, holds = self._properties.changed(placed.keys, placed.holds, change)
        place = change.get(PLACE, placed.place)
        asked = {number for name in change for number in self._properties.lists.get(name, ())}
        for number in (asked.union(self._ties(placed)) if PLACE in change else asked) - placed.shown.keys():
            gap = self._gap(number, keys, holds, place)
            if gap != placed.gaps[number]:
                yield placed, number, placed.gaps[number], gap

    def apply(self, change: Change, moves: Iterable[Move]) -> None:
        """
        Make a change.
        """
        identifier = self._properties.identifier
        self.names -= {placed.record[identifier] for placed, fields in change if identifier in fields}
        for placed, fields in change:
            placed.keys, placed.holds = self._properties.changed(placed.keys, placed.holds, fields)
            placed.place = fields.get(PLACE, placed.place)
            placed.record.update((name, value) for name, value in fields.items() if name != PLACE)
            if fields.keys() != {PLACE}:
                placed.tied = None
                for number, rank in placed.shown.items():
                    self.bounds[number][rank] = self.key(placed, number)
                    for each in (*self.members[number][rank], *self.members[number][rank + 1]):
                        each.tied = None
        for placed, number, old, new in moves:
            if old is not None:
                self.counts[number][old] -= 1
                del self.members[number][old][placed]
            placed.gaps[number] = new
            if new is not None:
                self._enter(placed, number, new)
        self.names |= {placed.record[identifier] for placed, fields in change if identifier in fields}

    def _enter(self, placed: PlacedRecord, number: int, gap: int) -> None:
        self.counts[number][gap] += 1
        self.members[number][gap][placed] = None
