"""
What a document describes and a contract cannot say.
"""

from __future__ import annotations

from typing import Any

from apicontract.evidence.importing.unexpressed import left_out
from apicontract.evidence.openapi import description_of, source_of

OK = {"responses": {}}


def said(**members: Any) -> list[str]:
    """
    Return what is left out of a document with these members.
    """
    return list(left_out(description_of(source_of({"openapi": "3.1.0", "paths": {}, **members}, "a.json"))))


def test_a_plain_get_is_expressed() -> None:
    """
    Nothing is left out of a GET with parameters of the query and of the path.
    """
    parameters = [{"name": "a", "in": "query"}, {"name": "b", "in": "path", "required": True}]

    assert [] == said(paths={"/a/{b}": {"get": {"parameters": parameters, **OK}}})


def test_what_a_get_has_besides() -> None:
    """
    Parameters elsewhere, a body, ways to be let in, servers and unknown members are told with the path.
    """
    get = {
        **OK,
        "parameters": [{"name": "X-A", "in": "header"}, {"name": "c", "in": "cookie"}],
        "requestBody": {"content": {}},
        "security": [{"b": [], "a": []}, {}],
        "servers": [{"url": "https://b.example"}],
        "callbacks": {"x": {}},
    }

    assert [
        "/a: the header parameter X-A; only those of the query are expressed",
        "/a: the cookie parameter c; only those of the query are expressed",
        "/a: the body of a GET",
        "/a: security: a and b or nothing; answers are served to anybody",
        "/a: servers of its own",
        "/a: callbacks; not read",
    ] == said(
        paths={"/a": {"get": get}}, components={"securitySchemes": {"a": {"type": "http"}, "b": {"type": "http"}}}
    )[:6]


def test_what_a_document_has_besides() -> None:
    """
    Other methods, webhooks, security, members that are not read and parts that were skipped are told.
    """
    found = said(
        paths={"/a": {"post": OK, "put": OK}},
        webhooks={"made": {"post": OK}},
        security=[{"k": []}],
        components={
            "links": {"next": {}},
            "schemas": {"X": {"items": {"$ref": "#/nowhere"}}},
            "securitySchemes": {"k": {"type": "http"}},
        },
    )

    assert [
        "/a: PUT, POST; only GET is expressed",
        "webhook made: POST; only what is asked for is expressed",
        "security: k; answers are served to anybody",
        "/components/links/next: not read",
        "X/items: $ref '#/nowhere' leads to nothing",
    ] == found
