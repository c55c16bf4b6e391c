"""
Pairs of documents that differ beside their schemas, with the facts that tell them apart.
"""

from __future__ import annotations

from typing import Any

from apicontract.diff.facts import MISSING

TEXT = {"type": "string"}
SCHEMES: dict[str, Any] = {
    "securitySchemes": {
        "k": {"type": "apiKey", "name": "K", "in": "header"},
        "o": {"type": "http", "scheme": "basic"},
    }
}


def operation(**members: Any) -> dict[str, Any]:
    """
    Return an operation without answers.
    """
    return {"responses": {}, **members}


def document(get: Any = None, **members: Any) -> dict[str, Any]:
    """
    Return a document with one operation.
    """
    info = {"title": "A", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/a": {"get": get or operation()}}, **members}


def parameter(name: str = "p", place: str = "query", **members: Any) -> dict[str, Any]:
    """
    Return an operation with one parameter.
    """
    return operation(parameters=[{"name": name, "in": place, "schema": TEXT, **members}])


def answer(**members: Any) -> dict[str, Any]:
    """
    Return an operation with one answer.
    """
    return {"responses": {"200": members}}


def header(**members: Any) -> dict[str, Any]:
    """
    Return an operation whose answer has one header.
    """
    return answer(headers={"X-A": {"schema": TEXT, **members}})


def servers(*urls: str) -> list[dict[str, str]]:
    """
    Return servers as a document lists them.
    """
    return [{"url": each} for each in urls]


def content(media: str) -> dict[str, Any]:
    """
    Return an operation that answers in a media type.
    """
    return answer(content={media: {"schema": TEXT}})


#: The older and the newer document, and the facts: rule, definition, paths then and now, what stood and stands there.
OPERATION_PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[Any, ...]]]] = {
    "version": (
        document(),
        document(info={"title": "A", "version": "2"}),
        [("version-changed", "", "version", "version", "1", "2")],
    ),
    "same": (document(), document(), []),
    "host moved": (
        document(servers=servers("https://a.example/v1")),
        document(servers=servers("https://b.example/v1")),
        [("host-moved", "", "server", "server", "https://a.example/v1", "https://b.example/v1")],
    ),
    "base path": (
        document(servers=servers("https://a.example/v1")),
        document(servers=servers("https://a.example/v2")),
        [("base-path-changed", "", "server", "server", "https://a.example/v1", "https://a.example/v2")],
    ),
    "host added": (
        document(servers=servers("https://a.example")),
        document(servers=servers("https://a.example", "https://b.example")),
        [("host-added", "", "", "server https://b.example", MISSING, "https://b.example")],
    ),
    "host removed": (
        document(servers=servers("https://a.example", "https://b.example")),
        document(servers=servers("https://b.example")),
        [("host-removed", "", "server https://a.example", "", "https://a.example", MISSING)],
    ),
    "op servers": (
        document(operation(servers=servers("https://a.example"))),
        document(operation(servers=servers("https://b.example"))),
        [("host-moved", "GET /a", "server", "server", "https://a.example", "https://b.example")],
    ),
    "param added": (
        document(),
        document(parameter()),
        [("parameter-added", "GET /a", "", "parameter p", MISSING, "p")],
    ),
    "param added required": (
        document(),
        document(parameter(required=True)),
        [("parameter-added-required", "GET /a", "", "parameter p", MISSING, "p")],
    ),
    "param removed": (
        document(parameter()),
        document(),
        [("parameter-removed", "GET /a", "parameter p", "", "p", MISSING)],
    ),
    "param required": (
        document(parameter()),
        document(parameter(required=True)),
        [("parameter-made-required", "GET /a", "parameter p", "parameter p", MISSING, MISSING)],
    ),
    "param optional": (
        document(parameter(required=True)),
        document(parameter()),
        [("parameter-made-optional", "GET /a", "parameter p", "parameter p", MISSING, MISSING)],
    ),
    "param deprecated": (
        document(parameter()),
        document(parameter(deprecated=True)),
        [("parameter-deprecated", "GET /a", "parameter p", "parameter p", MISSING, MISSING)],
    ),
    "param renamed": (
        document(parameter("colour")),
        document(parameter("color")),
        [("parameter-renamed", "GET /a", "parameter colour", "parameter color", "colour", "color")],
    ),
    "param not renamed": (
        document(parameter("colour")),
        document(parameter("weight")),
        [
            ("parameter-removed", "GET /a", "parameter colour", "", "colour", MISSING),
            ("parameter-added", "GET /a", "", "parameter weight", MISSING, "weight"),
        ],
    ),
    "header param": (
        document(parameter("X-P", "header")),
        document(parameter("X-P", "header", required=True)),
        [("parameter-made-required", "GET /a", "header parameter X-P", "header parameter X-P", MISSING, MISSING)],
    ),
    "param style": (
        document(parameter(schema={"type": "array"})),
        document(parameter(schema={"type": "array"}, explode=False)),
        [("parameter-style-changed", "GET /a", "parameter p", "parameter p", "form, exploded", "form, not exploded")],
    ),
    "param type": (
        document(parameter()),
        document(parameter(schema={"type": "integer"})),
        [("parameter-retyped", "GET /a", "parameter p", "parameter p", "string", "integer")],
    ),
    "param x": (
        document(parameter(**{"x-a": 1})),
        document(parameter(**{"x-a": 2})),
        [("extension-changed", "GET /a", "x-a of parameter p", "x-a of parameter p", 1, 2)],
    ),
    "header added": (
        document(answer()),
        document(header()),
        [("header-added", "GET /a", "", "header x-a (status 200)", MISSING, "x-a")],
    ),
    "header removed": (
        document(header()),
        document(answer()),
        [("header-removed", "GET /a", "header x-a (status 200)", "", "x-a", MISSING)],
    ),
    "header required": (
        document(header()),
        document(header(required=True)),
        [("header-made-required", "GET /a", "header x-a (status 200)", "header x-a (status 200)", MISSING, MISSING)],
    ),
    "header optional": (
        document(header(required=True)),
        document(header()),
        [("header-made-optional", "GET /a", "header x-a (status 200)", "header x-a (status 200)", MISSING, MISSING)],
    ),
    "header deprecated": (
        document(header()),
        document(header(deprecated=True)),
        [("answer-deprecated", "GET /a", "header x-a (status 200)", "header x-a (status 200)", MISSING, MISSING)],
    ),
    "header style": (
        document(header(schema={"type": "array"})),
        document(header(schema={"type": "array"}, explode=True)),
        [
            (
                "header-style-changed",
                "GET /a",
                "header x-a (status 200)",
                "header x-a (status 200)",
                "simple, not exploded",
                "simple, exploded",
            )
        ],
    ),
    "media suffix": (
        document(content("application/*")),
        document(content("application/hal+json")),
        [
            (
                "media-type-narrowed",
                "GET /a",
                "status 200 application/hal+json",
                "status 200 application/hal+json",
                "application/*",
                "application/hal+json",
            )
        ],
    ),
    "media plus": (
        document(content("application/*+json")),
        document(content("application/hal+json")),
        [
            (
                "media-type-narrowed",
                "GET /a",
                "status 200 application/hal+json",
                "status 200 application/hal+json",
                "application/*+json",
                "application/hal+json",
            )
        ],
    ),
    "media plus other": (
        document(content("application/*+json")),
        document(content("application/hal+xml")),
        [
            ("media-type-removed", "GET /a", "status 200 application/*+json", "", "application/*+json", MISSING),
            ("media-type-added", "GET /a", "", "status 200 application/hal+xml", MISSING, "application/hal+xml"),
        ],
    ),
    "media plus type": (
        document(content("text/*+json")),
        document(content("application/hal+json")),
        [
            ("media-type-removed", "GET /a", "status 200 text/*+json", "", "text/*+json", MISSING),
            ("media-type-added", "GET /a", "", "status 200 application/hal+json", MISSING, "application/hal+json"),
        ],
    ),
    "media params": (
        document(content("a/b")),
        document(content("a/b; c=1")),
        [("media-type-narrowed", "GET /a", "status 200 a/b;c=1", "status 200 a/b;c=1", "a/b", "a/b;c=1")],
    ),
    "status added": (
        document(answer()),
        document({"responses": {"200": {}, "404": {}}}),
        [("error-status-added", "GET /a", "", "status 404", MISSING, "404")],
    ),
    "status range": (
        document({"responses": {"2XX": {}}}),
        document({"responses": {"200": {}}}),
        [("status-narrowed", "GET /a", "status 200", "status 200", "2XX", "200")],
    ),
    "body added": (
        document(),
        document(operation(requestBody={"content": {"a/b": {"schema": TEXT}}})),
        [("request-body-added", "GET /a", "", "request body", MISSING, "request body")],
    ),
    "body required": (
        document(operation(requestBody={"content": {"a/b": {"schema": TEXT}}})),
        document(operation(requestBody={"required": True, "content": {"a/b": {"schema": TEXT}}})),
        [("request-body-made-required", "GET /a", "request body", "request body", MISSING, MISSING)],
    ),
    "deprecated": (
        document(),
        document(operation(deprecated=True)),
        [("operation-deprecated", "GET /a", "GET /a", "GET /a", MISSING, MISSING)],
    ),
    "reinstated": (
        document(operation(deprecated=True)),
        document(),
        [("operation-reinstated", "GET /a", "GET /a", "GET /a", MISSING, MISSING)],
    ),
    "operation id": (
        document(operation(operationId="a")),
        document(operation(operationId="b")),
        [("operation-id-changed", "GET /a", "operationId", "operationId", "a", "b")],
    ),
    "operation id new": (
        document(),
        document(operation(operationId="b")),
        [("operation-id-changed", "GET /a", "operationId", "operationId", MISSING, "b")],
    ),
    "tags": (
        document(operation(tags=["a", "b"])),
        document(operation(tags=["b", "c"])),
        [
            ("tag-removed", "GET /a", "tag a", "", "tag a", MISSING),
            ("tag-added", "GET /a", "", "tag c", MISSING, "tag c"),
        ],
    ),
    "extension": (
        document(operation(**{"x-a": 1})),
        document(operation(**{"x-b": 1})),
        [
            ("extension-changed", "GET /a", "x-a", "x-a", 1, MISSING),
            ("extension-changed", "GET /a", "x-b", "x-b", MISSING, 1),
        ],
    ),
    "left": (
        document(operation(callbacks={"a": {}})),
        document(operation(callbacks={"b": {}})),
        [("not-compared", "GET /a", "callbacks", "callbacks", {"a": {}}, {"b": {}})],
    ),
    "security": (
        document(components=SCHEMES),
        document(operation(security=[{"k": []}]), components=SCHEMES),
        [("security-added", "GET /a", "", "security", MISSING, "k")],
    ),
    "security whole": (
        document(components=SCHEMES),
        document(security=[{"k": []}], components=SCHEMES),
        [("security-added", "", "", "security", MISSING, "k")],
    ),
    "security way": (
        document(security=[{"k": []}], components=SCHEMES),
        document(security=[{"k": []}, {"o": []}], components=SCHEMES),
        [("security-way-added", "", "", "security", MISSING, "o")],
    ),
    "security scope": (
        document(security=[{"k": ["a"]}], components=SCHEMES),
        document(security=[{"k": ["a", "b"]}], components=SCHEMES),
        [("security-scope-added", "", "", "scope b of k", MISSING, "b")],
    ),
    "scheme": (
        document(security=[{"k": []}], components=SCHEMES),
        document(
            security=[{"k": []}],
            components={
                "securitySchemes": {**SCHEMES["securitySchemes"], "k": {"type": "apiKey", "name": "L", "in": "header"}}
            },
        ),
        [("security-scheme-changed", "", "security scheme k", "security scheme k", {"name": "K"}, {"name": "L"})],
    ),
    "scheme removed": (
        document(components=SCHEMES),
        document(components={"securitySchemes": {"k": SCHEMES["securitySchemes"]["k"]}}),
        [("security-scheme-removed", "", "security scheme o", "", "o", MISSING)],
    ),
    "unused": (
        document(components={"schemas": {"X": TEXT}}),
        document(components={"schemas": {}}),
        [("schema-removed", "", "X", "", "X", MISSING)],
    ),
    "webhook": (
        document(webhooks={"w": {"post": operation()}}),
        document(webhooks={}),
        [("webhook-removed", "", "webhook w (POST)", "", "webhook w (POST)", MISSING)],
    ),
    "webhook changed": (
        document(webhooks={"w": {"post": operation()}}),
        document(webhooks={"w": {"post": operation(deprecated=True)}}),
        [("operation-deprecated", "webhook w (POST)", "webhook w (POST)", "webhook w (POST)", MISSING, MISSING)],
    ),
    "path added": (
        document(),
        document(paths={"/a": {"get": operation()}, "/b": {"get": operation(), "put": operation()}}),
        [("path-added", "", "", "/b", MISSING, "GET, PUT")],
    ),
    "path removed": (
        document(paths={"/a": {"get": operation()}, "/b": {"get": operation(), "put": operation()}}),
        document(),
        [("path-removed", "", "/b", "", "GET, PUT", MISSING)],
    ),
    "method removed": (
        document(paths={"/a": {"get": operation(), "put": operation()}}),
        document(),
        [("operation-removed", "", "PUT /a", "", "PUT /a", MISSING)],
    ),
    "path in server": (
        document(servers=servers("https://a.example/v1"), paths={"/a": {"get": operation()}}),
        document(servers=servers("https://a.example"), paths={"/v1/a": {"get": operation()}}),
        [],
    ),
    "skipped": (
        document(components={"schemas": {"X": {"items": {"$ref": "#/n"}}}}),
        document(components={"schemas": {"X": {"items": {"$ref": "#/m"}}}}),
        [
            (
                "not-compared",
                "",
                "X/items",
                "X/items",
                ["$ref '#/n' leads to nothing", "#/n"],
                ["$ref '#/m' leads to nothing", "#/m"],
            )
        ],
    ),
}
