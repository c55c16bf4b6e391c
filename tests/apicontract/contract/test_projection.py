"""
A canonical record as it is sent.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.model import Shape
from apicontract.contract.projection import Schemas, project, projector, ticking

BASE = "https://example.test/"
KIND = Shape(
    "kinds/plain",
    f"{BASE}kinds/plain.json",
    "kinds",
    {
        "x-entity": "kinds",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    },
)
THING = Shape("things/plain", f"{BASE}things/plain.json", "things", {
    "x-entity": "things",
    "properties": {
        "mode": {"const": "plain"},
        "name": {"type": "string"},
        "id": {"type": "integer"},
        "url": {"type": "string", "x-link": "self"},
        "kind": {"anyOf": [{"$ref": "../kinds/plain.json"}, {"type": "null"}]},
        "kinds": {"type": ["array", "null"], "items": {"$ref": "../kinds/plain.json"}},
    },
})  # fmt: skip
SHAPES = {each.name: each for each in (KIND, THING)}


def link(entity: str, record: dict[str, Any]) -> str:
    """
    Return a made-up URL.
    """
    return f"/{entity}/{record['id']}/"


def test_fields_stand_in_the_order_of_the_shape() -> None:
    """
    Fields are sent in the order of the shape, constants and links included, and no others.
    """
    kind = {"id": 7, "secret": 1, "name": "k"}

    sent = project({"id": 1, "kinds": [kind], "name": "n", "kind": kind, "secret": 2}, THING, SHAPES, link)

    assert list(sent.items()) == [
        ("mode", "plain"),
        ("name", "n"),
        ("id", 1),
        ("url", "/things/1/"),
        ("kind", {"id": 7, "name": "k"}),
        ("kinds", [{"id": 7, "name": "k"}]),
    ]


def test_null_stays_null() -> None:
    """
    A null stands where a nested object or a list could.
    """
    sent = project({"name": "n", "id": 1, "kind": None, "kinds": None}, THING, SHAPES, link)

    assert sent == {"mode": "plain", "name": "n", "id": 1, "url": "/things/1/", "kind": None, "kinds": None}


def test_missing_fields_are_not_sent() -> None:
    """
    A field that the record does not have is left out.
    """
    assert project({"id": 1}, THING, SHAPES, link) == {"mode": "plain", "id": 1, "url": "/things/1/"}


def test_shapes_may_nest_themselves() -> None:
    """
    A shape that refers to itself is projected as deep as the record goes.
    """
    tree = Shape("t", f"{BASE}t", "t", {"properties": {"n": {}, "child": {"anyOf": [{"$ref": "t"}, {"type": "null"}]}}})
    record = {"n": 1, "x": 0, "child": {"n": 2, "x": 0, "child": None}}

    assert project(record, tree, {"t": tree}, link) == {"n": 1, "child": {"n": 2, "child": None}}


def test_alternatives_are_chosen_by_type() -> None:
    """
    Of several alternatives, the one that has the type of the value projects it.
    """
    schema = {"properties": {"kind": {"anyOf": [{"type": "integer"}, {"$ref": "kinds/plain.json"}]}}}
    shape = Shape("s", f"{BASE}s", "", schema)
    shapes = {"s": shape, "k": KIND}

    assert project({"kind": 3}, shape, shapes, link) == {"kind": 3}
    assert project({"kind": {"id": 1, "x": 2}}, shape, shapes, link) == {"kind": {"id": 1}}


def test_definitions_of_the_same_document_are_found() -> None:
    """
    A reference to a definition inside the shape's own document is followed.
    """
    schema = {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"properties": {"c": {}}}}}
    shape = Shape("s", f"{BASE}s", "", schema)

    assert project({"a": {"c": 1, "d": 2}}, shape, {"s": shape}, link) == {"a": {"c": 1}}


def test_a_lost_reference_is_named() -> None:
    """
    A reference that leads nowhere is an error that says where it stands.
    """
    shape = Shape("s", f"{BASE}s", "", {"properties": {"a": {"$ref": "missing.json"}}})

    with pytest.raises(DataError, match=r"https://example.test/s: a reference to 'missing.json'"):
        projector(shape, {"s": shape})({"a": 1}, link)


def test_fields_that_tick() -> None:
    """
    A field that may grow between two requests names the one that says whether it does.
    """
    schema = {"properties": {"age": {"x-ticking-while": "alive"}, "alive": {"type": "boolean"}}}

    assert {"age": "alive"} == ticking(Shape("a", BASE, "a", schema))
    assert {} == ticking(Shape("a", BASE, "a", {}))


def test_properties_are_resolved() -> None:
    """
    Each property comes with the schema that its reference leads to, and where that stands.
    """
    properties = Schemas(SHAPES).properties(
        Shape(
            "x", THING.uri, "", {"properties": {"kind": {"$ref": "../kinds/plain.json"}, "size": {"type": "integer"}}}
        )
    )

    assert {"kind": (KIND.schema, KIND.uri), "size": ({"type": "integer"}, THING.uri)} == properties


@pytest.mark.parametrize("reference", ["#/nothing", "#/empty", "../missing.json"])
def test_a_reference_that_leads_to_no_schema(reference: str) -> None:
    """
    What is not there, and what is null, is no schema.
    """
    shape = Shape("x", f"{BASE}x/plain.json", "", {"empty": None})
    schemas = Schemas({each.name: each for each in (KIND, shape)})

    assert (KIND.schema, KIND.uri) == schemas.resolve({"$ref": "../kinds/plain.json"}, shape.uri)
    with pytest.raises(DataError, match="a reference to a schema that exists"):
        schemas.resolve({"$ref": reference}, shape.uri)


def test_a_reference_to_null_is_named() -> None:
    """
    A reference that leads to null, which is no schema, is an error, too.
    """
    shape = Shape("s", f"{BASE}s", "", {"properties": {"a": {"$ref": "#/default"}}, "default": None})

    with pytest.raises(DataError, match=r"https://example.test/s: a reference to '#/default'"):
        projector(shape, {"s": shape})({"a": 1}, link)


def test_what_may_only_be_null_is_sent_as_it_stands() -> None:
    """
    Alternatives of which none is more than null change nothing.
    """
    shape = Shape("s", f"{BASE}s", "", {"properties": {"a": {"anyOf": [{"type": "null"}]}}})

    assert project({"a": None}, shape, {"s": shape}, link) == {"a": None}


@pytest.mark.parametrize(
    ("value", "sent"), [([{"c": 1, "d": 2}], [{"c": 1}]), ("x", "x"), ({"c": 1}, {"c": 1}), (None, None)]
)
def test_an_alternative_without_a_type_fits_what_is_there(value: Any, sent: Any) -> None:
    """
    An alternative that states no type is that of every value but null; one with properties only of objects.
    """
    untyped = {"items": {"properties": {"c": {}}}}
    shape = Shape("s", f"{BASE}s", "", {"properties": {"a": {"anyOf": [{"type": "string"}, untyped]}}})

    assert {"a": sent} == project({"a": value}, shape, {"s": shape}, link)


@pytest.mark.parametrize("value", [{"en": "a"}, {"en": "a", "de": "b"}, {"de": "b"}, {"fr": "c", "en": "a"}])
def test_a_form_of_an_object_has_all_of_its_fields(value: dict[str, str]) -> None:
    """
    Of two forms of an object that is no record, the first that names all of its fields is sent; else the first.
    """
    forms = [{"properties": {name: {"type": "string"} for name in names}} for names in (("en",), ("de", "en"))]
    shape = Shape("s", f"{BASE}s", "", {"properties": {"a": {"anyOf": forms}}})
    records = Shape(
        "r", f"{BASE}r", "", {"properties": {"a": {"anyOf": [{**each, "x-entity": "e"} for each in forms]}}}
    )
    known = value if "fr" not in value else {"en": "a"}

    assert {"a": known} == project({"a": value}, shape, {"s": shape}, link)
    assert {"a": {key: each for key, each in value.items() if key == "en"}} == project(
        {"a": value}, records, {"r": records}, link
    )


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean"),
        (1, "integer"),
        (1.5, "number"),
        ("x", "string"),
        ([], "array"),
        ({}, "object"),
        (None, "null"),
    ],
)
def test_alternative_of_a_value_is_that_of_its_type(value: Any, kind: str) -> None:
    """
    Of several alternatives a value is that of its own type; a whole number is a number, too.
    """
    schemas = Schemas({})
    kinds = ("boolean", "integer", "number", "string", "array", "object", "null")
    found, _ = schemas.branch({"anyOf": [{"type": each} for each in kinds]}, BASE, value)
    number, _ = schemas.branch({"anyOf": [{"type": "string"}, {"type": ["number", "null"]}]}, BASE, 1)

    assert {"type": kind} == found
    assert {"type": ["number", "null"]} == number
