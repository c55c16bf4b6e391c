"""
Which values a field can take, and how one is drawn between two others.

A *lattice* is a type whose values can be counted (numbers, durations, dates, UUIDs); the others are texts,
of which there are always more, and *finite* sets: booleans, choices, whatever the related records offer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Json
    from apicontract.dataset.values import Scale

    Domain: TypeAlias = "Lattice | Finite | Texts"

#: A value that compares with every other value of its type, null included.
Key: TypeAlias = "tuple[Any, ...]"


@lru_cache(maxsize=4096, typed=True)
def key_of(value: Json, kind: str, *, nulls_last: bool = True) -> Key:
    """
    Return what a record's value sorts by; null is greater than everything, or less (as databases differ).
    """
    if value is None:
        return (1,) if nulls_last else (-1,)
    return (0, READERS[kind].parse(value))


@dataclass(frozen=True)
class Lattice:
    """
    Values that can be counted.

    Attributes:
        scale: how.
        minimum, maximum: the least and greatest number, where there is one.
    """

    scale: Scale
    minimum: int | None = None
    maximum: int | None = None

    def between(self, low: Key | None, high: Key | None, draw: float) -> list[Json]:
        """
        Return a value strictly between two keys (None: open) by a random number, as people write it; or none.
        """
        if (low and low[0] > 0) or (high and high[0] < 0):
            return []
        steps = ((low, 1), (high, -1))
        above, below = ([self.scale.count(key[1]) + step] if key and key[0] == 0 else [] for key, step in steps)
        # Where one side is open, not further than is usual.
        reach = self.scale.reach or max(2 * abs([*above, *below, 0][0]), 1000 * self.scale.step)
        first = max((each for each in (*above, self.minimum) if each is not None), default=[*below, 0][0] - reach)
        last = min((each for each in (*below, self.maximum) if each is not None), default=first + reach)
        step = self.scale.step if -(-first // self.scale.step) <= last // self.scale.step else 1
        least, most = -(-first // step), last // step
        return [self.scale.value((least + int(draw * (most - least + 1))) * step)] if least <= most else []


@dataclass(frozen=True)
class Finite:
    """
    Values that can be listed.
    """

    #: Keys with their JSON values.
    values: Sequence[tuple[Key, Json]]

    def between(self, low: Key | None, high: Key | None, draw: float) -> list[Json]:
        """
        Return one of those strictly between two keys (None: open) by a random number; or none.
        """
        within = [value for key, value in self.values if (low is None or low < key) and (high is None or key < high)]
        return within[int(draw * len(within)) :][:1]


@dataclass(frozen=True)
class Texts:
    """
    Texts, of which there is one between almost any two others.
    """

    def between(self, low: Key | None, high: Key | None, draw: float) -> list[Json]:
        """
        Return the first of some ways to write a text strictly between two keys (None: open); or none.
        """
        if (low and low[0] > 0) or (high and high[0] < 0):
            return []
        start, end = [str(key[1]) if key and key[0] == 0 else None for key in (low, high)]
        digits = int(draw * 900_000) + 100_000
        ways = [f"{start} {digits}" if start else f"{digits}", f"{start or ''}!{digits}", f"{start or ''} "]
        before = [(end[:place], chr(max(ord(letter) - 1, 33))) for place, letter in enumerate(end)] if end else []
        ways += [way for begin, lower in before for way in (f"{begin}{lower}{digits}", f"{begin} {digits}", begin)]
        return [each for each in ways if (start is None or start < each) and (end is None or each < end)][:1]
