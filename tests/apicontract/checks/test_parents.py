"""
Whether the parent that a path names exists, as far as answers tell.
"""

from __future__ import annotations

import json

import pytest
from route_forms import api_of

from apicontract.checks.answers import reading_of
from apicontract.checks.context import Context
from apicontract.checks.parents import parents_exist
from apicontract.contract.exchange import Exchange

API = api_of("nested-many")
HOST = next(iter(API.hosts.values())).url
HEADERS = (("Content-Type", "application/json"),)


def answered(path: str, body: object, status: int = 200) -> Exchange:
    """
    Return an answer below the root of the API.
    """
    return Exchange("GET", f"{HOST}{API.base_path}{path}", status, HEADERS, json.dumps(body).encode())


def authors(*names: int, count: int | None = None) -> Exchange:
    """
    Return a list of these authors, of so many.
    """
    rows = [{"id": each, "name": f"Author {each}"} for each in names]
    total = len(rows) if count is None else count
    following = None if total == len(rows) else f"{HOST}{API.base_path}authors/?limit=2&offset=2"
    return answered("authors/", {"count": total, "next": following, "previous": None, "results": rows})


NOT_FOUND = answered("authors/7/", {"detail": "Not found."}, 404)
NOT_THERE = answered("authors/?limit=7", {"detail": "Not found."}, 404)
ANOTHER = answered("authors/8/", {"detail": "Not found."}, 404)
FOUND = answered("authors/7/", {"id": 7, "name": "Author 7"})


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((authors(7),), True),
        ((authors(1, 2),), False),
        ((authors(1, 2, count=9),), None),
        ((authors(1, 2, count=9), NOT_FOUND), False),
        ((authors(1, 2, count=9), NOT_THERE), None),
        ((authors(1, 2, count=9), ANOTHER), None),
        ((authors(1, 2, count=9), FOUND), None),
        ((), None),
    ],
    ids=[
        *("listed", "not in a whole list", "not in a part", "asked for in vain"),
        *("its list was not found", "another was not found", "found", "nothing known"),
    ],
)
def test_a_parent_exists(others: tuple[Exchange, ...], *, expected: bool | None) -> None:
    """
    One that is listed does; one that a whole list lacks, or that was asked for in vain, does not; else nobody knows.
    """
    below = answered("authors/7/books/", {"count": 0, "next": None, "previous": None, "results": []})
    readings = [reading_of(API, each) for each in (*others, below)]

    assert expected is parents_exist(Context(API), readings, readings[-1])
