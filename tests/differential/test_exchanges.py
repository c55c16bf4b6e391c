"""
A request's query and an answer's headers, links and body are read as the framework and an HTTP client read them.
"""

from __future__ import annotations

from random import Random
from urllib.parse import urlencode

import httpx
import pytest
from django.http import QueryDict
from reference_drf.project import set_up

from apicontract.contract.model import Exchange
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS, link_header, links_in

NAMES = ("a", "b", "a", "A", "é", "x y", "")
VALUES = ("", "1", "a b", "é", "a=b", "%", "+", "&", "1,2", "\N{ROCKET}")
HEADERS = (("Vary", "Accept"), ("vary", "Cookie"), ("X-A", "1"), ("Content-Type", "text/html"), ("VARY", "Origin"))


set_up()


def exchange(query: str = "", headers: tuple[tuple[str, str], ...] = (), body: bytes = b"") -> Exchange:
    """
    Return a request with that query, and its answer.
    """
    return Exchange("GET", f"https://a.test/b%20c/{query and '?'}{query}#end", 200, headers, body)


@pytest.mark.parametrize("seed", range(50))
def test_queries_are_read_as_the_framework_does(seed: int) -> None:
    """
    Names and values are decoded, blank ones kept, and the last value of a name is the one that holds.
    """
    random = Random(seed)  # noqa: S311 - draws tests
    pairs = [(random.choice(NAMES), random.choice(VALUES)) for _ in range(random.randint(0, 5))]
    # A part without "=" is a name, too; an empty one is none.
    text = urlencode(pairs) + random.choice(("", "&", "&c", "&&"))
    read, asked = QueryDict(text), exchange(text)

    assert [(name, value) for name, values in read.lists() for value in values] == sorted(
        asked.query, key=lambda pair: list(read).index(pair[0])
    )
    assert {name: read.get(name) for name in NAMES} == {name: asked.parameter(name) for name in NAMES}
    assert httpx.URL(asked.url).raw_path.partition(b"?")[0].decode() == asked.path


@pytest.mark.parametrize("seed", range(30))
def test_headers_are_read_as_a_client_does(seed: int) -> None:
    """
    A header is found in any letter case, and several of a name are joined by a comma (RFC 9110, section 5.3).
    """
    random = Random(seed)  # noqa: S311 - draws tests
    headers = tuple(random.choice(HEADERS) for _ in range(random.randint(0, 5)))
    read, answered = httpx.Headers(headers), exchange(headers=headers)

    asked = ("vary", "VARY", "X-a", "content-type", "Accept")
    assert {name: read.get(name) for name in asked} == {name: answered.header(name) for name in asked}


@pytest.mark.parametrize("body", [b'{"a": 1}', b'{"a": 1, "a": 2}', '["\u20ac"]'.encode(), b"null"])
def test_bodies_are_read_as_a_client_does(body: bytes) -> None:
    """
    A body is read as JSON; of a key that stands twice the last value holds.
    """
    assert httpx.Response(200, content=body).json() == exchange(body=body).json


@pytest.mark.parametrize("amount", range(5))
def test_links_are_read_as_a_client_does(amount: int) -> None:
    """
    The links that are written by the names of the registry are those that a client reads, target by relation type.
    """
    registered = ("first", "prev", "next", "last")[:amount]
    targets = [f"https://a.test/{each}/?a=1,2&b=%C3%A9" for each in registered]
    header = link_header(zip((FIRST, PREVIOUS, NEXT, LAST), targets, strict=False))
    read = httpx.Response(200, headers={"Link": header}).links

    assert {relation: each["url"] for relation, each in read.items()} == dict(zip(registered, targets, strict=True))
    assert {relation: each["url"] for relation, each in read.items()} == links_in(header)
