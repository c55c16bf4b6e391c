"""
The natural order of the recorded records: what ties on recorded pages say about it.

Two records that tie in every term of an ordering stand in natural order. So each page, and each record that
could have stood on a page and did not, says who comes before whom; where it may come before or after, the
side with more room is taken, unless that makes a circle.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from apicontract.contract.errors import ContradictionError
from apicontract.dataset.placement.selection import key_at
from apicontract.dataset.recorded_data import brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Record
    from apicontract.dataset.placement.domains import Key
    from apicontract.dataset.placement.groups import Group
    from apicontract.dataset.placement.selection import Sort
    from apicontract.dataset.seeded_random import SeededRandom


@dataclass(frozen=True)
class _Reversible:
    """
    A key that sorts in the direction of its term.
    """

    key: Key
    descending: bool

    def __lt__(self, other: _Reversible) -> bool:
        return other.key < self.key if self.descending else self.key < other.key


class Circle(Exception):
    """
    The natural order chosen so far cannot be completed; another choice may do.
    """

    def __init__(self, seat: tuple[int, int] | None = None) -> None:
        """
        Name the seat for which nothing was left: number of the group, number of the record.
        """
        super().__init__(seat)
        self.seat = seat


class _Order:
    """
    Who comes before whom, so far: a graph without circles.
    """

    def __init__(self) -> None:
        self._after: dict[int, set[int]] = defaultdict(set)

    def _reaches(self, start: int, goal: int) -> bool:
        pending, seen = [start], {start}
        while pending:
            for each in self._after.get(pending.pop(), ()):
                if each == goal:
                    return True
                if each not in seen:
                    seen.add(each)
                    pending.append(each)
        return False

    def allows(self, first: int, second: int) -> bool:
        return first != second and not self._reaches(second, first)

    def add(self, first: int, second: int) -> None:
        if not self.allows(first, second):
            raise Circle
        self._after[first].add(second)

    def line(self, members: Sequence[int]) -> list[int]:
        """
        Return the members in an order that agrees, as near to the one given as that allows.
        """
        waiting = dict.fromkeys(members, 0)
        place = {each: number for number, each in enumerate(members)}
        for each in members:
            for later in self._after.get(each, ()):
                waiting[later] += 1
        line: list[int] = []
        ready = [each for each in reversed(members) if not waiting[each]]
        while ready:
            each = ready.pop()
            line.append(each)
            for later in sorted(self._after.get(each, ()), key=place.__getitem__, reverse=True):
                waiting[later] -= 1
                if not waiting[later]:
                    ready.append(later)
        return line


def arrange(
    records: Sequence[Record],
    groups: Sequence[Group],
    random: SeededRandom,
    *,
    nulls_last: bool,
    urgent: Sequence[tuple[int, int]] = (),
) -> tuple[list[Record], list[list[int]]]:
    """
    Return the recorded records in a natural order, and for each group how many of them stand in each of its gaps.

    The urgent seats (number of the group, number of the record) are chosen before others.

    Raises:
        ContradictionError: a page's rows are out of order, or another recorded record belongs between two of them.
        Circle: the lots fell badly.
    """
    return _Arrangement(records, groups, random, nulls_last=nulls_last).run(urgent)


class _Arrangement:
    def __init__(
        self, records: Sequence[Record], groups: Sequence[Group], random: SeededRandom, *, nulls_last: bool
    ) -> None:
        self._records = records
        self._number = {id(each): number for number, each in enumerate(records)}
        self._groups = groups
        self._random = random
        self._nulls_last = nulls_last
        self._order = _Order()
        self._ranks: dict[tuple[tuple[Sort, ...], int], tuple[_Reversible, ...]] = {}

    def run(self, urgent: Sequence[tuple[int, int]]) -> tuple[list[Record], list[list[int]]]:
        for group in self._groups:
            self._known(group)
        pending = [(index, each) for index, group in enumerate(self._groups) for each in self._unseated(group)]
        room = [group.gaps() for group in self._groups]
        options = [(self._options(self._groups[index], each), index, each) for index, each in pending]
        rank = {seat: place for place, seat in enumerate(urgent)}
        options.sort(
            key=lambda option: (
                option[0][1] > option[0][0],
                rank.get((option[1], self._number[id(option[2])]), len(rank)),
                option[0][1] - option[0][0],
            )
        )
        taken = [[0] * len(each) for each in room]
        for (low, high), index, each in options:
            gap = self._seat(index, each, low, high, room[index])
            room[index][gap] -= 1
            taken[index][gap] += 1
        lots = sorted(range(len(self._records)), key=lambda each: self._random.random("line", each))
        return [self._records[each] for each in self._order.line(lots)], taken

    def _rank(self, group: Group, record: Record) -> tuple[_Reversible, ...]:
        known = self._ranks.get((group.sorts, id(record)))
        if known is None:
            known = self._ranks[group.sorts, id(record)] = tuple(
                _Reversible(key_at(record, sort.path, sort.kind, nulls_last=self._nulls_last), sort.descending)
                for sort in group.sorts
            )
        return known

    def _known(self, group: Group) -> None:
        """
        Take what the known positions of a group say.
        """
        for (low, first), (high, second) in pairwise(group.positions.items()):
            ranks = self._rank(group, first), self._rank(group, second)
            places = tuple(dict.fromkeys((group.sources[low], group.sources[high])))
            if ranks[1] < ranks[0]:
                raise ContradictionError(
                    places, f"{brief(first)} and {brief(second)} are not shown in the order that was asked for"
                )
            if ranks[0] == ranks[1]:
                try:
                    self._order.add(self._number[id(first)], self._number[id(second)])
                except Circle:
                    raise ContradictionError(
                        places,
                        f"{brief(first)} and {brief(second)} tie, and other pages show them the other way round",
                    ) from None

    def _unseated(self, group: Group) -> list[Record]:
        """
        Return the recorded records that a group selects and shows at no known position.
        """
        shown = {id(each) for each in group.positions.values()}
        return [
            each
            for each in self._records
            if id(each) not in shown and all(condition.holds(each) for condition in group.conditions)
        ]

    def _options(self, group: Group, record: Record) -> tuple[int, int]:
        """
        Return the first and last gap in which the sorting terms allow a record.
        """
        rank = self._rank(group, record)
        ranks = [self._rank(group, each) for each in group.positions.values()]
        return sum(each < rank for each in ranks), sum(not rank < each for each in ranks)

    def _seat(self, index: int, record: Record, low: int, high: int, room: Sequence[int]) -> int:
        """
        Choose the gap of a record: the one with most room that the order so far allows.
        """
        group = self._groups[index]
        gaps = [gap for gap in range(low, high + 1) if room[gap] > 0]
        if not gaps and all(not size for size in group.gaps()[low : high + 1]):
            raise ContradictionError(
                group.places, f"{brief(record)} belongs between two rows that stand next to each other"
            )
        number = self._number[id(record)]
        shown = [self._number[id(each)] for each in group.positions.values()]
        lots = {gap: self._random.random("gap", number, gap, low) for gap in gaps}
        bold = self._random.random("bold") > 1 / 2
        for gap in sorted(gaps, key=lambda gap: lots[gap] if bold else room[gap] * (0.5 + lots[gap]), reverse=True):
            before = [shown[gap - 1]] if gap > low else []
            after = [shown[gap]] if gap < high else []
            if all(self._order.allows(each, number) for each in before) and all(
                self._order.allows(number, each) for each in after
            ):
                for each in before:
                    self._order.add(each, number)
                for each in after:
                    self._order.add(number, each)
                return gap
        raise Circle((index, number))
