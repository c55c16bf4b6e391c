"""
How the values of ordering fields compare, and what is wrong where rows are not sorted.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from apicontract.contract.paths import ABSENT, values_at
from apicontract.semantics.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Record
    from apicontract.semantics.ordering import OrderingTerm

#: Types whose values databases compare by collations of their own.
_TEXTS = {"text", "choice"}


@dataclass(frozen=True, slots=True)
class Rules:
    """
    What an ordering leaves to the service.

    Attributes:
        nulls_last: whether nulls come last when ascending (and first when descending); None if that is not known.
        strict: whether texts must stand in the order of their characters; else any usual collation will do.
    """

    nulls_last: bool | None
    strict: bool

    def resolved_variants(self) -> tuple[Rules, ...]:
        """
        Return the rules that these may stand for: in each of them, nulls have their end.
        """
        ends = (True, False) if self.nulls_last is None else (self.nulls_last,)
        return tuple(replace(self, nulls_last=end) for end in ends)

    def is_total_order(self, key: OrderingTerm) -> bool:
        """
        Whether any two values of a key compare, nulls apart.
        """
        return self.strict or key.field.type not in _TEXTS


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
    key: OrderingTerm
    values: tuple[Any, Any]


def sent(key: OrderingTerm, row: Record) -> Any:
    """
    Return the value that a row is sorted by, as sent; `ABSENT` if it is not shown.
    """
    return next(values_at(row, key.field.path), ABSENT)


def compare(key: OrderingTerm, one: Any, other: Any, rules: Rules) -> int | None:
    """
    Return -1, 0 or 1 as one value must stand before, may stand beside, or must stand after another.

    None if that cannot be told.
    """
    if ABSENT in (one, other):
        return None
    if one is None or other is None:
        if rules.nulls_last is None and one is not other:
            return None
        order = ((one is None) - (other is None)) * (1 if rules.nulls_last else -1)
    else:
        found = _compare_values(key, one, other, strict=rules.strict)
        if found is None:
            return None
        order = found
    return -order if key.descending else order


def _compare_values(key: OrderingTerm, one: Any, other: Any, *, strict: bool) -> int | None:
    try:
        first, second = _parsed(key.field.type, one), _parsed(key.field.type, other)
        order = int(first > second) - int(first < second)
    except (ValueError, TypeError, ArithmeticError):
        return None
    open_ = order and key.field.type in _TEXTS and not strict
    if open_ and any(order != each for each in _collated(str(one), str(other))):
        return None
    return order


@lru_cache(maxsize=16384)
def _parsed(kind: str, value: Any) -> Any:
    return parse_value(kind, value)


@lru_cache(maxsize=16384)
def _collated(one: str, other: str) -> tuple[int | None, ...]:
    """
    Compare texts as dictionaries do: by letters and digits alone, and with all other characters before those.

    Accents and letter case make no difference; where letters beyond ASCII come, no language is known.
    """
    texts = [unicodedata.normalize("NFKD", text).casefold() for text in (one, other)]
    bare = ["".join(c for c in text if c.isalnum()) for text in texts]
    if not "".join(bare).isascii():
        return (None,)
    sorts = [[(c.isalnum() + c.isalpha(), c) for c in text if not unicodedata.combining(c)] for text in texts]
    return (bare[0] > bare[1]) - (bare[0] < bare[1]), (sorts[0] > sorts[1]) - (sorts[0] < sorts[1])


def compare_rows(keys: Sequence[OrderingTerm], one: Record, other: Record, rules: Rules) -> tuple[int | None, int]:
    """
    Return how two rows compare by all keys, and the number of the key that decides.
    """
    for depth, key in enumerate(keys):
        order = compare(key, sent(key, one), sent(key, other), rules)
        if order != 0:
            return order, depth
    return 0, len(keys)


def in_order(keys: Sequence[OrderingTerm], rows: Sequence[Record], rules: Rules) -> list[Record]:
    """
    Return rows as the keys sort them, those that compare as equal in the order given.

    Args:
        keys: by which they are sorted, the first one first.
        rows: with values that can be read.
        rules: by which any two values of each key compare.

    Raises:
        TypeError: two values do not compare.
    """
    line = list(rows)
    for key in reversed(keys):
        values = [sent(key, row) for row in line]
        ranks = [
            ((each is None) is bool(rules.nulls_last), each is None or _parsed(key.field.type, each)) for each in values
        ]
        # Of what is equal, a sort keeps the order, reversed or not.
        line = [line[number] for number in sorted(range(len(line)), key=ranks.__getitem__, reverse=key.descending)]
    return line


def inversion(keys: Sequence[OrderingTerm], rows: Sequence[Record], rules: Rules) -> Inversion | None:
    """
    Return the first two neighbours that stand in the wrong order, or None if the rows are sorted.
    """
    for place, (one, other) in enumerate(pairwise(rows), 1):
        order, depth = compare_rows(keys, one, other, rules)
        if order == 1:
            key = keys[depth]
            return Inversion(place, depth, key, (sent(key, one), sent(key, other)))
    return None
