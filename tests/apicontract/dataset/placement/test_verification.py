"""
A recorded page is compared with the collection: its count, its rows and their places.
"""

from __future__ import annotations

from typing import Any

import pytest
from lost_world import RESOURCE

from apicontract.dataset.placement.lists import RecordedLists, unserved_pages
from apicontract.dataset.recorded_pages import RecordedPage

_ROWS = [{"id": each, "size": each} for each in range(4)]


@pytest.mark.parametrize(
    ("page", "known", "reasons"),
    [
        ({}, {}, []),
        ({"count": 5}, {}, ["a: its selection has 5 records, and here 4"]),
        (
            {"offset": 0, "count": 4},
            {},
            ["a: position 0 shows record 1, and here record 0: no values were found that agree"],
        ),
        ({}, {"a": "size has changed since"}, ["a: size has changed since"]),
        ({"limit": 3}, {}, ["a: 2 rows at offset 1 of 4 records, limit 3"]),
    ],
)
def test_what_differs_is_the_reason(page: dict[str, Any], known: dict[str, str], reasons: list[str]) -> None:
    """
    The first difference is told; a page that agrees is not, unless a value of its rows has changed since.
    """
    stated = {"offset": 1, "limit": 2, "count": 4, **page}
    recorded = RecordedPage(RESOURCE, (), rows=tuple(_ROWS[1:3]), source="a", **stated)
    lists = RecordedLists([recorded], {}, nulls_last=True)

    assert reasons == [str(each) for each in unserved_pages([recorded], _ROWS, lists, known)]
