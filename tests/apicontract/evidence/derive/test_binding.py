"""
Documented names are bound to fields, lookups and types.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.derive.binding import (
    Shapes,
    bound_field,
    bound_inside,
    bound_order,
    bound_parameter,
    value_type,
)
from apicontract.evidence.derive.field_stats import DURATION

_SHAPES = Shapes(
    properties={
        "books/list": {
            "id": {"type": "integer"},
            "pages": {"type": ["integer", "null"]},
            "price": {"type": "number"},
            "born": {"type": "string", "format": "date"},
            "lent": {"type": "string", "pattern": DURATION},
            "writer": {"anyOf": [{"$ref": "writers/list"}, {"type": "null"}]},
            "category": {"type": "array", "items": {"$ref": "kinds/list"}},
            "sold": {"type": "boolean"},
        },
        "books/full": {"note": {"type": "string"}},
        "writers/list": {"id": {"type": "integer"}, "name": {"type": "string"}},
        "kinds/list": {
            "key": {"type": "string", "format": "uuid"},
            "name": {"type": "string"},
            "year": {"type": "integer"},
        },
    },
    entities={"writers/list": "writers", "kinds/list": "kinds"},
    identifiers={"kinds/list": "key"},
)
_ROOTS = ("books/full", "books/list")


@pytest.mark.parametrize(
    ("name", "hint", "expected"),
    [
        ("pages", {}, {"fields": ["pages"], "lookup": "exact", "type": "integer"}),
        ("pages__gt", {}, {"fields": ["pages"], "lookup": "gt", "type": "integer"}),
        ("page", {}, {"fields": ["pages"], "lookup": "exact", "type": "integer"}),
        ("price__lte", {"type": "text"}, {"fields": ["price"], "lookup": "lte", "type": "text"}),
        ("lent", {"type": "text"}, {"fields": ["lent"], "lookup": "exact", "type": "duration"}),
        ("born__isnull", {}, {"fields": ["born"], "lookup": "isnull", "type": "boolean"}),
        ("note", {}, {"fields": ["note"], "lookup": "exact", "type": "text"}),
        ("sold", {"grade": "guess"}, {"fields": ["sold"], "lookup": "exact", "type": "boolean", "grade": "guess"}),
        (
            "writer",
            {},
            {"fields": ["writer.id"], "lookup": "exact", "type": "related", "related": "writers"},
        ),
        ("writer_id", {}, {"fields": ["writer.id"], "lookup": "exact", "type": "integer"}),
        ("writer", {"type": "number"}, {"fields": ["writer.id"], "lookup": "exact", "type": "integer"}),
        ("writer__ids", {}, {"fields": ["writer.id"], "lookup": "in", "type": "integer"}),
        ("writer", {"values": "comma"}, {"fields": ["writer.id"], "lookup": "in", "type": "integer"}),
        (
            "writer",
            {"values": "repeated"},
            {"fields": ["writer.id"], "lookup": "any", "type": "related", "related": "writers"},
        ),
        ("writer__isnull", {}, {"fields": ["writer"], "lookup": "isnull", "type": "boolean"}),
        ("writer__name__contains", {}, {"fields": ["writer.name"], "lookup": "contains", "type": "text"}),
        ("writer__lt", {}, {"fields": ["writer.id"], "lookup": "lt", "type": "integer"}),
        ("writer__istartswith", {}, {"fields": ["writer.id"], "lookup": "istartswith", "type": "integer"}),
        ("writer__gte", {}, {"fields": ["writer.id"], "lookup": "gte", "type": "integer"}),
        ("categories", {}, {"fields": ["category.key"], "lookup": "exact", "type": "uuid"}),
        ("categories__name", {}, {"fields": ["category.name"], "lookup": "exact", "type": "text"}),
        ("sold", {"choices": ["y"]}, {"fields": ["sold"], "lookup": "exact", "type": "choice", "choices": ["y"]}),
        ("born__year", {"type": "number"}, {"fields": ["born"], "lookup": "year", "type": "number"}),
        ("born__day", {"type": "number", "values": "comma"}, {"fields": ["born"], "lookup": "day", "type": "number"}),
        ("category__year", {"type": "integer"}, {"fields": ["category.year"], "lookup": "exact", "type": "integer"}),
        ("odd", {"fields": ["a.b"], "type": "text"}, {"fields": ["a.b"], "lookup": "exact", "type": "text"}),
        ("odd", {}, None),
        ("odd__gt", {}, None),
        ("writer__odd", {}, None),
    ],
)
def test_a_parameter_is_bound(name: str, hint: dict[str, Any], expected: dict[str, Any] | None) -> None:
    """
    A documented name leads to a field, a lookup and a type, and what is declared counts; a name may lead nowhere.
    """
    found = bound_parameter(_SHAPES, _ROOTS, name, hint)

    assert (None if expected is None else {"name": name, "grade": "published", **expected}) == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("note", {"name": "note"}),
        ("pages", {"name": "pages", "type": "integer"}),
        ("writer__name", {"name": "writer__name", "path": "writer.name"}),
        ("writer", {"name": "writer", "path": "writer.id", "type": "integer"}),
        ("categories", {"name": "categories", "path": "category.key", "type": "uuid"}),
        ("odd", None),
    ],
)
def test_a_field_is_bound(name: str, expected: dict[str, Any] | None) -> None:
    """
    A search or ordering field leads to a path, of a nested record to its identifier.
    """
    assert expected == bound_field(_SHAPES, _ROOTS, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("writer__name", "writer.name"),
        ("writer__age", "writer.age"),
        ("writer__club__town", "writer.club.town"),
        ("writer__club", "writer.club.id"),
        ("author__age", "writer.age"),
        ("author__of__club__town", "writer.club.town"),
        ("author__of", None),
        ("club__town", None),
    ],
)
def test_what_rows_do_not_show_is_found(name: str, expected: str | None) -> None:
    """
    A name leads to what another shape of the record shows, to what no shape shows, and through an alias.
    """
    shapes = Shapes(
        properties={
            "books/list": {"id": {"type": "integer"}, "writer": {"$ref": "writers/list"}},
            "writers/list": {"id": {"type": "integer"}, "name": {"type": "string"}},
            "writers/full": {"id": {"type": "integer"}, "age": {"type": "integer"}, "name": {"type": "string"}},
            "clubs/list": {"id": {"type": "integer"}, "town": {"type": "string"}},
        },
        entities={"books/list": "books", "writers/list": "writers", "writers/full": "writers", "clubs/list": "clubs"},
        identifiers={},
        hidden={"writers": {"club": "clubs"}},
        aliases={"books": {"author": "writer"}, "writers": {"of__club": "club"}},
    )
    found = bound_field(shapes, ["books/list"], name)

    assert expected == (found and found.get("path", found["name"]))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, "text"),
        ({"type": ["null", "number", "integer"]}, "number"),
        ({"type": ["null", "boolean", "integer"]}, "boolean"),
        ({"type": "string", "pattern": "^-?P"}, "duration"),
        ({"type": "string", "format": "date-time"}, "date-time"),
        ({"type": "string", "format": "uri"}, "text"),
    ],
)
def test_the_type_of_values(schema: dict[str, Any], expected: str) -> None:
    """
    A schema fragment says by which type its values compare.
    """
    assert expected == value_type(schema)


_TOLD = Shapes(
    properties={
        "books/list": {
            "name": {"anyOf": [{"$ref": "name"}, {"$ref": "name_2"}]},
            "writer": {"$ref": "writers/list"},
            "sizes": {"$ref": "sizes"},
        },
        "name": {"en": {"type": "string"}},
        "name_2": {"de": {"type": "string"}, "en": {"type": "string"}, "length": {"type": "integer"}},
        "sizes": {"width": {"type": "integer"}},
        "writers/list": {"id": {"type": "string"}},
    },
    entities={"books/list": "books", "writers/list": "writers"},
    identifiers={},
)


@pytest.mark.parametrize(
    ("name", "bound", "inside"),
    [
        ("name", None, {"name__en": "name.en", "name__de": "name.de", "name": "(name)"}),
        ("writer", "writer.id", {}),
        ("sizes", None, {}),
        ("odd", None, {}),
    ],
)
def test_an_object_that_code_writes_is_searched_in_its_texts(name: str, bound: str | None, inside: Any) -> None:
    """
    Its column is one text, by which nothing that rows show can be sorted; the key of a record is.
    """
    hint = {"name": name, "path": name, "type": "text"}
    found = bound_field(_TOLD, ["books/list"], name, hint)

    assert bound == (found and found["path"])
    assert inside == {key: each["path"] for key, each in bound_inside(_TOLD, ["books/list"], name, hint).items()}
    assert {} == bound_inside(_TOLD, ["books/list"], name, {"name": name, "path": name})
    order = {"name": name, "path": f"(by {name})"} if name in {"name", "sizes"} else None
    assert order == bound_order(_TOLD, ["books/list"], name, hint)


def test_a_field_that_no_record_shows_is_bound_as_it_is_declared() -> None:
    """
    Its path need lead nowhere.
    """
    assert {"name": "x", "path": "(x)"} == bound_field(_TOLD, [], "x", {"name": "x", "path": "(x)", "hidden": True})


def test_a_declared_path_leads_where_the_name_does_not() -> None:
    """
    A field keeps its documented name, and its value stands at the declared path.
    """
    found = bound_field(_SHAPES, _ROOTS, "author__name", {"path": "writer.name"})

    assert {"name": "author__name", "path": "writer.name"} == found
