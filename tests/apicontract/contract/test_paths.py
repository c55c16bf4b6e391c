"""
What stands at a dotted path.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.paths import ABSENT, leads_somewhere, values_at, values_or_null

RECORD = {"a": {"b": 1, "n": None}, "c": [{"d": 2}, {"e": 3}], "l": [4, 5], "o": [], "n": None}


@pytest.mark.parametrize(
    ("path", "values", "leads"),
    [
        ("a.b", [1], True),
        ("a.n", [None], True),
        ("a.x", [ABSENT], False),
        ("x.b", [ABSENT], False),
        ("n.b", [None], False),
        ("c.d", [2, ABSENT], True),
        ("l", [4, 5], True),
        ("o", [], False),
        ("o.x", [], False),
        ("a.b.z", [ABSENT], False),
    ],
)
def test_values_at_a_path(path: str, values: list[Any], *, leads: bool) -> None:
    """
    Lists are entered, null ends the way, and what is not there is told from null, or is null, as one likes.
    """
    assert values == list(values_at(RECORD, path))
    assert [None if each is ABSENT else each for each in values] == values_or_null(RECORD, path)
    assert leads == leads_somewhere(RECORD, path)
