"""
A query as the framework would write it, whatever the names and forms of an API.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from small import small_api

from apicontract.dataset.asked import asks_as_usual, plain_query

if TYPE_CHECKING:
    from apicontract.contract.model import Api

Pairs = tuple[tuple[str, str], ...]
TWO = {"ordering_parameter": "sort", "ordering_direction": "way"}
OPPOSITE = {"ordering_descending": "down"}
WORDLESS = {"search_parameter": "q", "search_words": False}
#: Every setting, said to be what it is where nobody says anything.
ALIKE = {"search_parameter": "search", "ordering_many": True}
#: Settings that come before the usual ones, and behind them, when all are compared as one.
BEFORE, BEHIND = {"search_parameter": "find"}, {"search_parameter": "term"}


def api_with(stated: dict[str, object]) -> Api:
    """
    Return the small API with some settings.
    """
    api = small_api()
    any_setting = next(iter(api.behaviour.values()))
    made = {name: replace(any_setting, value=value) for name, value in stated.items()}
    return replace(api, behaviour=MappingProxyType({**api.behaviour, **made}))


@pytest.mark.parametrize(
    ("stated", "query", "plain"),
    [
        ({}, (("search", "a b"), ("ordering", "-name")), (("search", "a b"), ("ordering", "-name"))),
        (ALIKE, (("search", "a b"), ("x", "1")), (("search", "a b"), ("x", "1"))),
        (BEFORE, (("find", "a b"), ("x", "1")), (("x", "1"), ("search", "a b"))),
        (BEHIND, (("term", "a b"),), (("search", "a b"),)),
        (BEHIND, (("search", "a b"),), ()),
        (WORDLESS, (("q", 'a "b"\\'),), (("search", '"a \\"b\\"\\\\"'),)),
        (WORDLESS, (("q", ""),), (("search", ""),)),
        (TWO, (("sort", "name"), ("way", "desc")), (("ordering", "-name"),)),
        (TWO, (("sort", "name"), ("way", "DESC")), (("ordering", "-name"),)),
        (TWO, (("sort", "name"), ("way", "asc")), (("ordering", "name"),)),
        (TWO, (("sort", "name"),), (("ordering", "name"),)),
        (TWO, (("sort", "id,name"), ("way", "asc,desc")), (("ordering", "id,-name"),)),
        (TWO, (("sort", "id,name"), ("way", "desc")), (("ordering", "-id,name"),)),
        (TWO, (("sort", "-name"), ("way", "asc")), (("ordering", "--name"),)),
        (TWO, (("way", "desc"),), ()),
        (OPPOSITE, (("down", "name"),), (("ordering", "-name"),)),
        (OPPOSITE, (("down", ""), ("ordering", "name")), (("ordering", "name"),)),
        ({"ordering_many": False}, (("ordering", "id,name"),), (("ordering", "id name"),)),
    ],
)
def test_a_query_as_the_framework_writes_it(stated: dict[str, object], query: Pairs, plain: Pairs) -> None:
    """
    Search and ordering have the framework's names and forms; what is usual stays as it is.
    """
    assert plain == plain_query(api_with(stated), query)


@pytest.mark.parametrize(
    ("stated", "usual"), [({}, True), (ALIKE, True), (BEFORE, False), (BEHIND, False), (TWO, False), (WORDLESS, False)]
)
def test_what_is_usual(stated: dict[str, object], *, usual: bool) -> None:
    """
    An API asks as usual if none of its settings is another one.
    """
    assert usual == asks_as_usual(api_with(stated))
