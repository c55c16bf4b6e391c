"""
How the values of ordering fields compare, and what is wrong where rows are not sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apicontract.checks.paths import ABSENT, values_at
from apicontract.lookups import TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.checks.reading import Key
    from apicontract.model import Record

#: Types whose values databases compare by collations of their own.
_TEXTS = {"text", "choice"}


@dataclass(frozen=True, slots=True)
class Rules:
    """
    What an ordering leaves to the service.

    Attributes:
        nulls_last: whether nulls come last when ascending (and first when descending).
        strict: whether texts must stand in the order of their characters; else any usual collation will do.
    """

    nulls_last: bool
    strict: bool


@dataclass(frozen=True, slots=True)
class Inversion:
    """
    Two rows that stand in the wrong order.

    Attributes:
        place: number of the second row.
        depth: number of the ordering term that puts them wrong.
        key: that term.
        values: of the two rows, as sent.
    """

    place: int
    depth: int
    key: Key
    values: tuple[Any, Any]


def sent(key: Key, row: Record) -> Any:
    """
    Return the value that a row is sorted by, as sent; `ABSENT` if it is not shown.
    """
    return next(values_at(row, key.field.path), ABSENT)


def compare(key: Key, one: Any, other: Any, rules: Rules) -> int | None:
    """
    Return -1, 0 or 1 as one value must stand before, may stand beside, or must stand after another.

    None if that cannot be told.
    """
    if ABSENT in (one, other):
        return None
    if one is None or other is None:
        order = ((one is None) - (other is None)) * (1 if rules.nulls_last else -1)
    else:
        found = _compare_values(key, one, other, strict=rules.strict)
        if found is None:
            return None
        order = found
    return -order if key.descending else order


def _compare_values(key: Key, one: Any, other: Any, *, strict: bool) -> int | None:
    try:
        first, second = _parsed(key.field.type, one), _parsed(key.field.type, other)
        order = int(first > second) - int(first < second)
    except (ValueError, TypeError, ArithmeticError):
        return None
    if key.field.type in _TEXTS and not strict and order and order != _loosely(str(one), str(other)):
        return None
    return order


@lru_cache(maxsize=16384)
def _parsed(kind: str, value: Any) -> Any:
    return TYPES[kind].parse(value)


def _loosely(one: str, other: str) -> int:
    """
    Compare texts as dictionaries do: letters and digits alone, whatever their case.
    """
    first, second = ("".join(c for c in text.casefold() if c.isalnum()) for text in (one, other))
    return (first > second) - (first < second)


def compare_rows(keys: Sequence[Key], one: Record, other: Record, rules: Rules) -> tuple[int | None, int]:
    """
    Return how two rows compare by all keys, and the number of the key that decides.
    """
    for depth, key in enumerate(keys):
        order = compare(key, sent(key, one), sent(key, other), rules)
        if order != 0:
            return order, depth
    return 0, len(keys)


def inversion(keys: Sequence[Key], rows: Sequence[Record], rules: Rules) -> Inversion | None:
    """
    Return the first two neighbours that stand in the wrong order, or None if the rows are sorted.
    """
    for place, (one, other) in enumerate(pairwise(rows), 1):
        order, depth = compare_rows(keys, one, other, rules)
        if order == 1:
            key = keys[depth]
            return Inversion(place, depth, key, (sent(key, one), sent(key, other)))
    return None
