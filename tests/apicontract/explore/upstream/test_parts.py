"""
The parts of an upstream, one by one.
"""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from still_clock import Still

from apicontract.client import Ledger
from apicontract.client.clock import SystemClock
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Throttle
from apicontract.explore.upstream.background_reload import BackgroundReload
from apicontract.explore.upstream.contradicting import differ
from apicontract.explore.upstream.counting_queries import CountingQueries
from apicontract.explore.upstream.deciding import selected
from apicontract.explore.upstream.freshness import lifetime
from apicontract.explore.upstream.left_alone import LeftAlone
from apicontract.explore.upstream.memory import Genuine, GenuineMemory
from apicontract.explore.upstream.placing import folder_of, placed
from apicontract.explore.upstream.quota import Quota
from apicontract.explore.upstream.settings import UpstreamSettings, seconds_of
from apicontract.explore.upstream.showing import handed_on, relinked
from apicontract.explore.upstream.wanted import sent_to, wanted_again, wanted_of
from mockserver.http.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.explore.upstream.wanted import Wanted

API = load_api()
LIST = "/2.3.0/spacecraft/"


def page(url: str, body: bytes = b"{}", received: float = 0.0, lasting: float = 60.0) -> Genuine:
    """
    Return a genuine answer.
    """
    exchange = Exchange("GET", f"https://example.test{url}", 200, body=body)
    wanted = wanted_again(API, exchange)
    assert wanted
    return Genuine(API, wanted, exchange, received, lasting)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("90", 90), ("15m", 900), ("1h", 3600), ("1.5h", 5400), ("2d", 172_800), ("0", 0)],
)
def test_spans(text: str, seconds: float) -> None:
    """
    A span of time is a number with a unit, or of seconds.
    """
    assert seconds == seconds_of(text)


@pytest.mark.parametrize("text", ["", "h", "-1h", "1w", "nan", "inf", "1e3", "367d", "\u0661h", "1 h"])
def test_no_spans(text: str) -> None:
    """
    What is no span of time is refused in one line.
    """
    with pytest.raises(UsageError, match="write 90s, 15m, 1h or 2d"):
        seconds_of(text)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60.0),
        ({"Cache-Control": "max-age=10"}, 10.0),
        ({"Cache-Control": "public, max-age=10", "Age": "4"}, 6.0),
        ({"Cache-Control": "max-age=10", "Age": "40"}, 0.0),
        ({"Cache-Control": 'MAX-AGE="7"'}, 7.0),
        ({"Cache-Control": "s-maxage=9"}, 60.0),
        ({"Cache-Control": "no-store, max-age=10"}, 0.0),
        ({"Cache-Control": "no-cache"}, 0.0),
        ({"Cache-Control": "public"}, 60.0),
        ({"Expires": "Thu, 01 Jan 2026 00:01:30 GMT", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}, 90.0),
        ({"Expires": "Thu, 01 Jan 2026 00:01:30 GMT"}, 0.0),
        ({"Expires": "0"}, 0.0),
    ],
)
def test_lifetimes(headers: dict[str, str], seconds: float) -> None:
    """
    An answer is fresh for as long as its headers say, else for as long as the user does.
    """
    assert seconds == lifetime(Exchange("GET", "https://example.test/", 200, tuple(headers.items())), 60.0)


QUERIES = (
    *("", "limit=3", "limit=3&offset=6", "offset=6&nothing=1", "in_space=true", "in_space=True&limit=3", "in_space="),
    *("in_space=true&in_space=false", "search=a", "search=a&offset=3", "ordering=id", "ordering=nothing", "mode=list"),
    *("mode=detailed&limit=3", "in%5Fspace=true", "format=json", "name=a&name=b", "search="),
)


def test_what_was_read_of_a_query_is_known_again() -> None:
    """
    Whatever was read before, a query is known as what a full reading says, or not at all; another page of a list is.
    """
    for first in QUERIES:
        queries = CountingQueries(API)
        sent = {each: Exchange("GET", f"https://example.test{LIST}{'?' * bool(each)}{each}", 0) for each in QUERIES}
        groups = {query: wanted.group for query, each in sent.items() if (wanted := wanted_of(API, each))}
        queries.note(sent[first], cast("Wanted", wanted_of(API, sent[first])))
        known = {query: queries.group(each) for query, each in sent.items()}

        assert groups[first] == known[first]
        assert {query: groups[query] for query, group in known.items() if group} == {
            query: group for query, group in known.items() if group
        }
        assert known["limit=3&offset=6"] == known["limit=3"]


def test_queries_are_read_in_full_where_the_first_of_repeated_parameters_counts() -> None:
    """
    Nothing is known beforehand of an API for which the first value counts, and of what is no list.
    """
    settings = {**API.behaviour, "repeated": replace(API.behaviour["append_slash"], value="first")}
    first = replace(API, behaviour=settings)
    for api, path in ((first, LIST), (API, f"{LIST}1/")):
        queries, sent = CountingQueries(api), Exchange("GET", f"https://example.test{path}", 0)
        queries.note(sent, cast("Wanted", wanted_of(api, sent)))

        assert queries.group(sent) is None


def test_requests_of_one_group() -> None:
    """
    Requests that select, order and shape alike are one group, whatever has no effect; others are not.
    """

    def group(query: str) -> object:
        wanted = wanted_of(API, sent_to("https://example.test", Request("GET", "http", "mock.test", LIST, query)))
        assert wanted
        return wanted.group

    same = {group(each) for each in ("", "limit=5", "offset=7&limit=2", "nothing=1", "ordering=nothing", "search=")}
    others = {group(each) for each in ("search=a", "ordering=-id", "mode=detailed", "in_space=true", "in_space=false")}

    assert (1, 5) == (len(same), len(others - same))


def test_the_format_is_not_asked_for() -> None:
    """
    The upstream is asked for JSON under the URL without a format.
    """
    asked = Request("GET", "http", "mock.test", LIST, "f%6Frmat=api&limit=2")
    wanted = wanted_of(API, sent_to("https://example.test", asked))

    assert wanted
    assert ("https://example.test/2.3.0/spacecraft/?limit=2", False) == (wanted.url, wanted.as_json)


def test_the_memory_has_bounds() -> None:
    """
    The answers that were not asked for the longest time are given up first, and nothing of them stays.
    """
    memory = GenuineMemory(API, most=25)
    for number in range(3):
        memory.put(page(f"{LIST}?limit={number + 1}", b"x" * 10, number))
        memory.get(f"https://example.test{LIST}?limit=1")
    kept = [memory.get(f"https://example.test{LIST}?limit={number}") is not None for number in (1, 2, 3)]
    memory.forget(lambda _: True)

    assert [True, False, True] == kept
    assert not memory.knows(f"https://example.test{LIST}")


def test_rows_that_differ() -> None:
    """
    Two rows of a record differ where both say something: in two forms, in plain values alone.
    """
    one, other = {"id": 1, "url": "a", "part": {"x": 1}}, {"id": 1, "url": "b", "part": {"x": 1, "y": 2}, "more": 3}

    assert [False, True, True] == [
        differ(one, other, frozenset({"url"}), same_form=False),
        differ(one, other, frozenset({"url"}), same_form=True),
        differ(one, other, frozenset(), same_form=False),
    ]


def test_a_quota_closes_and_opens() -> None:
    """
    Closed for a time, it is open after it; the reason is said once until something works again.
    """
    clock, said = Still(), list[str]()
    quota = Quota(clock, None, "example.test", 1.0, said.append)
    opened = [quota.open]
    for _ in range(2):
        quota.close(10, "it is gone")
        opened.append(quota.open)
    clock.sleep(10)
    opened.append(quota.open)

    assert [True, False, False, True] == opened
    assert 1 == len(said)
    assert said[0].startswith("it is gone; until ")


def test_a_quota_tells_what_is_left(tmp_path: Path) -> None:
    """
    Of a limit in the ledger the share that is left is told.
    """
    clock = Still()
    ledger = Ledger(tmp_path)
    quota = Quota(clock, ledger, "example.test", 0.5, lambda _: None)
    before = quota.describe()["left"]
    quota.heard(Throttle(10, 3600))

    assert (None, 5) == (before, quota.describe()["left"])


def test_a_reload_is_one_for_many() -> None:
    """
    What was seen while something is made anew is served by the next time, however much it was.
    """
    made, going, hold = [], threading.Event(), threading.Event()

    def make() -> None:
        made.append(1)
        going.set()
        hold.wait(60)

    reload = BackgroundReload(make, lambda _: None)
    reload.need()
    going.wait(60)
    for _ in range(5):
        reload.need()
    behind = reload.behind
    hold.set()

    assert (True, True, 2) == (behind, reload.wait(), len(made))


def test_a_reload_that_fails_is_told() -> None:
    """
    Who waits for a reload that fails does not wait longer, and why is said.
    """
    said: list[str] = []
    reload = BackgroundReload(lambda: 1 / 0 and None, said.append)
    reload.need()

    assert reload.wait()
    assert ["what was recorded could not be read again: ZeroDivisionError: division by zero"] == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'"https://up.test/2.3.0/a/"', b'"http://mock.test/2.3.0/a/"'),
        (b'"http://up.test/2.3.0/a/"', b'"http://mock.test/2.3.0/a/"'),
        (rb'"https:\/\/up.test\/2.3.0\/a\/"', rb'"http://mock.test/2.3.0/a\/"'),
        (b'"https://up.test/images/1.png"', b'"https://up.test/images/1.png"'),
        (b'"https://up.test.other/2.3.0/"', b'"https://up.test.other/2.3.0/"'),
    ],
)
def test_links_lead_to_the_mock(text: bytes, expected: bytes) -> None:
    """
    URLs of the API at the upstream lead to the mock, by either scheme and however slashes are written; others stay.
    """
    assert expected == relinked(API, "https://up.test", "http://mock.test", text)


def test_headers_that_are_handed_on() -> None:
    """
    Headers of the body and of the service are handed on, those of the connection and of the place are not.
    """
    given = (
        ("Content-Type", "application/json"),
        ("Allow", "GET"),
        ("Set-Cookie", "session=1"),
        ("Strict-Transport-Security", "max-age=1"),
        ("Content-Length", "2"),
        ("Connection", "close"),
        ("Access-Control-Allow-Origin", "https://elsewhere.example"),
    )
    exchange = Exchange("GET", f"https://up.test{LIST}", 200, given, b"{}")
    answer = handed_on(API, "https://up.test", exchange, Request("GET", "http", "mock.test", LIST))

    assert (("Content-Type", "application/json"), ("Allow", "GET")) == answer.headers


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A declared host keeps its limit; another server takes the default host's place, with the strictest limit of any.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path))
    monkeypatch.delenv("APICONTRACT_DATA")
    declared = placed(API, UpstreamSettings("lldev", tmp_path))
    other = placed(API, UpstreamSettings("http://127.0.0.1:5000", tmp_path))
    stated = placed(API, UpstreamSettings("http://127.0.0.1:5000", tmp_path, rate=Throttle(3, 60)))

    assert (None, "lldev") == (declared.target.throttle, declared.api.default_host)
    assert (Throttle(15, 3600), "http://127.0.0.1:5000") == (
        other.target.throttle,
        other.api.hosts[other.api.default_host].url,
    )
    assert (Throttle(3, 60), None) == (stated.target.throttle, stated.target.usage)
    assert tmp_path == other.api.folders[0]
    assert tmp_path / "upstream" / "127.0.0.1%3A5000" == folder_of(API, "http://127.0.0.1:5000", None)


def test_only_the_rows_that_were_seen_are_decided() -> None:
    """
    Where the mock shows a record with another value than was seen, or another record, nothing is decided.
    """
    url = "https://example.test/2.3.0/config/agency_types/?limit=1"
    wanted = wanted_again(API, Exchange("GET", url, 200))
    assert wanted
    rows = [{"id": 1, "name": "Government"}, {"id": 2, "name": "Private"}]

    def decided(row: object) -> bool:
        following = "https://example.test/2.3.0/config/agency_types/?limit=1&offset=1"
        body = json.dumps({"count": 2, "next": following, "previous": None, "results": [row]}).encode()
        return selected(API, wanted, Exchange("GET", url, 200, body=body), rows)

    assert [True, False, False] == [decided(each) for each in (rows[0], {"id": 1, "name": "Commercial"}, rows[1])]


class _Stopped(SystemClock):
    """
    A clock that stands until it is moved.
    """

    seconds = 1000.0

    def steady(self) -> float:
        """
        Return the seconds since the machine was started.
        """
        return self.seconds


def test_a_url_is_left_alone_for_a_minute() -> None:
    """
    A URL whose answer could not be used is asked for again after a minute, or when it is removed.
    """
    clock = _Stopped()
    alone = LeftAlone(clock)
    alone.add("a")
    alone.add("b")
    alone.remove("b")
    before = ["a" in alone, "b" in alone, "c" in alone]
    clock.seconds += 60

    assert ([True, False, False], False) == (before, "a" in alone)


def test_urls_whose_time_is_over_are_forgotten() -> None:
    """
    However many URLs fail, those that may be asked for again take no memory.
    """
    clock = _Stopped()
    alone = LeftAlone(clock)
    for number in range(1002):
        alone.add(str(number))
    clock.seconds += 60
    alone.add("last")

    assert [0.0, 0.0] == [alone.until("0"), alone.until("1001")]
    assert "last" in alone
