"""
Documents of 2.0 in the words of 3.0.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.openapi.swagger import as_openapi_3

TEXT = {"type": "string"}


def upgraded(**members: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """
    Return a document with these members in the form of 3.0, and the notes.
    """
    notes: list[tuple[str, str]] = []
    return as_openapi_3({"swagger": "2.0", **members}, notes), notes


def operation(stated: dict[str, Any], **members: Any) -> dict[str, Any]:
    """
    Return the upgraded operation of `GET /a`.
    """
    found: dict[str, Any] = upgraded(paths={"/a": {"get": stated}}, **members)[0]["paths"]["/a"]["get"]
    return found


def test_an_empty_document() -> None:
    """
    Has the parts that every document has.
    """
    components: dict[str, Any] = {"schemas": {}, "parameters": {}, "responses": {}, "securitySchemes": {}}

    assert (
        {"openapi": "3.0.3", "servers": [{"url": "/"}], "paths": {}, "components": components},
        [],
    ) == upgraded()


def test_what_is_the_same_is_kept() -> None:
    """
    Information, tags, security and extensions stand as they stood; anything else does not.
    """
    same = {"info": {"title": "A"}, "tags": [{"name": "b"}], "security": [], "externalDocs": {}, "x-a": 1}
    found, _ = upgraded(**same, definitions={"Book": TEXT}, other=5)

    assert same == {key: each for key, each in found.items() if key in same}
    assert "other" not in found
    assert {"Book": TEXT} == found["components"]["schemas"]


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({"basePath": "/v1"}, ["/v1"]),
        ({"basePath": 5}, ["/"]),
        ({"host": "a.example"}, ["https://a.example/"]),
        (
            {"host": "a.example", "basePath": "/v1", "schemes": ["http", "wss"]},
            ["http://a.example/v1", "wss://a.example/v1"],
        ),
        ({"host": "a.example", "schemes": [5]}, ["https://a.example/"]),
    ],
)
def test_servers(members: dict[str, Any], urls: list[str]) -> None:
    """
    Host, base path and schemes become servers; without a host, the base path stands for itself.
    """
    assert urls == [each["url"] for each in upgraded(**members)[0]["servers"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "basic"}, {"type": "http", "scheme": "basic"}),
        ({"type": "apiKey", "name": "k", "in": "header"}, {"type": "apiKey", "name": "k", "in": "header"}),
        (
            {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": ""}},
            {
                "type": "oauth2",
                "flows": {"authorizationCode": {"authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": ""}}},
            },
        ),
        (
            {"type": "oauth2", "flow": "application", "tokenUrl": "t"},
            {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "t"}}},
        ),
        ({"type": "oauth2", "flow": "implicit"}, {"type": "oauth2", "flows": {"implicit": {}}}),
        (5, 5),
    ],
)
def test_security_schemes(old: Any, new: Any) -> None:
    """
    A way to be let in has the same meaning in its new form.
    """
    assert {"s": new} == upgraded(securityDefinitions={"s": old})[0]["components"]["securitySchemes"]


@pytest.mark.parametrize(
    ("collection", "style", "notes"),
    [
        (None, {"style": "form", "explode": False}, []),
        ("csv", {"style": "form", "explode": False}, []),
        ("ssv", {"style": "spaceDelimited", "explode": False}, []),
        ("pipes", {"style": "pipeDelimited", "explode": False}, []),
        ("multi", {"style": "form", "explode": True}, []),
        ("tsv", {}, [("GET /a p", "collectionFormat tsv")]),
        (5, {}, [("GET /a p", "collectionFormat 5")]),
    ],
)
def test_formats_of_lists(collection: Any, style: dict[str, Any], notes: list[tuple[str, str]]) -> None:
    """
    The format of a list in a query becomes a style; one without counterpart is told.
    """
    stated = {"name": "p", "in": "query", "type": "array", "items": TEXT, "x-a": 1, "description": "d"}
    if collection is not None:
        stated["collectionFormat"] = collection
    found, told = upgraded(paths={"/a": {"get": {"parameters": [stated]}}})

    assert [
        {
            "name": "p",
            "in": "query",
            "x-a": 1,
            "description": "d",
            **style,
            "schema": {"type": "array", "items": TEXT},
        }
    ] == found["paths"]["/a"]["get"]["parameters"]
    assert notes == told


def test_a_list_in_a_path_has_no_style() -> None:
    """
    The format of a list is a style in a query alone.
    """
    stated = {"name": "p", "in": "path", "type": "array", "required": True}

    assert [{"name": "p", "in": "path", "required": True, "schema": {"type": "array"}}] == operation(
        {"parameters": [stated]}
    )["parameters"]


@pytest.mark.parametrize(
    ("stated", "members", "body"),
    [
        ([], {}, None),
        (
            [{"in": "body", "name": "b", "schema": TEXT}],
            {},
            {"required": False, "content": {"application/json": {"schema": TEXT}}},
        ),
        (
            [{"in": "formData", "name": "f", "type": "string"}, {"in": "body", "name": "b", "required": True}],
            {"consumes": ["a/b", "c/d"]},
            {"required": True, "content": {"a/b": {"schema": {}}, "c/d": {"schema": {}}}},
        ),
        (
            [
                {"in": "formData", "name": "f", "type": "string", "required": True},
                {"in": "formData", "name": "g", "type": "integer"},
                {"in": "formData", "name": 5, "type": "integer"},
            ],
            {},
            {
                "content": {
                    "application/x-www-form-urlencoded": {
                        "schema": {
                            "type": "object",
                            "properties": {"f": TEXT, "g": {"type": "integer"}},
                            "required": ["f"],
                        }
                    }
                }
            },
        ),
        (
            [{"in": "formData", "name": "f", "type": "file"}],
            {"consumes": ["a/b"]},
            {
                "content": {
                    "multipart/form-data": {
                        "schema": {
                            "type": "object",
                            "properties": {"f": {"type": "string", "format": "binary"}},
                            "required": [],
                        }
                    }
                }
            },
        ),
        (
            [{"in": "formData", "name": "f", "type": "string"}],
            {"consumes": ["a/b"]},
            {"content": {"a/b": {"schema": {"type": "object", "properties": {"f": TEXT}, "required": []}}}},
        ),
    ],
)
def test_bodies(stated: list[Any], members: dict[str, Any], body: dict[str, Any] | None) -> None:
    """
    A body and the fields of a form become a request body, in the types that the operation, or the document, consumes.
    """
    assert body == operation({"parameters": stated}, **members).get("requestBody")


def test_an_operation_consumes_types_of_its_own() -> None:
    """
    What an operation says of the types that it consumes counts for it instead of what the document says.
    """
    stated = {"parameters": [{"in": "body", "name": "b"}], "consumes": ["a/b"]}

    assert ["a/b"] == list(operation(stated, consumes=["x/y"])["requestBody"]["content"])


def test_parameters_of_a_path_are_shared() -> None:
    """
    What a path states of all its operations stays with it, but for the body, which each operation has.
    """
    item = {
        "parameters": [
            {"name": "p", "in": "query", "type": "string"},
            {"$ref": "#/parameters/B"},
            {"$ref": "#/parameters/Q"},
        ],
        "get": {},
        "x-a": 1,
        "put": {"schemes": ["http"], "operationId": "o"},
    }
    shared = {"B": {"in": "body", "name": "b", "schema": TEXT}, "Q": {"in": "query", "name": "q", "type": "integer"}}
    found, notes = upgraded(paths={"/a": item, "/b": 5}, parameters=shared)
    body = {"required": False, "content": {"application/json": {"schema": TEXT}}}

    assert {
        "x-a": 1,
        "parameters": [{"name": "p", "in": "query", "schema": TEXT}, {"$ref": "#/components/parameters/Q"}],
        "get": {"requestBody": body, "responses": {}},
        "put": {"operationId": "o", "requestBody": body, "responses": {}},
    } == found["paths"]["/a"]
    assert 5 == found["paths"]["/b"]
    assert [("PUT /a", "schemes of an operation")] == notes
    assert {"Q": {"in": "query", "name": "q", "schema": {"type": "integer"}}} == found["components"]["parameters"]


def test_answers() -> None:
    """
    The schema of an answer becomes the content of each type that is produced, and headers have a schema.
    """
    responses = {
        "200": {
            "description": "ok",
            "schema": {"type": "object", "properties": {"f": {"type": "file"}, "n": True}},
            "headers": {"X-A": {"type": "integer", "description": "d", "collectionFormat": "csv"}, "X-B": 5},
            "examples": {},
        },
        "204": {"description": "none"},
        "400": {"$ref": "#/responses/Bad"},
        "500": 5,
    }
    schema = {"type": "object", "properties": {"f": {"type": "string", "format": "binary"}, "n": True}}

    assert {
        "200": {
            "description": "ok",
            "content": {"a/b": {"schema": schema}},
            "headers": {"X-A": {"description": "d", "schema": {"type": "integer"}}, "X-B": 5},
        },
        "204": {"description": "none"},
        "400": {"$ref": "#/components/responses/Bad"},
        "500": 5,
    } == operation({"responses": responses}, produces=["a/b"])["responses"]
    assert ["c/d"] == list(
        operation({"responses": responses, "produces": ["c/d"]}, produces=["a/b"])["responses"]["200"]["content"]
    )
    assert ["application/json"] == list(operation({"responses": responses})["responses"]["200"]["content"])


def test_shared_answers() -> None:
    """
    Answers that operations refer to are upgraded as well.
    """
    found, _ = upgraded(responses={"Bad": {"schema": TEXT}}, produces=["a/b"])

    assert {"Bad": {"content": {"a/b": {"schema": TEXT}}}} == found["components"]["responses"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#/definitions/A", "#/components/schemas/A"),
        ("#/parameters/A", "#/components/parameters/A"),
        ("#/responses/A", "#/components/responses/A"),
        ("#/securityDefinitions/A", "#/components/securitySchemes/A"),
        ("other.json#/definitions/A", "other.json#/definitions/A"),
        ("#/elsewhere", "#/elsewhere"),
    ],
)
def test_references(old: str, new: str) -> None:
    """
    References into the document lead to where 3.0 has the part.
    """
    found, _ = upgraded(definitions={"X": {"properties": {"a": [{"$ref": old}]}}})

    assert {"X": {"properties": {"a": [{"$ref": new}]}}} == found["components"]["schemas"]
