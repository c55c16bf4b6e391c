"""
Which values a property can take, and how one is chosen between two others.

A *lattice* is a type whose values can be counted (numbers, durations, dates, UUIDs); the others are texts,
of which there are always more, and *finite* sets: booleans, choices, whatever the related records offer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from apicontract.contract.model import Json
    from apicontract.dataset.values import Scale

#: A value that compares with every other value of its dimension, null included.
Key: TypeAlias = "tuple[Any, ...]"
_Bound: TypeAlias = "Key | None"


class Domain(Protocol):
    """
    The values of a property.
    """

    def holds(self, low: _Bound, high: _Bound) -> bool:
        """
        Tell whether a value exists strictly between two keys, or, where they are equal, exactly there.
        """

    def pick(self, low: _Bound, high: _Bound, lot: float) -> Json:
        """
        Return a value strictly between two keys, or exactly there, at random (0 <= lot < 1).
        """


def key_of(value: Json, kind: str, *, nulls_last: bool = True) -> Key:
    """
    Return what a record's value sorts by; null is greater than everything, or less (as databases differ).
    """
    if value is None:
        return (1,) if nulls_last else (-1,)
    return (0, _parsed(kind, value))


@lru_cache(maxsize=4096, typed=True)
def _parsed(kind: str, value: Json) -> Any:
    return READERS[kind].parse(value)


def _drawn(first: int, last: int, lot: float) -> int:
    return first + min(int(lot * (last - first + 1)), last - first)


@dataclass(frozen=True)
class Lattice:
    """
    Values that can be counted.

    Attributes:
        scale: how.
        nullable: whether null is a value too.
        minimum, maximum: the least and greatest number, where there is one.
    """

    scale: Scale
    nullable: bool = False
    minimum: int | None = None
    maximum: int | None = None

    def room(self, low: _Bound, high: _Bound) -> int:
        """
        Return how many values lie strictly between two keys.
        """
        first, last = self._numbers(low, high)
        return max(last - first + 1, 0)

    def holds(self, low: _Bound, high: _Bound) -> bool:
        """
        Tell whether there is such a value.
        """
        if low is not None and low == high:
            return low[0] == 0 or self.nullable
        return self.room(low, high) > 0

    def pick(self, low: _Bound, high: _Bound, lot: float) -> Json:
        """
        Return such a value.
        """
        if low is not None and low == high:
            return None if low[0] else self.scale.value(self.scale.count(low[1]))
        first, last = self._numbers(low, high)
        step = self.scale.step
        low_step, high_step = -(-first // step), last // step
        if low_step <= high_step:
            return self.scale.value(_drawn(low_step, high_step, lot) * step)
        return self.scale.value(_drawn(first, last, lot))

    def free(self, low: _Bound, high: _Bound, used: Container[Json], most: int) -> list[Json]:
        """
        Return the first values strictly between two keys that are not used, as many as are needed.
        """
        first, _ = self._numbers(low, high)
        # Identifiers are counted from 1, whatever a column could hold.
        first = max(first, 1)
        last = self.scale.count(high[1]) - 1 if high is not None else first + most + 10**6
        fresh = (value for number in range(first, last + 1) if (value := self.scale.value(number)) not in used)
        return list(islice(fresh, most))

    def _numbers(self, low: _Bound, high: _Bound) -> tuple[int, int]:
        """
        Return the first and last number between two keys; where one side is open, not further than is usual.
        """
        if (low is not None and low[0] > 0) or (high is not None and high[0] < 0):
            return 0, -1
        lower = self.scale.count(low[1]) + 1 if low is not None and low[0] == 0 else None
        upper = self.scale.count(high[1]) - 1 if high is not None and high[0] == 0 else None
        anchor = next((each for each in (lower, upper) if each is not None), 0)
        reach = self.scale.reach or max(2 * abs(anchor), 1000 * self.scale.step)
        if lower is None:
            lower = self.minimum if self.minimum is not None else (upper if upper is not None else 0) - reach
        if upper is None:
            upper = self.maximum if self.maximum is not None else lower + reach
        if self.minimum is not None:
            lower = max(lower, self.minimum)
        return lower, upper if self.maximum is None else min(upper, self.maximum)


@dataclass(frozen=True)
class Finite:
    """
    Values that can be listed.

    Attributes:
        values: keys with their JSON values.
    """

    values: Sequence[tuple[Key, Json]]

    def _within(self, low: _Bound, high: _Bound) -> list[Json]:
        if low is not None and low == high:
            return [value for key, value in self.values if key == low]
        return [value for key, value in self.values if (low is None or low < key) and (high is None or key < high)]

    def holds(self, low: _Bound, high: _Bound) -> bool:
        """
        Tell whether there is such a value.
        """
        return bool(self._within(low, high))

    def pick(self, low: _Bound, high: _Bound, lot: float) -> Json:
        """
        Return such a value.
        """
        within = self._within(low, high)
        return within[int(lot * len(within))]


@dataclass(frozen=True)
class Texts:
    """
    Texts, of which there is one between almost any two others.
    """

    nullable: bool = False

    def holds(self, low: _Bound, high: _Bound) -> bool:
        """
        Tell whether there is such a value.
        """
        if low is not None and low == high:
            return low[0] == 0 or self.nullable
        if (low is not None and low[0] > 0) or (high is not None and high[0] < 0):
            return False
        return _text_between(_plain(low), _plain(high), 0.5) is not None

    def pick(self, low: _Bound, high: _Bound, lot: float) -> Json:
        """
        Return such a value.
        """
        if low is not None and low == high:
            return None if low[0] else low[1]
        return _text_between(_plain(low), _plain(high), lot)


def _plain(key: _Bound) -> str | None:
    return str(key[1]) if key is not None and key[0] == 0 else None


def _text_between(low: str | None, high: str | None, lot: float) -> str | None:
    """
    Return a text that sorts between two others: the first candidate that does.
    """
    suffix = str(int(lot * 900_000) + 100_000)
    low_text = low or ""
    further = [f"{chr(ord(low_text[0]) + 1)}{suffix}"] if low_text and lot >= 1 / 2 else []
    candidates = [
        *further,
        f"{low_text} {suffix}".strip() if not low_text else f"{low_text} {suffix}",
        f"{low_text}!{suffix}",
    ]
    if high:
        shared = next(
            (place for place, pair in enumerate(zip(low_text, high, strict=False)) if pair[0] != pair[1]),
            min(len(low_text), len(high)),
        )
        for place in range(shared, len(high)):
            candidates.append(f"{high[:place]}{chr(max(ord(high[place]) - 1, 33))}{suffix}")
            candidates.append(f"{high[:place]} {suffix}")
        candidates += [high[:place] for place in range(len(high) - 1, -1, -1)]
    candidates += [f"{low_text} ", low_text]
    return next((each for each in candidates if (low is None or low < each) and (high is None or each < high)), None)
