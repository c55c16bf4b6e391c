"""
Relations of fields, learnt from records.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from apicontract.contract.model import Exchange
from apicontract.evidence.derive import DeclaredFacts, api_config, derive, facts_of

BASE = "https://fleet.example/v1/"


def record(number: int, **more: Any) -> dict[str, Any]:
    """
    Return a record of which some fields stand in a relation, and others only look so.
    """
    draw = Random(number)  # noqa: S311 - no secret
    part, days = draw.randrange(50), draw.randrange(300)
    return {
        "id": number,
        "part": part,
        "whole": part + draw.randrange(30),
        "free": draw.randrange(80),
        "small": draw.randrange(5),
        "large": 1000 + draw.randrange(5),
        "docked": f"P{days}D",
        "flown": f"P{days + draw.randrange(90)}D",
        "crew": ["x"] * (number % 5),
        "heads": number % 5,
        "photo": f"{BASE}files/{number}/large.png",
        "shared": f"{BASE}files/7/large.png",
    } | more


def relations(rows: list[dict[str, Any]], facts: DeclaredFacts | None = None) -> list[dict[str, Any]]:
    """
    Return what is said of the rows of a list.
    """
    body = json.dumps({"count": len(rows), "next": None, "previous": None, "results": rows}).encode()
    exchange = Exchange("GET", f"{BASE}crafts/", 200, (), body, source="crafts.json:1")
    facts = facts or DeclaredFacts()
    documents = derive("fleet", api_config("fleet", [exchange], facts), [exchange], facts).documents
    found: list[dict[str, Any]] = documents["crafts/list.schema.json"].get("x-relations", [])
    return found


def named(rows: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    """
    Return kind and fields of each relation.
    """
    return {(each["kind"], *each["fields"]) for each in relations(rows)}


EXPECTED = {
    ("at-most", "part", "whole"),
    ("at-most", "docked", "flown"),
    ("length", "heads", "crew"),
    ("contains", "photo", "id"),
}


def test_relations_that_always_held() -> None:
    """
    What always held and would seldom do so by chance is stated; fields of another size say nothing of each other.
    """
    assert EXPECTED == named([record(number) for number in range(1, 81)])


def test_numbers_stand_beside_a_relation() -> None:
    """
    A relation says in how many records it held, and of which hosts these are.
    """
    rows = [record(number) for number in range(1, 81)]
    rows[0]["part"] = None
    found = next(each for each in relations(rows) if each["fields"] == ["part", "whole"])

    assert {"kind": "at-most", "fields": ["part", "whole"], "records": 79, "hosts": ["https://fleet.example"]} == found


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({"part": 99, "whole": 98}, ("at-most", "part", "whole")),
        ({"docked": "P1DT1S", "flown": "P1D"}, ("at-most", "docked", "flown")),
        ({"heads": 7}, ("length", "heads", "crew")),
        ({"photo": f"{BASE}files/0/large.png"}, ("contains", "photo", "id")),
    ],
)
def test_one_exception_ends_a_relation(change: dict[str, Any], gone: tuple[str, ...]) -> None:
    """
    A relation that one record breaks is none; the others stay.
    """
    assert EXPECTED - {gone} == named([*(record(number) for number in range(1, 81)), record(81, **change)])


@pytest.mark.parametrize("seed", range(5))
def test_few_records_show_none_by_chance(seed: int) -> None:
    """
    Of a handful of records with unrelated fields none is stated.
    """
    draw = Random(seed)  # noqa: S311 - no secret
    rows = [{"id": number, **{name: draw.randrange(99) for name in "abcdef"}} for number in range(6)]

    assert set() == named(rows)


def test_declared_relations_stand_without_numbers() -> None:
    """
    A relation that the facts declare is kept as declared, and not stated twice.
    """
    properties = dict.fromkeys(record(1), True)
    declared = [{"kind": "at-most", "fields": ["part", "whole"]}]
    facts = facts_of(
        {
            "source": "handbook",
            "grade": "published",
            "resources": {"crafts": {"modes": {"list": "crafts/list"}, "list": "list", "detail": "list"}},
            "shapes": {"crafts/list": {"entity": "crafts", "properties": properties, "relations": declared}},
        },
        "f.json",
    )
    found = relations([record(number) for number in range(1, 81)], facts)

    assert declared == [each for each in found if each["fields"] == ["part", "whole"]]
    assert EXPECTED == {(each["kind"], *each["fields"]) for each in found}
