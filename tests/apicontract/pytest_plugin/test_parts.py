"""
How the budget of a run is divided among its tests.
"""

from __future__ import annotations

import pytest

from apicontract.pytest_plugin.parts import COMMON, PLANNED, described, part_of, planned

TESTS = ["b", "d", "a", "c"]


@pytest.mark.parametrize(("limit", "requests"), [(1, 1), (2, 1), (3, 2), (16, 10), (120, 80)])
def test_two_thirds_are_planned(limit: int, requests: int) -> None:
    """
    They are whole requests, and one at least.
    """
    assert requests == planned(limit)


@pytest.mark.parametrize("limit", [*range(1, 20), 120, 1000])
def test_a_run_sends_its_limit_at_the_most(limit: int) -> None:
    """
    What is planned, the parts and what is left for all other tests are the budget, and the parts are equal.
    """
    parts = [part_of(limit, TESTS, each) for each in ["a", "b", "c", "d", ""]]

    assert limit == planned(limit) + sum(parts)
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def test_the_order_of_tests_has_no_influence() -> None:
    """
    What cannot be divided goes to the first ones by name, however they are sorted.
    """
    assert [2, 1, 1, 1] == [part_of(16, TESTS, each) for each in ["a", "b", "c", "d"]]
    assert [2, 1, 1, 1] == [part_of(16, TESTS[::-1], each) for each in ["a", "b", "c", "d"]]


def test_without_parts_all_that_is_left_is_for_everybody() -> None:
    """
    A suite whose tests ask together has a third of the budget for that.
    """
    assert 40 == part_of(120, [])


@pytest.mark.parametrize(
    ("name", "owner"),
    [("test_it", "this test's"), (PLANNED, "the planned requests'"), (COMMON, "the contract_client tests'")],
)
def test_a_part_says_whose_it_is(name: str, owner: str) -> None:
    """
    A message names the part, and the budget that it is of.
    """
    assert f"{owner} part of the budget (2 of 9 requests)" == described(name, 2, 9)
