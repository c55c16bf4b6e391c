"""
Several requests are under way at a time: paid for when they are sent, told when they are asked for.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from apicontract.client import Budget, Client, Deadline, Ledger, Target, usual_concurrency
from apicontract.client.headers import announces_limit
from apicontract.contract.errors import OutOfBudget, Throttled, Unreachable
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    ClientOf = Callable[..., Client]

_PATHS = ("/1", "/2", "/3", "/4")


def _begin(client: Client, *paths: str) -> None:
    for path in paths:
        client.begin("GET", path, (), ())


def _fine(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text=request.url.path)


def _application(_: Any, start_response: Callable[..., object]) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b""]


@pytest.mark.parametrize(("budget", "usual"), [(1, 1), (15, 1), (16, 4), (600, 4)])
def test_a_small_budget_is_sent_one_after_the_other(budget: int, usual: int) -> None:
    """
    What a handful of requests may save is little.
    """
    assert usual_concurrency(budget) == usual


def test_as_many_are_under_way_as_are_allowed(client_of: ClientOf) -> None:
    """
    A server that answers only when four requests have come answers four, in the order in which they are asked for.
    """
    together = threading.Barrier(4, timeout=10)

    def answer(request: httpx.Request) -> httpx.Response:
        together.wait()
        return _fine(request)

    with client_of(answer, concurrency=4) as client:
        _begin(client, *_PATHS)
        assert client.budget.spent == 4
        told = [client.get(path).body for path in reversed(_PATHS)]

    assert told == [b"/4", b"/3", b"/2", b"/1"]
    assert [each.path for each in client.exchanges] == ["/4", "/3", "/2", "/1"]
    assert client.budget.spent == 4


@pytest.mark.parametrize("begins", [True, False])
def test_no_more_are_under_way_than_are_allowed(client_of: ClientOf, begins: bool) -> None:  # noqa: FBT001 - a case
    """
    One more, begun or asked for, waits until one of those before it is answered, though nobody has taken the answer.
    """
    under_way, most = list[str](), list[int]()

    def answer(request: httpx.Request) -> httpx.Response:
        under_way.append(request.url.path)
        most.append(len(under_way))
        time.sleep(0.02)
        under_way.remove(request.url.path)
        return _fine(request)

    with client_of(answer, concurrency=2) as client:
        _begin(client, "/1", "/2")
        if begins:
            _begin(client, "/3")
        assert client.get("/3").body == b"/3"
        assert (client.budget.spent, max(most)) == (3, 2)


def test_what_is_known_or_under_way_is_not_sent_again(client_of: ClientOf) -> None:
    """
    An answer is paid for once, whoever begins it.
    """
    with client_of(_fine, concurrency=4) as client:
        client.get("/1")
        _begin(client, "/1", "/2", "/2")

        assert client.budget.spent == 2
        assert [client.is_under_way("GET", path, (), ()) for path in ("/1", "/2", "/3")] == [False, True, False]
        assert client.get("/2").body == b"/2"
        assert not client.is_under_way("GET", "/2", (), ())


def test_a_fresh_answer_is_one_that_was_not_under_way(client_of: ClientOf) -> None:
    """
    Asked again, a server is asked again.
    """
    with client_of(_fine, concurrency=4) as client:
        _begin(client, "/1")
        client.get("/1", fresh=True)
        assert client.budget.spent == 2
        assert client.is_under_way("GET", "/1", (), ())


def test_the_budget_holds_for_what_is_begun(client_of: ClientOf) -> None:
    """
    What cannot be paid for is not sent, and says so when it is asked for.
    """
    with client_of(_fine, concurrency=4, budget=Budget(2)) as client:
        _begin(client, *_PATHS)
        assert [client.get(path).status for path in _PATHS[:2]] == [200, 200]
        with pytest.raises(OutOfBudget):
            client.get("/3")


def test_each_is_in_the_ledger_before_it_is_sent(client_of: ClientOf, tmp_path: Path) -> None:
    """
    A run that is killed meanwhile has counted them.
    """
    sent = threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        sent.wait(10)
        return _fine(request)

    ledger = Ledger(tmp_path / "kept")
    with client_of(answer, concurrency=4, ledger=ledger) as client:
        _begin(client, *_PATHS[:3])
        counted = len(ledger.account("server.example").sent)
        sent.set()
        for path in _PATHS[:3]:
            client.get(path)

    assert (counted, len(ledger.account("server.example").sent)) == (3, 3)


@pytest.mark.parametrize("reason", ["published", "announced", "in process"])
def test_a_limit_makes_it_one(client_of: ClientOf, reason: str) -> None:
    """
    A server with a limit is asked one request after the other, and so is an application in process.
    """
    options: dict[str, Any] = {}
    headers = {"X-RateLimit-Remaining": "7"} if reason == "announced" else {}
    if reason == "published":
        options["target"] = Target("server", "https://server.example", throttle=Throttle(50, 60))
    if reason == "in process":
        options["target"] = Target("app", "https://server.example", _application)
    with client_of(lambda _: httpx.Response(200, headers=headers), concurrency=4, **options) as client:
        assert client.get("/0").status == 200
        _begin(client, *_PATHS)
        assert (client.concurrency, client.budget.spent) == (1, 1)


@pytest.mark.parametrize(
    ("name", "announced"),
    [
        ("RateLimit", True),
        ("RateLimit-Policy", True),
        ("X-RateLimit-Limit", True),
        ("retry-after", True),
        ("ETag", False),
    ],
)
def test_what_announces_a_limit(name: str, announced: bool) -> None:  # noqa: FBT001 - a case
    """
    The standard's headers, and what services had before.
    """
    assert announces_limit((("Date", ""), (name, "1"))) is announced


def test_what_becomes_of_a_request_is_told_when_it_is_asked_for(client_of: ClientOf) -> None:
    """
    A refusal to answer more and a lost connection are raised in the place of the answer.
    """

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/1":
            return httpx.Response(429, headers={"Retry-After": "90"})
        raise httpx.ConnectError("gone")

    with client_of(answer, concurrency=4) as client:
        _begin(client, "/1", "/2")
        with pytest.raises(Unreachable, match="gone"):
            client.get("/2")
        with pytest.raises(Throttled, match="90 seconds"):
            client.get("/1")
        assert client.concurrency == 1


def test_what_is_under_way_keeps_the_deadline(client_of: ClientOf) -> None:
    """
    Nothing is begun when the run has no time left.
    """
    with client_of(_fine, concurrency=4, deadline=Deadline(10, elapsed=iter((0, 20)).__next__)) as client:
        _begin(client, "/1")
        assert client.budget.spent == 0
