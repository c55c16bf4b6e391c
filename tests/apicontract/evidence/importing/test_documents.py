"""
What an import makes of small documents: lists, identifiers, modes, filters, numbers of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.importing import imported_description
from apicontract.evidence.openapi import description_of, source_of

if TYPE_CHECKING:
    from apicontract.evidence.importing import Imported

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
ROW = {"type": "object", "required": ["id"], "properties": {"id": NUMBER, "name": TEXT}}


def row(*names: str, **constants: str) -> dict[str, Any]:
    """
    Return the schema of rows with these fields.
    """
    return {
        "type": "object",
        "properties": dict.fromkeys(names, TEXT) | {k: {"const": v} for k, v in constants.items()},
    }


def answering(schema: Any, *parameters: Any, **more: Any) -> dict[str, Any]:
    """
    Return a path with a GET that answers with a schema.
    """
    content = {"application/json": {"schema": schema}}
    return {"get": {"parameters": list(parameters), "responses": {"200": {"content": content}}, **more}}


def listing(rows: Any = ROW, *parameters: Any, **more: Any) -> dict[str, Any]:
    """
    Return a path with a list in the usual envelope.
    """
    page = {"count": NUMBER, "next": {}, "previous": {}, "results": {"type": "array", "items": rows, **more}}
    return answering({"type": "object", "properties": page}, *parameters)


def query(name: str, schema: Any = TEXT, **more: Any) -> dict[str, Any]:
    """
    Return a parameter of the query.
    """
    return {"name": name, "in": "query", "schema": schema, **more}


def imported(paths: dict[str, Any], **members: Any) -> Imported:
    """
    Return what is made of a document with these paths.
    """
    document = {"openapi": "3.1.0", "info": {"title": "L", "version": "2"}, "paths": paths, **members}
    return imported_description(description_of(source_of(document, "x.json")), "library", "x.json")


def books(paths: dict[str, Any], **members: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """
    Return the declared list of books, and what could not be expressed.
    """
    found = imported(paths, **members)
    return found.facts["resources"]["books"], found.notes


def test_the_head_of_a_document() -> None:
    """
    Title, version, hosts, base path and resources are the document's; URLs without a host are none.
    """
    found = imported(
        {"/books/": listing(), "/shelves/": listing()},
        servers=[{"url": "https://a.example:80/api/v1"}, {"url": "ftp://b.example"}, {"url": "/x"}],
    )

    assert {
        "title": "L",
        "version": "2",
        "base_path": "/api/v1/",
        "primary": "books",
        "default_host": "a-example-80",
        "hosts": {"a-example-80": {"url": "https://a.example:80"}},
        "envelope": {"style": "limit-offset", "default_limit": 10, "maximum_limit": 100},
        "resources": ["books", "shelves"],
    } == {key: each for key, each in found.head.items() if key not in {"$schema", "promises"}}


@pytest.mark.parametrize(
    ("parameters", "envelope", "notes"),
    [
        (
            [query("limit", {**NUMBER, "default": 5, "maximum": 50}), query("offset", NUMBER)],
            {"style": "limit-offset", "default_limit": 5, "maximum_limit": 50},
            [],
        ),
        (
            [query("limit", {**NUMBER, "default": True, "maximum": 0}), query("offset", NUMBER)],
            {"style": "limit-offset", "default_limit": 10, "maximum_limit": 100},
            ["default limit: not stated; 10 is taken", "maximum limit: not stated; 100 is taken"],
        ),
        (
            [query("page", {**NUMBER, "minimum": 0}), query("page_size", {**NUMBER, "default": 5, "maximum": 50})],
            {"style": "page-number", "default_limit": 5, "maximum_limit": 50, "first": 0, "last": ""},
            [],
        ),
        (
            [
                query("page", {"anyOf": [{**NUMBER, "minimum": 1}, {"const": "end"}]}),
                query("page_size", {**NUMBER, "default": 5, "maximum": 50}),
            ],
            {"style": "page-number", "default_limit": 5, "maximum_limit": 50, "last": "end"},
            [],
        ),
    ],
)
def test_how_lists_are_paged(parameters: list[Any], envelope: dict[str, Any], notes: list[str]) -> None:
    """
    The parameters tell the style, its numbers, the first page and the word for the last one.
    """
    found = imported({"/books/": listing(ROW, *parameters)})

    assert envelope == found.head["envelope"]
    assert ["/books/: no path of a single record", *notes] == list(found.notes)


def test_a_fixed_number_of_rows() -> None:
    """
    Where no parameter sets it, the most rows of the list are its rows.
    """
    found = imported({"/books/": listing(ROW, query("page", NUMBER), maxItems=7)})

    assert {"style": "page-number", "size": "", "default_limit": 7, "maximum_limit": 7, "last": ""} == found.head[
        "envelope"
    ]


def test_bare_lists() -> None:
    """
    A document with bare lists alone has no paging.
    """
    found = imported({"/books/": answering({"type": "array", "items": ROW}), "/none/": answering({"type": "array"})})

    assert ({"style": "none"}, ["books"]) == (found.head["envelope"], found.head["resources"])
    assert "/none/: a bare list" in found.notes


def test_a_bare_list_beside_others_is_no_list() -> None:
    """
    Where some lists are wrapped as usual, a bare one is listed and left out.
    """
    found = imported({"/books/": listing(), "/shelves/": answering({"type": "array", "items": ROW})})

    assert ["books"] == found.head["resources"]
    assert "/shelves/: a bare list" in found.notes


@pytest.mark.parametrize(
    ("rows", "path", "identifier", "notes"),
    [
        (row("id", "code"), "/books/{id}/", None, []),
        (row("id", "code"), "/books/{pk}/", None, []),
        (row("id", "code"), "/books/{code}/", "code", []),
        (row("uuid", "name"), "/books/{uuid}", "uuid", []),
        (
            row("slug", "name"),
            "/books/{isbn}/",
            "slug",
            ["/books/: no field isbn, which the path of a record names; slug is taken"],
        ),
        (row("name", "code"), "/other/{id}/", "code", ["/books/: no path of a single record"]),
    ],
)
def test_the_field_that_tells_rows_apart(rows: Any, path: str, identifier: str | None, notes: list[str]) -> None:
    """
    The one that the path of a record names, or else a usual one; `id` goes without saying.
    """
    found, said = books({"/books/": listing(rows), path: answering(rows)})

    assert identifier == found.get("identifier")
    assert notes == [each for each in said if each.startswith("/books/: no ")]


@pytest.mark.parametrize("rows", [row("name"), {"anyOf": [row("id", a="1"), row("name", a="2")]}])
def test_rows_that_nothing_tells_apart_are_left_out(rows: Any) -> None:
    """
    Each form of the rows must have the field; without one, and without another list, there is no contract.
    """
    with pytest.raises(DataError, match=r"^x\.json: no list of records that can be told apart"):
        imported({"/books/": listing(rows)})
    found = imported({"/books/": listing(rows), "/shelves/": listing()})

    assert ["shelves"] == found.head["resources"]
    assert "/books/: rows without a field that tells them apart; the list is left out" in found.notes


FORMS = {"anyOf": [row("id", level="full"), row("id", level="brief")]}


@pytest.mark.parametrize(
    ("rows", "mode", "modes", "listed"),
    [
        (ROW, TEXT, {"default": "books/default"}, "default"),
        (FORMS, {**TEXT, "enum": ["brief", "full", "odd"]}, {"full": "books/full", "brief": "books/brief"}, "brief"),
        (FORMS, {**TEXT, "default": "full"}, {"full": "books/full", "brief": "books/brief"}, "full"),
        (FORMS, TEXT, {"full": "books/full", "brief": "books/brief"}, "full"),
        (
            {"anyOf": [row("id", level="full"), row("id", level="full")]},
            TEXT,
            {"books_row_1": "books/books_row_1", "books_row_2": "books/books_row_2"},
            "books_row_1",
        ),
    ],
)
def test_forms_of_rows_are_modes(rows: Any, mode: Any, modes: dict[str, str], listed: str) -> None:
    """
    Alternatives are named by the constant that tells them apart; the list has the mode that the parameter says.
    """
    found, _ = books({"/books/": listing(rows, query("mode", mode))})

    assert (modes, listed) == (found["modes"], found["list"])


@pytest.mark.parametrize(
    ("record", "detail", "note"),
    [
        (ROW, "detail", None),
        (row("id", "more"), "detail", None),
        ({"$ref": "#/components/schemas/Book"}, "default", None),
        (True, "default", "books: the answer of a single record is not described"),
    ],
)
def test_the_form_of_a_single_record(record: Any, detail: str, note: str | None) -> None:
    """
    It is one of the modes of the list, or a mode of its own.
    """
    paths = {"/books/": listing({"$ref": "#/components/schemas/Book"}), "/books/{id}/": answering(record)}
    found, said = books(paths, components={"schemas": {"Book": ROW}})

    assert detail == found["detail"]
    assert note is None or note in said


@pytest.mark.parametrize(
    ("parameter", "filters", "note"),
    [
        (query("name"), {"name": "text"}, None),
        (query("pages", NUMBER), {"pages": "integer"}, None),
        (query("pages", {"type": ["null", "integer"]}), {"pages": "integer"}, None),
        (query("born", {**TEXT, "format": "date"}), {"born": "date"}, None),
        (query("odd", {"type": "object"}), {}, "/books/: the parameter odd is of a form that no lookup has"),
        (query("x", {**TEXT, "enum": ["a", None, "b"]}), {"x": {"type": "choice", "choices": ["a", "b"]}}, None),
        (query("x", {**NUMBER, "enum": [1, 2]}), {"x": "integer"}, None),
        (query("x", {"type": "array", "items": NUMBER}), {"x": {"type": "integer", "values": "repeated"}}, None),
        (
            query("x", {"type": "array", "items": NUMBER}, explode=False),
            {"x": {"type": "integer", "values": "comma"}},
            None,
        ),
        (
            query("x", {"type": "array", "items": NUMBER}, style="pipeDelimited"),
            {},
            "/books/: the parameter x is of a form that no lookup has",
        ),
        (query("limit", NUMBER), {}, None),
        (query("format"), {}, None),
    ],
)
def test_filters(parameter: Any, filters: dict[str, Any], note: str | None) -> None:
    """
    A parameter is a filter of its type, of one value or of several; paging and the framework's own are none.
    """
    found, said = books({"/books/": listing(ROW, parameter)})

    assert filters == found.get("parameters", {})
    assert note is None or note in said


@pytest.mark.parametrize(
    ("schema", "terms"),
    [
        ({**TEXT, "enum": ["id", "-id", "name"]}, ["id", "name"]),
        ({"type": "array", "items": {**TEXT, "enum": ["-name", "name"]}}, ["name"]),
        (TEXT, None),
    ],
)
def test_documented_orderings(schema: Any, terms: list[str] | None) -> None:
    """
    Terms stand once, without their direction; an ordering over unknown fields is told.
    """
    found, said = books({"/books/": listing(ROW, query("ordering", schema))})

    assert terms == found.get("ordering")
    assert (terms is None) == ("/books/: ordering over fields that are not stated" in said)


def test_a_path_without_a_closing_slash() -> None:
    """
    Is served without one.
    """
    head = imported({"/books": listing()}).head

    assert False is head["behaviour"]["closing_slash"]["value"]


@pytest.mark.parametrize(
    ("path", "schema", "singletons", "note"),
    [
        ("/status/", row("a"), {"status": "status"}, None),
        ("/status/", TEXT, {}, "/status/: an answer that is not described"),
        ("/status/", {"type": "array"}, {}, "/status/: a bare list"),
        ("/shelf/{id}/", row("a"), {}, "/shelf/{id}/: a record without a list"),
    ],
)
def test_answers_that_are_no_list(path: str, schema: Any, singletons: dict[str, str], note: str | None) -> None:
    """
    An object at a path of its own is a singleton; everything else is told.
    """
    found = imported({"/books/": listing(), path: answering(schema)})

    assert singletons == found.facts["singletons"]
    assert note is None or note in found.notes


def test_prose_becomes_documentation() -> None:
    """
    Headings and their lines, each split into label and text, without links and marks.
    """
    text = "Before.\n\n# Filters\n\n- `name` - **the** [name](https://a.example)\nplain\n## More\n"
    path = listing()
    path["get"]["description"] = text
    found, _ = books({"/books/": path})

    assert [
        {"heading": "Filters", "lines": [["- name", "the name"], ["plain", ""]]},
        {"heading": "More", "lines": []},
    ] == found["documentation"]
