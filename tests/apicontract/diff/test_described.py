"""
OpenAPI documents as sides of a comparison.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.openapi import openapi_document
from apicontract.diff.described import api_described
from apicontract.diff.sides import Side, comparable, read_side, side_changes
from apicontract.evidence.openapi import description_of, source_of

MOVE = Path(__file__).parents[2] / "data" / "move"

#: A description as another tool writes it, in the words of OpenAPI 3.0.
FOREIGN: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Library", "version": "1"},
    "paths": {
        "/api/books/": {
            "get": {
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 50, "default": 5}},
                    {"name": "offset", "in": "query", "schema": {"type": "integer"}},
                    {"name": "ordering", "in": "query", "schema": {"type": "string", "enum": ["id", "-id", "year"]}},
                    {"name": "genre", "in": "query", "schema": {"type": "string", "enum": ["novel", "poem"]}},
                    {"name": "published", "in": "query", "schema": {"type": "string", "format": "date"}},
                    {"$ref": "#/components/parameters/Search"},
                ],
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}}
                },
            }
        },
        "/api/books/{isbn}/": {
            "get": {
                "parameters": [{"name": "isbn", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"$ref": "#/components/responses/Book"}},
            }
        },
        "/api/books/export/": {"get": {"responses": {"200": {"content": {"text/csv": {}}}}}},
        "/api/status/": {
            "get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}}
        },
    },
    "components": {
        "parameters": {"Search": {"name": "search", "in": "query", "schema": {"type": "string"}}},
        "responses": {"Book": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Book"}}}}},
        "schemas": {
            "Page": {
                "type": "object",
                "properties": {
                    "count": {"type": "integer"},
                    "results": {"type": "array", "items": {"$ref": "#/components/schemas/Book"}},
                },
            },
            "Author": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Book": {
                "type": "object",
                "properties": {
                    "isbn": {"type": "string"},
                    "nullable": {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "nullable": True},
                    "author": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Author"}]},
                },
            },
        },
    },
}


def side(document: dict[str, Any], label: str = "openapi.json") -> Side:
    """
    Return a document as a side of a comparison.
    """
    found = description_of(source_of(document, label))
    return Side(label, api_described(found), description=found)


def found(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """
    Return the rules that are found between two descriptions.
    """
    return [each.rule.id for each in side_changes(side(old), side(new), {})]


def test_a_foreign_description_is_read() -> None:
    """
    Collections, their details and levels of detail are found by their form, so that recordings can be assigned.
    """
    api = side(FOREIGN).api
    books = api.resources["books"]
    assert ("/api/", ["books"], "limit-offset") == (api.base_path, list(api.resources), api.paging.style)
    assert ("isbn", {"list": "Book", "detail": "Book"}) == (books.identifier.name, books.shapes)


def _author_may_be_nameless(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Author"]["properties"]["name"]["nullable"] = True


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (lambda it: it["components"]["schemas"]["Book"]["properties"].pop("isbn"), ["answer-field-removed"]),
        (lambda it: it["components"]["schemas"]["Author"].update(required=["name"]), ["answer-made-required"]),
        (lambda it: it["paths"]["/api/books/"]["get"]["parameters"].pop(3), ["parameter-removed"]),
        (lambda it: it["paths"]["/api/books/"]["get"]["parameters"].pop(), ["parameter-removed"]),
        (lambda it: it["paths"].pop("/api/status/"), ["path-removed"]),
        (_author_may_be_nameless, ["answer-made-nullable"]),
    ],
)
def test_one_change_is_one_finding(change: Any, rules: list[str]) -> None:
    """
    A description with one change gives one finding.
    """
    new = copy.deepcopy(FOREIGN)
    change(new)
    assert found(FOREIGN, new) == rules


def test_a_contract_equals_its_own_description() -> None:
    """
    Between a data folder and the description made of it there is nothing to tell, whichever side it is.
    """
    folder = read_side(str(MOVE / "new"))
    other = side(openapi_document(folder.api))
    for sides in ((folder, other), (other, folder)):
        assert () == side_changes(*comparable(*sides), {})


def test_recordings_give_evidence_to_a_description() -> None:
    """
    The recordings of a data folder show how often a change of a description matters.
    """
    folder = read_side(str(MOVE / "new"))
    document = copy.deepcopy(openapi_document(folder.api))
    (name,) = [
        each
        for each in document["components"]["schemas"]
        if "serial_number" in str(document["components"]["schemas"][each].get("required"))
    ]
    schema = document["components"]["schemas"][name]
    del schema["properties"]["serial_number"]
    schema["required"].remove("serial_number")
    (change,) = side_changes(*comparable(folder, side(document)), {})
    assert ("answer-field-removed", 3, 3) == (change.rule.id, change.old.seen, change.old.of)


@pytest.mark.parametrize(("title", "name"), [("Library", "Library"), ("", "a file")])
def test_a_document_without_a_title_is_called_as_its_place(title: str, name: str) -> None:
    """
    A description is named by its title, or else by where it stands.
    """
    document = {**copy.deepcopy(FOREIGN), "info": {"title": title, "version": "1"}}

    assert name == api_described(description_of(source_of(document, "a file"))).name
