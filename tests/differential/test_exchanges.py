"""
A request's query and an answer's headers, links and body are read as the framework and an HTTP client read them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from urllib.parse import urlencode

import httpx
import pytest
from django.http import QueryDict
from django.utils.http import http_date, parse_http_date
from reference_drf.project import set_up

from apicontract.contract.exchange import Exchange
from apicontract.contract.moments import moment_of, oldest_first, written_moment
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


@pytest.mark.parametrize("seconds", [0, 951_827_696, 1_764_399_601, 4_102_444_799])
@pytest.mark.parametrize("name", ["Date", "date"])
def test_moments_are_read_as_the_framework_writes_them(name: str, seconds: int) -> None:
    """
    A header of the date says when it was answered, and the recording only where there is no such header.
    """
    dated = exchange(headers=((name, http_date(seconds)),))
    recorded = replace(exchange(), recorded_at=written_moment(dt.datetime.fromtimestamp(seconds, dt.UTC)))
    both = replace(dated, recorded_at="2001-02-03T04:05:06Z")

    assert [seconds] * 3 == [each.moment and each.moment.timestamp() for each in (dated, recorded, both)]
    assert exchange().moment is None


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


#: Each form of a moment (RFC 9110, section 5.6.7, and ISO 8601) to seconds since 1970; a text that states none: None.
MOMENTS = {
    "Sun, 06 Nov 1994 08:49:37 GMT": 784_111_777,
    "Sunday, 06-Nov-94 08:49:37 GMT": 784_111_777,
    "Sun Nov  6 08:49:37 1994": 784_111_777,
    "Sun, 06 Nov 1994 08:49:37 -0500": 784_129_777,
    "1994-11-06T08:49:37Z": 784_111_777,
    "1994-11-06T08:49:37+02:00": 784_104_577,
    " 1994-11-06 08:49:37 ": 784_111_777,
    "1994-11-06": 784_080_000,
    "0001-01-01T00:00:00+14:00": None,
    "1994-13-01": None,
    "soon": None,
    "": None,
}


@pytest.mark.parametrize("text", MOMENTS)
def test_moments_are_read_in_each_form(text: str) -> None:
    """
    The forms of HTTP and of ISO 8601 state a moment, in UTC where they name no zone; another text states none.
    """
    found = moment_of(text)

    assert MOMENTS[text] == (found and found.timestamp())
    assert found is None or found.utcoffset() == dt.timedelta()
    if text.endswith("GMT") or "  " in text:
        assert parse_http_date(text) == MOMENTS[text]


def test_moments_order_exchanges() -> None:
    """
    The oldest comes first, one without a moment before all, and where moments are the same source, URL and body count.
    """
    written = [("", "b", "z"), ("", "c", "a"), ("1994-11-05T23:30:00-01:00", "a", "y"), ("1994-11-06", "a", "z")]
    ordered = [replace(exchange(), recorded_at=moment, source=source, url=url) for moment, source, url in written]
    ordered.insert(2, replace(ordered[1], body=b"x"))
    ordered.append(replace(ordered[0], recorded_at="1994-11-06T00:00:01Z"))

    # Half an hour past midnight in UTC.
    ordered.append(ordered.pop(3))
    assert ordered == oldest_first(reversed(ordered))
    assert ["1994-11-06T00:30:00Z"] == [written_moment(each.moment) for each in ordered[-1:] if each.moment]
