"""
Records are given classes that they can take, and each class no more than it has room for.
"""

from __future__ import annotations

import pytest

from apicontract.dataset.placement.assignment import Assignment, Division, Stuck, distribute
from apicontract.dataset.seeded_random import SeededRandom


@pytest.mark.parametrize(
    ("options", "quotas", "expected"),
    [
        ([], [], []),
        ([{0: 0}], [1], [0]),
        ([{0: 0}], [0], None),
        ([{}], [9], None),
        ([{0: 0, 1: 0}, {0: 0}], [1, 1], [1, 0]),
        ([{0: 0}, {0: 0}], [1, 9], None),
        ([{0: 1, 1: 0}], [1, 1], [1]),
        ([{0: 2, 1: 1}], [1, 1], [1]),
        ([{0: 2, 1: 1}], [1, 0], [0]),
        ([{0: 0, 1: 0}], [1, 2], [1]),
        ([{0: 0, 1: 0}], [2, 2], [0]),
        ([{0: 0}, {0: 1, 1: 5}], [1, 1], [0, 1]),
        ([{0: 1}, {0: 0, 1: 5}], [1, 1], [0, 1]),
        ([{0: 0, 1: 1}, {1: 0, 2: 1}, {0: 0}, {1: 0}], [1, 1, 1], None),
        ([{0: 0, 1: 1}, {1: 0, 2: 1}, {0: 0}], [1, 1, 1], [1, 2, 0]),
        ([{0: 0, 1: 0}, {1: 0, 2: 0}, {2: 0, 3: 0}, {0: 0}], [1, 1, 1, 1], [1, 2, 3, 0]),
    ],
)
def test_records_are_distributed(options: list[dict[int, int]], quotas: list[int], expected: list[int] | None) -> None:
    """
    What costs nothing is taken first, then what costs least, then where most room is; a full class moves others.
    """
    assert expected == distribute(options, quotas, SeededRandom(1))


def _assignment(*own: dict[int, int], scarce: dict[int, int] | None = None) -> Assignment:
    return Assignment(own, scarce or {}, lambda box: box.get(9) != 0b1000, SeededRandom(1))


def test_a_record_keeps_its_own_value_where_it_can() -> None:
    """
    Of two classes each record gets the one in which its own cell lies, and its boxes are narrowed to it.
    """
    assignment = _assignment({0: 1}, {0: 0})
    assignment.keep(0, Division((1, 1), (({0: 0b01},), ({0: 0b10},))))

    assert ({0: 0b10},) == assignment.boxes(0)
    assert ({0: 0b01},) == assignment.boxes(1)


@pytest.mark.parametrize(
    ("own", "boxes"),
    [
        ({0: 0, 1: 1}, ({0: 0b010}, {0: 0b001, 1: 0b001}, {0: 0b010, 1: 0b110})),
        ({0: 0, 1: 0}, ({0: 0b001, 1: 0b001},)),
    ],
)
def test_divisions_narrow_one_after_the_other(own: dict[int, int], boxes: tuple[dict[int, int], ...]) -> None:
    """
    A record's boxes are what all divisions leave of them; those that change least of its own values are kept.
    """
    assignment = _assignment(own)
    assignment.keep(0, Division((1,), (({0: 0b011}, {1: 0b110}),)))
    assignment.keep(1, Division((1,), (({0: 0b010}, {0: 0b001, 1: 0b001}),)))

    assert boxes == assignment.boxes(0)


def test_a_division_that_cannot_be_kept() -> None:
    """
    Its number is told.
    """
    assignment = _assignment({}, {})
    with pytest.raises(Stuck) as stuck:
        assignment.keep(7, Division((1, 0), (({0: 0b1},), ({0: 0b10},))))

    assert 7 == stuck.value.division


def test_what_no_record_can_lie_in_is_no_class() -> None:
    """
    A box that is not feasible leads to no class.
    """
    assignment = _assignment({})
    assignment.keep(0, Division((1, 1), (({9: 0b1000},), ({9: 0b0100},))))

    assert ({9: 0b0100},) == assignment.boxes(0)


def test_scarce_room_is_spared() -> None:
    """
    To take what is scarce weighs as much as two changes of own values.
    """
    assignment = _assignment({0: 0}, scarce={1: 0b10})
    assignment.keep(0, Division((1,), (({1: 0b01}, {0: 0b10, 1: 0b10}),)))

    assert ({0: 0b10, 1: 0b10},) == assignment.boxes(0)
