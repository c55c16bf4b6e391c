"""
One document in which a component stands in every way that OpenAPI knows, and single changes of it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_BOOK = {"$ref": "#/components/schemas/Book"}


def _answered(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def _asked(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    refused = {"404": {"$ref": "#/components/responses/Missing"}}
    return {"get": {"responses": {"200": _answered(schema), **refused}, **more}}


def _taken(schema: dict[str, Any]) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": schema}}}
    return {"post": {"requestBody": body, "responses": {"204": {"description": ""}}}}


#: `Book` directly, by items, `allOf` (twice inside each other), `oneOf`, a member, null, a body, and a part of it.
SHOP: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example/"}],
    "paths": {
        "/book": _asked(_BOOK),
        "/books": _asked({"type": "array", "items": _BOOK}, parameters=[{"$ref": "#/components/parameters/Page"}]),
        "/rare": _asked({"$ref": "#/components/schemas/RareBook"}),
        "/signed": _asked({"$ref": "#/components/schemas/SignedBook"}),
        "/lent": _asked({"allOf": [_BOOK, {"type": "object", "properties": {"due": {"type": "string"}}}]}),
        "/all-lent": _asked(
            {"type": "array", "items": {"allOf": [_BOOK, {"properties": {"title": {"maxLength": 80}}}]}}
        ),
        "/goods": _asked({"oneOf": [_BOOK, {"$ref": "#/components/schemas/Pen"}]}),
        "/shelf": _asked({"type": "object", "properties": {"first": {"anyOf": [_BOOK, {"type": "null"}]}}}),
        "/mixed": _asked({"oneOf": [{"allOf": [_BOOK, {"required": ["year"]}]}, {"$ref": "#/components/schemas/Pen"}]}),
        "/publisher": _asked({"$ref": "#/components/schemas/Book/properties/publisher"}),
        "/orders": {
            **_taken({"type": "object", "properties": {"book": _BOOK}}),
            **_asked({"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}}}}),
        },
        "/pens": _asked(
            {"type": "array", "items": {"$ref": "#/components/schemas/Pen"}},
            parameters=[
                {"$ref": "#/components/parameters/Page"},
                {"name": "colour", "in": "query", "schema": {"$ref": "#/components/schemas/Colour"}},
            ],
        ),
    },
    "webhooks": {"sold": _taken(_BOOK)},
    "components": {
        "schemas": {
            "Book": {
                "type": "object",
                "required": ["title", "id"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "title": {"type": "string", "maxLength": 100},
                    "year": {"type": "integer", "minimum": 0},
                    "binding": {"type": "string", "enum": ["paper", "cloth"]},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "size": {"type": "object", "properties": {"width": {"type": "integer"}}},
                    "publisher": {"type": "object", "properties": {"name": {"type": "string"}}},
                    "price": {"oneOf": [{"type": "number"}, {"$ref": "#/components/schemas/Price"}]},
                },
            },
            "RareBook": {
                "allOf": [_BOOK, {"type": "object", "required": ["age"], "properties": {"age": {"type": "integer"}}}]
            },
            "SignedBook": {
                "allOf": [
                    {"$ref": "#/components/schemas/RareBook"},
                    {
                        "type": "object",
                        "properties": {"by": {"type": "string"}, "ink": {"$ref": "#/components/schemas/Colour"}},
                    },
                ]
            },
            "Price": {"type": "object", "properties": {"amount": {"type": "number"}, "currency": {"type": "string"}}},
            "Pen": {"type": "object", "properties": {"colour": {"$ref": "#/components/schemas/Colour"}}},
            "Colour": {"type": "string", "enum": ["blue", "black"]},
        },
        "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
        "responses": {
            "Missing": {
                **_answered({"type": "object", "properties": {"why": {"type": "string"}}}),
                "headers": {"X-Request": {"schema": {"type": "string"}}},
            }
        },
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}


def _schema(document: dict[str, Any], name: str) -> Any:
    return document["components"]["schemas"][name]


def _field(document: dict[str, Any], name: str) -> Any:
    return _schema(document, "Book")["properties"][name]


def _unlisted(document: dict[str, Any]) -> None:
    del _schema(document, "Book")["properties"]["title"]
    _schema(document, "Book")["required"].remove("title")


def _get(document: dict[str, Any], path: str) -> Any:
    return document["paths"][path]["get"]


def _missing(document: dict[str, Any]) -> Any:
    return document["components"]["responses"]["Missing"]


#: Name of a change to how it is made, and to the rule of the one finding that it gives.
CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a field is removed": (_unlisted, "answer-field-removed"),
    "a field is added": (
        lambda it: _schema(it, "Book")["properties"].update(isbn={"type": "string"}),
        "answer-field-added",
    ),
    "a required field is added": (
        lambda it: _schema(it, "Book").update(
            properties={**_schema(it, "Book")["properties"], "isbn": {"type": "string"}},
            required=["title", "id", "isbn"],
        ),
        "body-field-added-required",
    ),
    "a field is retyped": (lambda it: _field(it, "title").update(type="integer"), "answer-retyped"),
    "a field that is only answered is retyped": (
        lambda it: _field(it, "id").update(type="string"),
        "answer-retyped",
    ),
    "a field may be null": (lambda it: _field(it, "year").update(type=["integer", "null"]), "answer-made-nullable"),
    "a field may be missing": (lambda it: _schema(it, "Book")["required"].remove("title"), "answer-made-optional"),
    "a field must be there": (lambda it: _schema(it, "Book")["required"].append("tags"), "body-made-required"),
    "a bound is looser": (lambda it: _field(it, "title").update(maxLength=120), "answer-bound-loosened"),
    "a bound is tighter, beside a tighter one": (
        lambda it: _field(it, "title").update(maxLength=90),
        "body-bound-tightened",
    ),
    "a lower bound is added": (lambda it: _field(it, "year").update(minimum=1450), "body-bound-tightened"),
    "an enum is longer": (lambda it: _field(it, "binding")["enum"].append("silk"), "answer-enum-value-added"),
    "an enum is shorter": (lambda it: _field(it, "binding")["enum"].remove("cloth"), "body-enum-value-removed"),
    "the items of a list are retyped": (
        lambda it: _field(it, "tags")["items"].update(type="integer"),
        "answer-retyped",
    ),
    "a field of an object in it is retyped": (
        lambda it: _field(it, "size")["properties"]["width"].update(type="string"),
        "answer-retyped",
    ),
    "a part that is referred to by its place changes": (
        lambda it: _field(it, "publisher")["properties"]["name"].update(type="integer"),
        "answer-retyped",
    ),
    "an alternative is removed": (lambda it: _field(it, "price")["oneOf"].pop(0), "body-type-narrowed"),
    "a component in an alternative changes": (
        lambda it: _schema(it, "Price")["properties"]["amount"].update(type="string"),
        "answer-retyped",
    ),
    "a component of a parameter and of answers": (
        lambda it: _schema(it, "Colour")["enum"].remove("black"),
        "parameter-enum-value-removed",
    ),
    "unlisted fields are refused": (
        lambda it: _schema(it, "Book").update(additionalProperties=False),
        "body-fields-closed",
    ),
    "a format is added": (lambda it: _field(it, "title").update(format="uri"), "body-format-added"),
    "what an allOf adds is retyped": (
        lambda it: _schema(it, "RareBook")["allOf"][1]["properties"]["age"].update(type="string"),
        "answer-retyped",
    ),
    "what an allOf adds need not be there": (
        lambda it: _schema(it, "RareBook")["allOf"][1].pop("required"),
        "answer-made-optional",
    ),
    "an allOf has a further part": (
        lambda it: _schema(it, "SignedBook")["allOf"].append({"properties": {"seal": {"type": "boolean"}}}),
        "answer-field-added",
    ),
    "a field of an inline answer is retyped": (
        lambda it: _get(it, "/orders")["responses"]["200"]["content"]["application/json"]["schema"]["items"][
            "properties"
        ]["id"].update(type="string"),
        "answer-retyped",
    ),
    "a shared parameter is retyped": (
        lambda it: it["components"]["parameters"]["Page"]["schema"].update(type="string"),
        "parameter-retyped",
    ),
    "a shared parameter is required": (
        lambda it: it["components"]["parameters"]["Page"].update(required=True),
        "parameter-made-required",
    ),
    "a parameter is removed": (lambda it: _get(it, "/pens")["parameters"].pop(), "parameter-removed"),
    "a status is removed": (lambda it: _get(it, "/book")["responses"].pop("404"), "error-status-removed"),
    "a header of a shared answer is removed": (lambda it: _missing(it).pop("headers"), "header-removed"),
    "a shared answer is retyped": (
        lambda it: _missing(it)["content"]["application/json"]["schema"]["properties"]["why"].update(type="integer"),
        "answer-retyped",
    ),
    "security is added to one": (lambda it: _get(it, "/book").update(security=[{"key": []}]), "security-added"),
    "security is added to all": (lambda it: it.update(security=[{"key": []}]), "security-added"),
    "a webhook is removed": (lambda it: it["webhooks"].pop("sold"), "webhook-removed"),
    "a server moves": (lambda it: it["servers"][0].update(url="https://store.example/"), "host-moved"),
}


def changed(name: str) -> dict[str, Any]:
    """
    Return the document with one change.
    """
    document = copy.deepcopy(SHOP)
    CHANGES[name][0](document)
    return document
