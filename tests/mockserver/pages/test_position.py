"""
Where a page stands in its list.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from mockserver.pages.position import Position, position

API = load_api()
NEXT, PREVIOUS = "https://x.example/v1/things/?limit=2&offset=5", "https://x.example/v1/things/?limit=2&offset=1"


def page(rows: int, **links: str | None) -> dict[str, Any]:
    """
    Return the body of a page of a list of 10.
    """
    return {"count": 10, "next": links.get("next"), "previous": links.get("previous"), "results": [{}] * rows}


def test_page_in_the_middle() -> None:
    """
    A page between others counts its rows from 1 and leads to the first, its neighbours and the last of its row.
    """
    query = (("limit", "2"), ("offset", "3"), ("q", "a b"))

    assert position(API, "/v1/things/", query, page(2, next=NEXT, previous=PREVIOUS)) == Position(
        first=4,
        last=5,
        count=10,
        links=(
            ("First", "/v1/things/?limit=2&q=a+b"),
            ("Previous", PREVIOUS),
            ("Next", NEXT),
            ("Last", "/v1/things/?limit=2&q=a+b&offset=9"),
        ),
    )


def test_only_page() -> None:
    """
    A page without neighbours leads nowhere.
    """
    links = (("First", None), ("Previous", None), ("Next", None), ("Last", None))

    assert position(API, "/v1/things/", (), page(10)) == Position(1, 10, 10, links)


def test_page_past_the_end() -> None:
    """
    A page without rows says so, and leads back.
    """
    found = position(API, "/v1/things/", (("offset", "90"),), page(0, previous=PREVIOUS))

    assert found is not None
    assert (found.first, found.last, found.count) == (0, 0, 10)
    assert dict(found.links)["First"] == "/v1/things/"


def test_link_of_another_scheme_is_none() -> None:
    """
    A link that leads anywhere but to the web is not offered.
    """
    found = position(API, "/v1/things/", (), page(2, next="javascript:alert(1)"))

    assert found is not None
    assert dict(found.links)["Next"] is None


@pytest.mark.parametrize(
    "body", [None, [], {"detail": "No."}, {**page(1), "count": "10"}, {**page(1), "results": None}]
)
def test_other_answers_have_no_place(body: object) -> None:
    """
    An answer that is no page of a list has no position.
    """
    assert position(API, "/v1/things/", (), body) is None
