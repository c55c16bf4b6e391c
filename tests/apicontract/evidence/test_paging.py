"""
The paging of an API, by what its parameters and the keys of its bodies are called.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES, Paging
from apicontract.evidence.paging import as_sent, is_bare_list, recognised, recorded_paging, types_described, types_in

ROWS, PAGES, NONE = STYLES["limit-offset"], STYLES["page-number"], STYLES["none"]
BODY = {"count": "integer", "next": "other", "previous": "other", "results": "array"}


@pytest.mark.parametrize(
    ("types", "names", "paging"),
    [
        (BODY, (), ROWS),
        (BODY, ("limit", "offset", "other"), ROWS),
        (BODY, ("skip",), replace(ROWS, start="skip")),
        (BODY, ("per_page", "offset"), replace(ROWS, size="per_page")),
        (BODY, ("page", "page_size"), PAGES),
        (BODY, ("page", "limit"), replace(PAGES, size="limit")),
        (BODY, ("page",), replace(PAGES, size="")),
        (BODY, ("page[number]", "page[size]"), replace(PAGES, start="page[number]", size="page[size]")),
        (BODY | {"other": "other"}, (), ROWS),
        ({"count": "other", "results": "array"}, (), None),
        ({"count": "integer", "results": "other"}, (), None),
        ({"count": "integer"}, (), None),
        ({"results": "array", "more": "other"}, (), None),
        ({"items": "array"}, (), replace(NONE, rows="items")),
        ({"count": "integer", "results": "array"}, (), replace(ROWS, next="", previous="")),
        (
            {"meta.total": "integer", "links.next": "other", "links.prev": "other", "data": "array", "links": "other"},
            ("offset",),
            replace(ROWS, count="meta.total", next="links.next", previous="links.prev", rows="data"),
        ),
        ({}, (), None),
    ],
)
def test_a_body_in_a_known_form(types: dict[str, str], names: tuple[str, ...], paging: Paging | None) -> None:
    """
    A list has a count and rows under usual names, or rows alone; the parameters tell the style.
    """
    assert paging == recognised(types, names)


def test_types_of_a_body() -> None:
    """
    Whole numbers and lists of objects are told from all other values, also inside objects, one level deep.
    """
    body = {
        "a": 1,
        "b": True,
        "c": [{}],
        "d": [],
        "e": [1],
        "f": "x",
        "g": {"h": 1, "i": {"j": 1}},
        "k": 1.5,
    }

    assert {
        "a": "integer",
        "b": "other",
        "c": "array",
        "d": "array",
        "e": "other",
        "f": "other",
        "g": "other",
        "g.h": "integer",
        "g.i": "other",
        "k": "other",
    } == types_in(body)
    assert {} == types_in([1])


def test_types_that_a_schema_describes() -> None:
    """
    A schema is read like a body: its references followed, one of several types enough.
    """
    named = {"N": {"type": ["integer", "null"]}}
    schema = {
        "properties": {
            "a": {"type": "integer"},
            "b": {"$ref": "N"},
            "c": {"type": "array"},
            "d": {},
            "g": {"type": "object", "properties": {"h": {"type": "integer"}, "i": {"properties": {"j": {}}}}},
        }
    }

    def followed(each: Any) -> Any:
        return named.get(each.get("$ref"), each)

    assert {
        "a": "integer",
        "b": "integer",
        "c": "array",
        "d": "other",
        "g": "other",
        "g.h": "integer",
        "g.i": "other",
    } == types_described(schema, followed)
    assert {} == types_described({"properties": []}, followed)


@pytest.mark.parametrize(
    ("body", "bare"), [([{}], True), ([], False), ([{}, 1], False), ({}, False), (None, False), ([[]], False)]
)
def test_a_bare_list(body: Any, *, bare: bool) -> None:
    """
    Is an array of objects, of one at the least.
    """
    assert bare is is_bare_list(body)


def page(query: str, next_query: str | None, **more: Any) -> Exchange:
    """
    Return a recorded page with a link to the next one.
    """
    link = None if next_query is None else f"https://a.example/b/?{next_query}"
    body = {"count": 9, "next": link, "previous": None, "results": [{"id": 1}], **more}
    return Exchange("GET", f"https://a.example/b/{query}", 200, body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("exchanges", "paging"),
    [
        ([], None),
        ([Exchange("GET", "https://a.example/", 200, body=b"<p>")], None),
        ([Exchange("GET", "https://a.example/", 200, body=b'{"a": 1}')], None),
        ([Exchange("GET", "https://a.example/", 200, body=b'[{"a": 1}]')], NONE),
        ([page("", "limit=3&offset=3")], ROWS),
        ([page("", None)], ROWS),
        ([page("", "page=2")], PAGES),
        ([page("", "page=1")], replace(PAGES, first=0)),
        ([page("?page=1", "page=2")], PAGES),
        ([page("?page=0", "page=1")], PAGES),
        ([page("", "page=7")], PAGES),
        ([page("?page=3", "page=4"), page("", "page=1")], replace(PAGES, first=0)),
        ([page("?page=3", None)], PAGES),
        ([page("", "page=2&per_page=5")], replace(PAGES, size="per_page")),
        ([page("", None), page("?limit=2&skip=2", None)], replace(ROWS, start="skip")),
        ([page("?format=json", None, previous="https://a.example/b/?page=1")], PAGES),
    ],
)
def test_the_paging_of_recorded_lists(exchanges: list[Exchange], paging: Paging | None) -> None:
    """
    Links and queries name the parameters; the link from the first page to the second tells where pages begin.
    """
    assert paging == recorded_paging(exchanges)


def test_a_body_with_links_of_its_own_needs_no_header() -> None:
    """
    Where a token, its URL and a header lead on, the URL in the body is the link.
    """
    body = {"ok": True, "next": "3", "next_url": "http://x/films?_next=3&_size=3", "rows": [{"id": 1}]}
    paging = recognised(types_in(body), ("_next", "_size"), {"Link": '<http://x/films?_next=3>; rel="next"'})

    cursor = STYLES["cursor"]
    assert replace(cursor, rows="rows", next="next_url", previous="", start="_next", size="_size") == paging


def test_keys_that_repeat_the_page() -> None:
    """
    What a body says of the page besides, at its top or one level below, is known by usual names; the rest is open.
    """
    body = {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [],
        "meta": {"page": 3, "limit": 2, "total_pages": 4, "note": 1},
        "offset": 2,
    }

    assert (
        ("meta.page", "number"),
        ("meta.limit", "size"),
        ("meta.total_pages", "pages"),
        ("meta.note", "open"),
        ("offset", "before"),
    ) == as_sent(ROWS, body).echoes
