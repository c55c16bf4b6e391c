"""
Which requests are weighed, again and again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
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


@pytest.mark.parametrize(("left", "weighed"), [(3, 3 + 3), (4, 4 + 4), (5, 3 * 5 + 2 * 5)])
def test_a_handful_is_planned_at_less_cost(left: int, weighed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    From one beginning each, and gone over once; more than that from several, and twice.
    """
    planner, improved = Planner(survey(rows=BOOKS), chance()), list[Any]()
    monkeypatch.setattr(planner, "_improved", lambda chosen, _: improved.append(chosen) or chosen)
    planner.next(left)

    assert weighed == len(improved)
