"""
Which generated record stands on which side of which recorded page.

Each group of pages parts the generated records into *classes*: those in one gap between known rows, and those
that the query does not select. A class has a quota and the boxes that lead to it. Group after group, every
record is given a class that its boxes so far allow, where it keeps its own values if possible; where a
class is full, records are moved on (augmenting paths), so that a group fails only if no choice fits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.dataset.placement.dimensions import intersect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.dataset.placement.dimensions import Box
    from apicontract.dataset.seeded_random import SeededRandom

_MANY = 24


@dataclass(frozen=True)
class Division:
    """
    How a group of pages parts the generated records.

    Attributes:
        quotas: records in each class.
        boxes: what leads to each class.
    """

    quotas: tuple[int, ...]
    boxes: tuple[tuple[Box, ...], ...]


class Stuck(Exception):
    """
    A division that cannot be kept after those that were kept before it.
    """

    def __init__(self, division: int) -> None:
        super().__init__(division)
        self.division = division


class Assignment:
    """
    The boxes that each generated record may lie in; narrowed by one division after the other.
    """

    def __init__(
        self,
        own: Sequence[Mapping[int, int]],
        scarce: Mapping[int, int],
        feasible: Callable[[Box], bool],
        random: SeededRandom,
    ) -> None:
        """
        Begin with free records.

        Args:
            own: for each record the cells of the values that it has by itself.
            scarce: dimensions without own values in which room is scarce, to the cells in which it is not.
            feasible: tells whether some record can lie in a box.
            random: decides between equals.
        """
        self._own = own
        self._scarce = scarce
        self._feasible = feasible
        self._random = random
        self._lists: list[tuple[Box, ...]] = [({},)]
        self._state = [0] * len(own)
        self._made: dict[tuple[int, int, int], int | None] = {}
        self._signatures: dict[tuple[tuple[int, int], ...], int] = {}
        self._signature = [
            self._signatures.setdefault(tuple(sorted(each.items())), len(self._signatures)) for each in own
        ]
        self._costs: dict[tuple[int, int], int] = {}

    def boxes(self, record: int) -> tuple[Box, ...]:
        """
        Return the boxes of a record that change least of its own values.
        """
        boxes = self._lists[self._state[record]]
        changes = [self._changes(box, self._own[record]) for box in boxes]
        return tuple(box for box, count in zip(boxes, changes, strict=True) if count == min(changes))

    def keep(self, number: int, division: Division) -> None:
        """
        Give every record a class of a division, and narrow its boxes to those of the class.

        Raises:
            Stuck: there is no way to fill the quotas.
        """
        options = [self._options(number, division, record) for record in range(len(self._own))]
        given = distribute(options, division.quotas, self._random.child("order", number))
        if given is None:
            raise Stuck(number)
        for record, chosen in enumerate(given):
            self._state[record] = self._narrowed(number, division, self._state[record], chosen) or 0

    def _options(self, number: int, division: Division, record: int) -> dict[int, int]:
        """
        Return the classes that a record can take, each with the number of its own values that must change.
        """
        found = {}
        for each in range(len(division.quotas)):
            state = self._narrowed(number, division, self._state[record], each)
            if state is not None:
                found[each] = self._cost(state, record)
        return found

    def _narrowed(self, number: int, division: Division, state: int, chosen: int) -> int | None:
        place = (number, state, chosen)
        if place not in self._made:
            common = [
                box
                for one in self._lists[state]
                for other in division.boxes[chosen]
                if (box := intersect(one, other)) is not None and self._feasible(box)
            ]
            unique = tuple({tuple(sorted(box.items())): box for box in common}.values())
            self._made[place] = len(self._lists) if unique else None
            if unique:
                self._lists.append(unique[:_MANY])
        return self._made[place]

    def _cost(self, state: int, record: int) -> int:
        place = (state, self._signature[record])
        if place not in self._costs:
            self._costs[place] = min(self._changes(box, self._own[record]) for box in self._lists[state])
        return self._costs[place]

    def _changes(self, box: Box, own: Mapping[int, int]) -> int:
        """
        Return how many own values a box changes; to take what is scarce weighs as much as two.
        """
        return sum(not mask >> own[number] & 1 for number, mask in box.items() if number in own) + sum(
            2 for number, cells in self._scarce.items() if number not in own and not box.get(number, -1) & cells
        )


def distribute(options: Sequence[Mapping[int, int]], quotas: Sequence[int], random: SeededRandom) -> list[int] | None:
    """
    Give each record one of its classes, no class more than its quota, or return None where that is impossible.

    Args:
        options: for each record the classes it can take, each with a cost; those without cost are taken first.
        quotas: records in each class at the most.
        random: decides who is served first.
    """
    room = _Room(options, quotas)
    order = sorted(range(len(options)), key=lambda record: (len(options[record]), random.random(record)))
    for limit in (0, None):
        for record in order:
            room.take(record, limit)
    return room.given if all(room.take_by_moving(record) for record in order) else None  # type: ignore[return-value]


class _Room:
    """
    Who has which class, and how much room each class still has.
    """

    def __init__(self, options: Sequence[Mapping[int, int]], quotas: Sequence[int]) -> None:
        self.given: list[int | None] = [None] * len(options)
        self._options = options
        self._left = list(quotas)
        self._members: list[set[int]] = [set() for _ in quotas]

    def take(self, record: int, limit: int | None) -> None:
        """
        Give a record that has none a class with room, of a cost up to the limit.
        """
        costs = self._options[record]
        if self.given[record] is None:
            fitting = [
                each for each, cost in costs.items() if self._left[each] > 0 and (limit is None or cost <= limit)
            ]
            if fitting:
                self._move(record, None, min(fitting, key=lambda each: (costs[each], -self._left[each], each)))

    def _move(self, record: int, source: int | None, target: int) -> None:
        if source is not None:
            self._members[source].discard(record)
            self._left[source] += 1
        self._members[target].add(record)
        self._left[target] -= 1
        self.given[record] = target

    def take_by_moving(self, record: int) -> bool:
        """
        Find a class for a record by moving others on: a shortest path of moves to a class that has room.
        """
        if self.given[record] is not None:
            return True
        reached: dict[int, tuple[int, int | None]] = dict.fromkeys(self._options[record], (record, None))
        pending = deque(reached)
        while pending:
            current = pending.popleft()
            if self._left[current] > 0:
                self._follow(reached, current)
                return True
            for mover in sorted(self._members[current]):
                for each in self._options[mover]:
                    if each not in reached:
                        reached[each] = (mover, current)
                        pending.append(each)
        return False

    def _follow(self, reached: Mapping[int, tuple[int, int | None]], target: int) -> None:
        place: int | None = target
        while place is not None:
            mover, source = reached[place]
            self._move(mover, source, place)
            place = source
