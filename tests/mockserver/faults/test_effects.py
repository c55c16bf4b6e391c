"""
Each fault spoils what its sentence says, in that way, and nothing else.
"""

from __future__ import annotations

import json
import random

import pytest
from things import EFFECTS, REQUESTS, ask, differences, effects

from mockserver.engine.pipeline import standard
from mockserver.faults import with_faults
from mockserver.faults.table import FAULTS

_EFFECTS = json.loads(EFFECTS.read_text(encoding="utf-8"))
#: Faults of what the site of these tests does not do; they have tests of their own.
_ELSEWHERE = {
    "origin-closed",
    "throttle-untold",
    "beginning-or-end-anywhere",
    "folding-filter-respects-case",
    "null-filter-inverted",
    "page-lists-fewer-filters",
    "page-says-other-maximum",
}
_RIGHT = standard()


def test_every_lasting_fault_is_told() -> None:
    """
    What each fault does is told, but for those that do something else each time.
    """
    assert [name for name, fault in FAULTS.items() if fault.lasting] == list(_EFFECTS)
    assert _ELSEWHERE == {name for name, effect in _EFFECTS.items() if not effect["spoiled"]}


@pytest.mark.parametrize("name", _EFFECTS)
def test_a_fault_does_what_is_told(name: str) -> None:
    """
    A fault spoils so many requests, and the first and the last of them in this way.
    """
    assert _EFFECTS[name] == effects(name)


@pytest.mark.parametrize(
    ("name", "target", "place"),
    [
        ("natural-order-changes", "things/?limit=6", "/results"),
        ("order-of-ties-changes", "things/?ordering=kind&limit=6", "/results"),
        ("order-of-ties-changes", "things/?ordering=size&limit=6", "/results"),
        ("text-unsteady", "things/6/", "/label"),
    ],
)
def test_a_fault_that_changes_its_mind(name: str, target: str, place: str) -> None:
    """
    Of several answers at least one is wrong, and only in that place.
    """
    random.seed(1)
    wrong = with_faults(_RIGHT, [name])
    found = {each for _ in range(9) for each in differences(ask(_RIGHT, target), ask(wrong, target))}

    assert found
    assert all(place in each for each in found)


@pytest.mark.parametrize("name", ["natural-order-changes", "order-of-ties-changes"])
def test_an_order_that_is_asked_for_is_kept(name: str) -> None:
    """
    Rows that do not tie stand in the order asked for.
    """
    wrong = with_faults(_RIGHT, [name])

    assert [] == [
        each for each in REQUESTS if "ordering=-id" in each and ask(_RIGHT, each).body != ask(wrong, each).body
    ]
