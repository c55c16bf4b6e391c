"""
What two sides' records show, and what an OpenAPI document says, by hand-made values.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.model import Envelope, Field, Host, Parameter, Shape
from apicontract.diff.described import api_described
from apicontract.diff.drift import drift_facts
from apicontract.diff.nodes import Definitions, type_of
from apicontract.diff.observations import Sighting

_SCHEMA = {"properties": {"size": {"type": ["integer", "null"]}, "url": {"type": "string", "x-link": "self"}}}
_DEFINITIONS = Definitions([Shape("books", "https://x.example/books", "books", _SCHEMA)])


def _facts(old: list[dict[str, Any]], new: list[dict[str, Any]], *explained: str) -> list[tuple[Any, ...]]:
    sides = ({"books": [Sighting(value, "") for value in side]} for side in (old, new))
    found = drift_facts(_DEFINITIONS, *sides, {("books", path) for path in explained})
    return [(each.rule, each.old_path, each.new_path, each.old or each.new) for each in found]


def _rules(old: list[Any], new: list[Any], field: str = "a") -> list[str]:
    return [rule for rule, *_ in _facts([{field: value} for value in old], [{field: value} for value in new])]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([1], [2], []),
        ([1], ["x"], []),
        (["a", "a"], ["a", "b"], ["drift-value-appeared"]),
        (["a", "a", "b", "b"], ["a"], []),
        (["a", "a", "b", "b"], ["a", "a"], ["drift-value-unseen"]),
        (["a", "b", "c"], ["d"], []),
        (["a" * 65, "a" * 65], ["b"], ["drift-text-shorter"]),
        (["a" * 64, "a" * 64], ["b" * 64], ["drift-value-appeared"]),
        (["a" * 8], ["b" * 10], []),
        (["a" * 8], ["b" * 11], ["drift-text-longer"]),
        (["a" * 11], ["b" * 8], ["drift-text-shorter"]),
        (["http://x/1"], ["http://x/2"], []),
        (["http://x/1"], ["https://y/1"], ["drift-host-appeared", "drift-host-unseen"]),
        (["http://x/1", "http://y/1"], ["http://y/1"], ["drift-host-unseen"]),
        (["a"], ["http://x/1"], []),
    ],
)
def test_what_one_side_shows(old: list[Any], new: list[Any], expected: list[str]) -> None:
    """
    Recurring values, lengths and hosts that one side shows and the other does not.
    """
    assert expected == _rules(old, new)


def test_recurring_values_are_looked_for_on_both_sides() -> None:
    """
    A value that recurs on the new side and is not among those of the old one is unseen there, and the other way round.
    """
    found = _facts([{"a": value} for value in "aabb"], [{"a": value} for value in "aacc"])

    assert [("drift-value-appeared", "a", "a"), ("drift-value-unseen", "a", "a")] == [each[:3] for each in found]


@pytest.mark.parametrize(
    ("field", "old", "new", "expected"),
    [
        ("size", [1], [None], []),
        ("size", [1], ["x"], ["drift-type-appeared"]),
        ("size", ["x"], [1], ["drift-type-unseen"]),
        ("url", ["http://x/1"], ["http://y/1"], []),
    ],
)
def test_what_the_schema_allows_is_no_news(field: str, old: list[Any], new: list[Any], expected: list[str]) -> None:
    """
    A declared type that was not seen before, and a link to the record's own host, explain themselves.
    """
    assert expected == _rules(old, new, field)


def test_fields_appear_and_vanish() -> None:
    """
    A field that only one side has is told with the place where it stands.
    """
    assert [("drift-field-appeared", "", "b"), ("drift-field-vanished", "a", "")] == [
        each[:3] for each in _facts([{"a": 1}], [{"b": 1}])
    ]


def test_what_is_explained_is_left_out() -> None:
    """
    A place of which something is said already, and a definition that one side does not show, give nothing.
    """
    assert [] == _facts([{"a": 1, "b": 1}], [{}], "a", "b")
    assert ["b"] == [path for _, path, _, _ in _facts([{"a": 1, "b": 1}], [{}], "a")]
    assert [] == _facts([{"a": 1}], [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "fraction"),
        ("1", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_types_of_values(value: Any, expected: str) -> None:
    """
    A number without a fraction is an integer, however it is written.
    """
    assert expected == type_of(value)


def _get(schema: Any, *parameters: Any) -> dict[str, Any]:
    answer = {"content": {"application/json": {"schema": schema}}}
    return {"get": {"parameters": list(parameters), "responses": {"200": answer}}}


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


_BOOK = {"$ref": "#/components/schemas/Book"}
_PAGE = {"properties": {"results": {"type": "array", "items": _BOOK}}}
_DOCUMENT: dict[str, Any] = {
    "info": {"title": "Library", "version": "4"},
    "servers": [{"url": "https://x.example/ignored"}, {"url": "/relative"}, {"url": "http://y.example"}],
    "paths": {
        "/v1/books/": _get(
            _PAGE,
            _query("limit", type="integer", default=3, maximum=5),
            _query("offset", type="integer"),
            _query("search", type="string"),
            _query("ordering", type="array", items={"enum": ["id", "-id", "pages"]}),
            _query("mode", enum=["short", "long"]),
            _query("format", type="string"),
            _query("born", type="string", format="date"),
            _query("price", type=["null", "number"]),
            _query("kinds", type="array", items={"type": "integer"}),
            _query("form", type="string", enum=["a", 2]),
            {"name": "X-Header", "in": "header"},
            {"$ref": "#/components/parameters/nowhere"},
        ),
        "/v1/books/{number}/": {
            **_get(_BOOK),
            "parameters": [{"name": "number", "in": "path", "schema": {"type": "integer"}}],
        },
        "/v1/books/{number}/pages/": _get({"type": "array"}),
        "/v1/config/kinds/": _get(_PAGE),
        "/v1/status/": _get({"type": "object", "nullable": True}),
        "/v1/none/": {"get": {"responses": {"404": {}}}},
        "/v1/post/": {"post": {}},
    },
    "components": {
        "schemas": {
            "Book": {
                "type": "object",
                "properties": {
                    "nullable": {"type": "string", "nullable": True},
                    "form": {"enum": ["a"], "type": "string", "nullable": True},
                    "size": {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "exclusiveMaximum": False},
                    "self": {"allOf": [_BOOK], "description": "words"},
                    "free": {"nullable": False, "items": [{"nullable": True}]},
                },
            }
        }
    },
}


def test_a_description_is_read() -> None:
    """
    Lists are resources, with their record below; other answers are singletons; hosts have no path.
    """
    api = api_described(_DOCUMENT, "x.json")
    books = api.resources["books"]

    assert ("Library", "Library", "4", "/v1/", "books") == (
        api.name,
        api.title,
        api.version,
        api.base_path,
        api.primary,
    )
    assert {
        "x.example": Host("x.example", "https://x.example"),
        "y.example": Host("y.example", "http://y.example"),
    } == api.hosts
    assert ("x.example", Envelope("limit-offset", 3, 5)) == (api.default_host, api.envelope)
    assert ["books", "config/kinds"] == list(api.resources)
    assert {"status": "/v1/status/", "books/{number}/pages": "/v1/books/{number}/pages/"} == api.singletons
    assert ({"list": "Book", "detail": "Book"}, Field("number", "number", "integer")) == (
        books.shapes,
        books.identifier,
    )
    assert (("short", "long"), (Field("id", "id"), Field("pages", "pages")), (Field("search", "search"),)) == (
        books.modes.choices,
        books.ordering,
        books.search,
    )
    assert (
        Parameter("born", ("born",), "exact", "date"),
        Parameter("price", ("price",), "exact", "number"),
        Parameter("kinds", ("kinds",), "in", "integer"),
        Parameter("form", ("form",), "exact", "choice", choices=("a", "2")),
    ) == books.parameters


def test_a_description_is_read_in_the_words_of_today() -> None:
    """
    `nullable`, boolean bounds and a lone `allOf` of OpenAPI 3.0 become what they mean; a field may be called nullable.
    """
    shapes = api_described(_DOCUMENT, "x.json").shapes
    base = "https://apicontract.example/openapi/"

    assert {
        "$id": f"{base}Book",
        "type": "object",
        "properties": {
            "nullable": {"type": ["string", "null"]},
            "form": {"anyOf": [{"enum": ["a"], "type": "string"}, {"type": "null"}]},
            "size": {"type": "integer", "exclusiveMinimum": 1},
            "self": {"$ref": f"{base}Book", "description": "words"},
            "free": {"items": [{"anyOf": [{}, {"type": "null"}]}]},
        },
    } == shapes["Book"].schema
    assert {"$id": f"{base}/v1/status/", "type": ["object", "null"]} == shapes["/v1/status/"].schema


@pytest.mark.parametrize("document", [{}, {"paths": {"/a/": {"post": {}}}}, {"paths": []}])
def test_a_description_without_answers_is_refused(document: dict[str, Any]) -> None:
    """
    Where nothing answers in JSON, there is nothing to compare.
    """
    with pytest.raises(DataError, match=r"x.json: no GET with an answer in JSON"):
        api_described(document, "x.json")
