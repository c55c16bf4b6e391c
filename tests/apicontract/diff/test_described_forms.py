"""
What is told from the form of a description: its lists and their paging, where they stand, and what identifies records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.diff.described import api_described
from apicontract.evidence.openapi import description_of, source_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api

BOOK = {"$ref": "#/components/schemas/Book"}
ARRAY = {"type": "array", "items": BOOK}
#: A page with a count, and one that only has rows.
PAGE = {"type": "object", "properties": {"count": {"type": "integer"}, "results": ARRAY}}
WRAPPED = {"type": "object", "properties": {"data": ARRAY}}
SCHEMAS = {
    "Book": {"type": "object", "properties": {"isbn": {"type": "string"}}},
    "Short": {"type": "object", "properties": {"isbn": {"type": "string"}}},
    "Books": PAGE,
    "Again": {"$ref": "#/components/schemas/Books"},
    "Loop": {"$ref": "#/components/schemas/Loop"},
}


def described(
    paths: Mapping[str, Any],
    parameters: Mapping[str, list[tuple[str, str]]] | None = None,
    modes: list[Any] | None = None,
    headers: tuple[str, ...] = (),
) -> Api:
    """
    Return the API of paths, each with the schema of its answer; parameters are pairs of place and name.
    """
    operations = {}
    for path, schema in paths.items():
        declared: list[dict[str, Any]] = [
            {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
            for place, name in (parameters or {}).get(path, [])
        ]
        if modes is not None:
            declared.append({"name": "mode", "in": "query", "schema": {"enum": modes}})
        answer: dict[str, Any] = {"description": "", "content": {"application/json": {"schema": schema}}}
        answer["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
        operations[path] = {"get": {"parameters": declared, "responses": {"200": answer}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Library", "version": "1"},
        "paths": operations,
        "components": {"schemas": SCHEMAS},
    }
    return api_described(description_of(source_of(document, "openapi.json")))


@pytest.mark.parametrize(
    ("parameters", "style", "names"),
    [
        ([], "limit-offset", ("", "")),
        ([("query", "limit"), ("query", "offset")], "limit-offset", ("limit", "offset")),
        ([("query", "page"), ("query", "page_size")], "page-number", ("page_size", "page")),
        ([("query", "page"), ("header", "page_size")], "page-number", ("", "page")),
        ([("header", "page"), ("query", "page_size")], "limit-offset", ("page_size", "")),
        ([("cookie", "page")], "limit-offset", ("", "")),
    ],
)
def test_parameters_of_the_query_tell_the_paging(
    parameters: list[tuple[str, str]], style: str, names: tuple[str, str]
) -> None:
    """
    What is sent in a header or in a cookie pages nothing.
    """
    paging = described({"/books/": PAGE}, {"/books/": parameters}).paging
    told = {name for _, name in parameters}

    assert style == paging.style
    assert names == tuple(each if each in told else "" for each in (paging.size, paging.start))


@pytest.mark.parametrize(
    ("schema", "style", "rows"),
    [
        (ARRAY, "none", ""),
        (WRAPPED, "none", "data"),
        (PAGE, "limit-offset", "results"),
        ({"$ref": "#/components/schemas/Books"}, "limit-offset", "results"),
        ({"$ref": "#/components/schemas/Again"}, "limit-offset", "results"),
    ],
)
def test_the_body_tells_where_rows_stand(schema: Any, style: str, rows: str) -> None:
    """
    A bare array is a list without pages; references are followed as far as they lead.
    """
    api = described({"/books/": schema})

    assert (["books"], style, rows) == (list(api.resources), api.paging.style, api.paging.rows)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "properties": {"name": {"type": "string"}}},
        {"$ref": "#/components/schemas/Loop"},
        {"$ref": "#/components/schemas/Nowhere"},
        BOOK,
    ],
)
def test_what_is_no_list_of_objects_is_no_resource(schema: Any) -> None:
    """
    An array of texts, a single object and a reference that leads nowhere have no records.
    """
    api = described({"/books/": schema})

    assert ({}, "", "") == (dict(api.resources), api.primary, api.paging.style)


def test_links_in_a_header_make_pages_of_an_array() -> None:
    """
    Of a bare array the headers count; of an object that wraps its rows they do not.
    """
    bare, wrapped = (described({"/books/": each}, headers=("Link",)).paging.style for each in (ARRAY, PAGE))

    assert ("link-header", "limit-offset") == (bare, wrapped)


def test_beside_wrapped_lists_an_array_is_none() -> None:
    """
    One API has one paging: where some lists are wrapped, bare arrays are answers of another kind.
    """
    assert ["books"] == list(described({"/kinds/": ARRAY, "/books/": PAGE}).resources)
    assert ["books", "kinds"] == sorted(described({"/kinds/": ARRAY, "/books/": ARRAY}).resources)


@pytest.mark.parametrize(
    ("paths", "base", "names"),
    [
        (("/books/",), "/", ["books"]),
        (("/api/books/",), "/api/", ["books"]),
        (("/api/v1/books", "/api/v1/kinds"), "/api/v1/", ["books", "kinds"]),
        (("/api/books/", "/api/config/kinds/"), "/api/", ["books", "config/kinds"]),
        (("/api/books/", "/other/kinds/"), "/", ["api/books", "other/kinds"]),
        (("/api/{tenant}/books/", "/api/{tenant}/kinds/"), "/api/", ["{tenant}/books", "{tenant}/kinds"]),
        (("/{tenant}/books/",), "/", ["{tenant}/books"]),
    ],
)
def test_the_folder_of_all_lists_is_the_base(paths: tuple[str, ...], base: str, names: list[str]) -> None:
    """
    What all paths begin with, up to a part that is open; resources are named by what is behind it.
    """
    api = described(dict.fromkeys(paths, PAGE))

    assert (base, names) == (api.base_path, sorted(api.resources))


def test_without_lists_all_answers_tell_the_base() -> None:
    """
    The folder of single answers is that of the API then.
    """
    assert "/api/" == described({"/api/status/": {"type": "object"}, "/api/health/": {"type": "object"}}).base_path


@pytest.mark.parametrize(
    ("path", "parameters", "identifier", "detail"),
    [
        ("/books/{isbn}/", ["isbn"], "isbn", "Short"),
        ("/books/{isbn}", ["isbn"], "isbn", "Short"),
        ("/books/{isbn}/", [], "id", "Short"),
        ("/books/{isbn}/loans/", ["isbn"], "id", "Book"),
        ("/books/newest/", [], "id", "Book"),
        ("/others/{isbn}/", ["isbn"], "id", "Book"),
    ],
)
def test_a_record_stands_one_step_below_its_list(
    path: str, parameters: list[str], identifier: str, detail: str
) -> None:
    """
    Its parameter is what identifies it, and its answer is the form of a single record; else that of the list counts.
    """
    one = {"$ref": "#/components/schemas/Short"}
    api = described({"/books/": PAGE, path: one}, {path: [("path", each) for each in parameters]})
    books = next(each for each in api.resources.values() if each.name.endswith("books"))

    assert (identifier, {"list": "Book", "detail": detail}) == (books.identifier.name, books.shapes)


def test_a_record_without_a_definition_has_the_form_of_its_list() -> None:
    """
    A form of its own that has no name is not told apart.
    """
    api = described({"/books/": PAGE, "/books/{isbn}/": {"type": "object"}})

    assert {"list": "Book", "detail": "Book"} == api.resources["books"].shapes


@pytest.mark.parametrize(
    ("modes", "choices"), [(None, ()), ([], ()), (["list", "normal"], ("list", "normal")), (["list", None], ("list",))]
)
def test_modes_are_the_choices_of_their_parameter(modes: list[Any] | None, choices: tuple[str, ...]) -> None:
    """
    Those that are texts.
    """
    assert choices == described({"/books/": PAGE}, modes=modes).resources["books"].modes.choices


@pytest.mark.parametrize(
    ("paths", "slash"), [(("/books/",), True), (("/books",), False), (("/books", "/kinds/"), True)]
)
def test_paths_say_whether_a_slash_ends_them(paths: tuple[str, ...], *, slash: bool) -> None:
    """
    One list that does is enough.
    """
    assert slash == described(dict.fromkeys(paths, PAGE)).setting("closing_slash")
