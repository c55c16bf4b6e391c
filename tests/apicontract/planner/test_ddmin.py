"""
A fault is shown by the smallest request that still shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from books import api, resource

from apicontract.planner.ddmin import canonicalize, lowercase_search, minimize
from apicontract.planner.probe import Probe
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

_WHOLE = Probe("/v1/books/", (("mode", "list"), ("search", "Emma"), ("limit", "2"), ("sold", "true"), ("x", "1")))


class _Accused:
    """
    Evidence in which an answer is at fault if its probe has some parts, alone or only beside others.
    """

    def __init__(self, *parts: str, beside: bool = False) -> None:
        self.parts, self.beside = parts, beside
        self.probes: dict[int, Probe] = {}
        self.superseded: set[int] = set()
        self.sent: list[Probe] = []
        self._kept: list[Exchange] = []

    def send(self, probe: Probe) -> Exchange:
        exchange = probe.as_exchange()
        self._kept.append(exchange)
        self.probes[id(exchange)] = probe
        self.sent.append(probe)
        return exchange

    def faults_of(self, exchange: Exchange, *, beside: bool = False) -> list[str]:
        wrong = all(part in f"{self.probes[id(exchange)].query}" for part in self.parts)
        return ["fault"] if wrong and (beside or not self.beside) else []


def _isolated(*parts: str, beside: bool = False, most: int = 99) -> tuple[_Accused, Probe]:
    accused = _Accused(*parts, beside=beside)
    found = minimize(accused, accused.send(_WHOLE), accused.send, most)  # type: ignore[arg-type]
    return accused, accused.probes[id(found)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("limit",), ("limit",)),
        (("mode",), ("mode",)),
        (("'x'",), ("x",)),
        (("mode", "'x'"), ("mode", "x")),
        (("limit", "sold"), ("limit", "sold")),
        (("mode", "search", "limit", "sold", "'x'"), _WHOLE.names),
    ],
)
@pytest.mark.parametrize("beside", [False, True])
def test_only_what_is_to_blame_is_left(parts: tuple[str, ...], expected: tuple[str, ...], beside: bool) -> None:  # noqa: FBT001 - a case
    """
    Whatever parts of the request are needed, and whether it shows by itself or beside others, no part more is left.
    """
    assert expected == _isolated(*parts, beside=beside)[1].names


def test_larger_requests_are_superseded() -> None:
    """
    Every answer that showed the fault before the smallest one did no longer counts; the smallest does.
    """
    accused, found = _isolated("limit")
    wrong = [number for number, each in accused.probes.items() if "limit" in each.names and each != found]

    assert set(wrong) == accused.superseded


def test_no_request_is_sent_twice() -> None:
    """
    What was tried is not tried again.
    """
    accused, _ = _isolated("mode", "'x'")

    assert len(set(accused.sent)) == len(accused.sent)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_requests_are_counted(most: int) -> None:
    """
    No more are sent than one fault may take.
    """
    assert most == len(_isolated("nothing has this", most=most)[0].sent) - 1


def test_eight_requests_are_taken_at_the_most() -> None:
    """
    Unless it is said otherwise, a fault takes eight.
    """
    accused = _Accused("mode", "search", "limit", "sold", "'x'")
    minimize(accused, accused.send(_WHOLE), accused.send)  # type: ignore[arg-type]

    assert 9 == len(accused.sent)


def test_a_search_is_tried_in_small_letters() -> None:
    """
    When nothing but a search is left, its letter case is taken away, too.
    """
    accused, found = _isolated("search")

    assert (("search", "emma"),) == found.query
    assert (("search", "Emma"),) in [each.query for each in accused.sent]


def test_letter_case_that_is_to_blame_stays() -> None:
    """
    A search that is only wrong in its own letter case keeps it.
    """
    assert (("search", "Emma"),) == _isolated("Emma")[1].query


def test_only_a_search_is_lowered() -> None:
    """
    Values of other parameters stay as they are.
    """
    assert (("search", "emma"), ("title", "Emma")) == lowercase_search(
        Probe("/", (("search", "Emma"), ("title", "Emma")))
    ).query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=+01", (("kind", "1"),)),
        ("title=  Emma ", (("title", "Emma"),)),
        ("title=Emma", (("title", "Emma"),)),
        ("search='emma returns'", (("search", "emma returns"),)),
        ("search=emma,returns", (("search", "emma returns"),)),
        ("title=Emma&title=Kim", (("title", "Kim"), ("title", "Kim"))),
        ("title=Emma&format=json", (("title", "Emma"), ("format", "json"))),
        ("limit=2&x=1", (("limit", "2"), ("x", "1"))),
        ("limit=abc&title=Emma&offset=x", (("title", "Emma"),)),
        ("limit=9&offset=2", (("limit", "9"), ("offset", "2"))),
    ],
)
def test_values_are_written_plainly(query: str, expected: tuple[tuple[str, str], ...]) -> None:
    """
    A value that only the framework reads is written in the plain way, and one that nobody reads is left out.
    """
    probe = Probe("/v1/books/", tuple(tuple(each.split("=")) for each in query.split("&")))  # type: ignore[arg-type]
    books = resource("title", "kind")

    assert expected == canonicalize(probe, parse_request(api(books), probe.as_exchange())).query
