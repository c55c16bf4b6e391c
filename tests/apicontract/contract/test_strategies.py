"""
Requests drawn from a contract.
"""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from apicontract.contract import strategies
from apicontract.contract.catalog import load_api
from apicontract.contract.model import Exchange, Parameter
from apicontract.contract.paging import STYLES
from apicontract.contract.routes import list_path
from apicontract.semantics.request import parse_request

API = load_api()
PRIMARY = API.resources[API.primary]
HOST = "https://things.example"


def asked(query: strategies.Query) -> object:
    """
    Return what a list query asks for.
    """
    target = f"{list_path(API, PRIMARY)}?{urlencode(query)}"
    return parse_request(API, Exchange("GET", HOST + target, 200))


@given(strategies.list_queries(API, PRIMARY))
def test_ordinary_queries_are_understood(query: strategies.Query) -> None:
    """
    An ordinary query holds nothing that a service must refuse.
    """
    assert asked(query).certain


@given(st.sampled_from(list(API.resources.values())).flatmap(lambda each: strategies.requests(API, each)))
def test_requests_stay_below_the_base_path(asking: strategies.Asking) -> None:
    """
    Whatever is asked, it is asked of the API, and the URL is plain ASCII.
    """
    assert asking.target.startswith(API.base_path)
    assert asking.target.isascii()


@given(strategies.orderings(PRIMARY))
def test_orderings_are_documented(text: str) -> None:
    """
    Every term of an ordering is documented.
    """
    assert {each.removeprefix("-") for each in text.split(",")} <= {each.name for each in PRIMARY.ordering}


def test_values_come_from_known_rows() -> None:
    """
    With rows given, a search for words of theirs is found quickly.
    """
    row = {each.path: "Unlikely" for each in PRIMARY.search[:1]}

    assert "Unlikely" == find(strategies.searches(PRIMARY, [row]), lambda text: text == "Unlikely")


def test_hostile_queries_are_hostile() -> None:
    """
    Among hostile queries are some that must be refused.
    """
    query = find(strategies.list_queries(API, PRIMARY, hostile=True), lambda query: asked(query).refused)

    assert query


@pytest.mark.parametrize(
    ("lookup", "texts"),
    [
        ("exact", {("a",), ("b",)}),
        ("in", {("a",), ("b",), ("a,b",), ("b,a",), ("a,a",), ("b,b",)}),
        ("any", {("a",), ("b",), ("a", "b"), ("b", "a"), ("a", "a"), ("b", "b")}),
    ],
)
def test_a_filter_has_as_many_values_as_its_lookup(lookup: str, texts: set[tuple[str, ...]]) -> None:
    """
    One value, several in one text, or the parameter several times; up to three.
    """
    parameter = Parameter("form", ("form",), lookup, "choice", choices=("a", "b"))
    found = set[tuple[str, ...]]()

    @settings(max_examples=200, database=None, derandomize=True)
    @given(strategies.filters(replace(API.resources[API.primary], parameters=(parameter,))))
    def draw(query: strategies.Query) -> None:
        found.add(tuple(text for _, text in query))

    draw()

    assert texts <= found
    assert {3 if lookup != "exact" else 1} == {max(len(",".join(each).split(",")) for each in found)}
    assert (lookup == "any") == any(len(each) > 1 for each in found)


def test_searches_without_rows_are_short_words() -> None:
    """
    Where no texts are known, one to four letters are searched for.
    """
    lengths = {len(find(strategies.searches(PRIMARY), lambda text, n=n: len(text) == n)) for n in (1, 4)}  # type: ignore[misc]

    assert {1, 4} == lengths
    with pytest.raises(NoSuchExample):
        find(strategies.searches(PRIMARY), lambda text: not 1 <= len(text) <= 4)


@pytest.mark.parametrize("page", ["1", "last"])
def test_numbered_pages_are_asked_for(page: str) -> None:
    """
    Where pages are counted, their numbers are drawn, and the word for the last one.
    """
    api = replace(API, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))

    assert find(strategies.list_queries(api, PRIMARY), lambda query: ("page", page) in query)
