"""
Fields that a short mode does not show are filled from where the row stood.
"""

from __future__ import annotations

from typing import Any

import pytest
from lost_world import API, KINDS, RESOURCE

from apicontract.dataset.fields import Fields
from apicontract.dataset.placement.lists import recorded_lists
from apicontract.dataset.placement.properties import Properties
from apicontract.dataset.placement.unknown import Unknown
from apicontract.dataset.recorded_data import RecordedPage
from apicontract.dataset.seeded_random import SeededRandom


@pytest.mark.parametrize(("ordering", "sizes"), [("size", (10, 20)), ("-size", (20, 10))])
def test_a_row_lies_between_its_neighbours(ordering: str, sizes: tuple[int, int]) -> None:
    """
    The value of a row that was shown without it is between those of the rows beside it, in either direction.
    """
    rows: list[dict[str, Any]] = [{"id": 1, "size": sizes[0]}, {"id": 2}, {"id": 3}, {"id": 4, "size": sizes[1]}]
    page = RecordedPage(RESOURCE, (("ordering", ordering),), 0, 4, 4, tuple(rows), "a")
    lists = recorded_lists([page], nulls_last=True).lists
    tables: dict[str, dict[Any, Any]] = {"kinds": dict(KINDS), "things": {}}
    properties = Properties(Fields(API), "things", tables, lists, rows, SeededRandom(1))
    unknown = Unknown(properties, lists, {}, SeededRandom(1))

    unknown.fill(rows, nulls_last=True)

    assert sorted((each["size"] for each in rows), reverse=ordering == "-size") == [each["size"] for each in rows]
    assert [frozenset(), frozenset({"size"})] == [unknown.free[id(each)] for each in rows[:2]]
