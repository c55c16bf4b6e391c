"""
A property is cut into cells, and an interval of an ordering into boxes.
"""

from __future__ import annotations

import pytest

from apicontract.dataset.placement.dimensions import Box, Dimension, Term, between, intersect
from apicontract.dataset.placement.domains import Lattice
from apicontract.dataset.values import READERS

_INTEGERS = Lattice(READERS["integer"].scale)


def _dimension(*points: int, unique: bool = False) -> Dimension:
    return Dimension([(0, each) for each in points], _INTEGERS, unique=unique)


@pytest.mark.parametrize(
    ("points", "unique", "usable"),
    [
        ((), False, 0b1),
        ((5,), False, 0b111),
        ((5, 7), False, 0b11111),
        ((5, 6), False, 0b11011),
        ((5, 7), True, 0b10101),
        ((5, 6), True, 0b10001),
    ],
)
def test_cells_in_which_a_value_can_be_chosen(points: tuple[int, ...], unique: bool, usable: int) -> None:  # noqa: FBT001 - a case
    """
    Points and the room between them are usable; where values are unique points are taken, and neighbours leave no room.
    """
    assert usable == _dimension(*points, unique=unique).usable


def test_there_is_always_room_between_positions() -> None:
    """
    Without a domain there is room on both sides of each point.
    """
    assert 0b10101 == Dimension([(1,), (2,)], unique=True).usable


@pytest.mark.parametrize(("value", "cell"), [(4, 0), (5, 1), (6, 2), (7, 3), (8, 4)])
def test_the_cell_of_a_value(value: int, cell: int) -> None:
    """
    Cell 2i lies before point i, and cell 2i + 1 is the point.
    """
    assert cell == _dimension(5, 7).cell((0, value))


@pytest.mark.parametrize(("cell", "bounds"), [(0, (None, 5)), (1, (5, 5)), (2, (5, 7)), (3, (7, 7)), (4, (7, None))])
def test_the_bounds_of_a_cell(cell: int, bounds: tuple[int | None, int | None]) -> None:
    """
    An open cell has a point on each side, or none at the ends; a closed one has its own twice.
    """
    assert tuple(None if each is None else (0, each) for each in bounds) == _dimension(5, 7).bounds(cell)


@pytest.mark.parametrize(
    ("cell", "below", "above"), [(0, 0b0, 0b11110), (1, 0b1, 0b11100), (2, 0b11, 0b11000), (4, 0b1111, 0b0)]
)
def test_cells_beyond_one(cell: int, below: int, above: int) -> None:
    """
    The cell itself is neither below nor above.
    """
    assert (below, above) == (_dimension(5, 7).below(cell), _dimension(5, 7).above(cell))


_TWO = (_dimension(5, 7), _dimension(1, unique=True))
_UP, _DOWN, _LAST = Term(0), Term(0, descending=True), Term(1)


@pytest.mark.parametrize(
    ("terms", "low", "high", "boxes"),
    [
        ((_UP,), None, None, [{}]),
        ((), {0: 1}, None, []),
        ((_UP,), {0: 1}, None, [{0: 0b11100}]),
        ((_UP,), None, {0: 3}, [{0: 0b00111}]),
        ((_UP,), {0: 1}, {0: 3}, [{0: 0b00100}]),
        ((_UP,), {0: 3}, {0: 1}, []),
        ((_DOWN,), {0: 3}, {0: 1}, [{0: 0b00100}]),
        ((_DOWN,), {0: 1}, None, [{0: 0b00001}]),
        ((_UP, _LAST), {0: 1, 1: 1}, None, [{0: 0b11100}, {0: 0b00010, 1: 0b100}]),
        ((_UP, _LAST), None, {0: 1, 1: 1}, [{0: 0b00001}, {0: 0b00010, 1: 0b001}]),
        ((_UP, _LAST), {0: 3, 1: 0}, {0: 3, 1: 2}, []),
        (
            (_UP, _LAST),
            {0: 1, 1: 1},
            {0: 3, 1: 1},
            [{0: 0b00100}, {0: 0b00010, 1: 0b100}, {0: 0b01000, 1: 0b001}],
        ),
        ((_LAST, _UP), {0: 1, 1: 1}, None, [{1: 0b100}]),
    ],
)
def test_an_interval_is_cut_into_boxes(
    terms: tuple[Term, ...], low: Box | None, high: Box | None, boxes: list[Box]
) -> None:
    """
    Beyond a bound in the first term, or equal to it there and beyond it in the next; taken points have no ties.
    """
    assert boxes == between(terms, _TWO, low, high)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ({}, {}, {}),
        ({0: 0b11}, {}, {0: 0b11}),
        ({0: 0b11}, {1: 0b1}, {0: 0b11, 1: 0b1}),
        ({0: 0b11}, {0: 0b110}, {0: 0b10}),
        ({0: 0b01}, {0: 0b10}, None),
        ({0: 0b01}, {0: 0b01, 1: 0}, None),
    ],
)
def test_what_two_boxes_share(one: Box, other: Box, common: Box | None) -> None:
    """
    A dimension that one box does not mention is free there; where nothing is left in one dimension, nothing is shared.
    """
    assert common == intersect(one, other)
