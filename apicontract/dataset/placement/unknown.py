"""
Fields that no recording shows of a recorded record, and by which a list sorts or selects that shows the record.

A list in a short mode tells them all the same: the row lies between its neighbours, and satisfies the conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.dataset.placement.properties import root_of
from apicontract.dataset.placement.selection import key_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.placement.lists import RecordedList
    from apicontract.dataset.placement.properties import Properties
    from apicontract.dataset.placement.selection import Sort
    from apicontract.dataset.seeded_random import SeededRandom

#: Values drawn between two neighbours until one satisfies the conditions.
_DRAWS = 8


class Unknown:
    """
    Fills the fields that lists ask for and no recording shows.

    Attributes:
        free: `id` of a record to these fields, which may be changed.
    """

    def __init__(
        self,
        properties: Properties,
        lists: Sequence[RecordedList],
        withheld: Mapping[int, frozenset[str]],
        random: SeededRandom,
    ) -> None:
        self._properties, self._lists, self._random = properties, lists, random
        self._withheld = withheld
        self.free: dict[int, frozenset[str]] = {}

    def fill(self, records: Sequence[Record], *, nulls_last: bool) -> None:
        """
        Give each record every field that a list asks for, but for those that it does without.
        """
        asked = dict.fromkeys(name for names in self._properties.fields for name in names)
        missing = {
            id(each): [name for name in asked if name not in each and name not in self._withheld.get(id(each), ())]
            for each in records
        }
        for number, each in enumerate(self._lists):
            for row in each.positions.values():
                for name in set(missing[id(row)]).intersection(self._properties.fields[number]):
                    if name not in row:
                        row[name] = self._told(row, name, nulls_last=nulls_last)
        for record in records:
            self.free[id(record)] = frozenset(missing[id(record)])
            for name in (each for each in missing[id(record)] if each not in record):
                others = [other[name] for other in records if name in other]
                record[name] = self._random.choice(others, name, len(self.free)) if others else None

    def _told(self, row: Record, name: str, *, nulls_last: bool) -> Json:
        """
        Return a value that the lists that show a row allow, or else one that its neighbours have.
        """
        wanted = list(self._wanted(row, name))
        values = [*self._between(row, name, nulls_last=nulls_last)]
        values += [value for part in wanted for value in self._properties.making(part, truth=True)[1]]
        fitting = (each for each in values if all(dict(self._properties.facts(name, each)[2])[part] for part in wanted))
        return next(fitting, values[0] if values else None)

    def _wanted(self, row: Record, name: str) -> Iterator[int]:
        """
        Yield the conditions on a field that a row satisfies, as lists show it that ask for nothing else in their place.
        """
        for number, each in enumerate(self._lists):
            if any(one is row for one in each.positions.values()):
                for either in self._properties.conditions[number]:
                    if len(either) == 1 and self._properties.making(either[0], truth=True)[0] == name:
                        yield either[0]

    def _between(self, row: Record, name: str, *, nulls_last: bool) -> Iterator[Json]:
        """
        Yield values between the neighbours of a row in the lists that sort by a field first, then those of neighbours.
        """
        lows, highs, gone = [], [], 0
        sort: Sort | None = None
        for each in self._lists:
            rows = list(each.positions.values())
            place = next((number for number, one in enumerate(rows) if one is row), None)
            if place is None or not each.sorts or root_of(each.sorts[0].path) != name:
                continue
            sort = each.sorts[0]
            before = next((one for one in reversed(rows[:place]) if name in one), None)
            behind = next((one for one in rows[place:] if name in one), None)
            low, high = (behind, before) if sort.descending else (before, behind)
            lows += [low] if low is not None else []
            highs += [high] if high is not None else []
            gone = max(gone, sum(name not in one for one in rows[place:]))
        if sort is None:
            return
        path, kind = sort.path, sort.kind
        low = max(lows, key=lambda one: key_at(one, path, kind, nulls_last=nulls_last), default=None)
        high = min(highs, key=lambda one: key_at(one, path, kind, nulls_last=nulls_last), default=None)
        for number in range(_DRAWS if lows or highs else 0):
            # The next row without a value must find room, too.
            share = 1 / (gone + 1) if not sort.descending else gone / (gone + 1)
            lot = share if not number else self._random.random("told", name, number)
            yield from self._properties.strictly_between(sort, low, high, lot).values()
        yield from (one[name] for one in (low, high) if one is not None)
