"""
Values less exact: whatever a record holds is rounded to something that can be compared.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from apicontract.diagnosis.rounding import ROUNDED
from apicontract.semantics.values import RECORD_VALUES, parse_value


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", 2.75, 2),
        ("number", -2.25, -3),
        ("number", "1E+99999", Decimal("1E+99999")),
        ("number", float("inf"), Decimal("Infinity")),
        ("date", "2020-02-29", dt.date(2020, 2, 1)),
        ("date-time", "2020-01-01T23:30:00-05:00", dt.date(2020, 1, 2)),
        ("date-time", "0001-01-01T00:00:00+05:00", dt.date(1, 1, 1)),
        ("date-time", "9999-12-31T23:59:59-05:00", dt.date(9999, 12, 31)),
        ("duration", "P1DT23H", 1),
        ("duration", "-PT1H", -1),
    ],
)
def test_a_value_is_rounded(kind: str, value: Any, expected: Any) -> None:
    """
    Downwards, and in no time however large it is.
    """
    assert expected == ROUNDED[kind](parse_value(kind, value))


def test_types_are_those_of_records() -> None:
    """
    Every type that is rounded is one that records have.
    """
    assert {*ROUNDED} <= {*RECORD_VALUES}
