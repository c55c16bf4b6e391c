"""
How much doubts weigh.
"""

from __future__ import annotations

from itertools import permutations

from apicontract.planner.weights import worth


def test_the_order_of_doubts_does_not_matter() -> None:
    """
    Doubts are worth the same in any order, so a seed gives the same requests in every process.
    """
    doubts = ["value 1", "value 2", "value 3", "limit: zero", "order -x", "lookup exact"]

    assert {worth(doubts)} == {worth(each) for each in permutations(doubts)}
