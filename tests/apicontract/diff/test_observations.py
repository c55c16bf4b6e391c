"""
Which records were seen in the form of which definition.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Api, Modes, Shape
from apicontract.diff.facts import MISSING
from apicontract.diff.observations import assigned, identity, instances, values_at
from apicontract.evidence.recordings import recordings_of

MOVE = Path(__file__).parents[2] / "data" / "move" / "new"
BASE = "https://api.example/2.3.0/spacecraft/"


@pytest.fixture
def api() -> Api:
    """
    A small API of its own.
    """
    return load_api("launches-2.3.0", MOVE, alone=True)


def exchange(url: str, body: Any, status: int = 200) -> Exchange:
    """
    Return an answer.
    """
    return Exchange("GET", url, status, body=json.dumps(body).encode())


def test_nested_records_are_seen_in_their_own_form(api: Api) -> None:
    """
    Each definition gets the records of every row, however deep, without the nulls.
    """
    found = instances(api, assigned(api, recordings_of(api)))
    assert {name: len(each) for name, each in found.items()} == {
        "spacecraft/normal": 3,
        "images/normal": 2,
        "statuses/normal": 3,
        "spacecraft_configurations/normal": 3,
        "agencies/normal": 3,
        "agency_types/normal": 3,
    }


def test_a_nested_record_is_told_by_its_row(api: Api) -> None:
    """
    What was seen deep in a row is named by the row's name, identifier and URL.
    """
    found = instances(api, assigned(api, recordings_of(api)))
    assert found["statuses/normal"][0].record == "Soyuz TM-20 (id 110, https://api.example/2.3.0/spacecraft/110/)"


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        (exchange(BASE, {"count": 1, "results": [{"id": 1}]}), [1]),
        (exchange(f"{BASE}7/", {"id": 7}), [1]),
        (exchange(BASE, {"detail": "no"}, 404), []),
        (exchange(BASE, [1, 2]), []),
        (exchange(BASE, {"results": None}), []),
        (exchange("https://api.example/other/", {"results": []}), []),
        (Exchange("GET", BASE, 200, body=b"<html>"), []),
    ],
    ids=["list", "detail", "error", "no object", "no rows", "elsewhere", "no JSON"],
)
def test_only_answers_of_a_resource_are_assigned(api: Api, answer: Exchange, rows: list[int]) -> None:
    """
    Lists and details with status 200 belong to their resource; anything else is left out.
    """
    assert [len(each.rows) for each in assigned(api, (answer,))] == rows


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("", [{"a": {"b": 1}, "c": [{"d": 2}, {"e": 3}]}]),
        ("a.b", [1]),
        ("a.x", [MISSING]),
        ("x.b", []),
        ("c[].d", [2, MISSING]),
        ("a[].b", []),
    ],
)
def test_values_at_a_path(path: str, values: list[Any]) -> None:
    """
    A path enters objects and lists; only the last member can be absent.
    """
    assert list(values_at({"a": {"b": 1}, "c": [{"d": 2}, {"e": 3}]}, path)) == values


def test_a_record_without_name_or_url_is_told_as_far_as_it_goes(api: Api) -> None:
    """
    What a record lacks is left out of how it is told.
    """
    resource, schema = api.resources["spacecraft"], api.shapes["spacecraft/normal"].schema
    assert [identity(each, resource, schema) for each in ({"id": 3}, {"name": "X"}, {})] == [
        "(id 3)", "X", "a record without a name",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ({"mode": "a", "id": 1}, {"as": 1}),
        ({"mode": "b", "id": 1, "x": 2}, {"bs": 1}),
        ({"mode": "b"}, {}),
        ({"mode": "c", "id": 1}, {}),
        ({"id": 1}, {"as": 1}),
    ],
)
def test_a_record_in_one_of_several_forms_is_seen_in_the_first_that_fits(
    api: Api, value: dict[str, Any], seen: dict[str, int]
) -> None:
    """
    A form fits if its required fields are there, and those of its constants that are.
    """
    schemas: dict[str, dict[str, Any]] = {
        "as": {"required": ["id"], "properties": {"mode": {"const": "a"}, "id": {}}},
        "bs": {"required": ["id", "x"], "properties": {"mode": {"enum": ["b", "B"]}, "id": {}, "x": {}}},
        "rows": {"properties": {"kind": {"anyOf": [{"$ref": "as"}, {"$ref": "bs"}]}}},
    }
    shapes = {name: Shape(name, f"https://api.example/{name}", name, each) for name, each in schemas.items()}
    resource = replace(api.resources["spacecraft"], shapes={"plain": "rows"}, modes=Modes((), "plain", "plain"))
    altered = replace(api, shapes=shapes, resources={"spacecraft": resource})
    answers = (exchange(BASE, {"count": 1, "results": [{"kind": value}]}),)
    found = instances(altered, assigned(altered, answers))

    assert {**seen, "rows": 1} == {name: len(each) for name, each in found.items()}
