"""
Schemas of a document as declared shapes.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.importing.components import Components, snake, stem_of
from apicontract.evidence.openapi import BASE
from apicontract.evidence.openapi.parts import members

TEXT = {"type": "string"}
NULL = {"type": "null"}
OBJECT = {"type": "object", "properties": {"id": {"type": "integer"}}}


def component(name: str) -> dict[str, str]:
    """
    Return a reference to a component.
    """
    return {"$ref": BASE + name}


@pytest.mark.parametrize(
    ("schema", "name", "found"),
    [
        (TEXT, "", TEXT),
        (component("Text"), "Text", TEXT),
        (component("Alias"), "Text", TEXT),
        (component("Missing"), "Missing", {}),
        (component("Circle"), "Circle", component("Circle")),
        ({"anyOf": [component("Text"), NULL]}, "Text", TEXT),
        ({"anyOf": [{"enum": [None]}, TEXT]}, "", TEXT),
        ({"anyOf": [TEXT, OBJECT]}, "", {"anyOf": [TEXT, OBJECT]}),
        ({"anyOf": [TEXT], "properties": {}}, "", {"anyOf": [TEXT], "properties": {}}),
        ({"anyOf": [NULL]}, "", {"anyOf": [NULL]}),
        ({"$ref": "elsewhere"}, "", {"$ref": "elsewhere"}),
        (True, "", {}),
        (component("a%2Fb"), "a/b", OBJECT),
    ],
)
def test_references_are_followed(schema: Any, name: str, found: Any) -> None:
    """
    To the end, through an alternative beside null, and not in a circle; the last name counts.
    """
    schemas = {"Text": TEXT, "Alias": component("Text"), "Circle": component("Circle"), "a/b": OBJECT}

    assert (name, found) == Components(schemas).resolve(schema)


@pytest.mark.parametrize(
    ("schema", "fragment", "notes"),
    [
        (TEXT, TEXT, []),
        (5, {}, []),
        ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}, []),
        ({"type": "string", "format": "odd"}, TEXT, []),
        (
            {"type": "string", "format": "duration"},
            TEXT,
            ["p: the format duration, which no validator asserts alike; left open"],
        ),
        ({"enum": ["a"], "type": "string"}, {"const": "a"}, []),
        ({"enum": ["a", "b"]}, {"enum": ["a", "b"]}, []),
        ({"enum": [None]}, {"enum": [None]}, []),
        ({"anyOf": [TEXT, NULL]}, {"type": ["string", "null"]}, []),
        ({"anyOf": [{"enum": ["a", "b"], **TEXT}, NULL]}, {"type": ["string", "null"], "enum": ["a", "b", None]}, []),
        ({"anyOf": [{"enum": ["a", None], **TEXT}, NULL]}, {"type": ["string", "null"], "enum": ["a", None]}, []),
        ({"anyOf": [{"const": 1}, NULL]}, {"anyOf": [{"const": 1}, NULL]}, []),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}, []),
        ({"anyOf": [TEXT, {"type": "integer"}]}, {"anyOf": [TEXT, {"type": "integer"}]}, []),
        ({"anyOf": [TEXT, {"type": "integer"}, NULL]}, {"anyOf": [TEXT, {"type": "integer"}, NULL]}, []),
        ({"type": "array", "items": TEXT, "minItems": 1}, {"type": "array", "items": TEXT, "minItems": 1}, []),
        ({"type": "array", "items": True}, {"type": "array", "items": {}}, []),
        (OBJECT, {"$ref": "p/default"}, []),
        ({"anyOf": [OBJECT, NULL]}, {"anyOf": [{"$ref": "p/default"}, NULL]}, []),
        ({"type": "object", "additionalProperties": True, "x-a": 1}, {"type": "object"}, []),
        (
            {"type": "object", "additionalProperties": TEXT, "allOf": [1], "multipleOf": 5},
            {"type": "object"},
            [
                "p: what is said of fields that are not listed; left out",
                "p: conditions that have no sum; left out",
                "p: multipleOf; left out",
            ],
        ),
        ({"minLength": 1, "title": "T", "readOnly": True}, {"minLength": 1}, []),
        ({}, {}, []),
    ],
)
def test_the_fragment_of_a_field(schema: Any, fragment: Any, notes: list[str]) -> None:
    """
    Values stand where they are used, objects become shapes, null is one of the types, and the rest is noted.
    """
    components = Components({})

    assert (fragment, notes) == (components.fragment(schema, "p"), components.notes)


def test_a_component_inside_itself_is_left_open() -> None:
    """
    A list of itself is open where it comes again, with a note.
    """
    components = Components({"L": {"type": "array", "items": component("L")}})

    assert {"type": "array", "items": {}} == components.fragment(component("L"), "p")
    assert ["L: a schema that is part of itself; left open there"] == components.notes
    assert [] == components.under_way


def test_references_inside_each_other_end() -> None:
    """
    Fifty levels are followed, and no more.
    """
    chain = {f"D{n}": {"type": "array", "items": component(f"D{n + 1}")} for n in range(60)}

    assert Components(chain).fragment(component("D11"), "p")
    with pytest.raises(DataError, match="the schema D50: references inside each other; expected at most 50 levels"):
        Components(chain).fragment(component("D0"), "p")


def test_references_that_multiply_end() -> None:
    """
    So many schemas are made of a document, and no more.
    """
    doubled = {f"D{n}": {"anyOf": [component(f"D{n + 1}")] * 2} for n in range(40)}

    with pytest.raises(DataError, match="references that multiply; expected at most 50 levels and 100000 schemas"):
        Components(doubled).fragment(component("D0"), "p")


def test_shapes_of_objects() -> None:
    """
    A component becomes a shape with the fields that are sent, and what it refers to becomes one as well.
    """
    schemas = {
        "Book": {
            "type": "object",
            "properties": {
                "id": {"type": "integer"},
                "url": {"type": "string", "format": "uri", "readOnly": True},
                "secret": {"type": "string", "writeOnly": True},
                "author": component("Author"),
                "size": {"type": "object", "properties": {"pages": {"type": "integer"}}},
            },
            "required": ["secret", "id"],
            "minProperties": 1,
        },
        "Author": OBJECT,
    }
    components = Components(schemas)
    components.assign_shape("Book", "books/full", "books")

    assert "books/full" == components.declare("Book")
    assert {
        "books/full": {
            "title": "Book",
            "entity": "books",
            "properties": {
                "id": {"type": "integer"},
                "url": {"type": "string", "format": "uri", "x-link": "self"},
                "author": {"$ref": "author/default"},
                "size": {"$ref": "book_size/default"},
            },
            "required": ["id"],
        },
        "author/default": {
            "title": "Author",
            "entity": "author",
            "properties": {"id": {"type": "integer"}},
            "required": [],
        },
        "book_size/default": {"title": "Book_size", "properties": {"pages": {"type": "integer"}}, "required": []},
    } == components.shapes
    assert ["Book: minProperties; left out"] == components.notes


def test_a_url_of_something_else_is_no_link() -> None:
    """
    What nothing tells apart has no URL of its own, and only a text that is a URL is one.
    """
    schemas = {
        "Author": {"properties": {"url": {"type": "string", "format": "uri"}}},
        "Book": {"properties": {"id": {}, "url": {"type": "string"}, "author": component("Author")}},
    }
    components = Components(schemas)
    components.assign_shape("Book", "books/full", "books")
    components.declare("Book")

    assert {"type": "string"} == components.shapes["books/full"]["properties"]["url"]
    assert {"type": "string", "format": "uri"} == components.shapes["author/default"]["properties"]["url"]


def test_levels_of_one_thing_are_one_entity() -> None:
    """
    A component that is called like a known one, but for its level of detail, is another shape of it.
    """
    components = Components({"BookMini": OBJECT, "Other": component("BookMini")})
    components.assign_shape("BookDetailed", "books/full", "books")

    assert "books/book_mini" == components.declare("BookMini")
    assert "books" == components.entities["BookMini"]


def test_names_of_shapes_are_settled_once() -> None:
    """
    A component keeps its shape; another one that would have the same name gets a number.
    """
    components = Components({"A": OBJECT})

    assert "x/a" == components.assign_shape("A", "x/a", "x")
    assert "x/a" == components.assign_shape("A", "x/b", "y")
    assert ["x/a_2", "x/a_3"] == [components.assign_shape(each, "x/a", "x", OBJECT) for each in ("B", "C")]
    assert {"B": OBJECT, "C": OBJECT} == components.inline
    assert "x/a_2" == components.declare("B")


@pytest.mark.parametrize(
    ("name", "stem", "lower"),
    [
        ("BookDetailed", "Book", "book_detailed"),
        ("PolymorphicBookEndpoint", "Book", "polymorphic_book_endpoint"),
        ("Simple", "Simple", "simple"),
        ("Listing", "Listing", "listing"),
        ("book-mini.v2", "book-mini.v2", "book_mini_v2"),
    ],
)
def test_names(name: str, stem: str, lower: str) -> None:
    """
    Words for levels of detail are no part of a name, unless nothing else is.
    """
    assert (stem, lower) == (stem_of(name), snake(name))


def test_a_schema_that_is_true_has_no_members() -> None:
    """
    Only an object has members.
    """
    assert ({}, TEXT) == (members(True), members(TEXT))  # noqa: FBT003 - a schema


def test_a_url_that_clients_may_set_is_no_link_to_the_record() -> None:
    """
    A field called url is a record's own URL only where the description says that it cannot be set.
    """
    url = {"type": "string", "format": "uri"}
    components = Components({"Book": {"type": "object", "properties": {"id": {"type": "integer"}, "url": url}}})
    components.assign_shape("Book", "books/full", "books")
    components.declare("Book")

    assert url == components.shapes["books/full"]["properties"]["url"]


@pytest.mark.parametrize(("length", "kept"), [(3, 3), (99, 99), (100, 100), (101, 100), (150, 100)])
def test_a_long_name_is_cut_at_its_beginning(length: int, kept: int) -> None:
    """
    A shape is called by the last hundred characters of its component, which tell it from others.
    """
    name = "x" * (length - 1) + "y"

    assert f"{'x' * (kept - 1)}y/default" == Components({name: OBJECT}).declare(name)
