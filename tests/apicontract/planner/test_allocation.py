"""
A budget is divided among resources.
"""

from __future__ import annotations

import pytest
from books import api, resource

from apicontract.planner.allocation import allocate, primary_first


@pytest.mark.parametrize(
    ("budget", "resources", "expected"),
    [
        (15, 1, [15]),
        (200, 1, [200]),
        (40, 2, [40, 0]),
        (40, 4, [40, 0, 0, 0]),
        (41, 2, [21, 20]),
        (100, 2, [50, 50]),
        (100, 3, [50, 25, 25]),
        (101, 4, [53, 16, 16, 16]),
        (60, 9, [36, *[3] * 8]),
        (60, 57, [60, *[0] * 56]),
        (200, 57, [88, *[2] * 56]),
        (600, 57, [152, *[8] * 56]),
        (1200, 57, [640, *[10] * 56]),
    ],
)
def test_a_small_budget_is_the_first_ones(budget: int, resources: int, expected: list[int]) -> None:
    """
    Up to forty requests are the first resource's; of more, half is shared among the others, and nothing is lost.

    Where half is less than eight for each of them, they get what the first one has beyond its forty, up to eight.
    """
    assert expected == allocate(budget, resources)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), ["books", "authors", "shelves"]),
        (("shelves", "authors"), ["shelves", "authors"]),
        (("shelves", "books"), ["books", "shelves"]),
    ],
)
def test_the_primary_resource_comes_first(names: tuple[str, ...], expected: list[str]) -> None:
    """
    The others keep their order; no names stand for all.
    """
    resources = {name: resource(name=name) for name in ("authors", "books", "shelves")}

    assert expected == [each.name for each in primary_first(api(resources=resources), names)]
