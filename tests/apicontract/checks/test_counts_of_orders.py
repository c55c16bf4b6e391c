"""
The count of a list in one order, and in another.
"""

from __future__ import annotations

import pytest
from example import ALL
from handmade import messages, page

_WRONG = ["/count: the count is 5; another answer for the same list says 4"]


@pytest.mark.parametrize(
    ("counts", "strict", "expected"),
    [
        ("4 id4", True, []),
        ("4 4 id5", True, _WRONG),
        # Meanwhile a record may have come, or one that had come may have gone.
        ("4 4 id5", False, []),
        ("4 id5 4 id4", False, []),
        ("id5 4 4 4 id5", False, _WRONG),
    ],
)
def test_a_list_is_as_long_in_any_order(counts: str, strict: bool, expected: list[str]) -> None:  # noqa: FBT001 - a case
    """
    Where each order has one count all the time, and not the same, the one that fewer answers have is wrong.
    """
    exchanges = [
        page(f"limit=2{'&ordering=id' if each.startswith('id') else ''}", ALL[:2], count=int(each[-1]))
        for each in counts.split()
    ]

    assert expected == (messages("count-steady", *exchanges, strict=strict) or [])
