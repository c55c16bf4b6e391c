"""
A page that there is not, asked for beside what has no effect.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from example import ALL, refusal
from handmade import API, LIST, answer, messages

from apicontract.contract.paging import STYLES

NUMBERED = replace(API, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))
FIRST = answer("", {"count": 4, "next": f"{LIST}?page=2", "previous": None, "results": list(ALL[:3])})
REFUSED = refusal("page=9", {"detail": "Invalid page."}, 404)


@pytest.mark.parametrize(
    ("query", "status", "found"),
    [
        ("page=9", 200, ["status: a page past the end returns 200, not 404"]),
        ("page=x&note=1", 200, ["status: a page past the end returns 200, not 404"]),
        ("page=x&page_size=", 200, ["status: a page past the end returns 200, not 404"]),
        ("page=x&note=1", 404, []),
        ("page=x&note=1", 400, None),
        ("page=9&note=1", 200, []),
        ("page=9&note=1", 404, []),
    ],
)
def test_what_is_let_pass_beside(query: str, status: int, found: list[str] | None) -> None:
    """
    It may be why a page is there or refused, unless nobody can read which page is meant.
    """
    empty = {"count": 4, "next": None, "previous": None, "results": []}
    asked = answer(query, empty) if status == 200 else refusal(query, {"detail": "Invalid page."}, status)

    assert found == messages("past-the-end", FIRST, REFUSED, asked, api=NUMBERED)
