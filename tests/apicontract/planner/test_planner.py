"""
Which requests are weighed, again and again.
"""

from __future__ import annotations

from dataclasses import replace

from books import BOOKS, chance, survey

from apicontract.contract.paging import STYLES
from apicontract.planner.planner import Planner


def test_requests_that_tell_nothing_new_are_not_weighed_again() -> None:
    """
    Of a list that has neither pages nor parameters all is known soon; what remains to weigh does not grow.
    """
    known = survey(rows=BOOKS, search=(), ordering=())
    planner = Planner(replace(known, api=replace(known.api, paging=STYLES["none"])), chance())
    for _ in range(400):
        planner.next(100)

    assert len(planner._pool) < 100
