"""
Promise: whether the upstream may be asked is known, said once, and told with what is left; so is what is asked of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from still_clock import Still

from apicontract.client import Ledger
from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Throttle
from apicontract.explore.upstream.freshness import lifetime
from apicontract.explore.upstream.placing import folder_of, placed
from apicontract.explore.upstream.quota import Quota
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.showing import compared, handed_on
from apicontract.explore.upstream.wanted import sent_to, wanted_again, wanted_of
from mockserver.control.genuine import Answered
from mockserver.http.answer import Answer
from mockserver.http.request import Request

if TYPE_CHECKING:
    from pathlib import Path

API = load_api()
LIST = "/2.3.0/spacecraft/"
ORIGIN = "https://up.test"


def quota(ledger: Ledger | None = None) -> tuple[Quota, Still, list[str]]:
    """
    Return a quota with its clock and what it says.
    """
    clock, said = Still(), list[str]()
    return Quota(clock, ledger, "example.test", 0.5, said.append), clock, said


@pytest.mark.parametrize(("seconds", "opened"), [(9.9, False), (10.0, True), (10.1, True)])
def test_what_was_closed_opens_after_its_time(seconds: float, *, opened: bool) -> None:
    """
    It is closed for less than the seconds that were said.
    """
    found, clock, _ = quota()
    found.close(10, "gone")
    clock.sleep(seconds)

    assert (opened, 1010.0) == (found.open, found.opens)


@pytest.mark.parametrize(("more", "opens"), [(5, 1010.0), (10, 1010.0), (20, 1020.0)])
def test_the_longer_time_counts(more: float, opens: float) -> None:
    """
    Of two times for which it is closed the later end counts.
    """
    found, _, _ = quota()
    found.close(10, "gone")
    found.close(more, "refused")

    assert opens == found.opens


def test_a_reason_is_said_once_until_an_answer_came() -> None:
    """
    The same reason twice is said once, another one, or one after an answer, is said again.
    """
    found, _, said = quota()
    for status in (503, 503, 429, 503):
        found.close(1, f"status {status}")
    found.heard(None)
    found.close(1, "status 503")

    assert ["status 503", "status 429", "status 503", "status 503"] == [each.partition(";")[0] for each in said]


def test_what_is_left_is_told_with_why_nothing_is_asked(tmp_path: Path) -> None:
    """
    The limit, the share of it that is left, and reason and seconds as long as it is closed.
    """
    found, clock, _ = quota(Ledger(tmp_path))
    unknown = found.describe()
    found.heard(Throttle(10, 3600))
    found.close(10, "gone")
    clock.sleep(2.46)
    closed = found.describe()
    clock.sleep(8)

    limit = {"requests": 10, "seconds": 3600}
    assert {"limit": None, "left": None, "closed": "", "opens_in": 0.0} == unknown
    assert {"limit": limit, "left": 5, "closed": "gone", "opens_in": 7.5} == closed
    assert {"limit": limit, "left": 5, "closed": "", "opens_in": 0.0} == found.describe()


def test_without_a_ledger_nothing_is_known_of_what_is_left() -> None:
    """
    An application in process has a limit at the most, and no record of what was sent.
    """
    found, _, _ = quota()
    found.heard(Throttle(10, 3600))

    assert ({"requests": 10, "seconds": 3600}, None) == (found.describe()["limit"], found.describe()["left"])


DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=0"}, 0.0),
        ({"Cache-Control": "max-age=10", "Age": "10"}, 0.0),
        ({"Cache-Control": "max-age=10", "Age": "9"}, 1.0),
        ({"Cache-Control": "max-age=10", "Age": "soon"}, 10.0),
        ({"Cache-Control": "max-age=10", "Age": "\u0661"}, 10.0),
        ({"Cache-Control": "x-max-age=10"}, 60.0),
        ({"Cache-Control": "private, no-store"}, 0.0),
        ({"Cache-Control": "x-no-store"}, 60.0),
        ({"Cache-Control": "max-age=10", "Expires": "0"}, 10.0),
        ({"Expires": DATE, "Date": DATE}, 0.0),
        ({"Expires": "Wed, 31 Dec 2025 00:00:00 GMT", "Date": DATE}, 0.0),
        ({"Expires": "Thu, 01 Jan 2026 00:00:01 GMT", "Date": DATE}, 1.0),
        ({"Expires": "0", "Date": DATE}, 0.0),
    ],
)
def test_an_answer_is_fresh_for_what_its_headers_say(headers: dict[str, str], seconds: float) -> None:
    """
    The age comes off what is said, never less than nothing is left, and a text that is no number is no age.
    """
    assert seconds == lifetime(Exchange("GET", ORIGIN, 200, tuple(headers.items())), 60.0)


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        (LIST, "", (f"{ORIGIN}{LIST}", True)),
        (LIST, "limit=2", (f"{ORIGIN}{LIST}?limit=2", True)),
        (LIST, "a=1&&b=2", (f"{ORIGIN}{LIST}?a=1&&b=2", True)),
        (LIST, "format=json", (f"{ORIGIN}{LIST}", True)),
        (LIST, "a=1&format=json&&b=2", (f"{ORIGIN}{LIST}?a=1&b=2", True)),
        (LIST, "format=api&limit=2", (f"{ORIGIN}{LIST}?limit=2", False)),
        (LIST, "name=a%20b", (f"{ORIGIN}{LIST}?name=a%20b", True)),
        (LIST, "formats=json", (f"{ORIGIN}{LIST}?formats=json", True)),
        (f"{LIST}7/", "", (f"{ORIGIN}{LIST}7/", True)),
        ("/2.3.0/", "", None),
        ("/elsewhere/", "", None),
        (LIST, "format=xml", None),
    ],
)
def test_a_request_for_records_is_asked_as_json(path: str, query: str, expected: tuple[str, bool] | None) -> None:
    """
    What names the format is left out of the query, and all else stays as it was sent; no other request is asked.
    """
    found = wanted_of(API, sent_to(ORIGIN, Request("GET", "http", "mock.test", path, query)))

    assert expected == (found and (found.url, found.as_json))


def test_the_representation_that_a_header_asks_for_counts() -> None:
    """
    Who accepts HTML asks for a page that people read.
    """
    request = Request("GET", "http", "mock.test", LIST, headers={"accept": "text/html"})
    found = wanted_of(API, sent_to(ORIGIN, request))

    assert (("accept", "text/html"),) == sent_to(ORIGIN, request).request_headers
    assert () == sent_to(ORIGIN, Request("GET", "http", "mock.test", LIST)).request_headers
    assert found
    assert not found.as_json


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (f"{LIST}?limit=3", f"{LIST}?limit=4&offset=9", True),
        (f"{LIST}?in_space=true", f"{LIST}?in_space=false", False),
        (f"{LIST}?in_space=true&limit=3", f"{LIST}?limit=3&in_space=true", True),
        (f"{LIST}?search=a+b", f"{LIST}?search=b+a", True),
        (f"{LIST}?search=a", f"{LIST}?search=%00", False),
        (f"{LIST}?ordering=id,flights_count", f"{LIST}?ordering=flights_count,id", False),
        (f"{LIST}1/", f"{LIST}2/", False),
        (f"{LIST}1/", LIST, False),
        (f"{LIST}?status=x", LIST, False),
        (LIST, "/2.3.0/agencies/", False),
    ],
)
def test_requests_are_one_group_that_select_order_and_shape_alike(one: str, other: str, *, alike: bool) -> None:
    """
    Pages of one list are; another record, selection, order or refusal is not.
    """
    found = [wanted_again(API, Exchange("GET", f"{ORIGIN}{each}", 200)) for each in (one, other)]
    groups = {each.group for each in found if each is not None}

    assert [f"{ORIGIN}{one}", f"{ORIGIN}{other}"] == [each and each.url for each in found]
    assert (1 if alike else 2) == len(groups)


def test_a_root_asks_for_no_records() -> None:
    """
    An answer that shows no records was wanted by nobody.
    """
    assert None is wanted_again(API, Exchange("GET", f"{ORIGIN}/2.3.0/", 200))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<https://up.test/2.3.0/a/>; rel="next"', '<http://mock.test/2.3.0/a/>; rel="next"'),
        ("no link", "no link"),
        ("<https://other.test/2.3.0/a/>", "<https://other.test/2.3.0/a/>"),
        ("<https://up.test/2.3.0/\u00e4/>", "<http://mock.test/2.3.0/\u00e4/>"),
    ],
)
def test_links_in_headers_lead_to_the_mock(value: str, expected: str) -> None:
    """
    A header with a URL of the API has it at the mock, other text stays; status and body are handed on with it.
    """
    exchange = Exchange("GET", f"{ORIGIN}{LIST}", 404, (("Link", value), ("Server", "x")), b'"https://up.test/2.3.0/"')
    answer = handed_on(API, ORIGIN, exchange, Request("GET", "http", "mock.test", LIST))

    assert (404, (("Link", expected),), b'"http://mock.test/2.3.0/"') == (answer.status, answer.headers, answer.body)


class Mock:
    """
    A mock that notes what it is asked.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def answer(self, request: Request) -> Answer:
        """
        Answer with a link to itself.
        """
        self.asked.append((request.headers.get("accept", ""), request.query))
        return Answer(200, (), b'"http://mock.test/2.3.0/again/"')


@pytest.mark.parametrize(
    ("query", "accept", "asked"),
    [
        ("limit=2", "application/json", []),
        ("limit=2&format=json", "application/json", [("application/json", "limit=2")]),
        ("limit=2", "text/html", [("application/json", "limit=2")]),
    ],
)
def test_an_answer_of_the_mock_is_compared_as_json_of_the_upstream(
    query: str, accept: str, asked: list[tuple[str, str]]
) -> None:
    """
    What was not asked for in JSON, or with the format in the query, is asked of the mock once more; links lead back.
    """
    request = Request("GET", "http", "mock.test", LIST, query, {"accept": accept})
    wanted = wanted_of(API, sent_to(ORIGIN, request))
    assert wanted
    mock: Any = Mock()
    answered = Answered(mock, Answer(200, (("A", "b"),), b'"http://mock.test/2.3.0/"'))
    found = compared(API, ORIGIN, request, answered, wanted)

    assert asked == mock.asked
    assert (f"{ORIGIN}{LIST}?limit=2", b'"https://up.test/2.3.0/' + (b'again/"' if asked else b'"')) == (
        found.url,
        found.body,
    )


def test_a_folder_that_is_used_already_stands_once(tmp_path: Path) -> None:
    """
    The folder of the recordings comes first, unless it is one of the API's own.
    """
    new = placed(API, UpstreamSettings("lldev", tmp_path)).api.folders
    own = placed(API, UpstreamSettings("lldev", API.folders[-1])).api.folders

    assert ((tmp_path, *API.folders), API.folders) == (new, own)


def test_a_host_is_known_by_its_name_or_its_address(tmp_path: Path) -> None:
    """
    A declared host keeps its limit however it is called, and a limit that somebody states counts in its place.
    """
    found = [
        placed(API, UpstreamSettings(name, tmp_path, rate=rate))
        for name, rate in (("ll", None), ("https://LL.thespacedevs.com", None), ("ll", Throttle(3, 60)))
    ]

    assert ["ll", "ll", "ll"] == [each.api.default_host for each in found]
    assert [Throttle(15, 3600), Throttle(15, 3600), Throttle(3, 60)] == [each.target.throttle for each in found]
    assert API.hosts == found[0].api.hosts


def test_recordings_go_into_the_folder_in_use(tmp_path: Path) -> None:
    """
    A folder that somebody names is used for every upstream.
    """
    assert tmp_path == folder_of(API, "nowhere.example", tmp_path)
