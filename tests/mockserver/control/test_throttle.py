"""
The rolling window of the mock.
"""

from __future__ import annotations

import pytest

from apicontract.contract.errors import UsageError
from apicontract.contract.model import Throttle
from mockserver.control.throttle import MOST_CLIENTS, MOST_COUNTED, RollingWindow, parse_rate, wording
from mockserver.engine.singletons import ThrottleUsage


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("15/hour", Throttle(15, 3600)),
        ("3/10s", Throttle(3, 10)),
        ("2/m", Throttle(2, 60)),
        ("1/day", Throttle(1, 86400)),
        ("5/2minutes", Throttle(5, 120)),
    ],
)
def test_rate(text: str, rate: Throttle) -> None:
    """
    A rate is requests per period, with or without a number of units.
    """
    assert rate == parse_rate(text)


@pytest.mark.parametrize(
    "text", ["", "15", "hour", "0/hour", "1/0s", "-1/hour", "1/fortnight", "1/00s", "1" * 5_000, "\u0661/s"]
)
def test_no_rate(text: str) -> None:
    """
    What is not a rate is refused with an example of one.
    """
    with pytest.raises(UsageError, match="15/hour"):
        parse_rate(text)


def test_window_rolls() -> None:
    """
    A request is admitted again when the oldest counted one leaves the window.
    """
    window = RollingWindow(Throttle(2, 10))

    assert [None, None, 7.0, None] == [window.admit("a", now) for now in (0.0, 1.0, 3.0, 10.0)]


def test_refused_requests_do_not_count() -> None:
    """
    Asking while throttled does not prolong the wait.
    """
    window = RollingWindow(Throttle(1, 10))

    assert [None, 9.0, 1.0, None] == [window.admit("a", now) for now in (0.0, 1.0, 9.0, 10.0)]


def test_clients_are_apart() -> None:
    """
    One client's requests do not count for another.
    """
    window = RollingWindow(Throttle(1, 10))

    assert [None, None] == [window.admit("a", 0.0), window.admit("b", 0.0)]


def test_usage_of_a_full_window() -> None:
    """
    A full window tells when it opens again.
    """
    window = RollingWindow(Throttle(1, 10))
    window.admit("a", 0.0)

    assert ThrottleUsage(limit=1, seconds=10, used=1, wait=6, client="a") == window.usage("a", 4.5, Throttle(15, 3600))


def test_usage_without_a_limit() -> None:
    """
    Where nothing is in force the published limit is told, unused.
    """
    assert ThrottleUsage(limit=15, seconds=3600, used=0, wait=0, client="a") == RollingWindow().usage(
        "a", 0.0, Throttle(15, 3600)
    )


@pytest.mark.parametrize(("wait", "tail"), [(0.2, "1 second."), (1.0, "1 second."), (1.1, "2 seconds.")])
def test_wording(wait: float, tail: str) -> None:
    """
    Seconds are rounded up, and one second is singular.
    """
    assert wording(wait).endswith(tail)


@pytest.mark.parametrize("text", [f"{MOST_COUNTED + 1}/s", "1/367day", f"1/{'9' * 9}d"])
def test_rate_beyond_what_is_counted(text: str) -> None:
    """
    A rate that would have to count too many requests, or for too long, is refused with the bound.
    """
    with pytest.raises(UsageError, match="up to 100000 requests in up to 366 days"):
        parse_rate(text)


def test_clients_and_names_are_bounded() -> None:
    """
    Thousands of clients with names of ten thousand characters take no more than the first thousand short ones.
    """
    window = RollingWindow(Throttle(1, 10))
    weights = []
    for number in range(3_000):
        window.admit(f"{number}" + "x" * 10_000, 0.0)
        weights.append(window.weight)

    assert MOST_CLIENTS == len(window.seen)
    assert max(map(len, window.seen)) <= 200
    assert max(weights) < 1_500_000


def test_long_names_are_told_apart() -> None:
    """
    Two clients whose long names differ at the end are two.
    """
    window = RollingWindow(Throttle(1, 10))

    assert [None, None, 10.0] == [window.admit("x" * 9_000 + end, 0.0) for end in ("a", "b", "a")]


def test_counted_requests_are_bounded() -> None:
    """
    Over all clients, only so many requests are counted; the client seen longest ago is forgotten first.
    """
    window = RollingWindow(Throttle(MOST_COUNTED, 10))
    for client in ("a", "b"):
        for _ in range(MOST_COUNTED // 2 + 1):
            window.admit(client, 0.0)

    assert ["b"] == [*window.seen]


def test_weight_returns_to_nothing() -> None:
    """
    What has left the window, and what was reset, weighs nothing.
    """
    window = RollingWindow(Throttle(5, 10))
    weights = []
    for now in (0.0, 1.0, 100.0):
        window.admit("a", now)
        weights.append(window.weight)
    window.reset()

    assert weights[0] == weights[2] < weights[1]
    assert 0 == window.weight
