"""
The document `api.json` of an API of which only recordings and declared facts exist.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Documentation
from apicontract.evidence.derive.api_config import UNKNOWN_HOSTS, api_config
from apicontract.evidence.derive.behaviour import headers_settled
from apicontract.evidence.derive.declared import facts_of

NO_FACTS = facts_of({"source": "s", "grade": "published"}, "facts.json")
#: Guesses of the numbers of rows, where nothing shows them.
GUESSED = {"grade": "guess", "source": "no recording shows it; the usual number is assumed"}


def page(path: str, rows: int, following: str | None = None, query: str = "") -> Exchange:
    """
    Return a recorded page.
    """
    body = {"count": 9, "next": following, "previous": None, "results": [{"id": each} for each in range(rows)]}
    return Exchange("GET", f"https://a.example{path}{query}", 200, body=json.dumps(body).encode())


def bare(path: str) -> Exchange:
    """
    Return a recorded bare list.
    """
    return Exchange("GET", f"https://a.example{path}", 200, body=b'[{"id": 1}]')


NEXT = "https://a.example/api/v2.1/books/?limit=3&offset=3"


def test_a_head_of_recordings() -> None:
    """
    Base path, version, hosts, resources and numbers of rows are those that recordings show.
    """
    exchanges = [
        page("/api/v2.1/books/", 3, NEXT),
        page("/api/v2.1/authors/", 2),
        page("/api/v2.1/authors/", 2, query="?limit=2"),
        replace(page("/api/v2.1/authors/", 1), url="http://b.example:80/api/v2.1/authors/"),
    ]

    assert {
        "$schema": "../meta/api.schema.json",
        "title": "library",
        "version": "2.1",
        "base_path": "/api/v2.1/",
        "primary": "authors",
        "default_host": "a-example",
        "hosts": {"a-example": {"url": "https://a.example"}, "b-example-80": {"url": "http://b.example:80"}},
        "envelope": {"style": "limit-offset", "default_limit": 3, "maximum_limit": 100},
        "resources": ["authors", "books"],
        "promises": {
            "limit-default": {"grade": "recorded", "source": "a recorded page whose request set no limit"},
            "limit-clamped": GUESSED,
        },
        "behaviour": {
            "closing_slash": {
                "value": True,
                "grade": "recorded",
                "source": "the path of https://a.example/api/v2.1/books/",
            }
        },
    } == api_config("library", exchanges, NO_FACTS)


def _declared(**resources: Any) -> Any:
    document = {"source": "s", "grade": "published", "shapes": {"x": {"title": "X", "properties": {}, "required": []}}}
    rows = {name: {"title": "X", "modes": {"normal": "x"}, "list": "normal", "detail": "normal"} for name in resources}
    return facts_of({**document, "resources": rows}, "facts.json")


def test_a_head_of_declared_facts_alone() -> None:
    """
    The first declared resource is the primary one, the host is this machine, and the numbers are guesses.
    """
    head = api_config("library-7.2", [], _declared(books=1, authors=1, shelves=1))

    assert (["books", "authors", "shelves"], "books", "7.2", "/") == tuple(
        head[key] for key in ("resources", "primary", "version", "base_path")
    )
    assert ("local", UNKNOWN_HOSTS) == (head["default_host"], head["hosts"])
    assert {"limit-default": GUESSED, "limit-clamped": GUESSED} == head["promises"]
    assert "1" == api_config("library", [], _declared(books=1))["version"]


def test_nothing_to_read_a_head_from() -> None:
    """
    Without a recorded answer and without a declared resource there is no API.
    """
    with pytest.raises(DataError, match="library: no recorded list or record, and no declared resource"):
        api_config("library", [], NO_FACTS)


def test_lists_without_paging_promise_no_numbers() -> None:
    """
    A bare list has no number of rows that anybody promises.
    """
    head = api_config("library", [bare("/books/")], NO_FACTS)

    assert ({"style": "none"}, {}, ["books"]) == (head["envelope"], head["promises"], head["resources"])


@pytest.mark.parametrize(("told", "limits"), [(5, (3, 5)), (2, (3, 2))])
def test_a_documented_maximum(told: int, limits: tuple[int, int]) -> None:
    """
    What the documentation on a recorded page says of the largest limit counts.
    """
    prose = Documentation((("Pagination", (("limit", f"rows of a page (max. {told})"),)),))
    head = api_config("library", [replace(page("/books/", 3, NEXT), documentation=prose)], NO_FACTS)

    assert "the documentation on recorded pages" == head["promises"]["limit-clamped"]["source"]
    assert limits == (head["envelope"]["default_limit"], head["envelope"]["maximum_limit"])


@pytest.mark.parametrize(
    ("paths", "base"),
    [
        (["/books/"], "/"),
        (["/api/books/"], "/api/"),
        (["/REST/V1/books/", "/books/", "/REST/V1/authors/"], "/REST/V1/"),
        (["/2.3.0/books/"], "/2.3.0/"),
        (["/v/books/"], "/"),
    ],
)
def test_the_base_path_that_most_answers_share(paths: list[str], base: str) -> None:
    """
    A prefix is made of words for an API and of versions.
    """
    assert base == api_config("library", [page(each, 1) for each in paths], NO_FACTS)["base_path"]


def test_headers_that_all_answers_have() -> None:
    """
    One value in all answers of lists and records is stated; answers without headers, and to an origin, say nothing.
    """
    json_type = ("Content-Type", "application/json")
    shared = ("Access-Control-Allow-Origin", "*"), ("X-Frame-Options", "DENY")
    first, second = page("/api/books/", 1), page("/api/books/", 1, query="?limit=1")
    found = [
        replace(first, headers=(json_type, *shared, ("Referrer-Policy", "origin"), ("Allow", "GET, POST"))),
        replace(second, headers=(json_type, *shared, ("Referrer-Policy", "no-referrer"), ("Allow", "GET, PUT"))),
        page("/api/books/", 1, query="?limit=2"),
        replace(second, headers=(json_type,), request_headers=(("Origin", "https://b.example"),)),
    ]
    behaviour = api_config("library", found, NO_FACTS)["behaviour"]

    assert dict(shared) == behaviour["headers"]["value"]
    assert ["POST", "PUT"] == behaviour["writing_methods"]["value"]
    assert "headers" not in api_config("library", [first], NO_FACTS)["behaviour"]


@pytest.mark.parametrize("stated", [None, {"X-Frame-Options": "DENY"}, {"X-Frame-Options": "SAMEORIGIN"}])
def test_recorded_headers_settle_what_an_api_states_of_them(stated: dict[str, str] | None) -> None:
    """
    An API that states none keeps to that; in others what was recorded counts.
    """
    sent = replace(page("/api/books/", 1), headers=(("Content-Type", "a/b"), ("X-Frame-Options", "DENY")))
    setting = {"headers": {"value": stated, "grade": "published"}} if stated is not None else {}
    head = {"base_path": "/api/", "behaviour": setting}
    settled = headers_settled(head, [sent])

    assert (stated and {"X-Frame-Options": "DENY"}) == settled["behaviour"].get("headers", {}).get("value")
    assert head == headers_settled(head, [])


def test_the_newest_page_states_the_numbers() -> None:
    """
    Of pages of two days the later one says how many rows a page has, in whichever order they are given.
    """
    days = [
        replace(page("/api/v2.1/books/", rows, NEXT), recorded_at=f"2026-03-0{day}", source=f"{9 - day}.json")
        for day, rows in ((1, 3), (2, 5))
    ]
    heads = [api_config("library", each, NO_FACTS) for each in (days, days[::-1])]

    assert heads[0] == heads[1]
    assert 5 == heads[0]["envelope"]["default_limit"]


@pytest.mark.parametrize(
    ("body", "root"),
    [(b'{"books": "https://a.example/books/"}', True), (b"<!DOCTYPE html>", False), (b'{"ok": true}', False)],
)
def test_a_root_lists_links(body: bytes, root: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    The base path is a root where it answers with an object of links; a page for people is none.
    """
    exchanges = [page("/api/books/", 3), Exchange("GET", "https://a.example/api/", 200, body=body)]

    assert root is api_config("library", exchanges, NO_FACTS)["behaviour"]["api_root"]["value"]
