"""
OpenAPI documents as sides of a comparison.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.openapi import openapi_document
from apicontract.diff.changes import changes
from apicontract.diff.described import api_described
from apicontract.diff.sides import comparable, read_side

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


def found(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """
    Return the rules that are found between two descriptions.
    """
    return [each.rule.id for each in changes((api_described(old, "old"), ()), (api_described(new, "new"), ()))]


def test_a_foreign_description_is_read() -> None:
    """
    Collections, details, single answers, parameters, limits and orderings are found by their form.
    """
    api = api_described(FOREIGN, "x")
    books = api.resources["books"]
    assert (api.base_path, list(api.resources), dict(api.singletons)) == (
        "/api/",
        ["books"],
        {"status": "/api/status/"},
    )
    assert (api.paging.default_limit, api.paging.maximum_limit) == (5, 50)
    assert [(each.name, each.type, each.choices) for each in books.parameters] == [
        ("genre", "choice", ("novel", "poem")),
        ("published", "date", ()),
    ]
    assert [each.name for each in (*books.search, *books.ordering)] == ["search", "id", "year"]
    assert (books.identifier.name, books.shapes) == ("isbn", {"list": "Book", "detail": "Book"})


def test_the_words_of_openapi_3_0_are_understood() -> None:
    """
    `nullable`, boolean bounds and a lone `allOf` are what JSON Schema writes otherwise; a field may be called so.
    """
    properties = api_described(FOREIGN, "x").shapes["Book"].schema["properties"]
    assert properties == {
        "isbn": {"type": "string"},
        "nullable": {"type": ["integer", "null"], "exclusiveMinimum": 0},
        "author": {"anyOf": [{"$ref": "https://apicontract.example/openapi/Author"}, {"type": "null"}]},
    }


def _author_may_be_nameless(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Author"]["properties"]["name"]["nullable"] = True


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (lambda it: it["components"]["schemas"]["Book"]["properties"].pop("isbn"), ["answer-field-removed"]),
        (lambda it: it["components"]["schemas"]["Author"].update(required=["name"]), ["answer-made-required"]),
        (lambda it: it["paths"]["/api/books/"]["get"]["parameters"].pop(3), ["filter-removed"]),
        (lambda it: it["paths"]["/api/books/"]["get"]["parameters"].pop(), ["search-field-removed"]),
        (lambda it: it["paths"].pop("/api/status/"), ["singleton-removed"]),
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
    side = read_side(str(MOVE / "new"))
    described = api_described(openapi_document(side.api), "openapi.json")
    other = type(side)("openapi.json", described, described=True)
    for old, new in (comparable(side, other), comparable(other, side)):
        assert changes((old.api, ()), (new.api, ())) == ()


def test_recordings_give_evidence_to_a_description() -> None:
    """
    The recordings of a data folder show how often a change of a description matters.
    """
    side = read_side(str(MOVE / "new"))
    document = copy.deepcopy(openapi_document(side.api))
    (name,) = [
        each
        for each in document["components"]["schemas"]
        if "serial_number" in str(document["components"]["schemas"][each].get("required"))
    ]
    schema = document["components"]["schemas"][name]
    del schema["properties"]["serial_number"]
    schema["required"].remove("serial_number")
    old, new = comparable(side, type(side)("openapi.json", api_described(document, "x"), described=True))
    (change,) = changes((old.api, old.exchanges), (new.api, ()))
    assert (change.rule.id, change.old.seen, change.old.of) == ("answer-field-removed", 3, 3)


def test_a_description_without_answers_is_refused() -> None:
    """
    A document that describes no answer in JSON cannot be compared.
    """
    with pytest.raises(DataError, match="no GET with an answer in JSON"):
        api_described({"openapi": "3.1.0"}, "x")
