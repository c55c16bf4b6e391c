"""
Which wrong readings of an ordering the answer to a list request would show.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from books import ORDERING, book, survey

from apicontract.planner.misreadings import misreadings
from apicontract.planner.probe import Probe


def _probe(query: str) -> Probe:
    return Probe("/v1/books/", tuple(parse_qsl(query, keep_blank_values=True)))


#: What shows of any list with rows, and of an ordered one that is longer than its page.
_PLAIN = {"form: None", "mode: absent", "offset: absent"}
_ORDERED = _PLAIN | {"limit: absent", "next keeps ordering"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ordering=id", {"by lent", "by pages", "ignored", "only within the page"}),
        ("ordering=-id", {"by lent", "by pages", "ignored", "only within the page"}),
        ("ordering=-pages", {"as text", "by lent", "ignored", "only within the page"}),
        ("ordering=lent", {"by id", "by pages", "ignored", "only within the page"}),
    ],
)
def test_an_order(query: str, expected: set[str]) -> None:
    """
    A page shows if the order is ignored, is that of the texts, of another field, or of the page alone.
    """
    name = query.partition("=")[2]

    assert _ORDERED | {f"order {name}: {each}" for each in expected} == misreadings(survey(), _probe(query))


def test_two_rows_show_little_of_an_order() -> None:
    """
    Two rows may be in order by chance, so they do not show that it is ignored.
    """
    expected = {"order pages: by id", "order pages: only within the page", "next keeps ordering", "limit: ordinary"}

    assert _PLAIN | expected == misreadings(survey(), _probe("ordering=pages&limit=2"))


@pytest.mark.parametrize("query", ["ordering=id&title=Emma", "ordering=id&title=nothing", "title=Emma", "ordering=no"])
def test_nothing_to_sort(query: str) -> None:
    """
    One row, none, and no term that is understood show nothing of order.
    """
    assert [] == [each for each in misreadings(survey("title"), _probe(query)) if each.startswith(("order", "second"))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ordering=pages&limit=5", {"order pages: null", "nulls up: misplaced"}),
        ("ordering=-pages&limit=5", {"order -pages: null", "nulls down: misplaced"}),
        ("ordering=pages&limit=3", set()),
        ("ordering=pages&pages__isnull=true", set()),
    ],
)
def test_nulls_in_an_order(query: str, expected: set[str]) -> None:
    """
    A page with rows that have a value and rows that have none shows where these stand.
    """
    found = misreadings(survey("pages__isnull"), _probe(query))

    assert expected == {each for each in found if "null" in each and each.startswith(("order", "nulls"))}


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("sold,id", set()),
        ("pages,id", {"second key up: ignored"}),
        ("pages,-id", {"second key down: ignored"}),
        ("pages,lent", set()),
        ("id,pages", set()),
        ("pages", set()),
    ],
)
def test_a_second_key(ordering: str, expected: set[str]) -> None:
    """
    Rows that tie in the first term show the second one, if they differ there.
    """
    rows = [book(number, "x", pages=number // 2) for number in (2, 3, 4, 5)]

    assert expected == {
        each for each in misreadings(survey(rows=rows), _probe(f"ordering={ordering}")) if "second" in each
    }


@pytest.mark.parametrize(("limit", "expected"), [(9, set()), (10, {"order up: in a long list"})])
def test_a_long_list_in_order(limit: int, expected: set[str]) -> None:
    """
    Ten rows show an order that is wrong here and there.
    """
    known = survey(rows=[book(number, "x") for number in range(20)])
    known.api = replace(known.api, paging=replace(known.api.paging, maximum_limit=50))

    assert expected == {each for each in misreadings(known, _probe(f"ordering=id&limit={limit}")) if "long" in each}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ordering=id&sold=true", {"order up: lost under a selection"}),
        ("ordering=-id&search=e", {"order down: lost under a selection"}),
        ("ordering=-id,pages", {"order: several terms"}),
        ("ordering=-id", set()),
    ],
)
def test_what_stands_beside_an_order(query: str, expected: set[str]) -> None:
    """
    A selection, and a second term, may make a server lose the order.
    """
    found = misreadings(survey("sold"), _probe(query))

    assert expected == {each for each in found if "lost" in each or "several" in each} - {
        "filters: one of several is missing"
    }


def test_few_other_fields_are_compared() -> None:
    """
    An order is compared with five other fields at the most.
    """
    more = tuple(replace(ORDERING[1], name=f"n{number}", path=f"n{number}") for number in range(7))
    rows = [book(number, "x", **{f"n{other}": -number for other in range(7)}) for number in range(4)]
    found = misreadings(survey(rows=rows, ordering=(ORDERING[0], *more)), _probe("ordering=id"))

    assert {f"order id: by n{number}" for number in range(5)} == {each for each in found if " by " in each}
