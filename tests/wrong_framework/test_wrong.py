"""
The wrong servers are wrong, and in the way they say.
"""

from __future__ import annotations

from collections import Counter

import pytest

from wrong_framework.gallery import Wrong, right, shown
from wrong_framework.hidden import HIDDEN
from wrong_framework.visible import VISIBLE

ALL = (*VISIBLE, *HIDDEN)


@pytest.mark.parametrize("each", ALL, ids=[each.name for each in ALL])
def test_shows(each: Wrong) -> None:
    """
    The request that a wrong server names is answered otherwise than by the right one.
    """
    assert shown(right(), each.shows) != shown(each.wrong(right()), each.shows)


@pytest.mark.parametrize("each", ALL, ids=[each.name for each in ALL])
def test_repeats(each: Wrong) -> None:
    """
    Two servers of the same mistake answer alike: nothing is left behind.
    """
    assert shown(each.wrong(right()), each.shows) == shown(each.wrong(right()), each.shows)


def test_names() -> None:
    """
    No name is given twice.
    """
    assert [] == [name for name, number in Counter(each.name for each in ALL).items() if number > 1]


def test_halves() -> None:
    """
    The halves are of equal size.
    """
    assert len(VISIBLE) == len(HIDDEN)
