"""
Which fields of made records can wait until somebody asks for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.dataset.waiting import Waiting, derived_names, growing_at, makers_of

if TYPE_CHECKING:
    from apicontract.contract.model import Json

WAITING = Waiting(frozenset({"flights"}), {"craft": frozenset({"rank"}), "makers": frozenset({"size", "makers"})})


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        ("Craft {id} of {maker.name}", True),
        ({"choose": [[None, 1], [{"one": {"entity": "makers"}}, 2]]}, True),
        ({"one": {"entity": "flights", "ids": [1]}}, True),
        ({"some": {"entity": "makers", "number": [0, 2]}}, True),
        ({"record": {"entity": "flights", "id": {"at": "flight"}}}, True),
        ({"moment": {"from": "-P1D", "to": "P1D"}}, True),
        ({"slug": {"of": "{name}", "length": 50}}, True),
        ({"new": {"entity": "parts"}}, False),
        ({"choose": [[[], 9], [{"new": {"entity": "parts", "number": 1}}, 1]]}, False),
        ({"list": {"of": {"object": {"part": {"new": {"entity": "parts"}}}}, "number": 1}}, False),
        ({"one": {"entity": "flights"}}, False),
        ({"all": {"entity": "flights", "show": "crew"}}, False),
        ({"one": {"entity": "makers", "apart": True}}, False),
        ({"one": {"entity": "makers"}}, True),
        ("https://example.test/rank/{id}", True),
        ("The {size} of {maker.name}", True),
        ({"at": "size"}, True),
        ({"at": "owner.rank"}, False),
        ("Number {rank}", False),
        ("The {maker.size} of {maker.name}", False),
        ({"if": {"at": "rank", "then": 1}}, False),
        ({"all": {"entity": "makers", "show": "size"}}, False),
        ({"one": {"entity": "makers", "meeting": {"rank": {"null": True}}}}, False),
    ],
)
def test_a_draw_waits_if_it_is_the_same_later(generator: Json, expected: Json) -> None:
    """
    It makes no record, gives nothing once, chooses among records that are all there, and reads nothing derived.
    """
    assert expected is WAITING.can(generator, "craft")


def test_records_grow_until_the_last_turn_that_makes_them() -> None:
    """
    A turn makes the records of its entity, of those made for them, and of those made for these.
    """
    documents: dict[str, Any] = {
        "flights": {"made": {"turn": 2, "groups": [{"fields": {"part": {"new": {"entity": "parts"}}}}]}},
        "parts": {"made": {"turn": 0, "fields": {"bolts": {"new": {"entity": "bolts", "number": 2}}}}},
        "makers": {"made": {"turn": 1, "groups": [{}]}, "derived": {"rank": {}}},
        "kinds": {},
    }
    made = frozenset({"flights", "parts", "bolts"})

    assert [{*made, "makers"}, {*made, "makers"}, made] == growing_at(
        ["parts", "makers", "flights"], makers_of(documents)
    )
    assert {"flights": set(), "parts": set(), "makers": {"rank"}, "kinds": set()} == derived_names(documents)
