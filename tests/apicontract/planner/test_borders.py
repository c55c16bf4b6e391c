"""
The values beside one that a record has.
"""

from __future__ import annotations

import pytest

from apicontract.contract.model import Parameter
from apicontract.planner.borders import beside


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", "9", ["8", "10"]),
        ("number", "2.50", ["2.49", "2.51"]),
        ("number", "1e2", ["99", "101"]),
        ("date", "2020-03-01", ["2020-02-29", "2020-03-02"]),
        ("date-time", "2020-01-01T00:00:00Z", ["2019-12-31T23:59:59Z", "2020-01-01T00:00:01Z"]),
        ("date-time", "2020-01-01T00:00:00.5Z", ["2020-01-01T00:00:00.400000Z", "2020-01-01T00:00:00.600000Z"]),
        ("date-time", "2020-01-01T00:00:00+02:00", ["2019-12-31T23:59:59+02:00", "2020-01-01T00:00:01+02:00"]),
        ("duration", "P1D", []),
        ("text", "a", []),
        ("integer", "many", []),
        ("date", "9999-12-31", []),
    ],
)
@pytest.mark.parametrize("lookup", ["gt", "gte", "lt", "lte"])
def test_values_beside(lookup: str, kind: str, text: str, expected: list[str]) -> None:
    """
    One step of the last digit that is written to either side; of what has no steps, or no neighbour, none.
    """
    assert expected == list(beside(Parameter("p", ("p",), lookup, kind), text))


def test_only_ranges_have_borders() -> None:
    """
    A filter that asks for one value has no value beside it.
    """
    assert [] == list(beside(Parameter("p", ("p",), "exact", "integer"), "9"))
