"""
A probe can be made smaller.
"""

from __future__ import annotations

import pytest
from books import api, resource

from apicontract.contract.routes import detail_path, list_path
from apicontract.planner.probe import Probe

_PROBE = Probe("/x/", (("a", "1"), ("b", "2"), ("a", "3")), (("Accept", "*/*"),), "HEAD")


def test_a_repeated_parameter_is_one_part() -> None:
    """
    Parameters and headers are parts; a repeated parameter stays together.
    """
    assert ("a", "b", "Accept:") == _PROBE.names


def test_halves_come_before_single_parts() -> None:
    """
    The much smaller requests are tried first, then those that lack one part.
    """
    assert [
        ("a", "b"),
        ("Accept:",),
        ("a",),
        ("b",),
        ("Accept:",),
        ("b", "Accept:"),
        ("a", "Accept:"),
        ("a", "b"),
    ] == [each.names for each in _PROBE.halves()]


@pytest.mark.parametrize(
    ("query", "expected"), [((), []), ((("a", "1"),), []), ((("a", "1"), ("b", "2")), [("a",), ("b",)])]
)
def test_a_small_probe_has_few_halves(query: tuple[tuple[str, str], ...], expected: list[tuple[str, ...]]) -> None:
    """
    One part cannot be halved, and of two each is tried once.
    """
    assert expected == [each.names for each in Probe("/x/", query).halves()]


@pytest.mark.parametrize(
    ("names", "query", "headers"),
    [
        ({"a"}, (("a", "1"), ("a", "3")), ()),
        ({"b", "Accept:"}, (("b", "2"),), (("Accept", "*/*"),)),
        ({"Accept"}, (), ()),
        (set(), (), ()),
    ],
)
def test_parts_are_kept(names: set[str], query: object, headers: object) -> None:
    """
    The named parts alone are left; path and method stay.
    """
    assert Probe("/x/", query, headers, "HEAD") == _PROBE.only(frozenset(names))  # type: ignore[arg-type]


def test_one_parameter_is_left_out() -> None:
    """
    Every occurrence of it is.
    """
    assert (("b", "2"),) == _PROBE.without("a").query


def test_one_parameter_is_replaced() -> None:
    """
    It is set once, after the others.
    """
    assert (("b", "2"), ("a", "9")) == _PROBE.replacing("a", "9").query


@pytest.mark.parametrize(
    ("probe", "url"), [(_PROBE, "http://unasked/x/?a=1&b=2&a=3"), (Probe("/x/"), "http://unasked/x/")]
)
def test_a_probe_is_an_exchange_without_answer(probe: Probe, url: str) -> None:
    """
    It has the request's parts and no status.
    """
    exchange = probe.as_exchange()

    assert (probe.method, url, 0, probe.headers) == (
        exchange.method,
        exchange.url,
        exchange.status,
        exchange.request_headers,
    )


def test_paths() -> None:
    """
    Lists and records stand below the base path.
    """
    assert ("/v1/config/kinds/", "/v1/books/7/") == (
        list_path(api(), resource(name="config/kinds")),
        detail_path(api(), resource(), 7),
    )
