"""
A property of records by which recorded pages select or sort, cut into cells.

The values that recordings mention are *points*; between two neighbouring points lies an open *cell*. Where
a record that nobody recorded stands relative to the recorded ones depends on its cells alone, so that a
set of cells (a bit mask: cell 2i lies before point i, cell 2i + 1 is point i) is all that is decided before
values are chosen. A *box* is such a set in several dimensions at once.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.dataset.placement.domains import Domain, Key

#: Dimension number to the cells that are allowed; a dimension that is not mentioned is free.
Box: TypeAlias = "Mapping[int, int]"


@dataclass
class Dimension:
    """
    The cells of one property.

    Attributes:
        points: the mentioned values, ascending.
        domain: which values exist; None where there is always room for one more (the natural position).
        unique: whether no two records may have the same value, so that the points are taken.
        usable: the cells in which a value can be chosen.
    """

    points: list[Key]
    domain: Domain | None = None
    unique: bool = False
    usable: int = field(init=False)

    def __post_init__(self) -> None:
        cells = range(0, 2 * len(self.points) + 1, 2 if self.unique else 1)
        self.usable = sum(1 << cell for cell in cells if self.domain is None or self.domain.holds(*self.bounds(cell)))

    def cell(self, key: Key) -> int:
        """
        Return the number of the cell that holds a value.
        """
        place = bisect_left(self.points, key)
        return 2 * place + (place < len(self.points) and self.points[place] == key)

    def bounds(self, cell: int) -> tuple[Key | None, Key | None]:
        """
        Return the points on both sides of an open cell, or the point of a closed one twice.
        """
        place = cell // 2
        if cell % 2:
            return self.points[place], self.points[place]
        return (
            self.points[place - 1] if place else None,
            self.points[place] if place < len(self.points) else None,
        )

    def below(self, cell: int) -> int:
        """
        Return the usable cells below one.
        """
        return self.usable & ((1 << cell) - 1)

    def above(self, cell: int) -> int:
        """
        Return the usable cells above one.
        """
        return self.usable & ~((1 << (cell + 1)) - 1)


@dataclass(frozen=True)
class Term:
    """
    One term of an ordering: a dimension and its direction.
    """

    dimension: int
    descending: bool = False


def between(
    terms: Sequence[Term],
    dimensions: Sequence[Dimension],
    low: Mapping[int, int] | None,
    high: Mapping[int, int] | None,
) -> list[Box]:
    """
    Return the boxes of everything that sorts after `low` and before `high` (cells of two records; None: no bound).

    The boxes are those of a lexicographic interval: equal in the first terms, then strictly beyond one bound.
    """
    return list(_between(list(terms), dimensions, low, high, {}))


def _between(
    terms: list[Term],
    dimensions: Sequence[Dimension],
    low: Mapping[int, int] | None,
    high: Mapping[int, int] | None,
    prefix: dict[int, int],
) -> Iterator[Box]:
    if low is None and high is None:
        yield prefix
        return
    if not terms:
        return
    first, rest = terms[0], terms[1:]
    number, dimension = first.dimension, dimensions[first.dimension]
    open_mask = dimension.usable
    if low is not None:
        open_mask &= _beyond(dimension, low[number], up=not first.descending)
    if high is not None:
        open_mask &= _beyond(dimension, high[number], up=first.descending)
    if open_mask:
        yield {**prefix, number: open_mask}
    if low is not None and high is not None and low[number] == high[number]:
        yield from _tied(rest, dimensions, low, high, prefix, first, low[number])
        return
    if low is not None:
        yield from _tied(rest, dimensions, low, None, prefix, first, low[number])
    if high is not None:
        yield from _tied(rest, dimensions, None, high, prefix, first, high[number])


def _tied(  # noqa: PLR0913, PLR0917 - one step of the recursion above
    terms: list[Term],
    dimensions: Sequence[Dimension],
    low: Mapping[int, int] | None,
    high: Mapping[int, int] | None,
    prefix: dict[int, int],
    term: Term,
    cell: int,
) -> Iterator[Box]:
    if dimensions[term.dimension].usable >> cell & 1:
        yield from _between(terms, dimensions, low, high, {**prefix, term.dimension: 1 << cell})


def _beyond(dimension: Dimension, cell: int, *, up: bool) -> int:
    return dimension.above(cell) if up else dimension.below(cell)


def intersect(one: Box, other: Box) -> Box | None:
    """
    Return what two boxes have in common, or None.
    """
    common = dict(one)
    for number, mask in other.items():
        common[number] = common.get(number, -1) & mask
        if not common[number]:
            return None
    return common
