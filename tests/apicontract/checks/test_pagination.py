"""
The laws of one page, and of pages beside each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from example import ALL
from handmade import API, answer, messages, page, thing

from apicontract.checks.answers import reading_of
from apicontract.checks.context import Context
from apicontract.checks.positions import reverses

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange


def test_page_length_kept() -> None:
    """
    A page as long as limit, offset and count leave keeps the promise.
    """
    assert [] == messages("page-length", page("offset=3", (thing(4),), count=4))


def test_page_length_broken() -> None:
    """
    A page with a row too few is named, with the sum.
    """
    found = messages("page-length", page("limit=2", (thing(1),), count=4))

    assert ["/results: limit 2, offset 0 and count 4 make 2 rows; the page holds 1"] == found


@pytest.mark.parametrize(
    ("ordinary", "unusual", "blamed"),
    [
        (page("limit=2", ALL[:2], count=4), ALL[:2], True),
        (page("limit=2", ALL[:1], count=4), ALL[:2], False),
        (page("limit=2", ALL[:1], count=4), ALL[:3], False),
        (page("limit=2", ALL[:2], count=4), ALL[:3], False),
    ],
    ids=["it alone is wrong", "both are wrong", "the other is wrong", "both are right"],
)
def test_an_unusual_limit_is_not_to_blame_where_others_are_wrong(
    ordinary: Exchange, unusual: tuple[dict[str, Any], ...], *, blamed: bool
) -> None:
    """
    A text that is no limit comes to the default of three; where no limit is kept, that says nothing.
    """
    odd = answer("limit=x", page("", unusual, count=4).json)

    assert blamed == bool(messages("limit-unreadable", ordinary, odd))


@pytest.mark.parametrize(("size", "wrong"), [(20, []), (21, [(21, 20)]), (19, [(19, 20)])])
def test_one_direction_is_the_mirror_of_the_other(size: int, wrong: list[tuple[int, int]]) -> None:
    """
    A value that is greater, or less, than that at the same distance from the other end is told.
    """
    down = (thing(3), thing(4, size=size), thing(1))
    pages = page("ordering=size", ALL[:3], count=3), page("ordering=-size", down, count=3)
    found = reverses(Context(API), [reading_of(API, each) for each in pages])

    assert wrong == [(each.found, each.expected) for evaluation in found for each in evaluation.differences]
