"""
What recordings show that no declaration explains.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.diff.changes import changes
from apicontract.diff.drift_tables import DRIFT
from apicontract.diff.rules import RULES

MOVE = Path(__file__).parents[2] / "data" / "move" / "new"
URL = "https://api.example/2.3.0/spacecraft/?limit=3"


@pytest.fixture
def api() -> Any:
    """
    A small API of its own.
    """
    return load_api("launches-2.3.0", MOVE, alone=True)


@pytest.fixture
def body() -> Any:
    """
    The recorded page of that API, twice as many rows, so that values recur.
    """
    path = MOVE / "fixtures/launches-2.3.0/spacecraft/recorded/page.json"
    page = json.loads(path.read_text(encoding="utf-8"))["response"]["body"]
    page["results"] += copy.deepcopy(page["results"])
    for number, row in enumerate(page["results"]):
        row["serial_number"] = f"S{number}"
    return page


def exchange(body: Any) -> Any:
    """
    Return an answer with that body.
    """
    return Exchange("GET", URL, 200, body=json.dumps(body).encode())


def _each(field: Any, value: Any) -> Any:
    def change(body: Any) -> Any:
        for row in body["results"]:
            row[field] = value if value != "delete" else row.pop(field) and None
            if value == "delete":
                del row[field]

    return change


def _image_host(body: Any) -> Any:
    for row in body["results"]:
        if row["image"]:
            row["image"]["image_url"] = row["image"]["image_url"].replace("images.example", "cdn.example")


def _status(body: Any) -> Any:
    body["results"][0]["status"] = {"id": 9, "name": "Lost"}


def _longer(body: Any) -> Any:
    body["results"][0]["serial_number"] = "N" * 70


def _count(body: Any) -> Any:
    body["count"] = 4


#: Rule to the change of the newer page that must give it.
CASES = {
    "drift-field-vanished": _each("serial_number", "delete"),
    "drift-field-appeared": _each("colour", 3),
    "drift-type-appeared": _each("name", 7),
    "drift-value-appeared": _status,
    "drift-text-longer": _longer,
    "drift-host-appeared": _image_host,
    "drift-count-grew": _count,
}


def drifts(api: Any, old: Any, new: Any) -> Any:
    """
    Return the rules that recordings alone give.
    """
    return changes((api, (exchange(old),)), (api, (exchange(new),)))


def test_the_same_recordings_show_no_drift(api: Any, body: Any) -> None:
    """
    Between equal recordings there is no drift.
    """
    assert drifts(api, body, body) == ()


@pytest.mark.parametrize("rule", CASES)
def test_drift_is_told_by_its_kind(rule: Any, api: Any, body: Any) -> None:
    """
    What changed in the answers is told as shape, domain or population, and its mirror when the sides are swapped.
    """
    new = copy.deepcopy(body)
    CASES[rule](new)
    forward, backward = drifts(api, body, new), drifts(api, new, body)
    assert rule in [each.rule.id for each in forward]
    assert RULES[rule].mirror in [each.rule.id for each in backward]
    assert {each.rule.id for each in forward} <= set(DRIFT)


def test_a_size_is_told_with_its_host(api: Any, body: Any) -> None:
    """
    A collection may have another size on each host: the place of both counts names it.
    """
    new = copy.deepcopy(body)
    _count(new)
    (grown,) = [each.fact for each in drifts(api, body, new) if each.rule.id == "drift-count-grew"]

    assert ("count on api.example",) * 2 == (grown.old_path, grown.new_path)


def test_a_status_never_seen_is_one_finding_with_its_first_record(api: Any, body: Any) -> None:
    """
    A new value is told once, with how often it was seen and by which record first.
    """
    new = copy.deepcopy(body)
    _status(new)
    (found,) = drifts(api, body, new)
    assert (found.rule.id, found.message, str(found.old), str(found.new)) == (
        "drift-value-appeared",
        'name is "Lost", never recorded before',
        "0 of 6 records",
        '1 of 6 records; first: Soyuz TM-20 (id 110, https://api.example/2.3.0/spacecraft/110/): "Lost"',
    )


@pytest.mark.parametrize("value", [None, 7, ["a"]])
def test_a_forbidden_type_is_counted_where_it_stands(api: Any, body: Any, value: Any) -> None:
    """
    Of a type that the schema forbids, the records that have it are counted, and the first of them is shown.
    """
    new = copy.deepcopy(body)
    new["results"][1]["name"] = value
    (found,) = drifts(api, body, new)
    assert (found.rule.id, str(found.old)) == ("drift-type-appeared", "0 of 6 records")
    assert str(found.new).startswith("1 of 6 records; first: ")
    assert str(found.new).endswith(f": {json.dumps(value)}")


def test_a_declared_change_explains_the_drift(api: Any, body: Any) -> None:
    """
    What the newer schema declares is not told a second time as drift.
    """
    old = copy.deepcopy(api)
    shape = old.shapes["spacecraft/normal"].schema
    del shape["properties"]["serial_number"]
    shape["required"].remove("serial_number")
    before = copy.deepcopy(body)
    _each("serial_number", "delete")(before)
    found = changes((old, (exchange(before),)), (api, (exchange(body),)))
    assert [each.rule.id for each in found] == ["answer-field-added"]
