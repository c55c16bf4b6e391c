"""
The reader of OpenAPI documents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.openapi import BASE, description_of, read_source, source_of

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.evidence.openapi import Description

TEXT = {"type": "string"}


def described(**members: Any) -> Description:
    """
    Return what a document of 3.1 with these members describes.
    """
    return description_of(source_of({"openapi": "3.1.0", "paths": {}, **members}, "openapi.json"))


def schema(stated: Any, **schemas: Any) -> Any:
    """
    Return the normal form of a component's schema, beside others.
    """
    return described(components={"schemas": {"X": stated, **schemas}}).schemas["X"]


def referred(name: str) -> dict[str, str]:
    """
    Return the normal form of a reference to a component.
    """
    return {"$ref": BASE + name}


def component(name: str) -> dict[str, str]:
    """
    Return a reference as a document writes it.
    """
    return {"$ref": f"#/components/schemas/{name}"}


OBJECT = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({**TEXT, "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True, "allOf": [component("Y")]}, {"anyOf": [referred("Y"), {"type": "null"}]}),
        ({"oneOf": [component("Y"), {"enum": [None]}]}, {"anyOf": [referred("Y"), {"type": "null"}]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"oneOf": [TEXT, {"type": "integer"}]}, {"anyOf": [TEXT, {"type": "integer"}], "exclusive": True}),
        ({"anyOf": [TEXT]}, TEXT),
        ({"type": ["string"]}, TEXT),
        (
            {"allOf": [component("Y"), {"properties": {"b": TEXT}, "required": ["b"]}]},
            {"type": "object", "required": ["a", "b"], "properties": {"a": TEXT, "b": TEXT}},
        ),
        ({"allOf": [{"minLength": 1}, {"minLength": 3, "maxLength": 9}]}, {"minLength": 3, "maxLength": 9}),
        ({"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]}, {"enum": ["b"]}),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, {"type": "integer"}),
        ({"allOf": [component("Y")], "readOnly": True}, {**referred("Y"), "readOnly": True}),
        ({"$defs": {"z": TEXT}, "items": {"$ref": "#/components/schemas/X/$defs/z"}}, None),
        ({**TEXT, "description": "Words", "example": "a"}, TEXT),
        (
            {"properties": {"description": TEXT, "example": TEXT}},
            {"properties": {"description": TEXT, "example": TEXT}},
        ),
    ],
)
def test_schemas_become_normal(stated: Any, expected: Any) -> None:
    """
    What versions write in other words has one form: nulls, bounds, alternatives, parts that all hold.
    """
    found = schema(stated, Y=OBJECT)

    assert (expected or {"items": referred("components%2Fschemas%2FX%2F%24defs%2Fz")}) == found


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("#/components/schemas/Missing", "leads to nothing"),
        ("other.json#/Thing", "leads to nothing that may be read"),
        ("../outside.json#/Thing", "leads to nothing that may be read"),
        ("https://elsewhere.example/thing.json", "leads to nothing that may be read"),
        ("file:///etc/hostname", "leads to nothing that may be read"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_listed(tmp_path: Path, reference: str, reason: str) -> None:
    """
    A reference that leads nowhere, out of the folder or to the network is listed with its place, and open there.
    """
    (tmp_path / "outside.json").write_text(json.dumps({"Thing": TEXT}), encoding="utf-8")
    (tmp_path / "in").mkdir()
    document = {
        "openapi": "3.1.0",
        "paths": {},
        "components": {"schemas": {"X": {"type": "object", "properties": {"a": {"$ref": reference}}}}},
    }
    path = tmp_path / "in" / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = description_of(read_source(path))

    assert {"type": "object", "properties": {"a": {}}} == found.schemas["X"]
    ((place, told, _),) = found.skipped
    assert "X/properties/a" == place
    assert reason in told


def test_files_below_the_folder_are_read(tmp_path: Path) -> None:
    """
    A reference to a file beside or below the document is followed, from there on against that file.
    """
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "book.yaml").write_text("Book: {properties: {author: {$ref: 'author.json#/Author'}}}\n")
    (tmp_path / "parts" / "author.json").write_text(json.dumps({"Author": TEXT}), encoding="utf-8")
    get = {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "parts/book.yaml#/Book"}}}}}}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({"openapi": "3.0.3", "paths": {"/b": {"get": get}}}), encoding="utf-8")
    found = description_of(read_source(path))

    assert () == found.skipped
    assert {
        "book.yaml/Book": {"properties": {"author": referred("author.json%2FAuthor")}},
        "author.json/Author": TEXT,
    } == (found.schemas)


def test_a_circle_of_parts_is_listed() -> None:
    """
    A schema that is a part of itself is open there and listed.
    """
    found = described(components={"schemas": {"X": {"allOf": [component("X"), {"minProperties": 1}]}}})

    assert {"minProperties": 1} == found.schemas["X"]
    assert [("X", "allOf in a circle")] == [each[:2] for each in found.skipped]


SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Books", "version": "1"},
    "host": "books.example",
    "basePath": "/api",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {"basic": {"type": "basic"}},
    "parameters": {"Body": {"name": "b", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Book"}}},
    "definitions": {"Book": OBJECT},
    "paths": {
        "/books/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "integer"}],
            "put": {
                "parameters": [
                    {"$ref": "#/parameters/Body"},
                    {"name": "tags", "in": "query", "type": "array", "items": TEXT, "collectionFormat": "multi"},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "schema": {"$ref": "#/definitions/Book"},
                        "headers": {"X-Rate": {"type": "integer"}},
                    }
                },
            },
        }
    },
}
MODERN: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Books", "version": "1"},
    "servers": [
        {
            "url": "https://{name}.example/{base}",
            "variables": {"name": {"default": "books"}, "base": {"default": "api"}},
        }
    ],
    "paths": {
        "/books/{id}": {
            "put": {
                "parameters": [
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": TEXT}},
                    {"$ref": "#/components/parameters/Id"},
                ],
                "requestBody": {"required": True, "content": {"application/json": {"schema": component("Book")}}},
                "responses": {"200": {"$ref": "#/components/responses/Book"}},
            },
        }
    },
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}},
        "responses": {
            "Book": {
                "headers": {"X-Rate": {"schema": {"type": "integer"}}},
                "content": {"application/json; charset=utf-8": {"schema": component("Book")}},
            }
        },
        "schemas": {"Book": OBJECT},
        "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
    },
}


def test_a_document_in_2_0_is_read_like_one_in_3_0() -> None:
    """
    Bodies, formats of collections, headers, servers and schemes of 2.0 say what 3.0 says otherwise.
    """
    old, new = (description_of(source_of(each, "x")) for each in (SWAGGER, MODERN))

    assert (old.servers, old.schemes, old.schemas) == (new.servers, new.schemes, new.schemas)
    assert dict(old.operations[("/books/{}", "PUT")].parameters) == dict(
        new.operations[("/books/{}", "PUT")].parameters
    )
    assert (old.operations[("/books/{}", "PUT")].body, old.operations[("/books/{}", "PUT")].answers) == (
        new.operations[("/books/{}", "PUT")].body,
        new.operations[("/books/{}", "PUT")].answers,
    )
    answers = new.operations[("/books/{}", "PUT")].answers.values()
    assert ["x-rate"] == [name for answer in answers for name in answer.headers]


@pytest.mark.parametrize("method", ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"])
def test_every_method_is_read(method: str) -> None:
    """
    Each method that a path item may have is an operation, and so is one of `additionalOperations` (3.2).
    """
    item = {method: {"responses": {}}, "additionalOperations": {"COPY": {"responses": {}}}}

    assert [("/a", method.upper()), ("/a", "COPY")] == list(described(paths={"/a": item}).operations)


@pytest.mark.parametrize(
    ("status", "media"),
    [("200", "application/json"), ("2XX", "application/hal+json"), ("default", "*/*"), ("2xx", "application/*")],
)
def test_the_answer_in_json_is_found(status: str, media: str) -> None:
    """
    Ranges of statuses and of media types, and types that end in `+json`, are answers in JSON.
    """
    get = {"responses": {status: {"content": {"text/html": {}, media: {"schema": TEXT}}}}}

    assert TEXT == described(paths={"/a": {"get": get}}).operations[("/a", "GET")].answered


def test_what_is_not_modelled_is_listed() -> None:
    """
    Members that no other part reads stand apart, by their place.
    """
    get = {"responses": {}, "callbacks": {"made": {}}}
    found = described(
        paths={"/a": {"get": get}}, components={"links": {"next": {}}, "headers": {"unused": {"schema": TEXT}}}
    )

    assert {"callbacks": {"made": {}}} == found.operations[("/a", "GET")].rest
    assert {"/components/links/next", "/components/headers/unused"} == set(found.rest)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"paths": 5}, r"openapi.json#/paths"),
        ({"paths": {"/a": {"post": {"requestBody": {"content": []}}}}}, r"requestBody"),
        ({"security": [5]}, r"openapi.json#/security/0"),
        ({"webhooks": {"a": 5}}, r"openapi.json#/webhooks/a"),
        ({"paths": {"/a": {"get": {"parameters": [{"$ref": "#/info"}], "responses": 5}}}}, r"responses"),
        ({"x": 5, "components": {"schemas": {"X": {"$ref": "#/x"}}}}, r"what '#/x' leads to"),
    ],
)
def test_a_part_of_another_type_is_refused(members: dict[str, Any], message: str) -> None:
    """
    A part that has another type than it must have is one error with its place.
    """
    with pytest.raises(DataError, match=message):
        described(**members)


def test_a_document_of_parts_alone() -> None:
    """
    From 3.1 on, components or webhooks are enough; a document without any of them has no paths.
    """
    assert {"X": TEXT} == description_of(
        source_of({"openapi": "3.1.0", "components": {"schemas": {"X": TEXT}}}, "a")
    ).schemas
    with pytest.raises(DataError, match="no paths"):
        source_of({"openapi": "3.1.0"}, "a.json")


def test_a_server_that_is_no_url() -> None:
    """
    Is refused with its place.
    """
    with pytest.raises(DataError, match=r"openapi\.json#/servers/1/url: .*; expected a URL"):
        described(servers=[{"url": "/"}, {"url": "https://[a"}])
