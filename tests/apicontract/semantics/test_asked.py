"""
How an API is asked to search and to sort, by its own names: what is written is read back, naively and fast.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from handmade import API, answer

from apicontract.contract.model import Grade, Setting
from apicontract.contract.querynames import ordered, ordering_names, searched
from apicontract.dataset.asked import asks_as_usual, plain_query
from apicontract.semantics.asked import ordering_asked, search_asked
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.contract.querynames import Pairs

MINUS = {"ordering_parameter": "sort", "search_parameter": "q"}
DIRECTION = {"ordering_parameter": "_sort", "ordering_direction": "_order"}
OWN = {"ordering_parameter": "_sort", "ordering_descending": "_sort_desc", "ordering_many": False}


def named(settings: dict[str, Any]) -> Api:
    """
    Return an API with these settings.
    """
    more = {name: Setting(value, Grade.RECORDED) for name, value in settings.items()}
    return replace(API, behaviour={**API.behaviour, **more})


def written(query: Pairs) -> str:
    """
    Return a query as it stands in a URL.
    """
    return "&".join(f"{name}={value}" for name, value in query)


@pytest.mark.parametrize(
    ("settings", "terms", "query"),
    [
        ({}, "-size,id", "ordering=-size,id"),
        (MINUS, "-size,id", "sort=-size,id"),
        (DIRECTION, "-size,id", "_sort=size,id&_order=desc,asc"),
        (OWN, "-size", "_sort_desc=size"),
        (OWN, "size", "_sort=size"),
    ],
)
def test_terms_that_are_written_are_read(settings: dict[str, Any], terms: str, query: str) -> None:
    """
    Both readings find the terms in the query that asks for them.
    """
    api = named(settings)

    assert query == written(ordered(api, terms))
    assert terms == ordering_asked(api, answer(query))
    assert terms == dict(plain_query(api, ordered(api, terms)))["ordering"]


@pytest.mark.parametrize(
    ("settings", "query"),
    [
        (DIRECTION, "_sort=-size"),
        (DIRECTION, "_sort=-size&_order=desc"),
        (OWN, "_sort=size,id"),
        ({"ordering_many": False}, "ordering=size,id"),
        (MINUS, "ordering=size"),
    ],
)
def test_what_means_nothing_sorts_by_nothing(settings: dict[str, Any], query: str) -> None:
    """
    A minus beside a direction, several terms where one is sorted by, and the framework's name are no term.
    """
    api = named(settings)
    pairs = tuple((name, value) for name, _, value in (each.partition("=") for each in query.split("&")))
    known = {"size", "id"}
    read = (ordering_asked(api, answer(query)), dict(plain_query(api, pairs)).get("ordering"))

    assert not any(term.removeprefix("-") in known for text in read if text for term in text.split(","))


@pytest.mark.parametrize(("words", "terms"), [(True, ("one", "two")), (False, ("one two",))])
def test_a_search_is_parted_as_the_api_does(words: bool, terms: tuple[str, ...]) -> None:  # noqa: FBT001 - a setting
    """
    A text is its words, or is searched as it stands.
    """
    api = named({**MINUS, "search_words": words})
    asked = answer(written(searched(api, "one two")))

    assert "one two" == search_asked(api, asked)
    assert terms == parse_request(api, asked).terms
    assert ("one two" if words else '"one two"') == dict(plain_query(api, asked.query))["search"]


def test_the_first_of_several_values_counts_where_the_api_says_so() -> None:
    """
    The last one counts in the framework.
    """
    query = "limit=1&limit=2"

    assert (2, 1) == (
        parse_request(named({}), answer(query)).limit,
        parse_request(named({"repeated": "first"}), answer(query)).limit,
    )


def test_the_names_of_the_framework_are_the_usual_ones() -> None:
    """
    An API without settings of its own is asked as the framework is.
    """
    assert (True, False) == (asks_as_usual(named({})), asks_as_usual(named(OWN)))
    assert ("_sort", "_sort_desc") == ordering_names(named(OWN))


@pytest.mark.parametrize(("terms", "expected"), [("year,id", "_sort=year"), ("-year,id", "_sort_desc=year")])
def test_a_parameter_for_each_direction_takes_one_name(terms: str, expected: str) -> None:
    """
    Where one parameter sorts upwards and another downwards, the first term alone is asked for.
    """
    assert expected == written(ordered(named(OWN), terms))
