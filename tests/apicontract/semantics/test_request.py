"""
What a request asks for, by the contract.
"""

from dataclasses import replace

import pytest
from handmade import API, answer

from apicontract.contract.model import Grade, Setting
from apicontract.semantics.request import parse_request


@pytest.mark.parametrize(
    ("query", "limit", "offset"),
    [("", 3, 0), ("limit=5&offset=2", 5, 2), ("limit=9", 5, 0), ("limit=0&offset=-1", 3, 0), ("limit=1&limit=2", 2, 0)],
)
def test_page(query: str, limit: int, offset: int) -> None:
    """
    Limit and offset are read as the framework reads them.
    """
    asked = parse_request(API, answer(query))

    assert (limit, offset) == (asked.limit, asked.offset)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("ordering=-size, id", ["-size", "id"]),
        ("ordering=colour,id", ["id"]),
        ("ordering=--id", []),
        ("ordering=id,-id", ["id"]),
    ],
)
def test_ordering(query: str, terms: list[str]) -> None:
    """
    Unknown terms are dropped, and the first of a field counts.
    """
    assert terms == [str(key) for key in parse_request(API, answer(query)).ordering]


@pytest.mark.parametrize(
    ("setting", "query", "terms"),
    [
        ("refuse", "ordering=,", []),
        ("refuse", "ordering=,,", []),
        ("refuse", "ordering=", ["-size"]),
        ("refuse", "ordering=,id", ["id"]),
        ("ignore", "ordering=,", ["-size"]),
    ],
)
def test_commas_alone_replace_the_default_ordering(setting: str, query: str, terms: list[str]) -> None:
    """
    Only where unknown terms are refused: there an ordering of empty terms is one by nothing.
    """
    behaviour = {**API.behaviour, "unknown_ordering": Setting(setting, Grade.RECORDED)}
    things = replace(API.resources["things"], default_ordering=("-size",))
    asked = parse_request(replace(API, behaviour=behaviour, resources={"things": things}), answer(query))

    assert terms == [str(each) for each in asked.ordering]


@pytest.mark.parametrize(
    ("query", "conditions"),
    [
        ("ready=TRUE", ["ready=TRUE"]),
        ("ready=yes", []),
        ("name=", []),
        ("kind=%201", ["kind= 1"]),
        ("ready=1&size__gt=5&colour=red", ["ready=1", "size__gt=5"]),
    ],
)
def test_filters(query: str, conditions: list[str]) -> None:
    """
    Filters that are understood are conditions; the rest has no effect.
    """
    assert conditions == [str(each) for each in parse_request(API, answer(query)).filters.conditions]


@pytest.mark.parametrize(
    ("path", "kind", "key"),
    [
        ("", "list", ""),
        ("1/", "detail", "1"),
        ("%2B1/", "detail", "+1"),
        ("1", "missing_trailing_slash", "1"),
        ("1.0/", "outside", ""),
        ("1/2/", "outside", ""),
    ],
)
def test_route(path: str, kind: str, key: str) -> None:
    """
    A URL leads to a list, a record, a redirect, or nowhere.
    """
    route = parse_request(API, answer(path=path)).route

    assert (kind, key) == (route.kind, route.key)


def test_tolerated_parts() -> None:
    """
    Everything that a lenient service lets pass is noticed.
    """
    asked = parse_request(
        API, answer("limit=9&offset=x&ordering=colour&mode=huge&format=&search=&ready=x&name=&a=1&kind=1&kind=1")
    )

    assert {
        "limit-above",
        "offset-unreadable",
        "ordering-unknown",
        "mode-unknown",
        "format-empty",
        "search-empty",
        "filter-unreadable",
        "filter-empty",
        "undeclared",
        "repeated",
    } == {each.kind for each in asked.tolerated}


@pytest.mark.parametrize(("setting", "values"), [("refuse", []), ("empty", [(1,)])])
def test_identifiers_of_others(setting: str, values: list[tuple[int, ...]]) -> None:
    """
    An identifier with a fraction is refused as a choice; where it is held to none, it is a number like others.
    """
    behaviour = {**API.behaviour, "unknown_choice": Setting(setting, Grade.RECORDED)}
    filters = parse_request(replace(API, behaviour=behaviour), answer("kind=1.5")).filters

    assert values == [each.values for each in filters.conditions]
    assert bool(values) is not bool(filters.refusals)


@pytest.mark.parametrize(
    ("query", "conditioned"),
    [("", False), ("ordering=id&limit=1", False), ("name=a", True), ("search=a", True), ("search=", False)],
)
def test_a_filter_or_a_search_selects(query: str, *, conditioned: bool) -> None:
    """
    A request selects among the records by a filter or a search alone; paging and ordering select nothing.
    """
    assert conditioned is parse_request(API, answer(query)).conditioned
