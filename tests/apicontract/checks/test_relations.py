"""
Fields of one record beside each other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handmade import API, HOST, page, thing

from apicontract.checks import judge
from apicontract.contract.model import Grade, Level, Promise, Setting

SEEN = {"records": 60, "hosts": [HOST]}


def levels(said: dict[str, Any], **row: Any) -> list[Level]:
    """
    Return the levels of what is found in a row of which a relation is stated.
    """
    shape = API.shapes["things/normal"]
    api = replace(
        API,
        shapes={**API.shapes, "things/normal": replace(shape, schema={**shape.schema, "x-relations": [said]})},
        behaviour={**API.behaviour, "exception_limit": Setting(0.05, Grade.GUESS)},
        promises={**API.promises, "field-relation": Promise(Grade.RECORDED, "a test")},
    )
    found = judge(api, [page("", (thing(1, **row),))]).violations
    return [each.level for each in found if each.check == "field-relation"]


AT_MOST = {"kind": "at-most", "fields": ["low", "high"]}
LENGTH = {"kind": "length", "fields": ["count", "items"]}
CONTAINS = {"kind": "contains", "fields": ["photo", "id"]}


@pytest.mark.parametrize(
    ("said", "row", "broken"),
    [
        (AT_MOST, {"low": 1, "high": 1.5}, False),
        (AT_MOST, {"low": 2, "high": 1.5}, True),
        (AT_MOST, {"low": "P2D", "high": "P10D"}, False),
        (AT_MOST, {"low": "P2D", "high": "PT1H"}, True),
        (AT_MOST, {"low": "2026-01-02", "high": "2026-01-01"}, True),
        (AT_MOST, {"low": "2026-01-02", "high": 1}, False),
        (AT_MOST, {"low": None, "high": 1}, False),
        (AT_MOST, {"high": 1}, False),
        (LENGTH, {"count": 2, "items": [1, 2]}, False),
        (LENGTH, {"count": 1, "items": [1, 2]}, True),
        (LENGTH, {"count": 1, "items": None}, False),
        (CONTAINS, {"photo": f"{HOST}/a/1/b"}, False),
        (CONTAINS, {"photo": f"{HOST}/a/11/b"}, True),
        (CONTAINS, {"photo": "none"}, False),
    ],
)
def test_relations(said: dict[str, Any], row: dict[str, Any], broken: bool) -> None:  # noqa: FBT001 - a case
    """
    A declared relation is violated by values that can be compared and do not stand in it.
    """
    assert [Level.VIOLATION] * broken == levels(said, **row)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (SEEN, [Level.WARNING]),
        (SEEN | {"records": 58}, []),
        (SEEN | {"hosts": ["https://other.example"]}, []),
        ({"records": 60}, []),
    ],
)
def test_seen_relations_warn(evidence: dict[str, Any], expected: list[Level]) -> None:
    """
    What enough records of the same host show is a warning; fewer records, and those of other hosts, say nothing.
    """
    assert expected == levels(AT_MOST | evidence, low=2, high=1)
