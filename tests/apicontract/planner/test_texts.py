"""
The texts that can be asked for.
"""

from __future__ import annotations

import pytest

from apicontract.planner.texts import sendable


@pytest.mark.parametrize("value", ["half \ud83d of a pair", "nothing \x00", None, ["a"]])
def test_what_no_url_can_hold_is_not_asked_for(value: object) -> None:
    """
    A text that cannot be written in a URL, and what is no text or number, is never asked for.
    """
    assert not sendable(value)


@pytest.mark.parametrize("value", ["Sojuz", "Союз 1", "🚀", 4, 2.5, True, ""])
def test_other_values_are(value: object) -> None:
    """
    Every other text and number is.
    """
    assert sendable(value)
