"""
What a parameter means is what explains every answer to it, and nothing else does.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.meanings import NO_EFFECT, fields_of, meanings_of
from apicontract.explore.learning.pages import ListAnswer

ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "Anna", "size": 3},
    {"id": 2, "name": "anna", "size": 5},
    {"id": 3, "name": "Hanna", "size": None},
    {"id": 4, "name": "Bert", "size": 7},
]


def answered(query: dict[str, str], *ids: int, count: int | None = None) -> tuple[list[tuple[str, str]], ListAnswer]:
    """
    Return a query with the answer that holds these rows.
    """
    rows = tuple(row for row in ROWS if row["id"] in ids)
    exchange = Exchange("GET", f"http://x/rows?{urlencode(query)}", 200, body=json.dumps(rows).encode())
    return list(query.items()), ListAnswer(exchange, rows, len(rows) if count is None else count)


def alive(*names: str, complete: bool = True, size: int = 10) -> Alive:
    """
    Return what parameters may mean before anything was asked.
    """
    fields = fields_of(ROWS)
    found = Alive(KnownRows(list(ROWS), complete), size)
    found.meanings = {name: [NO_EFFECT, *meanings_of(name, fields)] for name in names}
    return found


def lookups(found: Alive, name: str) -> list[str]:
    """
    Return the lookups that a parameter may still stand for, "" for no effect.
    """
    return [each.lookup if each else "" for each in found.meanings[name]]


@pytest.mark.parametrize(
    ("text", "ids", "expected"),
    [
        ("Anna", (1,), ["exact", "contains", "startswith", "in"]),
        ("Anna", (1, 2), ["iexact", "istartswith"]),
        ("Anna", (1, 2, 3), ["icontains"]),
        ("nna", (1, 2, 3), ["contains", "icontains"]),
        ("Anna", (1, 2, 3, 4), [""]),
    ],
)
def test_an_answer_leaves_the_comparisons_that_explain_it(text: str, ids: tuple[int, ...], expected: list[str]) -> None:
    """
    Of the comparisons of a text those remain that select exactly the rows of the answer.
    """
    found = alive("name")

    assert found.take(*answered({"name": text}, *ids))
    assert set(expected) == set(lookups(found, "name"))


def test_two_parameters_are_told_apart_by_one_answer() -> None:
    """
    One of two has an effect, the other is ignored: the rows say which.
    """
    found = alive("name", "size")
    found.take(*answered({"name": "Bert", "size": "3"}, 1))

    assert {"size"} == set(found.effective())
    assert found.decided("name")


def test_what_two_parameters_explain_alike_stays_open() -> None:
    """
    Where either of two may have selected the rows, neither is decided.
    """
    found = alive("name", "size")
    found.take(*answered({"name": "Bert", "size": "7"}, 4))

    assert {} == found.effective()
    assert (False, False) == (found.decided("name"), found.decided("size"))


def test_an_answer_that_nothing_explains_decides_nothing() -> None:
    """
    Rows that no comparison selects leave everything open, and their request is told.
    """
    found = alive("name")

    assert not found.take(*answered({"name": "Bert"}, 1, 3))
    assert ["http://x/rows?name=Bert"] == found.unexplained
    assert not found.decided("name")


def test_the_count_speaks_for_rows_that_are_not_shown() -> None:
    """
    A page that shows a part of the selection is explained only by a comparison that selects as many.
    """
    found = alive("name", size=1)
    found.take(*answered({"name": "Anna"}, 1, count=3))

    assert {"icontains"} == set(lookups(found, "name"))


def test_rows_that_nobody_saw_before_exclude_nothing_where_not_all_are_known() -> None:
    """
    Of a list that was not read to its end, an answer may show more rows; they are known from then on.
    """
    found = alive("size__gte", complete=False)
    found.known.rows.pop()
    found.known.__post_init__()
    found.take(*answered({"size__gte": "5"}, 2, 4))

    assert (["gte"], 4) == (lookups(found, "size__gte"), len(found.known.rows))


def test_a_refusal_leaves_what_cannot_read_the_text() -> None:
    """
    A list of numbers that is refused is no list: one number is what the parameter takes.
    """
    found = alive("size")
    found.take(*answered({"size": "3"}, 1))
    found.refuse("size", "3,5")

    assert ["exact"] == lookups(found, "size")


@pytest.mark.parametrize(("ids", "expected"), [((3, 4), ["gt", "gte"]), ((1, 2), [""])])
def test_a_full_page_without_a_count_shows_an_effect(ids: tuple[int, ...], expected: list[str]) -> None:
    """
    Where a page has no count, a parameter without effect leaves the first rows of the list.
    """
    found = alive("id_min", size=2)
    found.meanings["id_min"] = [each for each in found.meanings["id_min"] if each is NO_EFFECT or each.path == "id"]
    query, answer = answered({"id_min": "2"}, *ids)
    found.take(query, replace(answer, count=None))

    assert expected == sorted(each for each in lookups(found, "id_min") if each in {"", "gte", "gt"})


def test_what_selects_nothing_by_its_name_is_ignored() -> None:
    """
    A parameter that there is not is taken for one without effect, and is decided.
    """
    found = alive("nam")
    found.ignore(["nam"])

    assert ([""], True, {}) == (lookups(found, "nam"), found.decided("nam"), found.effective())
