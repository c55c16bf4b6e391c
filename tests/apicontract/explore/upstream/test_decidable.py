"""
What remembered answers may decide, before anybody looks whether they do.
"""

from __future__ import annotations

from apicontract.contract.catalog import load_api
from apicontract.explore.upstream.deciding import decidable
from apicontract.explore.upstream.memory import GenuineMemory
from apicontract.semantics.paging import PageStart
from apicontract.semantics.request import PageAsked

API = load_api()


def test_nothing_that_is_remembered_decides_nothing() -> None:
    """
    Without an answer of the list, no page of it can be known.
    """
    group = ("GET", "", "", "", "", frozenset({"a"}), (), frozenset(), False, (), "")

    assert not decidable(group, PageAsked(10, API.paging, PageStart()), GenuineMemory(API))  # type: ignore[arg-type]
