"""
Where an unknown term is refused, terms that are accepted together are found together.
"""

from __future__ import annotations

from typing import Any

from apicontract.explore.learning.ordering_terms import TermExperiment
from apicontract.explore.learning.orderings_learnt import OrderingLearnt

from .asked_rows import InMemory, asked

ROWS: list[dict[str, Any]] = [{"id": n, "size": n * 3 % 7, "born": n * 5 % 11, "name": f"x{n}"} for n in range(1, 9)]


def found_by(known: set[str], *, several: bool = True) -> tuple[OrderingLearnt, InMemory]:
    """
    Return what a list teaches that is sorted by these terms.
    """

    def refused(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
        terms = dict(pairs).get("order", "").split(",")
        if len(terms) > 1 and not several:
            return {"order": [f"{','.join(terms)} is no choice"]}
        strange = [each for each in terms if each not in known]
        return {"order": [f"{strange[0]} is no choice"]} if strange else {}

    service = InMemory(ROWS, {}, refused)
    learnt = OrderingLearnt("order", fields={"id": {True}}, unknown="refuse")
    TermExperiment(asked(service), 0, learnt).run(["size", "born", "name"])
    return learnt, service


def test_terms_are_accepted_together() -> None:
    """
    All terms that a list knows are found by few requests, and those that a refusal mentions are not among them.
    """
    learnt, service = found_by({"id", "size", "born"})

    assert {"id", "size", "born"} == set(learnt.fields)
    assert ["name"] == learnt.refused
    assert learnt.many
    assert 3 == len(service.queries)


def test_a_list_that_takes_one_term_is_not_asked_for_several() -> None:
    """
    Where a second term is refused though each is known, terms are left to be asked for one by one.
    """
    learnt, _ = found_by({"id", "size", "born"}, several=False)

    assert not learnt.many
    assert {"id"} == set(learnt.fields)
