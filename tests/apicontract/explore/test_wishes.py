"""
Promise: what is worth asking follows from what was seen, the most telling first, and no kind is asked for too often.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Field, Modes, Parameter
from apicontract.contract.paging import STYLES
from apicontract.contract.templates import Parent, Template
from apicontract.diff.observations import Seen
from apicontract.explore.wishes import UNSHOWN, WALK, Wish, wishes

API = load_api("launches-2.3.0", Path(__file__).parents[2] / "data" / "move" / "new", alone=True)
CRAFT = replace(API.resources["spacecraft"], parameters=(), ordering=(), modes=Modes(("normal",), "normal", "normal"))
LIST = "/2.3.0/spacecraft/"


def seen(*rows: dict[str, Any], resource: Any = CRAFT, count: int | None = None, query: str = "", **body: Any) -> Seen:
    """
    Return a page of a list.
    """
    text = json.dumps({"results": rows, **body}).encode()
    exchange = Exchange("GET", f"https://api.example/2.3.0/{resource.name}/{query}", 200, body=text)
    return Seen(exchange, resource, "normal", rows, count)


def urls(purpose: str, *pages: Seen, resource: Any = CRAFT, api: Any = API) -> list[str]:
    """
    Return the URLs that are wished for a purpose.
    """
    return [each.url for each in wishes(api, resource, pages) if each.purpose == purpose]


@pytest.mark.parametrize(
    ("query", "url"), [((), "/a"), ((("x", "1"),), "/a?x=1"), ((("x", "a b"), ("y", "ü")), "/a?x=a+b&y=%C3%BC")]
)
def test_a_wish_is_a_path_with_its_query(query: tuple[tuple[str, str], ...], url: str) -> None:
    """
    A query is written behind the path, escaped; without one the path stands alone.
    """
    assert url == Wish("beginning", "/a", query).url


def test_the_most_telling_is_wished_first() -> None:
    """
    Beginning, end of the first ordering, other modes, details, truths, rare values, ends of orderings, last page.
    """
    resource = replace(
        CRAFT,
        ordering=(Field("id", "id", "integer"), Field("name", "name")),
        modes=Modes(("list", "normal", "detailed"), "normal", "detailed"),
        parameters=(
            Parameter("flown", ("flown",), "exact", "boolean"),
            Parameter("kind", ("kind",), "exact", "choice"),
        ),
    )
    found = wishes(API, resource, [seen({"id": 1, "kind": "x"}, resource=resource, count=250)])

    assert [
        ("beginning", f"{LIST}?limit=100"),
        ("ordering end", f"{LIST}?limit=100&ordering=-id"),
        ("mode", f"{LIST}?mode=list"),
        ("mode", f"{LIST}?mode=detailed"),
        ("detail", f"{LIST}1/"),
        ("detail", f"{LIST}1/"),
        ("truth", f"{LIST}?limit=100&flown=true"),
        ("truth", f"{LIST}?limit=100&flown=false"),
        ("rare value", f"{LIST}?limit=100&kind=x"),
        ("ordering end", f"{LIST}?limit=100&ordering=-id"),
        ("ordering end", f"{LIST}?limit=100&ordering=id"),
        ("ordering end", f"{LIST}?limit=100&ordering=-name"),
        ("ordering end", f"{LIST}?limit=100&ordering=name"),
        ("last page", f"{LIST}?limit=100&offset=150"),
    ] == [(each.purpose, each.url) for each in found]


PAGES = replace(STYLES["page-number"], maximum_limit=100)


@pytest.mark.parametrize(
    ("paging", "counts", "expected"),
    [
        (API.paging, [], []),
        (API.paging, [None], []),
        (API.paging, [100], []),
        (API.paging, [101], [f"{LIST}?limit=100&offset=1"]),
        (API.paging, [None, 300, 120], [f"{LIST}?limit=100&offset=200"]),
        (PAGES, [100], []),
        (PAGES, [101], [f"{LIST}?page_size=100&page=2"]),
        (PAGES, [200], [f"{LIST}?page_size=100&page=2"]),
        (PAGES, [201], [f"{LIST}?page_size=100&page=3"]),
        (STYLES["cursor"], [101], [f"{LIST}?page_size=100"]),
    ],
)
def test_the_last_page_is_wished_where_one_does_not_hold_all(
    paging: Any, counts: list[int | None], expected: list[str]
) -> None:
    """
    The last page is one of its own as soon as the largest count is more than a page has.
    """
    pages = [seen({"id": 1}, count=count) for count in counts]

    assert expected == urls("last page", *pages, api=replace(API, paging=paging))


FULL, EMPTY = {"id": 1, "a": 0, "b": False}, {"id": 2, "a": None, "b": ""}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([{"a": 1}], []),
        ([{"id": 7}], [7, 7]),
        ([FULL, EMPTY], [2, 1]),
        ([EMPTY, FULL], [2, 1]),
        ([{"id": 3, "a": []}, {"id": 4, "a": {}}], [3, 4]),
        ([{"id": 9, "a": 1}, {"id": 10, "a": 1}], [9, 10]),
        ([{"id": None, "a": None, "b": None}, FULL, EMPTY], [2, 1]),
        ([{"id": 5, "a": None, "b": 1}, EMPTY, FULL], [2, 1]),
    ],
)
def test_the_records_with_least_and_most_in_them_are_wished(rows: list[dict[str, Any]], expected: list[int]) -> None:
    """
    Null, an empty text and an empty list are nothing; the emptiest record is asked for first.
    """
    assert [f"{LIST}{key}/" for key in expected] == urls("detail", seen(*rows))


def valued(kind: str, lookup: str, *values: Any) -> list[str]:
    """
    Return the values that are wished of a filter over these, each in a record of its own.
    """
    resource = replace(CRAFT, parameters=(Parameter("f", ("v",), lookup, kind),))
    rows = [{"id": number, "v": value} for number, value in enumerate(values)]
    found = urls("rare value", seen(*rows, resource=resource), resource=resource)
    return [each.removeprefix(f"{LIST}?limit=100&f=") for each in found]


@pytest.mark.parametrize("kind", ["related", "choice"])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        (["a"], ["a"]),
        (["a", "a", "b"], ["b", "a"]),
        (["b", "a"], ["a", "b"]),
        (["d", "c", "b", "a"], ["a", "b", "c"]),
        (["a", "b", "c", "c", "d", "d"], ["a", "b", "c"]),
        ([None, 1.5, [2], "a"], ["2", "a"]),
        ([10, 9, 9], ["10", "9"]),
    ],
)
def test_the_values_that_were_seen_least_are_wished(kind: str, values: list[Any], expected: list[str]) -> None:
    """
    Three texts or whole numbers are worth a page each, the rarest first; of those as rare the first by its letters.
    """
    assert expected == valued(kind, "exact", *values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "a"], ["a"]),
        (["a", "a", "b", "b"], ["a", "b"]),
        (["a", "a", "b"], []),
        (["a", "a", "a", "b", "b"], ["b", "a"]),
        (["a"], []),
        ([None, None, "a"], ["a"]),
        ([], []),
    ],
)
def test_texts_are_wished_where_they_are_few(values: list[Any], expected: list[str]) -> None:
    """
    Texts are few where each stands in two records on average; names would each select their own record.
    """
    assert expected == valued("text", "exact", *values)


@pytest.mark.parametrize(("kind", "lookup"), [("text", "contains"), ("integer", "exact"), ("date", "gte")])
def test_other_filters_have_no_rare_values(kind: str, lookup: str) -> None:
    """
    Of other types, and of other comparisons of texts, no value is wished.
    """
    assert [] == valued(kind, lookup, "a", "a")


def test_a_record_counts_once_however_often_it_was_seen() -> None:
    """
    A text is none of a few because its record stands on two pages.
    """
    resource = replace(CRAFT, parameters=(Parameter("f", ("v",), "exact", "text"),))
    page = seen({"id": 1, "v": "a"}, resource=resource)

    assert [] == urls("rare value", page, page, resource=resource)


FLIGHTS = replace(
    CRAFT, name="flights", template=Template("craft/{craft}/flights", parents=(Parent("craft", "spacecraft", "craft"),))
)
LEGS = replace(
    CRAFT,
    name="legs",
    template=Template(
        "craft/{craft}/flights/{flight}/legs",
        parents=(Parent("craft", "spacecraft", "craft"), Parent("flight", "flights", "flight")),
    ),
)
NESTED = replace(API, resources={each.name: each for each in (CRAFT, FLIGHTS, LEGS)})


def below(resource: Any, *pages: Seen) -> list[tuple[str, str]]:
    """
    Return the first wishes for a resource that stands below others.
    """
    found = [(each.purpose, each.url) for each in wishes(NESTED, resource, pages)]
    return [each for each in found if each[0] in {"parents", "beginning"}]


def crafts(*keys: int) -> Seen:
    """
    Return a page of parents.
    """
    return seen(*({"id": key} for key in keys))


def flights(*keys: int) -> Seen:
    """
    Return a page of parents that have a parent.
    """
    return seen(*({"id": key} for key in keys), resource=FLIGHTS)


@pytest.mark.parametrize(
    ("resource", "pages", "expected"),
    [
        (FLIGHTS, [], [("parents", LIST)]),
        (FLIGHTS, [crafts()], [("parents", LIST)]),
        (FLIGHTS, [crafts(7)], [("beginning", "/2.3.0/craft/7/flights/?limit=100")]),
        (LEGS, [], [("parents", LIST)]),
        (LEGS, [flights(3)], [("parents", LIST)]),
        (LEGS, [crafts(7, 8)], [("parents", "/2.3.0/craft/7/flights/")]),
        (
            LEGS,
            [crafts(7, 8), flights(3, 4)],
            [
                ("beginning", "/2.3.0/craft/7/flights/4/legs/"),
                ("beginning", "/2.3.0/craft/7/flights/3/legs/?limit=100"),
            ],
        ),
    ],
)
def test_parents_are_wished_before_what_stands_below_them(
    resource: Any, pages: list[Seen], expected: list[tuple[str, str]]
) -> None:
    """
    Without a record of a parent its list is asked for, below the first of its own parents.
    """
    assert expected == below(resource, *pages)


def test_the_first_page_is_wished_below_four_parents() -> None:
    """
    Three more parents than the first have their first page asked for, each once.
    """
    found = below(FLIGHTS, crafts(1, 2, 2), crafts(3, 4, 5))

    assert [*(f"/2.3.0/craft/{key}/flights/" for key in (2, 3, 4)), "/2.3.0/craft/1/flights/?limit=100"] == [
        url for _, url in found
    ]


def test_what_was_seen_of_a_parent_is_not_taken_for_the_resource() -> None:
    """
    Details are wished of records of the resource alone.
    """
    pages = [crafts(7), flights(3)]

    assert ["/2.3.0/craft/7/flights/3/"] * 2 == urls("detail", *pages, resource=FLIGHTS, api=NESTED)


TOKENS = replace(API, paging=STYLES["cursor"])
BEHIND = "https://api.example/2.3.0/spacecraft/?cursor=abc&page_size=5"


@pytest.mark.parametrize(
    ("query", "link", "expected"),
    [
        ("", BEHIND, [f"{LIST}?cursor=abc"]),
        ("?page_size=5", BEHIND, [f"{LIST}?page_size=5&cursor=abc"]),
        ("?page_size=5&cursor=xyz", BEHIND, [f"{LIST}?page_size=5&cursor=abc"]),
        ("?cursor=xyz", BEHIND, [f"{LIST}?cursor=abc"]),
        ("?name=a", BEHIND, []),
        ("?page_size=5&name=a", BEHIND, []),
        ("", None, []),
        ("", 7, []),
    ],
)
def test_the_page_is_wished_to_which_a_token_leads(query: str, link: Any, expected: list[str]) -> None:
    """
    Where tokens lead on, the next page of the whole list is asked for, as large as the one before.
    """
    assert expected == urls(WALK, seen({"id": 1}, query=query, next=link), api=TOKENS)


def test_no_page_is_wished_behind_one_without_rows() -> None:
    """
    What is no list leads nowhere, whatever its link.
    """
    assert [] == urls(WALK, seen(results=None, next=BEHIND), api=TOKENS)


def test_no_page_is_walked_where_numbers_lead_to_each() -> None:
    """
    A page that can be asked for by its number is not walked to.
    """
    following = "https://api.example/2.3.0/spacecraft/?limit=10&offset=10"

    assert [] == urls(WALK, seen({"id": 1}, next=following))


HIDDEN = replace(
    CRAFT,
    ordering=(Field("id", "id", "integer"), Field("made", "(by made)")),
    parameters=(
        Parameter("loud", ("(loud)",), "exact", "boolean", hidden=True),
        Parameter("state", ("(state)",), "any", "choice", choices=("new", "old"), hidden=True),
        Parameter("maker", ("(maker)",), "exact", "text", hidden=True),
    ),
)


def test_what_no_row_shows_is_asked_for_whole() -> None:
    """
    Each direction of a hidden term and each value of a hidden filter, from the first page to the last that is known.
    """
    page = seen({"id": 1}, resource=HIDDEN, count=250, query="?limit=100&ordering=made")
    found = [each.removeprefix(f"{LIST}?limit=100&") for each in urls(UNSHOWN, page, resource=HIDDEN)]

    assert [
        "ordering=made",
        "ordering=made&offset=100",
        "ordering=made&offset=200",
        "ordering=-made",
        "loud=true",
        "loud=false",
        "state=new",
        "state=old",
    ] == found


@pytest.mark.parametrize(("sizes", "asked"), [("0011", True), ("0123", False), ("", False)])
def test_an_order_with_many_ties_is_asked_for_early(sizes: str, asked: bool) -> None:  # noqa: FBT001 - what is expected
    """
    It shows how rows stand that tie in other orders.
    """
    resource = replace(CRAFT, ordering=(Field("id", "id", "integer"), Field("size", "size")))
    rows = [{"id": number, "size": size} for number, size in enumerate(sizes)]
    first = [each.url for each in wishes(API, resource, [seen(*rows, resource=resource)])][1:3]

    assert asked == (first == [f"{LIST}?limit=100&ordering={sign}size" for sign in ("", "-")])
