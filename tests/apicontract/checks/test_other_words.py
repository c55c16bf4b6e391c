"""
Two looks of one list that are asked for in other words: these may be why the answers differ, and not the look.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from example import ALL
from handmade import API, page, shown

from apicontract.checks import judge


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "format-rows"),
        ("&limit=3", "format-rows"),
        ("&limit=abc", "limit-unreadable"),
        ("&limit=0", "limit-unreadable"),
        ("&undeclared=1", "page-length"),
    ],
)
def test_the_look_is_blamed_for_what_nothing_else_may_have_done(words: str, expected: str) -> None:
    """
    A page for people that is empty: what is blamed is the page, unless it is asked for by what has no effect.
    """
    empty = shown(page("", (), count=4))
    exchanges = [page("", ALL[:3], count=4), replace(empty, url=f"{empty.url}{words}")]

    assert expected in [each.check for each in judge(API, exchanges, strict=True).violations]
    assert (expected == "format-rows") is ("format-rows" in [each.check for each in judge(API, exchanges).violations])
