"""
Small OpenAPI documents that are alike but for one place.
"""

from __future__ import annotations

import copy
from typing import Any

#: Where a schema stands: the place's name to whether the schema is the field `x` of an object there.
PLACES = {
    "body": ("request", False),
    "body field": ("request", True),
    "parameter": ("parameter", False),
    "parameter field": ("parameter", True),
    "answer": ("answer", False),
    "answer field": ("answer", True),
}


def base() -> dict[str, Any]:
    """
    Return a document with one operation that has something of each kind.
    """
    content = {"application/json": {"schema": {"type": "object", "properties": {"id": {"type": "integer"}}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "paths": {
            "/books": {
                "post": {
                    "parameters": [],
                    "requestBody": {"content": copy.deepcopy(content)},
                    "responses": {"200": {"description": "ok", "content": copy.deepcopy(content)}},
                }
            }
        },
        "components": {
            "schemas": {
                "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "a": {}}},
                "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "b": {}}},
            }
        },
    }


def with_schema(place: str, schema: Any) -> dict[str, Any]:
    """
    Return the document with a schema at a place.
    """
    document = base()
    where, inside = PLACES[place]
    found = {"type": "object", "properties": {"x": schema}} if inside else schema
    post = document["paths"]["/books"]["post"]
    if where == "parameter":
        post["parameters"].append({"name": "p", "in": "query", "schema": found})
    else:
        holder = post["requestBody"] if where == "request" else post["responses"]["200"]
        holder["content"]["application/json"]["schema"] = found
    return document


def with_members(members: dict[str, Any]) -> dict[str, Any]:
    """
    Return the document with other members: JSON pointer to value, null to leave a member out.
    """
    document = base()
    for pointer, value in members.items():
        *steps, last = (each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:])
        part: Any = document
        for step in steps:
            part = part.setdefault(step, {})
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return document


def documents(row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return the two documents of a row of the table.
    """
    if "place" in row:
        return with_schema(row["place"], row["old"]), with_schema(row["place"], row["new"])
    return with_members(row["old"]), with_members(row["new"])
