"""
What no recording shows is told of each shape.
"""

from __future__ import annotations

from apicontract.evidence.derive.field_stats import ShapeStats
from apicontract.evidence.derive.merging import MergedShape, unobserved


def shape(name: str, *, seen: bool, **why: str) -> MergedShape:
    """
    Return a shape with a field for each reason, and one that was seen.
    """
    fields = {key: {"x-unobserved": reason} for key, reason in why.items()}
    stats = ShapeStats(observations=2, identities={1, 2}) if seen else ShapeStats()
    return MergedShape(name, name, "", {"id": {"type": "integer"}, **fields}, [], stats)


def test_every_shape_is_told() -> None:
    """
    A shape that was never recorded is one sentence, and does not end what is told of others.
    """
    forms = [
        shape("first", seen=False, label="null"),
        shape("second", seen=True, label="null", size="null"),
        shape("third", seen=False),
        shape("fourth", seen=True),
    ]
    told = [*unobserved({each.name: each for each in forms})]

    assert "first: never recorded" == told[0]
    assert [True, True] == [each.startswith(("second: label ", "second: size ")) for each in told[1:3]]
    assert ["third: never recorded"] == told[3:]
