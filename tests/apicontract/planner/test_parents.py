"""
What is asked to see that the parents in a path are looked at.
"""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from route_forms import api_of

from apicontract.contract.exchange import Exchange
from apicontract.contract.templates import template_of
from apicontract.planner.parents import below, below_some, beside

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe

API = api_of("nested-many")
OWNER = API.resources["authors"]
NESTED = next(each for each in API.resources.values() if each.route.parents)


def owned_by(kind: str) -> Api:
    """
    Return the API with owners whose identifiers have a type.
    """
    owner = replace(OWNER, identifier=replace(OWNER.identifier, type=kind))
    return replace(API, resources=MappingProxyType({**API.resources, OWNER.name: owner}))


def paths(kind: str, key: str, *, large: bool, others: bool = True, rows: bool = True) -> list[str]:
    """
    Return the paths that are asked beside those of one parent, without the base path.
    """
    chosen, other = below(NESTED, (key,)), below(NESTED, ("other",))
    asked = beside(owned_by(kind), chosen, [other] if others else [], [{"id": 5}] if rows else [], large=large)
    return [each.path.removeprefix(API.base_path) for each in asked]


UNKNOWN = {"integer": "9999999", "text": "no-such-record"}
KNOWN = ["authors/other/books/", "authors/other/books/5/"]


@pytest.mark.parametrize("large", [True, False])
def test_numbered_parents(*, large: bool) -> None:
    """
    Below numbers, one that does not exist, another one, and a text that is none are asked for, at any budget.
    """
    unknown = f"authors/{UNKNOWN['integer']}/"

    assert [f"{unknown}books/", unknown, *KNOWN, "authors/nonsense/books/", f"{unknown}books/5/"] == paths(
        "integer", "7", large=large
    )


@pytest.mark.parametrize(
    ("large", "letters"), [(True, ["authors/sEVEN/books/", "authors/sEVEN/"]), (False, [])], ids=["large", "small"]
)
def test_parents_with_texts(letters: list[str], *, large: bool) -> None:
    """
    Below texts, no text is no parent by its form; within a large budget one is asked for in other letters.
    """
    unknown = f"authors/{UNKNOWN['text']}/"

    assert [f"{unknown}books/", unknown, *KNOWN, f"{unknown}books/5/", *letters] == paths("text", "Seven", large=large)


def test_one_other_parent_is_enough() -> None:
    """
    Of several that were looked at the first is asked for, and of several records the first below it.
    """
    others = [below(NESTED, (key,)) for key in ("other", "third")]
    asked = beside(owned_by("text"), below(NESTED, ("Seven",)), others, [{"id": 5}, {"id": 6}], large=False)
    unknown = f"authors/{UNKNOWN['text']}/"

    assert [f"{unknown}books/", unknown, *KNOWN, f"{unknown}books/5/"] == [
        each.path.removeprefix(API.base_path) for each in asked
    ]


def test_what_is_not_known_is_not_asked_for() -> None:
    """
    Without other parents and records, what does not exist is left; without parents nothing is.
    """
    unknown = f"authors/{UNKNOWN['text']}/"

    assert [f"{unknown}books/", unknown] == paths("text", "Seven", large=False, others=False, rows=False)
    assert [] == [*beside(API, OWNER, [], [{"id": 5}], large=True)]


#: Answers to the lists of parents, and to those below each.
_HOST = "https://library.example"
_LOANS = template_of(
    "loans",
    {
        "path": "authors/{author}/books/{book}/loans",
        "parents": {
            "author": {"resource": "authors", "field": "book.authors.id"},
            "book": {"resource": "books", "field": "book.id"},
        },
    },
)
DEEP = replace(API.resources["loans"], template=_LOANS)


class Owners:
    """
    A server that has these lists, by the end of their paths: the keys of a list of parents, or a number of records.
    """

    def __init__(self, lists: dict[str, list[int] | int]) -> None:
        self.lists = lists
        self.asked: list[str] = []

    def send(self, probe: Probe) -> Exchange:
        """
        Answer with a page of the list, or that there is none.
        """
        name = probe.path.removeprefix(API.base_path)
        self.asked.append(name + "".join(f"?{key}={text}" for key, text in probe.query))
        found = self.lists.get(name)
        if found is None:
            return Exchange("GET", f"{_HOST}{probe.path}", 404, (), b"{}")
        rows = [{"id": key} for key in found] if isinstance(found, list) else []
        count = len(rows) if isinstance(found, list) else found
        body = {API.paging.count: count, API.paging.rows: rows}
        headers = (("Content-Type", "application/json"),)
        return Exchange("GET", f"{_HOST}{probe.path}", 200, headers, json.dumps(body).encode())


def looked_at(counts: list[int], budget: int) -> tuple[str, list[str], int]:
    """
    Return below which author books are asked for, below which others they were, and how many requests that took.
    """
    owners = Owners(
        {"authors/": list(range(1, len(counts) + 1))}
        | {f"authors/{number}/books/": count for number, count in enumerate(counts, 1)}
    )
    best, others = below_some(API, NESTED, owners.send, budget)
    return best.route.chosen[0], [each.route.chosen[0] for each in others], len(owners.asked)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 3, 1], ("2", ["1", "3"], 4)),
        ([3, 3, 1], ("1", ["2", "3"], 4)),
        ([4, 0, 0], ("1", ["2", "3"], 4)),
        ([5, 0, 0], ("1", [], 2)),
        ([6, 0, 0], ("1", [], 2)),
        ([1, 5, 9], ("2", ["1"], 3)),
        ([0], ("1", [], 2)),
        ([0, 0], ("1", ["2"], 3)),
    ],
)
def test_records_are_looked_for_below_parents(counts: list[int], expected: tuple[str, list[str], int]) -> None:
    """
    The parent with most records is chosen, of equals the first; five records are enough to look no further.
    """
    assert expected == looked_at(counts, 500)


@pytest.mark.parametrize(
    ("budget", "looked"), [(0, 2), (4, 2), (5, 2), (9, 2), (10, 2), (14, 2), (15, 3), (19, 3), (20, 4), (500, 6)]
)
def test_a_fifth_of_the_budget_may_go_into_looking(budget: int, looked: int) -> None:
    """
    One parent for every five requests is looked at, two in any case: only several show that the path decides.
    """
    best, others, asked = looked_at([0] * 6, budget)

    assert ("1", looked - 1, looked + 1) == (best, len(others), asked)


def test_parents_are_found_on_their_own_lists() -> None:
    """
    The first page of each list of parents is asked for, as long as may be; below the first of each stand the next.
    """
    owners = Owners({"authors/": [7, 8], "authors/7/books/": [1, 2], "authors/7/books/2/loans/": 3})
    nested = replace(API, resources=MappingProxyType({**API.resources, "loans": DEEP}))
    best, others = below_some(nested, DEEP, owners.send, 500)
    whole = f"?{API.paging.size}={API.paging.maximum_limit}"

    assert (("7", "2"), [("7", "1")]) == (best.route.chosen, [each.route.chosen for each in others])
    assert [
        f"authors/{whole}",
        f"authors/7/books/{whole}",
        "authors/7/books/1/loans/",
        "authors/7/books/2/loans/",
    ] == owners.asked


@pytest.mark.parametrize(("lists", "asked"), [({}, 1), ({"authors/": []}, 1), ({"authors/": [1]}, 2)])
def test_without_parents_none_is_chosen(lists: dict[str, list[int] | int], asked: int) -> None:
    """
    Where there is no parent, or nothing below it, the run asks all the same and sees what is answered.
    """
    owners = Owners(lists)
    best, others = below_some(API, NESTED, owners.send, 500)

    assert (("1",) if asked > 1 else (), (), asked) == (best.route.chosen, others, len(owners.asked))


def test_a_resource_of_its_own_has_no_parents() -> None:
    """
    Nothing is asked for it, and it is asked for as it is.
    """
    owners = Owners({})

    assert ((OWNER, ()), []) == (below_some(API, OWNER, owners.send, 500), owners.asked)
