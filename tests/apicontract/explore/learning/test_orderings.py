"""
How what was learnt of orderings is asked for and told.
"""

from __future__ import annotations

import pytest

from apicontract.explore.learning.orderings_learnt import OrderingLearnt

UP, DOWN = (("name", False),), (("name", True),)


@pytest.mark.parametrize(
    ("learnt", "ascending", "descending"),
    [
        (OrderingLearnt("ordering"), (("ordering", "name"),), (("ordering", "-name"),)),
        (OrderingLearnt("_sort", opposite="_sort_desc"), (("_sort", "name"),), (("_sort_desc", "name"),)),
        (
            OrderingLearnt("sort", direction="order"),
            (("sort", "name"), ("order", "asc")),
            (("sort", "name"), ("order", "desc")),
        ),
    ],
    ids=["a minus", "two parameters", "a direction beside"],
)
def test_both_directions_are_asked_for(
    learnt: OrderingLearnt, ascending: tuple[tuple[str, str], ...], descending: tuple[tuple[str, str], ...]
) -> None:
    """
    A term that descends has a minus, a parameter of its own or a direction beside it.
    """
    assert (ascending, descending) == (learnt.query(UP), learnt.query(DOWN))


def test_terms_have_their_directions_in_order() -> None:
    """
    Several terms have as many directions, in the same order.
    """
    learnt = OrderingLearnt("sort", direction="order")

    assert (("sort", "name,id"), ("order", "desc,asc")) == learnt.query((*DOWN, ("id", False)))


@pytest.mark.parametrize(
    ("ways", "evidence"),
    [
        ({True, False}, "two requests, 40 rows, both directions"),
        ({True}, "one request, 40 rows, downwards"),
        ({False}, "one request, 40 rows, upwards"),
    ],
)
def test_the_evidence_of_a_term_is_told(ways: set[bool], evidence: str) -> None:
    """
    How many requests showed it, over how many rows, and in which directions.
    """
    learnt = OrderingLearnt("ordering")
    learnt.told("books", "name", ways, 40)

    assert [("ordering by `name`", evidence)] == [(each.sentence, each.evidence) for each in learnt.statements]
