"""
Promise: a part of the limit is spent once, handed on as it comes, and what became of it is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

import pytest

from apicontract.client.cache import AnswerCache
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.exchange import Exchange
from apicontract.explore.upstream import spending
from apicontract.explore.upstream.spending import Spending

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.client import Client

API = load_api()
LIST = "https://example.test/2.3.0/config/agency_types/"


class Asking:
    """
    A client that has sent so many requests.
    """

    def __init__(self, spent: int) -> None:
        self.budget = type("Budget", (), {"spent": spent})()

    def __enter__(self) -> Self:
        """
        Begin.
        """
        return self

    def __exit__(self, *_: object) -> None:
        """
        End.
        """


def spent_on(
    monkeypatch: pytest.MonkeyPatch, number: int, spent: int, gather: Callable[..., Any], begins: int = 1
) -> tuple[list[str], list[int]]:
    """
    Return what is said of a part of the limit, and for how many requests clients were made.
    """
    said, made = list[str](), list[int]()

    def make(_: AnswerCache, requests: int) -> Client:
        made.append(requests)
        return cast("Client", Asking(spent))

    monkeypatch.setattr(spending, "gather", gather)
    found = Spending(number, make, lambda: (API, ()), lambda _: None, said.append)
    for _ in range(begins):
        found.begin()
        found.wait()
    found.stop()
    return said, made


def ended(sentence: str) -> Callable[..., Any]:
    """
    Return a planner that ends with a sentence, or raises nothing.
    """
    return lambda *_, **__: type("Gathered", (), {"ended": sentence})()


def raising(error: Exception) -> Callable[..., Any]:
    """
    Return a planner that fails.
    """

    def gather(*_: Any, **__: Any) -> Any:
        raise error

    return gather


SPENT = "requests to the upstream were spent on what decides most"


@pytest.mark.parametrize(
    ("spent", "gather", "said"),
    [
        (6, ended("nothing is left to ask"), f"6 of 6 {SPENT}"),
        (5, ended("nothing is left to ask"), f"5 of 6 {SPENT}; nothing is left to ask"),
        (5, ended(""), f"5 of 6 {SPENT}"),
        (0, raising(UsageError("it is gone", "come back")), f"0 of 6 {SPENT}; it is gone; come back"),
        (2, raising(OSError("no disk")), f"2 of 6 {SPENT}; no disk"),
        (2, raising(ValueError("odd")), f"2 of 6 {SPENT}; ValueError: odd"),
    ],
)
def test_what_became_of_the_part_is_said(
    monkeypatch: pytest.MonkeyPatch, spent: int, gather: Callable[..., Any], said: str
) -> None:
    """
    How many requests were sent of those that might be, and why not all, whatever went wrong.
    """
    assert ([said], [6]) == spent_on(monkeypatch, 6, spent, gather)


def test_the_part_is_spent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However many requests come, it is begun with the first.
    """
    assert 1 == len(spent_on(monkeypatch, 6, 6, ended(""), begins=3)[0])


@pytest.mark.parametrize(("number", "made"), [(0, []), (1, [1])])
def test_no_part_is_no_request(monkeypatch: pytest.MonkeyPatch, number: int, made: list[int]) -> None:
    """
    Without a part of its own nothing is made, and nothing is said.
    """
    said, clients = spent_on(monkeypatch, number, 0, ended(""))

    assert (made, len(made)) == (clients, len(said))


def test_what_is_answered_is_handed_on_until_the_mock_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each answer is kept and handed on; after a stop the one under way is the last.
    """
    exchange, taken, said, caches = Exchange("GET", LIST, 200), list[Exchange](), list[str](), list[AnswerCache]()

    def gather(_api: Any, _client: Any, **_: Any) -> Any:
        caches[0].put(("GET", LIST, ()), exchange)
        found.stop_now()
        caches[0].put(("GET", LIST, ()), exchange)
        caches[0].put(("GET", LIST, ()), exchange)

    class Stopping(Spending):
        def stop_now(self) -> None:
            self._stopped = True

    def make(cache: AnswerCache, _: int) -> Client:
        caches.append(cache)
        return cast("Client", Asking(2))

    monkeypatch.setattr(spending, "gather", gather)
    found = Stopping(6, make, lambda: (API, ()), taken.append, said.append)
    found.begin()
    found.wait()

    assert [exchange, exchange] == taken
    assert [f"2 of 6 {SPENT}; the mock was stopped"] == said
