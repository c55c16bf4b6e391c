"""
What a service says about its limit is believed only if it can be.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.client.usage import Usage, UsagePage, usage_page
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from apicontract.contract.model import Api

_PAGE = UsagePage("/usage/", {"requests": "limit", "seconds": "period", "used": "use", "wait": "next"})


def _read(document: Any, status: int = 200) -> Usage | None:
    return _PAGE.read(Exchange("GET", "https://server.example/usage/", status, body=json.dumps(document).encode()))


def test_the_contract_says_where_it_stands(api: Api) -> None:
    """
    A declared answer whose properties hold facts of the throttle is the one to ask for.
    """
    page = usage_page(api)

    assert page is not None
    assert page.path.removeprefix(api.base_path).rstrip("/") in api.singletons
    assert page.names.keys() >= {"requests", "seconds", "used", "wait"}


def test_limit_use_and_wait_are_read() -> None:
    """
    The properties may have any name.
    """
    assert _read({"limit": 15, "period": 60, "use": 15, "next": 9}) == Usage(Throttle(15, 60), 15, 9)


@pytest.mark.parametrize(
    "document",
    [[], {}, {"limit": 0, "period": 60, "use": 0}, {"limit": "15", "period": 60, "use": 0}]
    + [{"limit": 15, "period": 60, "use": each} for each in (-1, True, None, 1.5)],
)
def test_what_makes_no_sense_is_not_believed(document: Any) -> None:
    """
    A wrong answer neither opens nor closes a window.
    """
    assert _read(document) is None


def test_an_error_says_nothing() -> None:
    """
    Only an answer with status 200 is read.
    """
    assert _read({"limit": 15, "period": 60, "use": 15, "next": 9}, 404) is None


@pytest.mark.parametrize("body", [b"<h1>Welcome</h1>", b"\xff", b"[" * 200_000, b""])
def test_a_page_that_is_no_json_says_nothing(body: bytes) -> None:
    """
    A server that answers every path with a page of its own is not taken for one that speaks of a limit.
    """
    assert _PAGE.read(Exchange("GET", "https://server.example/usage/", 200, body=body)) is None


@pytest.mark.parametrize("huge", [10**9, 10**300])
def test_numbers_without_measure_are_not_believed(huge: int) -> None:
    """
    A limit that nobody meets is none; seconds are believed up to a day, and no more use than the limit allows.
    """
    assert _read({"limit": huge, "period": 60, "use": 0}) is None
    assert _read({"limit": 15, "period": huge, "use": huge, "next": huge}) == Usage(Throttle(15, 86_400), 15, 86_400)
