"""
What the paths of a description say of lists.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.importing.routes import entity_of, resource_name, route_of

IDENTIFIERS = {"authors": "id", "config/shelves": "code"}
AUTHOR = {"type": "object", "properties": {"id": {"type": "integer"}}}
COMPONENTS = {"#/author": AUTHOR}


def resolved(schema: Any) -> dict[str, Any]:
    """
    Return what a schema refers to, or itself.
    """
    found: dict[str, Any] = COMPONENTS.get((schema or {}).get("$ref", ""), schema or {})
    return found


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("authors/{author}/books/", {"author": {"$ref": "#/author"}}, "author.id"),
        ("/authors/{author}/books", {"author": {"type": "integer"}}, "author"),
        ("authors/{pk}/books/", {"authors": {"items": {"$ref": "#/author"}}}, "authors.id"),
        ("authors/{pk}/books/", {"authors": {"items": {"type": "integer"}}}, "authors"),
        ("authors/{pk}/books/", {"pk": AUTHOR, "authors": {"type": "integer"}}, "pk.id"),
        ("authors/{pk}/books/", {}, "pk.id"),
        ("config/shelves/{shelf}/books/", {"shelf": AUTHOR}, "shelf.code"),
    ],
)
def test_the_field_of_a_parent(path: str, fields: dict[str, Any], field: str) -> None:
    """
    A parent is found in the field that is called like its parameter or its list: its key, or the key in its record.
    """
    route = route_of(path, IDENTIFIERS, fields, resolved)

    assert route is not None
    assert path.strip("/") == route["path"]
    assert [field] == [each["field"] for each in route["parents"].values()]
    assert [resource_name(path.partition("{")[0])] == [each["resource"] for each in route["parents"].values()]


def test_several_parents() -> None:
    """
    Each parameter of a path is a parent; a list below a list that is not known is none.
    """
    known = {"authors": "id", "authors/{author}/books": "isbn"}
    route = route_of("authors/{author}/books/{book}/notes", known, {}, resolved)

    assert route is not None
    assert {
        "author": {"resource": "authors", "field": "author.id"},
        "book": {"resource": "authors/books", "field": "book.isbn"},
    } == route["parents"]
    assert route_of("authors/{author}/books/{book}/notes", {"authors": "id"}, {}, resolved) is None
    assert route_of("unknown/{one}/books", IDENTIFIERS, {}, resolved) is None
    assert {"path": "books", "parents": {}} == route_of("/books/", IDENTIFIERS, {}, resolved)


@pytest.mark.parametrize(
    ("name", "fields", "entity"),
    [
        ("books/brief", ["id", "title", "extra"], "books"),
        ("books/brief", ["id", "extra"], "books/brief"),
        ("books/brief", ["id", "title", "extra", "more"], "books/brief"),
        ("books/brief", ["isbn", "title"], "books/brief"),
        ("films/brief", ["id", "title"], "films/brief"),
        ("books", ["id", "title"], "books"),
    ],
)
def test_whose_records_a_list_has(name: str, fields: list[str], entity: str) -> None:
    """
    A list one step below another has its records where most of the fields are theirs, the identifier among them.
    """
    listed = {"books": ("books", frozenset({"id", "title", "pages"}))}

    assert entity == entity_of(name, "isbn" if "isbn" in fields else "id", fields, listed)
