"""
The mock in other people's tests.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import UnknownName

if TYPE_CHECKING:
    from apicontract.pytest_plugin.mock_api import MockApi

pytest_plugins = ["pytester"]

LIST = "/2.3.0/spacecraft/"
ONE = f"{LIST}110/"

#: Tests that each change something else, and would notice what another one left behind.
HUNDRED = """
import json, urllib.error, urllib.request
import pytest

def status(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code

@pytest.mark.parametrize("number", range(100))
def test_override(mock_api, number):
    path = f"/2.3.0/spacecraft/?offset={number}"
    assert status(mock_api.url(path)) == 200
    mock_api.override("/2.3.0/spacecraft/", status=400 + number, parameters={"offset": str(number)})
    if number % 3 == 0:
        mock_api.change("spacecraft", 110, name=f"Changed {number}")
    if number % 5 == 0:
        mock_api.throttle("3/hour")
    assert status(mock_api.url(path)) == 400 + number
    with urllib.request.urlopen(mock_api.url("/2.3.0/spacecraft/110/")) as answer:
        name = json.load(answer)["name"]
    assert name == (f"Changed {number}" if number % 3 == 0 else "Soyuz TM-20")
    mock_api.assert_requested("/2.3.0/spacecraft/", times=2)
"""


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    """
    Return status and JSON of an answer.
    """
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_default_answers(mock_api: MockApi) -> None:
    """
    Without any change the mock answers as the API.
    """
    status, page = get(mock_api.url(f"{LIST}?limit=1"))

    assert (200, 601, 1) == (status, page["count"], len(page["results"]))


def test_control_api_reads_bodies(mock_api: MockApi) -> None:
    """
    The control API of a fixture's mock reads the body of a request, so that other programs steer it too.
    """
    headers = {"Content-Type": "application/json"}
    body = json.dumps({"kind": "status", "status": 503, "times": 1}).encode()
    request = urllib.request.Request(mock_api.url("/__mock__/failures"), body, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200

    assert [503, 200] == [get(mock_api.url(f"{LIST}?limit=1"))[0] for _ in range(2)]


def test_overrides_make_a_sequence(mock_api: MockApi) -> None:
    """
    Overrides for a number of times are answered one after the other, then the latest lasting one.
    """
    mock_api.override(LIST, status=500)
    mock_api.override(LIST, status=502, times=1)
    mock_api.override(LIST, status=429, times=2)
    mock_api.override(LIST, status=503)

    assert [502, 429, 429, 503, 503] == [get(mock_api.url(LIST))[0] for _ in range(5)]


def test_override_once(mock_api: MockApi) -> None:
    """
    An override for one time gives way to the API's answer.
    """
    mock_api.override(ONE, status=503, json={"detail": "down"}, times=1)

    assert (503, {"detail": "down"}) == get(mock_api.url(ONE))
    assert 200 == get(mock_api.url(ONE))[0]


def test_changed_record(mock_api: MockApi) -> None:
    """
    A changed record is changed in lists, filters and by itself.
    """
    mock_api.change("spacecraft", 110, name="Renamed", status=3)

    assert "Destroyed" == get(mock_api.url(ONE))[1]["status"]["name"]
    assert 1 == get(mock_api.url(f"{LIST}?name=Renamed"))[1]["count"]


def test_unknown_record(mock_api: MockApi) -> None:
    """
    A record that does not exist is not added by mistake.
    """
    with pytest.raises(UnknownName, match="record of spacecraft '999999'"):
        mock_api.change("spacecraft", 999999, name="x")


def test_added_row(mock_api: MockApi) -> None:
    """
    An added row is counted.
    """
    mock_api.add("spacecraft", name="Added", in_space=True)

    assert 602 == get(mock_api.url(LIST))[1]["count"]
    assert 1 == get(mock_api.url(f"{LIST}?name=Added&in_space=true"))[1]["count"]


def test_fault(mock_api: MockApi) -> None:
    """
    A named fault holds for the test.
    """
    mock_api.fault("count-off-by-one")

    assert 602 == get(mock_api.url(LIST))[1]["count"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("close", (HTTPException, urllib.error.URLError, ConnectionError)),
        ("truncate", (HTTPException, ConnectionError)),
        ("malformed", ValueError),
    ],
)
def test_failures_on_the_way(mock_api: MockApi, kind: str, error: type[Exception]) -> None:
    """
    A client meets a closed connection, half a body, or a body that is no JSON.
    """
    mock_api.fail(kind, times=1)

    with pytest.raises(error):
        get(mock_api.url(ONE))
    assert 200 == get(mock_api.url(ONE))[0]


@pytest.mark.parametrize(
    ("kind", "header"), [("content-type", "text/plain; charset=utf-8"), ("drip", "application/json")]
)
def test_failures_that_arrive(mock_api: MockApi, kind: str, header: str) -> None:
    """
    A wrong type is announced; a slow body arrives whole.
    """
    mock_api.fail(kind, seconds=0)
    with urllib.request.urlopen(mock_api.url(ONE)) as answer:
        kind_of_body, body = answer.headers["Content-Type"], json.load(answer)

    assert (header, 110) == (kind_of_body, body["id"])


def test_late_answer(mock_api: MockApi) -> None:
    """
    A late answer takes at least the time that it was told to.
    """
    mock_api.fail("latency", seconds=0.2)
    began = time.perf_counter()

    assert 200 == get(mock_api.url(ONE))[0]
    assert time.perf_counter() - began >= 0.2


def test_throttle(mock_api: MockApi) -> None:
    """
    Limit and clock are a test's own.
    """
    mock_api.throttle("1/hour")
    statuses = [get(mock_api.url(ONE))[0], get(mock_api.url(ONE))[0]]
    mock_api.advance(3600)

    assert [200, 429, 200] == [*statuses, get(mock_api.url(ONE))[0]]


def test_assertions_tell_what_was_asked(mock_api: MockApi) -> None:
    """
    A failed assertion shows the requests there were.
    """
    get(mock_api.url(f"{LIST}?limit=3"))
    mock_api.assert_requested(LIST, times=1, parameters={"limit": "3"})

    with pytest.raises(
        AssertionError, match=r"asked for 0 times, not at least once; asked for was:\n  GET .*limit=3 -> 200"
    ):
        mock_api.assert_requested(ONE)


def test_hints(mock_api: MockApi) -> None:
    """
    A test can assert that its client misspells nothing.
    """
    get(mock_api.url(f"{LIST}?serach=x"))

    assert ["`serach` is not a parameter and is ignored; did you mean `search`?"] == mock_api.hints


def test_expectations_of_the_server_beneath(mock_api: MockApi) -> None:
    """
    pytest-httpserver's own expectations come first, and its log stays available.
    """
    mock_api.server.expect_request("/elsewhere").respond_with_json({"mine": True})

    assert (200, {"mine": True}) == get(mock_api.url("/elsewhere"))
    assert 1 == len(mock_api.server.log)


def test_scopes_in_parallel(mock_api: MockApi) -> None:
    """
    A hundred scopes of one mock, in parallel threads, each see their own override and requests alone.
    """

    def use(number: int) -> tuple[list[int], int]:
        mine = mock_api.scope(f"test-{number}")
        mine.override(ONE, status=400 + number, times=2)
        statuses = [get(mine.url(ONE), dict(mine.headers))[0] for _ in range(3)]
        return statuses, len(mine.requests)

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(use, range(100)))

    assert [([400 + number, 400 + number, 200], 3) for number in range(100)] == results
    assert [] == mock_api.requests


@pytest.mark.parametrize("options", [[], ["-n", "2"]], ids=["one process", "xdist"])
def test_a_hundred_tests_do_not_meet(pytester: pytest.Pytester, options: list[str]) -> None:
    """
    A hundred tests with different overrides, in random order or spread over processes, do not disturb each other.
    """
    pytester.makepyfile(HUNDRED)
    result = pytester.runpytest_subprocess("-q", "-p", "apicontract.pytest_plugin", *options)

    result.assert_outcomes(passed=100)


def test_flask_is_imported_when_used(pytester: pytest.Pytester) -> None:
    """
    A test run that does not use the fixture does not import Flask or the mock.
    """
    pytester.makepyfile(
        """
        import sys

        def test_nothing():
            assert not {"flask", "mockserver", "schemathesis"} & set(sys.modules)
        """
    )

    pytester.runpytest_subprocess("-q", "-p", "apicontract.pytest_plugin", "-p", "no:schemathesis").assert_outcomes(
        passed=1
    )
