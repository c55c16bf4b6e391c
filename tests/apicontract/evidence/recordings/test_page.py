"""
Tests of the reader of browsable pages.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.recordings.page import read_page, render_page

RECORDED = sorted(Path(__file__).parents[4].glob("fixtures/*/*/recorded/*.txt"))

PAGE = """\
Help

Docs - books.example.org/docs

Sorting

Fields - pages, title

GET /v1/books/7/?format=api
HTTP 200 OK
Allow: GET, HEAD
Content-Type: application/json
X-Empty:

{
    "id": 7,
    "url": "http://books.test:8000/v1/books/7/?format=api",
    "tags": [],
    "price": 5.10e+3,
    "title": "Caf\\u00e9 [\\"1\\"]: {}"
}"""


def edited(old: str, new: str) -> str:
    """
    Return the page with one passage replaced.
    """
    assert old in PAGE
    return PAGE.replace(old, new)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_recorded_pages_come_back(path: Path) -> None:
    """
    Rendering the values read from a recorded page gives its file back, byte for byte.
    """
    exchange = read_page(path.read_bytes().decode(), path.name)

    assert path.read_bytes().decode() == render_page(exchange)
    assert b"\n" not in exchange.body


def test_values_of_a_page() -> None:
    """
    A page becomes request, status, headers, body and documentation; the host is that of the body's own URL.
    """
    exchange = read_page(PAGE, "page.txt")

    assert "http://books.test:8000/v1/books/7/?format=api" == exchange.url
    assert (200, "GET", "page.txt:9") == (exchange.status, exchange.method, exchange.source)
    assert (("Allow", "GET, HEAD"), ("Content-Type", "application/json"), ("X-Empty", "")) == exchange.headers
    assert ("Help", (("Docs", "books.example.org/docs"),)) == exchange.documentation.sections[0]
    assert b'{"id":7,' == exchange.body[:8]
    assert b'"price":5.10e+3,"title":"Caf\\u00e9 [\\"1\\"]: {}"}' in exchange.body


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace("\n", "\r\n"),
        PAGE + "\n\n",
        PAGE.replace("    ", "  "),
        PAGE.replace("\n\n", "\n").replace("X-Empty:\n", "X-Empty:\n\n"),
        PAGE[PAGE.index("GET") :],
        edited("200 OK", "299 As You Like It"),
        PAGE[: PAGE.index("{\n")] + '{"url":"http://books.test:8000/v1/books/7/"}',
        PAGE[: PAGE.index("{\n")] + "[]",
        edited("Docs - books.example.org/docs", "Ask us anything you like about any book - today or tomorrow."),
    ],
    ids=["plain", "CRLF", "ending", "narrow", "dense", "bare", "reason", "one line", "empty list", "prose"],
)
def test_layouts_come_back(page: str) -> None:
    """
    A page laid out otherwise comes back in its own layout.
    """
    assert page == render_page(read_page(page, "page.txt"))


@pytest.mark.parametrize(
    ("answer", "url"),
    [
        ('{"next": "https://a.test/v1/books/?offset=9", "x": "https://b.test/i.png"}', "https://a.test"),
        ('{"maker": "https://c.test/v1/makers/1/", "x": ["https://b.test/i.png"]}', "https://c.test"),
        ('{"detail": "Not found."}', "https://books.example.org"),
    ],
)
def test_host_is_found(answer: str, url: str) -> None:
    """
    The host is that of links to the same path, else to the same first folder, else that of the help line.
    """
    page = PAGE[: PAGE.index("{\n")] + answer

    assert url + "/v1/books/7/?format=api" == read_page(page, "page.txt").url


def test_declared_host_is_the_last_resort() -> None:
    """
    A page that names no host is taken to come from the declared one, and is refused without one.
    """
    page = 'GET /v1/\nHTTP 404 Not Found\nAllow: GET\n\n{"detail": "Not found."}'

    assert "https://d.test/v1/" == read_page(page, "page.txt", host="https://d.test").url
    with pytest.raises(DataError, match=r"page.txt:1: a page without a host"):
        read_page(page, "page.txt")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("Hello\n\nWorld", r"page.txt:1: no request line in this text, which begins 'Hello'"),
        (edited("HTTP 200 OK\n", ""), r"page.txt:10: 'Allow: GET, HEAD'; expected a status line"),
        (edited("Allow: GET", "Allow GET"), r"page.txt:11: 'Allow GET, HEAD'; expected a header"),
        (edited('"id": 7,', '"id": 7'), r"page.txt:17: .*expected the JSON body"),
        (PAGE + "x", r"page.txt:21: Extra data"),
        (PAGE[:-1], r"page.txt:21: .*expected the JSON body"),
        (PAGE[: PAGE.index("{\n")], r"page.txt:15: the end of the text; expected the JSON body"),
        (edited("5.10e+3", "NaN"), r"page.txt:19: NaN is not JSON"),
        (f"{PAGE}\n{PAGE}", r"page.txt:22: Extra data"),
    ],
)
def test_broken_pages_are_refused(page: str, message: str) -> None:
    """
    What is no whole page is refused with the line and what was expected there.
    """
    with pytest.raises(DataError, match=message):
        read_page(page, "page.txt")


def test_body_is_json_as_sent() -> None:
    """
    The body of a page is the compact JSON that the service sends to other clients.
    """
    exchange = read_page(RECORDED[0].read_text(encoding="utf-8"), RECORDED[0].name)

    assert json.dumps(exchange.json, ensure_ascii=False, separators=(",", ":")).encode() == exchange.body
