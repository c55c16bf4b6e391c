"""
Objects that call themselves the same and are not, and objects that stand under several keys and are the same.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from apicontract.contract.model import Documentation, Exchange
from apicontract.evidence.derive import api_config, derive, facts_of
from apicontract.evidence.derive.likeness import alike, forms_by_key

BASE = "https://fleet.example/v1/"
NONE = facts_of({"source": "nobody", "grade": "guess"}, "none.json")


def model(number: int, *, rich: bool) -> dict[str, Any]:
    """
    Return a model of vehicles; in its rich form it has most of its fields, and calls itself plain all the same.
    """
    plain = {"level": "plain", "id": number, "url": f"{BASE}models/{number}/", "name": f"M{number}", "wheels": 4}
    more = dict.fromkeys(("length", "width", "height", "weight", "power", "seats", "doors", "tank"), number)
    return {**plain, **(more if rich else {})}


def vehicle(number: int, *, rich: bool) -> dict[str, Any]:
    """
    Return a vehicle with a model of either form.
    """
    own = {"level": "plain", "id": number, "url": f"{BASE}vehicles/{number}/", "name": f"V{number}"}
    return {**own, "model": model(number % 3 + 1, rich=rich), "photo": picture(number), "plate": picture(number + 50)}


def picture(number: int) -> dict[str, Any]:
    """
    Return a picture.
    """
    return {
        "id": number,
        "name": f"P{number}",
        "file": f"{BASE}files/{number}.png",
        "licence": {"id": 1, "name": "free"},
    }


def page(path: str, *rows: dict[str, Any]) -> Exchange:
    """
    Return a recorded list.
    """
    body = {"count": len(rows), "next": None, "previous": None, "results": rows}
    modes = Documentation((("Modes", (("Modes", "plain, full"),)),))
    content = json.dumps(body).encode()
    return Exchange("GET", f"{BASE}{path}/", 200, (), content, documentation=modes, source=f"{path}.json:1")


def depot() -> Exchange:
    """
    Return the answer of one depot, with vehicles in a form that their own list does not show.
    """
    body = {
        "id": 4,
        "url": f"{BASE}depots/4/",
        "name": "North",
        "parked": [vehicle(7, rich=True), vehicle(8, rich=True)],
    }
    return Exchange("GET", f"{BASE}depots/4/", 200, (), json.dumps(body).encode(), source="depot.json:1")


EXCHANGES = (page("vehicles", vehicle(1, rich=False), vehicle(2, rich=False)), page("models", model(1, rich=False)))


def references(schema: Any) -> list[str]:
    """
    Return where a fragment refers to.
    """
    return [each["$ref"] for each in (schema, schema.get("items", {}), *schema.get("anyOf", ())) if "$ref" in each]


def documents(*exchanges: Exchange, facts: Any = NONE) -> dict[str, Any]:
    """
    Return what exchanges give.
    """
    found = derive("fleet", api_config("fleet", exchanges, facts), exchanges, facts).documents
    return {name.removesuffix(".schema.json"): each for name, each in found.items()}


def test_nested_records_in_another_form_have_a_shape_of_their_own() -> None:
    """
    A vehicle whose model is shown in detail is no vehicle of the list, though it has the same fields and label.
    """
    found = documents(*EXCHANGES, depot())
    parked = found["depots/detail"]["properties"]["parked"]

    assert ["../models/plain.schema.json"] == references(found["vehicles/plain"]["properties"]["model"])
    (shape,) = references(parked)
    assert shape != "../vehicles/plain.schema.json"
    (inner,) = references(found[f"vehicles/{shape.split('/')[-1].removesuffix('.schema.json')}"]["properties"]["model"])
    rich = found[f"models/{inner.split('/')[-1].removesuffix('.schema.json')}"]
    assert set(model(1, rich=True)) == set(rich["properties"]) == set(rich["required"])
    assert "models" == rich["x-entity"]


def test_nested_records_in_another_form_contradict_no_declaration() -> None:
    """
    What is declared of the plain form says nothing of the rich one, which is told apart.
    """
    shapes = {
        "vehicles/plain": {
            "entity": "vehicles",
            "properties": {
                **dict.fromkeys(vehicle(1, rich=False), True),
                "level": {"const": "plain"},
                "model": {"$ref": "models/plain"},
            },
        },
        "models/plain": {
            "entity": "models",
            "properties": {**dict.fromkeys(model(1, rich=False), True), "wheels": {"type": "integer"}},
        },
    }
    modes = {
        name: {"modes": {"plain": f"{name}/plain"}, "list": "plain", "detail": "plain"}
        for name in ("vehicles", "models")
    }
    facts = facts_of(
        {"source": "handbook", "grade": "published", "every_field_sent": True, "resources": modes, "shapes": shapes},
        "f.json",
    )
    found = documents(*EXCHANGES, depot(), facts=facts)

    assert set(model(1, rich=False)) == set(found["models/plain"]["properties"])
    assert ["../models/plain.schema.json"] == references(found["vehicles/plain"]["properties"]["model"])
    assert ["../vehicles/plain.schema.json"] != references(found["depots/detail"]["properties"]["parked"])


def test_one_place_with_two_forms_has_both() -> None:
    """
    Where records of two forms stand in one list, the field refers to both, and neither has the fields of the other.
    """
    mixed = page("vehicles", vehicle(1, rich=False), vehicle(2, rich=True))
    found = documents(mixed)
    both = references(found["vehicles/plain"]["properties"]["model"])
    fields = [set(found[each[3:].removesuffix(".schema.json")]["properties"]) for each in both]

    assert [len(model(1, rich=False)), len(model(1, rich=True))] == sorted(map(len, fields))


def test_one_kind_under_several_keys_is_one_shape() -> None:
    """
    Pictures of one table are one shape and one entity, whichever key they stand under.
    """
    found = documents(*EXCHANGES)
    properties = found["vehicles/plain"]["properties"]

    assert references(properties["photo"]) == references(properties["plate"])
    assert {"photo"} == {each["x-entity"] for name, each in found.items() if "file" in each.get("properties", {})}


@pytest.mark.parametrize(
    "plate",
    [{"id": 1, "name": "another"}, {"id": "1"}],
    ids=["one identifier, two records", "two types of identifiers"],
)
def test_two_kinds_with_the_same_fields_are_two(plate: dict[str, Any]) -> None:
    """
    Objects with the same fields whose identifiers contradict each other are of two kinds.
    """
    row = vehicle(1, rich=False)
    found = documents(page("vehicles", {**row, "plate": {**row["plate"], **plate}}))
    properties = found["vehicles/plain"]["properties"]

    assert references(properties["photo"]) != references(properties["plate"])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abc", "abc", True),
        ("abc", "abcd", True),
        ("abc", "abcdef", False),
        ("", "", True),
        ("", "a", False),
        ("ab", "bc", False),
    ],
)
def test_alike(one: str, other: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Two sets of fields are one form if more than half of all fields are common.
    """
    assert expected == alike(frozenset(one), frozenset(other)) == alike(frozenset(other), frozenset(one))


def test_forms_are_numbered_as_they_were_seen() -> None:
    """
    An object that lacks a field has the form of those that have it; one with another label never.
    """
    seen = [{"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1}, {"x": 1}, {"a": 1, "b": 1, "level": "z"}]
    forms = forms_by_key([{"one": seen}], "level")["one"]

    assert [0, 0, 1, 2] == [forms[str(each.get("level", "")), frozenset(each)] for each in seen]
